//! Signing in, told through the door: passwords, sessions and addresses; what is told to strangers.

mod factors;
mod invitations;
mod key;
mod links;
mod lock;
mod own_lock;
mod passkeys;
mod remembered;
mod resets;
mod rules;
mod staff;
mod stage;
mod times;
mod tries;

use std::time::Duration;

use axum::http::StatusCode;
use directory::Address;
use kernel::Clock as _;
use mail::{Letter, State};

use crate::visitor::Answer;
use stage::Portal;

const SECRET: &str = "otter vale pump gasket";

/// A page without what differs from one showing to the next: form tokens, and the address that was typed.
fn masked(answer: &Answer, typed: &str) -> String {
    let mut body = answer.body.replace(typed, "ADDRESS");
    let mark = "name=\"csrf\" value=\"";
    while let Some(start) = body.find(mark) {
        let value = start + mark.len();
        let end = value + body[value..].find('"').expect("it ends");
        body.replace_range(start..end, "TOKEN");
    }
    format!("{} {} {body}", answer.status, answer.to)
}

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_bytes() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    portal.browser("203.0.113.1").make_password("ben@northgate.example", SECRET).await;
    let mut told = Vec::new();
    for (email, address) in [("ben@northgate.example", "198.51.100.1"), ("eva@northgate.example", "192.0.2.1")] {
        let browser = portal.browser(address);
        let mut pages = Vec::new();
        pages.push(masked(&browser.password(email, "not the password").await, email));
        pages.push(masked(&browser.post("/sign-in/link", &[("email", email)]).await, email));
        pages.push(masked(&browser.get("/sign-in/code").await, email));
        pages.push(masked(&browser.post("/sign-in/code", &[("code", "000 000")]).await, email));
        pages.push(masked(&browser.post("/sign-in/link/again", &[]).await, email));
        pages.push(masked(&browser.post("/password", &[("email", email)]).await, email));
        pages.push(masked(&browser.get("/password/sent").await, email));
        // The limits, too: until they bite, and what is said then.
        for _ in 0..8 {
            pages.push(masked(&browser.password(email, "not the password").await, email));
            pages.push(masked(&browser.post("/sign-in/link", &[("email", email)]).await, email));
        }
        told.push(pages);
    }
    assert_eq!(told[0], told[1]);
    let raw = portal.db.unguarded();
    let letters = raw.find(Letter::ID.is_known()).await.expect("letters");
    let of_ben = |letter: &Letter| letter.to_address == "ben@northgate.example";
    assert!(letters.iter().all(|letter| of_ben(letter) || letter.state == State::ToNobody && letter.next_at.is_none()));
    identity::sweep(&portal.db, portal.clock.now()).await.expect("what is over goes");
    assert!(raw.find(Letter::ID.is_known()).await.expect("letters").iter().all(of_ben));
}

#[tokio::test]
async fn nobody_can_use_up_ben_s_tries_for_him() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.make_password("ben@northgate.example", SECRET).await;
    ben.post("/sign-out", &[]).await;
    // From many networks at once: passwords, links and codes.
    for network in 0..60 {
        let eve = portal.browser(&format!("10.0.{network}.1"));
        for _ in 0..3 {
            eve.password("ben@northgate.example", "a wrong password").await;
            eve.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
            eve.post("/sign-in/code", &[("code", "000000")]).await;
        }
    }
    // Strange browsers are sent to their mail, even with the right password …
    let strange = portal.browser("192.0.2.1");
    assert_eq!(strange.password("ben@northgate.example", SECRET).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // … his own browser is let in as ever, and a new one on his own network by mail.
    let new = portal.browser("203.0.113.77");
    new.sign_in("ben@northgate.example").await;
    assert_eq!(ben.password("ben@northgate.example", SECRET).await.status, StatusCode::SEE_OTHER);
    assert!(ben.is_in().await);
}

#[tokio::test]
async fn ben_signs_out_everywhere_else() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (laptop, phone) = (portal.browser("203.0.113.1"), portal.browser("203.0.113.2"));
    laptop.sign_in("ben@northgate.example").await;
    phone.sign_in("ben@northgate.example").await;
    assert_eq!(portal.letters("new_device").await.len(), 1);
    laptop.get("/me/sign-in").await;
    laptop.post("/me/devices/others/sign-out", &[]).await;
    assert!(laptop.is_in().await);
    assert!(!phone.is_in().await);
}

#[tokio::test]
async fn a_session_ends_after_two_weeks_unused_and_after_ninety_days_in_any_case() {
    const DAY: Duration = Duration::from_hours(24);
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (laptop, phone) = (portal.browser("203.0.113.1"), portal.browser("203.0.113.2"));
    laptop.sign_in("ben@northgate.example").await;
    phone.sign_in("ben@northgate.example").await;
    portal.clock.advance(10 * DAY);
    assert!(laptop.is_in().await);
    portal.clock.advance(5 * DAY);
    assert!(laptop.is_in().await && !phone.is_in().await, "the phone was not used for 15 days");
    for _ in 0..7 {
        portal.clock.advance(10 * DAY);
        assert!(laptop.is_in().await, "it is used all the time");
    }
    portal.clock.advance(10 * DAY);
    assert!(!laptop.is_in().await, "95 days after it began");
}

