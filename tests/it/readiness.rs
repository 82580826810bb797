//! Whether the portal is ready for people, as the desk reads it: what was kept of the doctor's last look.

use access::Person;
use kernel::Id;

use crate::{
    guard::portal::{Browser, Portal},
    world::staff,
};

const PAGE: &str = "/desk/admin/readiness";

async fn person(portal: &Portal, name: &str, role: &str) -> Id<Person> {
    staff(portal.app.db.unguarded(), name, role).await.unwrap()
}

async fn page(browser: &Browser<'_>) -> String {
    let answer = browser.get(PAGE).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text()
}

#[tokio::test]
async fn hannah_asks_the_doctor_and_reads_what_was_kept() {
    let portal = Portal::open().await;
    let hannah = portal.browser(person(&portal, "Hannah", "desk-admin").await).await;
    assert!(page(&hannah).await.contains("Nobody has looked yet"));

    let answer = hannah.post(PAGE, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location").as_str()), (303, PAGE));
    let waiting = page(&hannah).await;
    assert!(waiting.contains("is looking at itself now"), "nothing is known before the doctor looked: {waiting}");

    portal.settle().await;
    let found = page(&hannah).await;
    assert!(!found.contains("is looking at itself now") && !found.contains("Nobody has looked yet"), "{found}");
    for told in ["To be looked at", "In order", "Database", "whole to entry", "$ portico doctor"] {
        assert!(found.contains(told), "{told} is not in {found}");
    }

    // It stays as it was found until somebody asks again.
    portal.clock.advance(std::time::Duration::from_secs(3600));
    assert!(!page(&hannah).await.contains("is looking at itself now"));
}

#[tokio::test]
async fn who_asks_twice_waits_for_the_same_look() {
    let portal = Portal::open().await;
    let hannah = person(&portal, "Hannah", "desk-admin").await;
    // Each in a browser of its own: one form sent twice would be known as the same.
    let press = || async { portal.browser(hannah).await.post(PAGE, &[]).await.status.as_u16() };
    let asked = || async {
        let entries = portal.app.db.unguarded().find(journal::Entry::ID.is_known()).await.unwrap();
        entries.iter().filter(|entry| entry.event == "readiness.asked").count()
    };
    assert_eq!((press().await, press().await), (303, 303));
    assert_eq!(asked().await, 1);
    portal.settle().await;
    assert_eq!((press().await, asked().await), (303, 2));
}

#[tokio::test]
async fn tom_who_administers_nothing_finds_no_such_page() {
    let portal = Portal::open().await;
    let tom = portal.browser(person(&portal, "Tom", "agent").await).await;
    for answer in [tom.get(PAGE).await, tom.post(PAGE, &[]).await] {
        assert!([403, 404].contains(&answer.status.as_u16()), "{}", answer.status);
    }
    assert!(!tom.get("/desk").await.text().contains("Ready to go live?"));
}
