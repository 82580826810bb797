//! Whoever finds somebody else in their account locks themselves out, and staff let them in again.

use axum::http::StatusCode;

use super::{
    factors::{BEN, SECRET, ben},
    resets::who,
    stage::Portal,
};
use crate::guard::cast::Cast;

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
    let late = cast.browser(&ben).await;
    for browser in [&laptop, &phone, &late] {
        assert!(browser.get("/me/sign-in").await.to.starts_with("/sign-in"), "he is still signed in");
    }
    let membership = ben.membership.expect("a membership").uuid().simple();
    let page = format!("/desk/customers/{}/people/{membership}", cast.place("northgate").account);
    assert!(desk.get(&page).await.body.contains("is locked out since"));
    let back = [("next".to_owned(), page.clone())];
    assert_eq!(desk.post(&format!("/desk/people/{}/unlock", ben.person), &back).await.to, page);
    let again = cast.browser(&ben).await;
    assert_eq!(again.get("/me/sign-in").await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_way_in_is_open_to_whoever_locked_themselves_out_and_a_letter_tells_them() {
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
    let letter = portal.letters("factor_changed").await.pop().expect("a letter");
    assert!(letter.text.contains("Your access was locked"), "{}", letter.text);
    let entry = journal::Entry::EVENT.is(&"identity.locked".to_owned());
    let entry = portal.db.unguarded().first(entry).await.expect("entries").expect("an entry");
    assert_eq!(entry.payload()["sessions"], 1);
}