#[tokio::test]
async fn ben_sees_how_he_signed_in_lately_and_nobody_else_does() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    portal.person("Eve", "eve@northgate.example").await;
    let (ben, eve) = (portal.browser("203.0.113.1"), portal.browser("192.0.2.1"));
    ben.make_password("ben@northgate.example", SECRET).await;
    ben.post("/sign-out", &[]).await;
    ben.sign_in("ben@northgate.example").await;
    eve.sign_in("eve@northgate.example").await;
    let history = |page: &str| {
        let (_, rest) = page.split_once("id=\"history\"").expect("a history");
        rest.split("</section>").next().expect("its end").to_owned()
    };
    let told = history(&ben.get("/me/sign-in").await.body);
    assert_eq!(told.matches("<li>").count(), 2, "{told}");
    let (link, password) = (told.find("Email link, 203.0.113.1"), told.find("Password, 203.0.113.1"));
    assert!(link.is_some() && link < password, "the last time comes first: {told}");
    assert!(!told.contains("192.0.2.1"), "{told}");
    // A session that has ended stays in it.
    for _ in 0..6 {
        ben.post("/sign-out", &[]).await;
        ben.password("ben@northgate.example", SECRET).await;
    }
    let told = history(&ben.get("/me/sign-in").await.body);
    assert_eq!(told.matches("<li>").count(), 5, "{told}");
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (laptop, phone) = (portal.browser("203.0.113.1"), portal.browser("203.0.113.2"));
    laptop.make_password("ben@northgate.example", SECRET).await;
    phone.sign_in("ben@northgate.example").await;
    laptop.get("/me/password").await;
    let wrong = [("current", "something else"), ("password", "a gasket for the otter")];
    assert_eq!(laptop.post("/me/password", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let thief = laptop.copied();
    assert!(thief.is_in().await);
    let right = [("current", SECRET), ("password", "a gasket for the otter")];
    assert_eq!(laptop.post("/me/password", &right).await.to, "/me/sign-in");
    assert!(laptop.is_in().await);
    assert!(!phone.is_in().await);
    assert!(!thief.is_in().await, "nor does the token count that this session had before");
    assert_eq!(phone.password("ben@northgate.example", SECRET).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_password_that_is_replaced_by_mail_ends_every_session() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (laptop, phone) = (portal.browser("203.0.113.1"), portal.browser("203.0.113.2"));
    laptop.make_password("ben@northgate.example", SECRET).await;
    portal.clock.advance(Duration::from_secs(60));
    phone.post("/password", &[("email", "ben@northgate.example")]).await;
    let (link, _) = portal.mail("password_reset").await;
    assert!(laptop.is_in().await, "asking for it ends nothing");
    assert_eq!(phone.post(&link, &[("password", "a gasket for the otter")]).await.status, StatusCode::SEE_OTHER);
    assert!(phone.is_in().await);
    assert!(!laptop.is_in().await);
    assert_eq!(laptop.password("ben@northgate.example", SECRET).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_is_shut_out_is_so_at_the_next_request() {
    let portal = Portal::new().await;
    let ben = portal.person("Ben", "ben@northgate.example").await;
    let browser = portal.browser("203.0.113.1");
    browser.sign_in("ben@northgate.example").await;
    let late = portal.browser("203.0.113.2");
    late.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, _) = portal.mail("sign_in").await;
    portal.disable(ben).await;
    assert!(!browser.is_in().await);
    assert_eq!(late.post(&link, &[]).await.status, StatusCode::GONE);
    assert!(!late.is_in().await);
}

#[tokio::test]
async fn an_address_is_added_by_following_its_link_and_not_before() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.sign_in("ben@northgate.example").await;
    ben.get("/me/addresses/new").await;
    ben.post("/me/addresses", &[("email", "ben@home.example")]).await;
    let (link, _) = portal.mail("address_verification").await;
    // Not by somebody else, and not by reading.
    portal.person("Eve", "eve@northgate.example").await;
    let eve = portal.browser("192.0.2.1");
    eve.sign_in("eve@northgate.example").await;
    assert_eq!(eve.post(&link, &[]).await.status, StatusCode::GONE);
    ben.get(&link).await;
    let verified = || async {
        let found = portal.db.unguarded().first(Address::EMAIL.is(&"ben@home.example".to_owned())).await;
        found.expect("a query").expect("the address").verified_at.is_some()
    };
    assert!(!verified().await);
    ben.post(&link, &[]).await;
    assert!(verified().await);
}

#[tokio::test]
async fn what_becomes_of_addresses_needs_a_proof_and_is_told_at_the_main_one() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.sign_in("ben@northgate.example").await;
    ben.post("/me/addresses", &[("email", "ben@home.example")]).await;
    let (link, _) = portal.mail("address_verification").await;
    ben.post(&link, &[]).await;
    let home = Address::EMAIL.is(&"ben@home.example".to_owned());
    let home = portal.db.unguarded().first(home).await.expect("a query").expect("the address").id;
    let (promotion, removal) = (format!("/me/addresses/{home}/promotion"), format!("/me/addresses/{home}/removal"));
    portal.clock.advance(Duration::from_mins(16));
    for (path, fields) in
        [("/me/addresses", vec![("email", "eve@evil.example")]), (&*promotion, vec![]), (&*removal, vec![])]
    {
        let answer = ben.post(path, &fields).await;
        assert!(answer.to.starts_with("/me/proof?next="), "{path} leads to {}", answer.to);
    }
    assert_eq!(portal.letters("factor_changed").await.len(), 1, "the address was confirmed, and no more");
    ben.sign_in("ben@northgate.example").await;
    assert_eq!(ben.post(&promotion, &[]).await.to, "/me/sign-in");
    let letters = portal.letters("factor_changed").await;
    assert!(letters.iter().all(|letter| letter.to_address == "ben@northgate.example"), "who took it over is told of");
    assert!(letters.iter().any(|letter| letter.text.contains("Your main address is now")));
}
