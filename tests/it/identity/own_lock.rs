//! Whoever finds somebody else in their account locks themselves out, and staff let them in again.

use axum::http::StatusCode;
use directory::{ApiKey, token_hash};
use kernel::Timestamp;
use mail::Letter;
use store::Json;

use super::{
    factors::{BEN, SECRET, ben},
    resets::who,
    rules::demand,
    stage::Portal,
};
use crate::{
    guard::cast::Cast,
    program::Program,
    world::{START, fresh},
};

#[tokio::test]
async fn somebody_locks_themselves_out_and_comes_back_when_they_are_let_in() {
    let cast = Cast::with(1).await;
    let (ben, hannah) = (who(&cast, "member", Some("northgate")), who(&cast, "desk-admin", None));
    let (laptop, phone, desk) = (cast.browser(&ben).await, cast.browser(&ben).await, cast.browser(&hannah).await);
    assert!(laptop.get("/me/sign-in").await.body.contains("href=\"/me/lock\""));
    assert!(laptop.get("/me/lock").await.body.contains("Lock my access now"));
    assert_eq!(laptop.get("/me/sign-in").await.status, StatusCode::OK, "reading the page locks nobody out");
    let locked = laptop.post("/me/lock", &[]).await;
    assert_eq!((locked.status, locked.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in?said=locked"), "{}", locked.body);
    cast.portal.settle().await;
    let written = Letter::TEMPLATE.is(&"identity/mail/locked".to_owned());
    let letter = cast.portal.app.db.unguarded().find(written).await.expect("letters").pop().expect("a letter");
    assert_eq!(letter.to_address, ben.email);
    assert!(letter.text.contains("Your access was locked on"), "{}", letter.text);
    let late = cast.browser(&ben).await;
    for browser in [&laptop, &phone, &late] {
        assert!(browser.get("/me/sign-in").await.to.starts_with("/sign-in"), "he is still signed in");
    }
    let membership = ben.membership.expect("a membership").uuid().simple();
    let page = format!("/desk/customers/{}/people/{membership}", cast.place("northgate").account);
    assert!(desk.get(&page).await.body.contains("has been locked out since"));
    let back = [("next".to_owned(), page.clone())];
    assert_eq!(desk.post(&format!("/desk/people/{}/unlock", ben.person), &back).await.to, page);
    let again = cast.browser(&ben).await;
    assert_eq!(again.get("/me/sign-in").await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_key_made_before_comes_back_with_whoever_locked_themselves_out() {
    let cast = Cast::with(1).await;
    let (ben, hannah) = (who(&cast, "member", Some("northgate")), who(&cast, "desk-admin", None));
    let account = cast.place("northgate").account;
    // Somebody who was in his account made it.
    let token = format!("portico_{}", front::new_token());
    let key = ApiKey {
        id: fresh(),
        account_id: Some(account),
        person_id: ben.person,
        made_by: "Ben".to_owned(),
        name: "Stock".to_owned(),
        token_hash: token_hash(&token),
        ending: String::new(),
        actions: Json(vec!["cases.list".to_owned()]),
        created_at: START,
        expires_at: Timestamp::from_micros(i64::MAX),
        used_at: None,
        revoked_at: None,
        client_id: None,
    };
    cast.portal.app.db.unguarded().insert(&key).await.expect("a key");
    let program = Program::new(&cast.portal.app.router, &token, account);
    assert_eq!(program.get("/cases").await.status, StatusCode::OK);
    assert_eq!(cast.browser(&ben).await.post("/me/lock", &[]).await.to, "/sign-in?said=locked");
    assert_eq!(program.get("/cases").await.status, StatusCode::UNAUTHORIZED);
    let back = [("next".to_owned(), "/desk".to_owned())];
    let unlocked = cast.browser(&hannah).await.post(&format!("/desk/people/{}/unlock", ben.person), &back).await;
    assert_eq!(unlocked.status, StatusCode::SEE_OTHER, "{}", unlocked.body);
    assert_eq!(cast.browser(&ben).await.get("/me/sign-in").await.status, StatusCode::OK, "he is back");
    assert_eq!(program.get("/cases").await.status, StatusCode::UNAUTHORIZED, "and so is whoever holds the key");
}

#[tokio::test]
async fn no_session_of_before_comes_back_with_whoever_locked_themselves_out() {
    let cast = Cast::with(1).await;
    let (ben, hannah) = (who(&cast, "member", Some("northgate")), who(&cast, "desk-admin", None));
    let (laptop, phone) = (cast.browser(&ben).await, cast.browser(&ben).await);
    assert_eq!(laptop.post("/me/lock", &[]).await.to, "/sign-in?said=locked");
    let back = [("next".to_owned(), "/desk".to_owned())];
    let unlocked = cast.browser(&hannah).await.post(&format!("/desk/people/{}/unlock", ben.person), &back).await;
    assert_eq!(unlocked.status, StatusCode::SEE_OTHER, "{}", unlocked.body);
    for browser in [&laptop, &phone] {
        assert!(browser.get("/me/sign-in").await.to.starts_with("/sign-in"), "so is the stranger");
    }
}

#[tokio::test]
async fn whoever_owes_a_second_proof_locks_themselves_out_without_showing_one() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    demand(&portal, None).await;
    assert!(!laptop.is_in().await);
    assert_eq!(laptop.get("/me/lock").await.status, StatusCode::OK);
    assert_eq!(laptop.post("/me/lock", &[]).await.to, "/sign-in?said=locked");
    assert_eq!(laptop.password(BEN, SECRET).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn no_way_in_is_open_to_whoever_locked_themselves_out() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let phone = portal.browser("203.0.113.2");
    phone.post("/sign-in/link", &[("email", BEN)]).await;
    let (link, _) = portal.mail("sign_in").await;
    assert_eq!(laptop.post("/me/lock", &[]).await.to, "/sign-in?said=locked");
    assert!(laptop.get("/sign-in?said=locked").await.body.contains("Your access is locked"));
    assert!(!laptop.is_in().await);
    assert_eq!(laptop.password(BEN, SECRET).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    phone.get(&link).await;
    phone.post(&link, &[]).await;
    assert!(!phone.is_in().await);
    let entry = journal::Entry::EVENT.is(&"identity.locked".to_owned());
    let entry = portal.db.unguarded().first(entry).await.expect("entries").expect("an entry");
    assert_eq!(entry.payload()["sessions"], 1);
}
