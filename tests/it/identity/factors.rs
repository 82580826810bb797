//! Second proofs: authenticator apps and recovery codes, told through the door.

use std::time::Duration;

use axum::http::StatusCode;
use identity::{Authenticator, RecoveryCode, Secret};
use journal::Entry;
use kernel::{Clock as _, Timestamp};
use mail::Letter;

use super::stage::{Browser, Portal};
use crate::visitor::{Answer, field};

pub const SECRET: &str = "otter vale pump gasket";
pub const BEN: &str = "ben@northgate.example";

/// Ben, signed in with a password of his own.
pub async fn ben(portal: &Portal) -> Browser<'_> {
    portal.person("Ben", BEN).await;
    let ben = portal.browser("203.0.113.1");
    ben.make_password(BEN, SECRET).await;
    ben
}

/// What an app reads from the page that shows it.
fn shown(page: &Answer) -> Secret {
    let (_, rest) = page.text().split_once("<p class=\"num\" dir=\"ltr\"><b>").map(own).expect("a secret to type");
    let typed = rest.split('<').next().expect("letters").replace(' ', "");
    let bytes = totp_rs::Secret::try_from_base32(typed).expect("base32");
    Secret::read(bytes.as_bytes()).expect("twenty bytes")
}

fn own((head, rest): (&str, &str)) -> (String, String) {
    (head.to_owned(), rest.to_owned())
}

/// What the app shows now.
pub fn code(portal: &Portal, secret: &Secret) -> String {
    code_at(secret, portal.clock.now())
}

fn code_at(secret: &Secret, at: Timestamp) -> String {
    let app = totp_rs::Builder::new().with_secret(secret.bytes().to_vec()).build().expect("a secret");
    app.generate(u64::try_from(at.micros() / 1_000_000).expect("after 1970")).to_string()
}

/// Sets an app up, as people do; half a minute later it shows another code.
pub async fn set_up(portal: &Portal, browser: &Browser<'_>) -> Secret {
    let page = browser.get("/me/authenticators/new").await;
    assert_eq!(page.status, StatusCode::OK);
    let (secret, sealed) = (shown(&page), field(&page.text(), "secret").expect("the secret, sealed"));
    let typed = code(portal, &secret);
    let answer =
        browser.post("/me/authenticators", &[("secret", &sealed), ("name", "Ben's phone"), ("code", &typed)]).await;
    assert_eq!(answer.to, "/me/recovery-codes");
    portal.clock.advance(Duration::from_secs(60));
    secret
}

