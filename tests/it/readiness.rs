//! Whether the portal is ready for people, as the desk reads it: what was kept of the doctor's last look.

use std::time::Duration;

use access::Person;
use kernel::{Clock as _, Id};
use serde_json::Value;
use store::{Columns, Sql};

use crate::{
    guard::portal::{Browser, Portal},
    relay,
    staged::{AMELIA, Staged, signed_in_today},
    wire::Tab,
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
    for told in ["To be looked at", "In order", "Database", "whole to entry", "Open brand", "$ portico doctor"] {
        assert!(found.contains(told), "{told} is not in {found}");
    }

    // It stays as it was found until somebody asks again.
    portal.clock.advance(Duration::from_secs(3600));
    assert!(!page(&hannah).await.contains("is looking at itself now"));
}

#[tokio::test]
async fn the_journal_says_how_its_chain_stood_when_the_doctor_last_looked_and_walks_along_it_for_no_page() {
    let portal = Portal::open().await;
    let id = person(&portal, "Hannah", "desk-admin").await;
    let hannah = portal.browser(id).await;
    let journal = async |list: &str| hannah.get(&format!("/desk/journal{list}")).await.text().replace("&#x2f;", "/");
    assert!(journal("").await.contains("Nobody has had the chain checked yet"));
    hannah.post(PAGE, &[]).await;
    portal.settle().await;
    let shown = journal("").await;
    assert!(shown.contains("Chain intact") && shown.contains("It is whole to entry"), "{shown}");
    assert!(shown.contains(&format!("href=\"{PAGE}\"")));
    assert!(!journal("/views").await.contains("Chain intact"), "what was looked at is not in the chain");

    // What is altered since is found by the next look, and not by reading a page.
    let altered = Sql::new("UPDATE journal_entries SET command = 'nothing' WHERE seq = 1");
    assert_eq!(portal.app.db.unguarded().execute(altered).await.unwrap(), 1);
    assert!(journal("").await.contains("Chain intact"));
    portal.clock.advance(Duration::from_secs(1));
    portal.browser(id).await.post(PAGE, &[]).await;
    portal.settle().await;
    let shown = journal("").await;
    assert!(shown.contains("Chain broken") && shown.contains("is broken at entry"), "{shown}");
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
async fn a_look_that_another_instance_is_at_is_left_to_it_and_asked_for_once_more_if_that_one_is_gone() {
    let portal = Portal::open().await;
    let hannah = person(&portal, "Hannah", "desk-admin").await;
    let press = || async { portal.browser(hannah).await.post(PAGE, &[]).await.status.as_u16() };
    assert_eq!(press().await, 303);
    let mut begun = Sql::new("UPDATE readiness_looks SET looking_until = ");
    begun.bind(portal.clock.now().plus(Duration::from_secs(90)).micros());
    assert_eq!(portal.app.db.unguarded().execute(begun).await.unwrap(), 1);
    portal.settle().await;
    assert!(page(&portal.browser(hannah).await).await.contains("is looking at itself now"), "both look");
    portal.clock.advance(Duration::from_mins(2));
    assert_eq!(press().await, 303);
    portal.settle().await;
    assert!(!page(&portal.browser(hannah).await).await.contains("is looking at itself now"), "nobody looks any more");
}

#[tokio::test]
async fn the_release_before_reads_what_was_found_and_what_it_found_counts_as_none() {
    let portal = Portal::open().await;
    let hannah = person(&portal, "Hannah", "desk-admin").await;
    let raw = portal.app.db.unguarded();
    let looks = async || {
        assert_eq!(portal.browser(hannah).await.post(PAGE, &[]).await.status, 303);
        portal.settle().await;
        page(&portal.browser(hannah).await).await
    };
    assert!(looks().await.contains("whole to entry"));
    let rows = raw.query(Sql::new("SELECT findings FROM readiness_looks")).await.unwrap();
    let kept: String = Columns::of(&rows[0]).take().unwrap();
    let kept: Vec<Value> = serde_json::from_str(&kept).unwrap();
    let is_told = |finding: &Value| finding["says"].as_str().is_some_and(|says| says.contains("whole to entry"));
    assert!(kept.iter().any(is_told), "as sentences: {kept:?}");
    raw.execute(Sql::new("UPDATE readiness_looks SET found = NULL")).await.unwrap();
    assert!(page(&portal.browser(hannah).await).await.contains("Nobody has looked yet"));
    portal.clock.advance(Duration::from_mins(2));
    assert!(looks().await.contains("whole to entry"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_waits_for_the_doctor_who_waits_for_a_server() {
    let (silent, toml) = relay::silent().await;
    let stage = Staged::set(&AMELIA, &toml).await;
    let (running, at) = stage.serves();
    let db = stage.db().await;
    let mut tom = Tab::with(&signed_in_today(db.unguarded(), stage.tom).await);
    let asked = tom.post(at, PAGE, &[]);
    assert_eq!(asked.status, 303, "{} {}", asked.head, asked.body);
    let _waits = silent.accept().await.expect("the doctor");
    let renamed = stage.tab(&db).await.post(at, "/me/name", &[("name", "Amelia Hart")]);
    assert_eq!(renamed.status, 303, "{} {}", renamed.head, renamed.body);
    let followed = || async {
        let sql = "SELECT f.position FROM journal_followers AS f JOIN journal_entries AS e ON e.seq <= f.position \
                   WHERE f.name = 'identity.resets' AND e.event = 'identity.renamed'";
        !db.unguarded().query(Sql::new(sql)).await.expect("the place").is_empty()
    };
    while !followed().await {
        tokio::task::yield_now().await;
    }
    assert!(tom.get(at, PAGE).body.contains("is looking at itself now"), "the others waited until the doctor gave up");
    drop(running);
    db.close().await.expect("closing");
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
