//! Passkeys as the second of two proofs, at sign-in and after it.

use std::time::Duration;

use axum::http::StatusCode;
use identity::Passkey;

use super::{
    factors::{BEN, SECRET, ben, code, set_up},
    key::Key,
    rules::demand,
    stage::{Browser, Portal},
};

const EVE: &str = "eve@northgate.example";

/// Eve, who has a passkey of her own.
async fn eve(portal: &Portal) -> (Browser<'_>, Key) {
    portal.person("Eve", EVE).await;
    let eve = portal.browser("192.0.2.1");
    eve.sign_in(EVE).await;
    let key = Key::add(&eve, "Eve's laptop").await;
    (eve, key)
}

#[tokio::test]
async fn a_passkey_signs_in_with_nothing_typed() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let key = Key::add(&laptop, "work laptop").await;
    laptop.post("/sign-out", &[]).await;
    let touched = key.shows(&laptop, false).await;
    assert_eq!(touched.to(&laptop, "/sign-in/passkey", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = key.shows(&laptop, true).await;
    assert_eq!(shown.to(&laptop, "/sign-in/passkey", "/me/name").await.to, "/me/name");
    assert!(laptop.is_in().await);
    // The same answer, read by somebody on the way, lets nobody in again.
    laptop.post("/sign-out", &[]).await;
    assert_eq!(shown.to(&laptop, "/sign-in/passkey", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_stole_the_session_is_out_once_its_owner_adds_a_passkey() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let thief = laptop.copied();
    assert!(thief.is_in().await);
    Key::add(&laptop, "work laptop").await;
    assert!(laptop.is_in().await && !thief.is_in().await, "the token before the key counts no more");
}

#[tokio::test]
async fn a_passkey_is_the_second_proof_of_whose_it_is_and_counts_once() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    set_up(&portal, &laptop).await;
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    assert!(!phone.get("/sign-in/second").await.body.contains("Use a passkey"), "he has none");
    let key = Key::add(&laptop, "work laptop").await;
    let (_, eves) = eve(&portal).await;
    assert!(phone.get("/sign-in/second").await.body.contains("Use a passkey"));
    // Who knows his password has a passkey, too: their own.
    let strange = eves.shows(&phone, true).await;
    let answer = strange.to(&phone, "/sign-in/second", "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("That passkey does not sign you in here"), "{}", answer.body);
    // Nor does a device that asked nobody for a finger or a PIN.
    let touched = key.shows(&phone, false).await;
    assert_eq!(touched.to(&phone, "/sign-in/second", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Nor what was answered in another browser.
    let elsewhere = key.shows(&laptop, true).await;
    assert_eq!(elsewhere.to(&phone, "/sign-in/second", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!phone.is_in().await);
    let shown = key.shows(&phone, true).await;
    let answer = shown.to(&phone, "/sign-in/second", "/me/name").await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/me/name"));
    assert!(phone.get("/me/sign-in").await.body.contains("Password, passkey"));
    phone.post("/sign-out", &[]).await;
    phone.password(BEN, SECRET).await;
    assert_eq!(shown.to(&phone, "/sign-in/second", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!phone.is_in().await);
}

#[tokio::test]
async fn tries_with_strange_passkeys_run_out_too() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    set_up(&portal, &laptop).await;
    let key = Key::add(&laptop, "work laptop").await;
    let (_, eves) = eve(&portal).await;
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    for _ in 0..5 {
        let shown = eves.shows(&phone, true).await;
        assert_eq!(shown.to(&phone, "/sign-in/second", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let shown = key.shows(&phone, true).await;
    let answer = shown.to(&phone, "/sign-in/second", "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Sign in again from the beginning"), "{}", answer.body);
}

#[tokio::test]
async fn a_passkey_shows_once_more_that_it_is_oneself() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    set_up(&portal, &laptop).await;
    let key = Key::add(&laptop, "work laptop").await;
    let (_, eves) = eve(&portal).await;
    portal.clock.advance(Duration::from_mins(16));
    let led = laptop.get("/me/authenticators/new").await.to;
    assert_eq!(led, "/me/proof?next=%2Fme%2Fauthenticators%2Fnew");
    assert!(laptop.get(&led).await.body.contains("Use a passkey"));
    let strange = eves.shows(&laptop, true).await;
    assert_eq!(strange.to(&laptop, "/me/proof", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(laptop.get("/me/authenticators/new").await.to.starts_with("/me/proof"));
    let shown = key.shows(&laptop, true).await;
    let answer = shown.to(&laptop, "/me/proof", "/me/authenticators/new").await;
    assert_eq!(answer.to, "/me/authenticators/new");
    assert_eq!(laptop.get("/me/authenticators/new").await.status, StatusCode::OK);
    assert_eq!(shown.to(&laptop, "/me/proof", "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "it counts once");
}

#[tokio::test]
async fn a_passkey_is_what_a_rule_asks_for() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let key = Key::add(&laptop, "work laptop").await;
    let (_, eves) = eve(&portal).await;
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    demand(&portal, None).await;
    let led = phone.get("/me/name").await.to;
    assert_eq!(led, "/me/second-proof?next=%2Fme%2Fname");
    assert!(phone.get(&led).await.body.contains("Use a passkey"));
    let strange = eves.shows(&phone, true).await;
    assert_eq!(strange.to(&phone, "/me/second-proof", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!phone.is_in().await);
    let shown = key.shows(&phone, true).await;
    assert_eq!(shown.to(&phone, "/me/second-proof", "/me/name").await.to, "/me/name");
    assert_eq!(phone.get("/me/name").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_passkey_is_given_another_name_by_whose_it_is_and_is_the_same_key() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let key = Key::add(&laptop, "work laptop").await;
    let kept = portal.db.unguarded().first(Passkey::ID.is_known()).await.expect("keys").expect("his key");
    let path = format!("/me/passkeys/{}/name", kept.id);
    assert!(laptop.get(&format!("/me/sign-in?rename={}", kept.id)).await.body.contains(&path));
    let (eve, _) = eve(&portal).await;
    assert_eq!(eve.post(&path, &[("name", "Eve's")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(laptop.post(&path, &[("name", "home laptop")]).await.to, "/me/sign-in");
    let page = laptop.get("/me/sign-in").await.body;
    assert!(page.contains("Passkey, home laptop") && !page.contains("work laptop"), "{page}");
    laptop.post("/sign-out", &[]).await;
    let shown = key.shows(&laptop, true).await;
    assert_eq!(shown.to(&laptop, "/sign-in/passkey", "").await.to, "/");
}

#[tokio::test]
async fn whoever_signs_in_without_a_passkey_is_offered_one_once_and_goes_on() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    laptop.post("/sign-out", &[]).await;
    let told = |next: &'static str| [("email", BEN), ("password", SECRET), ("passkeys", "yes"), ("next", next)];
    // A browser without scripts, or one that keeps no passkeys, does not say that it could.
    assert_eq!(laptop.password(BEN, SECRET).await.to, "/");
    laptop.post("/sign-out", &[]).await;
    let offered = laptop.post("/sign-in", &told("/me/name")).await.to;
    assert_eq!(offered, "/me/passkeys/new/offer?next=%2Fme%2Fname");
    let page = laptop.get(&offered).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Not now") && page.body.contains("href=\"/me/name\""), "{}", page.body);
    laptop.post("/sign-out", &[]).await;
    assert_eq!(laptop.post("/sign-in", &told("/me/name")).await.to, "/me/name", "he was asked twice");
    // On another device he takes it, and is where he wanted to be.
    let phone = portal.browser("203.0.113.2");
    let offered = phone.post("/sign-in", &told("/me/name")).await.to;
    let (key, shown) = Key::made(&phone.get(&offered).await.text());
    assert_eq!(shown.named("my phone").to(&phone, "/me/passkeys", "/me/name").await.to, "/me/name");
    // From then on nobody offers him one, nor where he signs in with it.
    let tablet = portal.browser("203.0.113.3");
    assert_eq!(tablet.post("/sign-in", &told("/me/name")).await.to, "/me/name");
    assert_eq!(tablet.get(&offered).await.to, "/me/name");
    phone.post("/sign-out", &[]).await;
    let shown = key.shows(&phone, true).await;
    assert_eq!(shown.to(&phone, "/sign-in/passkey", "/me/name").await.to, "/me/name");
}

#[tokio::test]
async fn a_passkey_is_offered_after_the_second_proof_and_by_whichever_way_they_came() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let linked = portal.browser("203.0.113.2");
    linked.post("/sign-in/link", &[("email", BEN), ("next", "/me/name")]).await;
    let (link, _) = portal.mail("sign_in").await;
    let offered = "/me/passkeys/new/offer?next=%2Fme%2Fname";
    assert_eq!(linked.post(&link, &[("passkeys", "yes")]).await.to, offered);
    let coded = portal.browser("203.0.113.3");
    coded.post("/sign-in/link", &[("email", BEN), ("next", "/me/name")]).await;
    let (_, typed) = portal.mail("sign_in").await;
    assert_eq!(coded.post("/sign-in/code", &[("code", &typed), ("passkeys", "yes")]).await.to, offered);
    let secret = set_up(&portal, &laptop).await;
    let phone = portal.browser("203.0.113.4");
    phone.password(BEN, SECRET).await;
    let typed = code(&portal, &secret);
    let told = [("code", typed.as_str()), ("passkeys", "yes"), ("next", "/me/name")];
    assert_eq!(phone.post("/sign-in/second", &told).await.to, offered);
    // On a device that is remembered nobody could add one without showing more first.
    portal.clock.advance(Duration::from_secs(60));
    let tablet = portal.browser("203.0.113.5");
    tablet.password(BEN, SECRET).await;
    let typed = code(&portal, &secret);
    tablet.post("/sign-in/second", &[("code", &typed), ("remember", "yes")]).await;
    tablet.post("/sign-out", &[]).await;
    let told = [("email", BEN), ("password", SECRET), ("passkeys", "yes"), ("next", "/me/name")];
    assert_eq!(tablet.post("/sign-in", &told).await.to, "/me/name");
    assert!(tablet.is_in().await);
}

#[tokio::test]
async fn an_invitation_is_taken_up_with_a_passkey_instead_of_a_password() {
    let portal = Portal::new().await;
    let path = portal.staff_invitation("tom@harrow.example").await;
    let acceptance = format!("{path}/acceptance");
    let tom = portal.browser("203.0.113.1");
    let page = tom.get(&path).await;
    assert!(page.text().contains("Join with a passkey"), "{}", page.body);
    // A key that was made for another invitation, or too long ago, is none; the name that was typed stays.
    let other = portal.staff_invitation("thea@harrow.example").await;
    let (_, strange) = Key::made(&tom.get(&other).await.text());
    let answer = strange.named("Tom Harker").to(&tom, &acceptance, "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Tom Harker") && answer.text().contains("did not come through"), "{}", answer.body);
    let (_, late) = Key::made(&tom.get(&path).await.text());
    portal.clock.advance(Duration::from_hours(12));
    assert_eq!(late.named("Tom").to(&tom, &acceptance, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(portal.db.unguarded().find(Passkey::ID.is_known()).await.expect("keys").is_empty());
    let (key, shown) = Key::made(&tom.get(&path).await.text());
    let shown = shown.named("Tom Harker");
    assert_eq!(shown.to(&tom, &acceptance, "").await.to, "/desk");
    assert!(tom.get("/me/sign-in").await.body.contains("Invitation, passkey"), "the passkey counted as both proofs");
    assert_eq!(tom.get("/me/passkeys/new").await.status, StatusCode::OK, "he has shown it a moment ago");
    let eve = portal.browser("192.0.2.1");
    assert_eq!(shown.to(&eve, &acceptance, "").await.status, StatusCode::GONE, "it was taken up twice");
    tom.post("/sign-out", &[]).await;
    let again = key.shows(&tom, true).await;
    assert_eq!(again.to(&tom, "/sign-in/passkey", "/me/name").await.to, "/me/name");
    assert!(tom.is_in().await);
}

#[tokio::test]
async fn a_passkey_made_hours_after_the_page_was_opened_joins_whatever_stands_in_the_field_of_the_password() {
    let portal = Portal::new().await;
    let path = portal.staff_invitation("tom@harrow.example").await;
    let tom = portal.browser("203.0.113.1");
    let page = tom.get(&path).await;
    portal.clock.advance(Duration::from_hours(11));
    let (_, shown) = Key::made(&page.text());
    let [answer, state] = shown.fields();
    let typed = [("name", "Tom Harker"), ("answer", answer), ("state", state), ("password", "short")];
    let joined = tom.post(&format!("{path}/acceptance"), &typed).await;
    assert_eq!(joined.to, "/desk", "{}", joined.body);
    let passwords = portal.db.unguarded().find(identity::Password::PHC.is_known()).await.expect("passwords");
    assert!(passwords.is_empty(), "nobody chose one");
}

#[tokio::test]
async fn nobody_joins_with_a_passkey_that_is_here_already() {
    let portal = Portal::new().await;
    let (_, key) = eve(&portal).await;
    let path = portal.staff_invitation("tom@harrow.example").await;
    let tom = portal.browser("203.0.113.1");
    let shown = key.made_again(&tom.get(&path).await.text());
    let answer = shown.named("Tom Harker").to(&tom, &format!("{path}/acceptance"), "").await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert!(answer.body.contains("This passkey is here already") && answer.body.contains("Tom Harker"));
    assert!(!tom.is_in().await);
    assert_eq!(tom.post(&format!("{path}/acceptance"), &[("name", "Tom Harker")]).await.to, "/desk", "it still counts");
}
