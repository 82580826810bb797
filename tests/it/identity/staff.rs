//! Whoever works at the desk is listed for those who lock somebody out, and locked out from there.

use axum::http::StatusCode;
use directory::{HoldingRow, Person};

use super::resets::who;
use crate::{
    guard::cast::{Cast, Member},
    world::{START, staff},
};

const PAGE: &str = "/desk/staff";

fn back() -> [(String, String); 1] {
    [("next".to_owned(), PAGE.to_owned())]
}

async fn is_locked(cast: &Cast, whose: &Member) -> bool {
    let found = cast.portal.app.db.unguarded().first(Person::ID.is(&whose.person)).await.expect("people");
    found.expect("somebody").disabled_at.is_some()
}

#[tokio::test]
async fn an_administrator_lists_who_works_at_the_desk_and_locks_somebody_out() {
    let cast = Cast::with(1).await;
    let (hannah, tom) = (who(&cast, "desk-admin", None), who(&cast, "agent", None));
    let (ben, amelia) = (who(&cast, "member", Some("northgate")), who(&cast, "admin", Some("northgate")));
    let vera = staff(cast.portal.app.db.unguarded(), "Vera Lang", "agent").await.expect("somebody at the desk");
    let desk = cast.browser(&hannah).await;
    assert!(desk.get("/desk").await.body.contains("href=\"/desk/staff\""), "no line leads there");
    let page = desk.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&tom.email) && page.body.contains("Vera Lang") && page.body.contains("Has one"));
    assert!(!page.body.contains(&ben.email), "a customer's person works at the desk");
    let of = |person: kernel::Id<access::Person>, below: &str| format!("/desk/people/{person}/{below}");
    assert!(page.body.contains(&of(tom.person, "lock")) && page.body.contains(&of(vera, "lock")));
    assert!(!page.body.contains(&of(hannah.person, "lock")), "she could lock herself out");
    for other in [&tom, &amelia, &ben] {
        let status = cast.browser(other).await.get(PAGE).await.status;
        assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{}: {status}", other.called());
    }
    let of_tom = cast.browser(&tom).await;
    assert_eq!(desk.post(&of(tom.person, "lock"), &back()).await.to, PAGE);
    assert!(is_locked(&cast, &tom).await);
    assert!(of_tom.get("/me/sign-in").await.to.starts_with("/sign-in"), "he is still signed in");
    let page = desk.get(PAGE).await.body;
    assert!(page.contains("Locked out since") && page.contains(&of(tom.person, "unlock")), "{page}");
    assert_eq!(desk.post(&of(tom.person, "unlock"), &back()).await.to, PAGE);
    assert!(!is_locked(&cast, &tom).await);
    let again = cast.browser(&tom).await;
    assert_eq!(desk.post(&of(tom.person, "sign-out"), &back()).await.to, PAGE);
    assert!(again.get("/me/sign-in").await.to.starts_with("/sign-in"), "he is still signed in");
}

#[tokio::test]
async fn the_last_who_can_let_people_in_is_locked_out_by_nobody() {
    let cast = Cast::with(1).await;
    let hannah = who(&cast, "desk-admin", None);
    let raw = cast.portal.app.db.unguarded();
    let ida = staff(raw, "Ida", "desk-admin").await.expect("another administrator");
    let lock = |person: kernel::Id<access::Person>| format!("/desk/people/{person}/lock");
    // Ida is one for a while only.
    let held = raw.first(HoldingRow::PERSON_ID.is(&ida)).await.expect("roles").expect("her role");
    let until = START.plus(std::time::Duration::from_hours(24));
    raw.update(&HoldingRow { valid_until: Some(until), ..held.clone() }).await.expect("an end");
    let of_ida = cast.portal.browser(ida).await;
    assert_eq!(of_ida.get(PAGE).await.status, StatusCode::OK);
    assert_eq!(of_ida.post(&lock(hannah.person), &back()).await.status, StatusCode::CONFLICT);
    assert!(!is_locked(&cast, &hannah).await);
    // For good, either locks the other out; who is locked out locks nobody out.
    raw.update(&held).await.expect("no end");
    assert_eq!(cast.browser(&hannah).await.post(&lock(ida), &back()).await.to, PAGE);
    assert!(of_ida.get(PAGE).await.to.starts_with("/sign-in"));
    assert!(!is_locked(&cast, &hannah).await);
}
