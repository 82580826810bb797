//! Somebody reads when they signed in, and what was refused to whoever tried as them.

use std::time::Duration;

use identity::VainTry;
use kernel::Clock as _;

use super::{
    factors::{BEN, SECRET, ben, set_up},
    stage::{Browser, Portal},
};

/// The rows of the page, as they are read.
async fn listed(browser: &Browser<'_>, path: &str) -> Vec<String> {
    let page = browser.get(path).await.text();
    let (_, body) = page.split_once("<tbody").unwrap_or_default();
    body.split("<tr role=\"row\">").skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn ben_reads_every_sign_in_and_refusal_of_his_own_and_nobody_else_s() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    portal.person("Eve", "eve@northgate.example").await;
    let eve = portal.browser("192.0.2.1");
    eve.sign_in("eve@northgate.example").await;
    eve.password(BEN, "not the password").await;
    eve.password("nobody@northgate.example", "not the password").await;
    let rows = listed(&laptop, "/me/sign-ins").await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(["Refused", "192.0.2.1", "Password"].iter().all(|word| rows[0].contains(word)), "{}", rows[0]);
    assert!(rows[1].contains("Signed in") && rows[1].contains("203.0.113.1"), "{}", rows[1]);
    let of_eve = listed(&eve, "/me/sign-ins").await;
    assert_eq!(of_eve.len(), 1, "{of_eve:?}");
    assert!(of_eve[0].contains("Email link") && !of_eve[0].contains("203.0.113.1"), "{}", of_eve[0]);
    assert!(laptop.get("/me/sign-in").await.body.contains("href=\"/me/sign-ins\""));
}

#[tokio::test]
async fn who_knows_a_password_and_no_more_is_told_apart() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    set_up(&portal, &laptop).await;
    let eve = portal.browser("192.0.2.1");
    eve.password(BEN, SECRET).await;
    eve.post("/sign-in/second", &[("code", "000000")]).await;
    let rows = listed(&laptop, "/me/sign-ins").await;
    assert!(rows[0].contains("First proof right, second refused") && rows[0].contains("192.0.2.1"), "{}", rows[0]);
}

#[tokio::test]
async fn the_list_goes_on_page_by_page_and_ends_after_half_a_year() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    for _ in 0..27 {
        laptop.post("/sign-out", &[]).await;
        laptop.password(BEN, SECRET).await;
        portal.clock.advance(Duration::from_mins(10));
    }
    let first = laptop.get("/me/sign-ins").await.text();
    let (_, rest) = first.split_once("rel=\"next\" href=\"").expect("a next page");
    let next = rest.split('"').next().expect("its address").replace("&#x2f;", "/");
    assert_eq!(listed(&laptop, "/me/sign-ins").await.len(), 25);
    assert_eq!(listed(&laptop, &next).await.len(), 3);
    // What nobody's address was tried with is gone at the next sweep; what is old, too.
    let eve = portal.browser("192.0.2.1");
    eve.password("nobody@northgate.example", "not the password").await;
    eve.password(BEN, "not the password").await;
    let kept = || async { portal.db.unguarded().find(VainTry::ID.is_known()).await.expect("tries").len() };
    assert_eq!(kept().await, 2);
    identity::sweep(&portal.db, portal.clock.now()).await.expect("a sweep");
    assert_eq!(kept().await, 1);
    portal.clock.advance(Duration::from_hours(181 * 24));
    identity::sweep(&portal.db, portal.clock.now()).await.expect("a sweep");
    assert_eq!(kept().await, 0);
}