/// Makes recovery codes and writes them down.
async fn codes(browser: &Browser<'_>) -> Vec<String> {
    let page = browser.post("/me/recovery-codes", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let list = page.text().split("<ol class=\"links num\" dir=\"ltr\">").nth(1).expect("a list").to_owned();
    let list = list.split("</ol>").next().expect("its end").to_owned();
    let codes: Vec<String> =
        list.split("<b>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect();
    assert_eq!(codes.len(), 10);
    codes
}

async fn second(browser: &Browser<'_>, typed: &str) -> Answer {
    browser.post("/sign-in/second", &[("code", typed)]).await
}

async fn apps(portal: &Portal) -> Vec<Authenticator> {
    portal.db.unguarded().find(Authenticator::ID.is_known()).await.expect("apps")
}

#[tokio::test]
async fn nobody_is_signed_in_before_the_second_proof_whichever_way_they_came() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let phone = portal.browser("203.0.113.2");
    // By password …
    assert_eq!(phone.password(BEN, SECRET).await.to, "/sign-in/second");
    assert!(!phone.is_in().await);
    assert_eq!(phone.get("/sign-in/second").await.status, StatusCode::OK);
    assert!(!phone.is_in().await);
    // … by link …
    phone.post("/sign-in/link", &[("email", BEN), ("next", "/me/name")]).await;
    let (link, _) = portal.mail("sign_in").await;
    let answer = phone.post(&link, &[]).await;
    assert_eq!(answer.to, "/sign-in/second?next=%2Fme%2Fname");
    assert!(!phone.is_in().await);
    // … by code …
    phone.post("/sign-in/link", &[("email", BEN)]).await;
    let (_, typed) = portal.mail("sign_in").await;
    assert_eq!(phone.post("/sign-in/code", &[("code", &typed)]).await.to, "/sign-in/second");
    assert!(!phone.is_in().await);
    // … and by a new password.
    phone.post("/password", &[("email", BEN)]).await;
    let (link, _) = portal.mail("password_reset").await;
    assert_eq!(phone.post(&link, &[("password", "a gasket for the otter")]).await.to, "/sign-in/second");
    assert!(!phone.is_in().await);
    let typed = code(&portal, &secret);
    let answer = phone.post("/sign-in/second", &[("code", &typed), ("next", "/me/name")]).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/me/name"));
    assert!(phone.is_in().await);
    assert!(phone.get("/me/sign-in").await.body.contains("Password, authenticator app"));
}

#[tokio::test]
async fn a_code_counts_once() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let (phone, eve) = (portal.browser("203.0.113.2"), portal.browser("203.0.113.3"));
    let typed = code(&portal, &secret);
    phone.password(BEN, SECRET).await;
    assert_eq!(second(&phone, &typed).await.status, StatusCode::SEE_OTHER);
    // Looked over his shoulder, by somebody who knows the password, too.
    eve.password(BEN, SECRET).await;
    assert_eq!(second(&eve, &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!eve.is_in().await);
    // Nor one that was shown before the one that was taken.
    let before = code_at(&secret, portal.clock.now().minus(Duration::from_secs(30)));
    assert_eq!(second(&eve, &before).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    portal.clock.advance(Duration::from_secs(30));
    assert_eq!(second(&eve, &code(&portal, &secret)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_code_that_set_an_app_up_lets_nobody_in() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let page = laptop.get("/me/authenticators/new").await;
    let (secret, sealed) = (shown(&page), field(&page.text(), "secret").expect("the secret, sealed"));
    let typed = code(&portal, &secret);
    let wrong = [("secret", sealed.as_str()), ("name", ""), ("code", "000 00")];
    let answer = laptop.post("/me/authenticators", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(shown(&answer), secret, "the app would have to be set up anew");
    let right = [("secret", sealed.as_str()), ("name", "Phone"), ("code", typed.as_str())];
    assert_eq!(laptop.post("/me/authenticators", &right).await.status, StatusCode::SEE_OTHER);
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    assert_eq!(second(&phone, &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_page_sent_twice_makes_no_code_count_twice() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let page = laptop.get("/me/authenticators/new").await;
    let (secret, sealed) = (shown(&page), field(&page.text(), "secret").expect("the secret, sealed"));
    let typed = code(&portal, &secret);
    for _ in 0..2 {
        let fields = [("secret", sealed.as_str()), ("name", "Phone"), ("code", typed.as_str())];
        assert_eq!(laptop.post("/me/authenticators", &fields).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(apps(&portal).await.len(), 2);
    portal.clock.advance(Duration::from_secs(60));
    let (phone, eve) = (portal.browser("203.0.113.2"), portal.browser("192.0.2.1"));
    let typed = code(&portal, &secret);
    phone.password(BEN, SECRET).await;
    assert_eq!(second(&phone, &typed).await.status, StatusCode::SEE_OTHER);
    eve.password(BEN, SECRET).await;
    assert_eq!(second(&eve, &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn somebody_else_s_proof_does_not_count() {
    let portal = Portal::new().await;
    let ben = ben(&portal).await;
    set_up(&portal, &ben).await;
    let bens = codes(&ben).await;
    portal.person("Eve", "eve@northgate.example").await;
    let eve = portal.browser("192.0.2.1");
    eve.sign_in("eve@northgate.example").await;
    let eves = set_up(&portal, &eve).await;
    let eve_s_codes = codes(&eve).await;
    let strange = portal.browser("192.0.2.2");
    strange.password(BEN, SECRET).await;
    for typed in [code(&portal, &eves), eve_s_codes[0].clone()] {
        assert_eq!(second(&strange, &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(!strange.is_in().await);
    // Another browser has not shown the first proof.
    let other = portal.browser("192.0.2.3");
    assert_eq!(second(&other, &bens[0]).await.status, StatusCode::GONE);
    // Nor does one take over what was shown to the other: the page begins anew.
    let sealed = field(&ben.get("/me/authenticators/new").await.text(), "secret").expect("the secret, sealed");
    let answer = eve.post("/me/authenticators", &[("secret", &sealed), ("name", "x"), ("code", "000000")]).await;
    assert_eq!(answer.to, "/me/authenticators/new");
    // Nor does one remove the other's app.
    let bens = apps(&portal).await.into_iter().find(|app| app.name == "Ben's phone").expect("his app");
    let removal = format!("/me/authenticators/{}/removal", bens.id);
    assert_eq!(eve.post(&removal, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(apps(&portal).await.len(), 2);
}

#[tokio::test]
async fn tries_at_the_second_proof_run_out() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let eve = portal.browser("192.0.2.1");
    eve.password(BEN, SECRET).await;
    for _ in 0..5 {
        assert_eq!(second(&eve, "aaaa-aaaa-aaaa-aaaa").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = code(&portal, &secret);
    assert_eq!(second(&eve, &right).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Beginning again and again does not help for long.
    let mut tries = 0;
    loop {
        assert_eq!(eve.password(BEN, SECRET).await.to, "/sign-in/second");
        let answer = second(&eve, "aaaa-aaaa-aaaa-aaaa").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        tries += 1;
        assert!(tries < 20, "nobody stops her");
    }
    // A new browser of Ben's where he was before is counted apart, and his own browser by itself.
    let near = portal.browser("203.0.113.9");
    near.password(BEN, SECRET).await;
    assert_eq!(second(&near, &code(&portal, &secret)).await.status, StatusCode::SEE_OTHER);
    portal.clock.advance(Duration::from_secs(60));
    laptop.post("/sign-out", &[]).await;
    laptop.password(BEN, SECRET).await;
    assert_eq!(second(&laptop, &code(&portal, &secret)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_recovery_code_counts_once_and_until_new_ones_are_made() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    assert_eq!(laptop.post("/me/recovery-codes", &[]).await.status, StatusCode::CONFLICT);
    let offered = "Make codes";
    assert!(!laptop.get("/me/sign-in").await.body.contains(offered), "there is no app yet that they stand in for");
    set_up(&portal, &laptop).await;
    assert!(laptop.get("/me/sign-in").await.body.contains(offered));
    let first = codes(&laptop).await;
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    assert_eq!(second(&phone, &first[3].to_uppercase()).await.status, StatusCode::SEE_OTHER);
    assert!(phone.is_in().await);
    assert!(laptop.get("/me/sign-in").await.body.contains("9 of 10 left"));
    let told = portal.letters("factor_changed").await.pop().expect("a letter");
    assert!(told.text.contains("9 are left"), "{}", told.text);
    let tablet = portal.browser("203.0.113.3");
    tablet.password(BEN, SECRET).await;
    assert_eq!(second(&tablet, &first[3]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let newer = codes(&laptop).await;
    assert_eq!(second(&tablet, &first[4]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(second(&tablet, &newer[4]).await.status, StatusCode::SEE_OTHER);
    // They are shown once.
    assert!(!laptop.get("/me/recovery-codes").await.body.contains(&newer[0]));
}

#[tokio::test]
async fn an_app_is_added_and_removed_after_a_proof_of_a_moment_ago_only() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    portal.clock.advance(Duration::from_mins(16));
    assert_eq!(laptop.get("/me/authenticators/new").await.to, "/me/proof?next=%2Fme%2Fauthenticators%2Fnew");
    let wrong = laptop.post("/me/proof", &[("password", "something else")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("password", SECRET), ("next", "/me/authenticators/new")];
    assert_eq!(laptop.post("/me/proof", &right).await.to, "/me/authenticators/new");
    let secret = set_up(&portal, &laptop).await;
    codes(&laptop).await;
    portal.clock.advance(Duration::from_mins(16));
    let removal = format!("/me/authenticators/{}/removal", apps(&portal).await[0].id);
    assert_eq!(laptop.post(&removal, &[]).await.to, "/me/proof?next=%2Fme%2Fsign-in");
    assert_eq!(laptop.post("/me/recovery-codes", &[]).await.to, "/me/proof?next=%2Fme%2Frecovery-codes");
    // A password alone is not enough for whoever has an app, on this page and on that of the password.
    let password = [("password", SECRET)];
    assert_eq!(laptop.post("/me/proof", &password).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let change = [("current", SECRET), ("password", "a gasket for the otter")];
    assert_eq!(laptop.post("/me/password", &change).await.to, "/me/proof?next=%2Fme%2Fpassword");
    assert_eq!(laptop.post(&removal, &[]).await.to, "/me/proof?next=%2Fme%2Fsign-in");
    assert_eq!(apps(&portal).await.len(), 1);
    let typed = code(&portal, &secret);
    assert_eq!(laptop.post("/me/proof", &[("code", &typed)]).await.to, "/me/sign-in");
    assert_eq!(laptop.post(&removal, &[]).await.to, "/me/sign-in");
    assert!(apps(&portal).await.is_empty());
    let left = portal.db.unguarded().find(RecoveryCode::ID.is_known()).await.expect("codes");
    assert!(left.is_empty(), "the codes outlive what they stand in for");
    // From now on the password alone signs him in, as before.
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    assert!(phone.is_in().await);
}

#[tokio::test]
async fn whoever_stole_the_session_is_out_once_its_owner_shows_that_it_is_them() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let thief = laptop.copied();
    portal.clock.advance(Duration::from_mins(16));
    let wrong = laptop.post("/me/proof", &[("password", "something else")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(laptop.is_in().await && thief.is_in().await, "what shows nothing changes nothing");
    assert_eq!(laptop.post("/me/proof", &[("password", SECRET)]).await.to, "/me/sign-in");
    assert!(laptop.is_in().await && !thief.is_in().await, "the token before the password counts no more");
    let thief = laptop.copied();
    let secret = set_up(&portal, &laptop).await;
    assert!(laptop.is_in().await && !thief.is_in().await, "nor does the one before the app");
    let thief = laptop.copied();
    portal.clock.advance(Duration::from_mins(16));
    assert_eq!(laptop.post("/me/proof", &[("code", &code(&portal, &secret))]).await.to, "/me/sign-in");
    assert!(laptop.is_in().await && !thief.is_in().await, "nor does the one before the code");
    let told = portal.db.unguarded().find(Entry::EVENT.is(&"identity.shown_again".to_owned())).await.expect("entries");
    let mut ways: Vec<_> = told.iter().map(|entry| entry.payload()).collect();
    ways.sort_by_key(|payload| payload["way"].is_null());
    let said: Vec<_> = ways.iter().map(|payload| (payload["way"].as_str(), payload["second"].as_str())).collect();
    assert_eq!(said, [(Some("password"), None), (None, Some("app"))]);
}

#[tokio::test]
async fn an_app_is_given_another_name_by_whose_it_is() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    set_up(&portal, &laptop).await;
    let app = apps(&portal).await.pop().expect("his app");
    let path = format!("/me/authenticators/{}/name", app.id);
    let page = laptop.get("/me/sign-in").await;
    let renaming = format!("/me/sign-in?rename={}", app.id);
    assert!(page.body.contains(&format!("?rename={}", app.id.uuid())) && !page.body.contains(&path), "{}", page.body);
    assert!(laptop.get(&renaming).await.body.contains(&path));
    let empty = laptop.post(&path, &[("name", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains(&path), "the form is gone: {}", empty.body);
    portal.person("Eve", "eve@northgate.example").await;
    let eve = portal.browser("192.0.2.1");
    eve.sign_in("eve@northgate.example").await;
    assert_eq!(eve.post(&path, &[("name", "Eve's")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(apps(&portal).await[0].name, "Ben's phone");
    assert_eq!(laptop.post(&path, &[("name", "Work phone")]).await.to, "/me/sign-in");
    assert!(laptop.get("/me/sign-in").await.body.contains("Work phone"));
}

#[tokio::test]
async fn a_copy_of_the_database_tells_no_secret() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let secret = set_up(&portal, &laptop).await;
    let written = codes(&laptop).await;
    let app = apps(&portal).await.pop().expect("an app");
    let sealed = app.secret.clone();
    assert!(!sealed.contains(&secret.typed().replace(' ', "")));
    let kept = portal.db.unguarded().find(RecoveryCode::ID.is_known()).await.expect("codes");
    for code in &kept {
        assert_eq!(code.code_hash.len(), 64);
        assert!(!written.iter().any(|written| code.code_hash.contains(&written.replace('-', ""))));
    }
    for letter in portal.db.unguarded().find(Letter::ID.is_known()).await.expect("letters") {
        assert!(!written.iter().any(|written| letter.text.contains(written)));
    }
    // Whoever can write into the database cannot lend their own app to somebody else either.
    let eve = portal.person("Eve", "eve@northgate.example").await;
    let lent = Authenticator { id: crate::world::fresh(), person_id: eve, ..app };
    portal.db.unguarded().insert(&lent).await.expect("an insert");
    let strange = portal.browser("192.0.2.1");
    strange.post("/sign-in/link", &[("email", "eve@northgate.example")]).await;
    let (link, _) = portal.mail("sign_in").await;
    assert_eq!(strange.post(&link, &[]).await.to, "/sign-in/second");
    assert_eq!(second(&strange, &code(&portal, &secret)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
