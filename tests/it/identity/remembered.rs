//! Devices on which somebody chose not to be asked for the second proof again.

use std::time::Duration;

use axum::http::StatusCode;
use directory::token_hash;
use identity::{Authenticator, Passkey, Remembered, Secret};
use kernel::Clock as _;

use super::{
    factors::{BEN, SECRET, ben, code, set_up},
    key::Key,
    rules::demand,
    stage::{Browser, Portal},
};
use crate::visitor::Answer;

async fn all(portal: &Portal) -> Vec<Remembered> {
    portal.db.unguarded().find(Remembered::ID.is_known()).await.expect("devices")
}

/// The cookie by which a browser is remembered, as it was set.
fn cookie(answer: &Answer) -> Option<String> {
    let set = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    set.filter(|cookie| cookie.starts_with("portico-remembered=")).map(str::to_owned).next()
}

/// Ben signs in with both proofs, which are asked of him, and has the device remembered; then he signs out.
async fn remember(portal: &Portal, browser: &Browser<'_>, secret: &Secret, password: &str) -> Answer {
    assert_eq!(browser.password(BEN, password).await.to, "/sign-in/second", "no code is asked for");
    let typed = code(portal, secret);
    let answer = browser.post("/sign-in/second", &[("code", &typed), ("remember", "yes")]).await;
    assert_eq!(answer.to, "/");
    browser.post("/sign-out", &[]).await;
    assert_eq!(browser.password(BEN, password).await.to, "/", "a code is asked for");
    assert!(browser.is_in().await);
    browser.post("/sign-out", &[]).await;
    portal.clock.advance(Duration::from_secs(60));
    answer
}

#[tokio::test]
async fn a_device_is_remembered_for_thirty_days_and_for_one_person() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    assert!(phone.get("/sign-in/second").await.body.contains("Remember this device for 30 days"));
    let set = cookie(&remember(&portal, &phone, &secret, SECRET).await).expect("a cookie");
    assert!(set.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"), "{set}");
    let token = set["portico-remembered=".len()..].split(';').next().expect("a token").to_owned();
    let kept = all(&portal).await.pop().expect("a device");
    assert_eq!(kept.token_hash, token_hash(&token), "something else than its hash is kept");
    // Another device is asked, and so is somebody else on this one.
    let tablet = portal.browser("203.0.113.3");
    assert_eq!(tablet.password(BEN, SECRET).await.to, "/sign-in/second");
    portal.person("Eve", "eve@northgate.example").await;
    let eve = portal.browser("192.0.2.1");
    eve.sign_in("eve@northgate.example").await;
    set_up(&portal, &eve).await;
    phone.post("/sign-in/link", &[("email", "eve@northgate.example")]).await;
    let (link, _) = portal.mail("sign_in").await;
    assert_eq!(phone.post(&link, &[]).await.to, "/sign-in/second");
    // It does not last longer because it is used.
    portal.clock.advance(Duration::from_hours(29 * 24));
    assert_eq!(phone.password(BEN, SECRET).await.to, "/");
    phone.post("/sign-out", &[]).await;
    portal.clock.advance(Duration::from_hours(24));
    assert_eq!(phone.password(BEN, SECRET).await.to, "/sign-in/second");
    identity::sweep(&portal.db, portal.clock.now()).await.expect("sweeping");
    assert!(all(&portal).await.is_empty());
}

#[tokio::test]
async fn a_device_that_was_not_to_be_remembered_is_not() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    let typed = code(&portal, &secret);
    let answer = phone.post("/sign-in/second", &[("code", &typed)]).await;
    assert_eq!((answer.to.as_str(), cookie(&answer)), ("/", None));
    assert!(all(&portal).await.is_empty());
    phone.post("/sign-out", &[]).await;
    assert_eq!(phone.password(BEN, SECRET).await.to, "/sign-in/second");
}

