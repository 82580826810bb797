//! Staff lock somebody out, sign them out and let them in again.

use axum::http::StatusCode;
use directory::Person;

use super::resets::who;
use crate::guard::{
    cast::{Cast, Member},
    portal::Browser,
};

fn pages(cast: &Cast, whose: &Member) -> (String, String) {
    let membership = whose.membership.expect("a membership").uuid().simple();
    let page = format!("/desk/customers/{}/people/{membership}", cast.place("northgate").account);
    (page, format!("/desk/people/{}", whose.person))
}

fn back(page: &str) -> [(String, String); 1] {
    [("next".to_owned(), page.to_owned())]
}

async fn is_locked(cast: &Cast, whose: &Member) -> bool {
    let found = cast.portal.app.db.unguarded().first(Person::ID.is(&whose.person)).await.expect("people");
    found.expect("somebody").disabled_at.is_some()
}

#[tokio::test]
async fn whoever_is_locked_out_is_nowhere_in_until_they_are_let_in_again() {
    let cast = Cast::with(1).await;
    let (ben, hannah) = (who(&cast, "member", Some("northgate")), who(&cast, "desk-admin", None));
    let (page, person) = pages(&cast, &ben);
    let (of_ben, desk) = (cast.browser(&ben).await, cast.browser(&hannah).await);
    assert_eq!(of_ben.get("/me/sign-in").await.status, StatusCode::OK);
    let shown = desk.get(&page).await.body;
    assert!(shown.contains("Lock out") && shown.contains("Sign out everywhere"), "{shown}");
    assert!(shown.contains("View as "), "{shown}");
    let leads_back = format!("name=\"next\" value=\"{page}\"");
    assert!(shown.contains(&leads_back), "the buttons do not lead back to this page: {shown}");
    let out = desk.post(&format!("{person}/sign-out"), &back(&page)).await;
    assert_eq!((out.status, out.to.as_str()), (StatusCode::SEE_OTHER, page.as_str()), "{}", out.body);
    assert!(of_ben.get("/me/sign-in").await.to.starts_with("/sign-in"), "he is still signed in");
    cast.portal.settle().await;
    let remembered = identity::Remembered::PERSON_ID.is(&ben.person);
    let remembered = cast.portal.app.db.unguarded().find(remembered).await.expect("browsers");
    assert!(remembered.is_empty(), "a browser of his is still asked for no second proof");

    let again = cast.browser(&ben).await;
    assert_eq!(again.get("/me/sign-in").await.status, StatusCode::OK, "he may sign in again");
    assert_eq!(desk.post(&format!("{person}/lock"), &back(&page)).await.to, page);
    assert!(is_locked(&cast, &ben).await);
    assert!(again.get("/me/sign-in").await.to.starts_with("/sign-in"), "he is still signed in");
    let late = cast.browser(&ben).await;
    assert!(late.get("/me/sign-in").await.to.starts_with("/sign-in"), "even a session begun later does not count");
    let locked = desk.get(&page).await.body;
    assert!(locked.contains("has been locked out since") && !locked.contains("View as "), "{locked}");

    assert_eq!(desk.post(&format!("{person}/unlock"), &back(&page)).await.to, page);
    assert!(!is_locked(&cast, &ben).await);
    let named = journal::Entry::COMMAND.is(&"persons.lock".to_owned());
    let entry = cast.portal.app.db.unguarded().first(named).await.expect("entries").expect("an entry");
    assert_eq!(entry.payload()["sessions"], 1);
}

#[tokio::test]
async fn nobody_locks_themselves_out_and_a_stale_session_locks_out_nobody() {
    let cast = Cast::with(1).await;
    let (ben, amelia) = (who(&cast, "member", Some("northgate")), who(&cast, "admin", Some("northgate")));
    let (hannah, tom) = (who(&cast, "desk-admin", None), who(&cast, "agent", None));
    let (page, person) = pages(&cast, &ben);
    for member in [&tom, &amelia, &ben] {
        let browser = cast.browser(member).await;
        assert!(!browser.get(&page).await.body.contains("Lock out"), "{}", member.called());
        let status = browser.post(&format!("{person}/lock"), &back(&page)).await.status;
        assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{}: {status}", member.called());
    }
    let own = format!("/desk/people/{}/lock", hannah.person);
    assert_eq!(cast.browser(&hannah).await.post(&own, &back("/desk")).await.status, StatusCode::CONFLICT);
    let token = crate::visitor::signed_in(cast.portal.app.db.unguarded(), hannah.person).await;
    let stale = Browser::new(&cast.portal.app.router, Some(&token));
    assert!(stale.post(&format!("{person}/lock"), &back(&page)).await.to.starts_with("/me/proof?next="));
    assert!(!is_locked(&cast, &ben).await && !is_locked(&cast, &hannah).await);
}