#[tokio::test]
async fn a_remembered_device_shows_nothing_that_was_not_shown_in_it() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let phone = portal.browser("203.0.113.2");
    remember(&portal, &phone, &secret, SECRET).await;
    assert_eq!(phone.password(BEN, SECRET).await.to, "/");
    // He has just signed in, and yet what asks for a proof of a moment ago asks for the second one.
    assert_eq!(phone.get("/me/passkeys/new").await.to, "/me/proof?next=%2Fme%2Fpasskeys%2Fnew");
    assert_eq!(phone.post("/me/proof", &[("password", SECRET)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = code(&portal, &secret);
    assert_eq!(phone.post("/me/proof", &[("code", &typed)]).await.to, "/me/sign-in");
    assert_eq!(phone.get("/me/passkeys/new").await.status, StatusCode::OK);
    phone.post("/sign-out", &[]).await;
    // What a rule asks for is asked here, too, and from then on no device is remembered.
    demand(&portal, None).await;
    assert_eq!(phone.password(BEN, SECRET).await.to, "/");
    assert_eq!(phone.get("/me/name").await.to, "/me/second-proof?next=%2Fme%2Fname");
    portal.clock.advance(Duration::from_secs(60));
    let tablet = portal.browser("203.0.113.3");
    tablet.password(BEN, SECRET).await;
    assert!(!tablet.get("/sign-in/second").await.body.contains("Remember this device"));
    let typed = code(&portal, &secret);
    let answer = tablet.post("/sign-in/second", &[("code", &typed), ("remember", "yes")]).await;
    assert_eq!((answer.to.as_str(), cookie(&answer)), ("/", None));
}

#[tokio::test]
async fn whatever_changes_how_one_signs_in_ends_it() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let phone = portal.browser("203.0.113.2");
    // Each time, being remembered begins with being asked.
    remember(&portal, &phone, &secret, SECRET).await;
    laptop.post("/me/devices/others/sign-out", &[]).await;
    remember(&portal, &phone, &secret, SECRET).await;
    set_up(&portal, &laptop).await;
    remember(&portal, &phone, &secret, SECRET).await;
    let apps = portal.db.unguarded().find(Authenticator::ID.is_known()).await.expect("apps");
    let second = apps.iter().max_by_key(|app| app.added_at).expect("the second app");
    assert_eq!(laptop.post(&format!("/me/authenticators/{}/removal", second.id), &[]).await.to, "/me/sign-in");
    remember(&portal, &phone, &secret, SECRET).await;
    Key::add(&laptop, "work laptop").await;
    remember(&portal, &phone, &secret, SECRET).await;
    let key = portal.db.unguarded().first(Passkey::ID.is_known()).await.expect("keys").expect("his key");
    assert_eq!(laptop.post(&format!("/me/passkeys/{}/removal", key.id), &[]).await.to, "/me/sign-in");
    remember(&portal, &phone, &secret, SECRET).await;
    let newer = [("current", SECRET), ("password", "a gasket for the otter")];
    assert_eq!(laptop.post("/me/password", &newer).await.to, "/me/sign-in");
    remember(&portal, &phone, &secret, "a gasket for the otter").await;
}

#[tokio::test]
async fn a_password_that_is_replaced_by_mail_ends_it_everywhere() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let phone = portal.browser("203.0.113.2");
    remember(&portal, &phone, &secret, SECRET).await;
    phone.post("/password", &[("email", BEN)]).await;
    let (link, _) = portal.mail("password_reset").await;
    assert_eq!(phone.post(&link, &[("password", "an otter for the gasket")]).await.to, "/sign-in/second");
    assert!(all(&portal).await.is_empty());
}

#[tokio::test]
async fn a_remembered_device_is_listed_and_may_be_asked_again() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    assert!(!laptop.get("/me/sign-in").await.body.contains("Where no code is asked for"));
    let phone = portal.browser("203.0.113.2");
    remember(&portal, &phone, &secret, SECRET).await;
    let page = laptop.get("/me/sign-in").await;
    let removal = format!("/me/remembered/{}/removal", all(&portal).await[0].id);
    assert!(page.body.contains("Where no code is asked for") && page.body.contains(&removal), "{}", page.body);
    portal.person("Eve", "eve@northgate.example").await;
    let eve = portal.browser("192.0.2.1");
    eve.sign_in("eve@northgate.example").await;
    assert_eq!(eve.post(&removal, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(all(&portal).await.len(), 1);
    assert_eq!(laptop.post(&removal, &[]).await.to, "/me/sign-in");
    assert_eq!(phone.password(BEN, SECRET).await.to, "/sign-in/second");
}
