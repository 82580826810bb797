//! Staff take away somebody's second proofs, because they are lost.

use access::{Grant, Person, Reach, Role};
use axum::http::StatusCode;
use identity::{Authenticator, Passkey, RecoveryCode, Remembered};
use kernel::Id;
use mail::Letter;

use crate::{
    guard::{
        cast::{Cast, Member},
        portal::Browser,
    },
    visitor::signed_in,
    world::{START, fresh, holding},
};

pub(super) fn who(cast: &Cast, role: &str, place: Option<&str>) -> Member {
    let found = cast.members.iter().find(|member| member.role == role && member.place == place);
    found.expect("somebody of the cast").clone()
}

/// The desk's page about somebody of Northgate, and where its form leads.
fn pages(cast: &Cast, whose: &Member) -> (String, String) {
    let membership = whose.membership.expect("a membership").uuid().simple();
    let page = format!("/desk/customers/{}/people/{membership}", cast.place("northgate").account);
    (page, format!("/desk/people/{}/proofs/removal", whose.person))
}

fn because(reason: &str, next: &str) -> [(String, String); 2] {
    [("reason".to_owned(), reason.to_owned()), ("next".to_owned(), next.to_owned())]
}

/// How many apps, recovery codes, passkeys and remembered browsers somebody has.
async fn has(cast: &Cast, person: Id<Person>) -> [usize; 4] {
    let raw = cast.portal.app.db.unguarded();
    let apps = raw.find(Authenticator::PERSON_ID.is(&person)).await.expect("apps").len();
    let codes = raw.find(RecoveryCode::PERSON_ID.is(&person)).await.expect("codes").len();
    let passkeys = raw.find(Passkey::PERSON_ID.is(&person)).await.expect("passkeys").len();
    let remembered = raw.find(Remembered::PERSON_ID.is(&person)).await.expect("browsers").len();
    [apps, codes, passkeys, remembered]
}

#[tokio::test]
async fn an_administrator_takes_away_what_somebody_lost_and_they_are_told() {
    let cast = Cast::with(1).await;
    let (ben, amelia) = (who(&cast, "member", Some("northgate")), who(&cast, "admin", Some("northgate")));
    let hannah = who(&cast, "desk-admin", None);
    let code = RecoveryCode {
        id: fresh(),
        person_id: ben.person,
        code_hash: "ben's".to_owned(),
        made_at: START,
        used_at: None,
    };
    cast.portal.app.db.unguarded().insert(&code).await.expect("a code");
    assert_eq!(has(&cast, ben.person).await, [1, 1, 1, 1]);
    let of_ben = cast.browser(&ben).await;
    assert_eq!(of_ben.get("/me/sign-in").await.status, StatusCode::OK);
    let browser = cast.browser(&hannah).await;
    let (page, form) = pages(&cast, &ben);
    let shown = browser.get(&page).await;
    assert!(shown.body.contains(&form) && shown.body.contains("Remove their second proofs"), "{}", shown.body);
    let answer = browser.post(&form, &because("lost", &page)).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, page.as_str()), "{}", answer.body);
    assert_eq!(has(&cast, ben.person).await, [0, 0, 0, 0]);
    assert_eq!(has(&cast, amelia.person).await, [1, 0, 1, 1], "somebody else's, too");
    assert!(of_ben.get("/me/sign-in").await.to.starts_with("/sign-in"), "he is still signed in");
    cast.portal.settle().await;
    let db = &cast.portal.app.db;
    let written = Letter::TEMPLATE.is(&"identity/mail/proofs_reset".to_owned());
    let letters = db.unguarded().find(written).await.expect("letters");
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to_address, ben.email);
    assert!(letters[0].text.contains("They are lost, or left on an old device."), "{}", letters[0].text);
    let named = journal::Entry::COMMAND.is(&"proofs.reset".to_owned());
    let entry = db.unguarded().first(named).await.expect("entries").expect("an entry");
    assert_eq!(entry.acting.as_str(), "desk");
    let told = entry.payload();
    assert_eq!(told["reason"], "lost");
    assert_eq!(told["apps"], 1);
    assert_eq!(told["passkeys"], 1);
}

#[tokio::test]
async fn nobody_else_does_it_and_nobody_to_themselves_or_without_a_proof_of_a_moment_ago() {
    let cast = Cast::with(1).await;
    let (ben, amelia) = (who(&cast, "member", Some("northgate")), who(&cast, "admin", Some("northgate")));
    let (hannah, tom) = (who(&cast, "desk-admin", None), who(&cast, "agent", None));
    let (page, form) = pages(&cast, &ben);
    for member in [&tom, &amelia, &ben] {
        let browser = cast.browser(member).await;
        assert!(!browser.get(&page).await.body.contains("Remove their second proofs"), "{}", member.called());
        let status = browser.post(&form, &because("lost", &page)).await.status;
        assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{}: {status}", member.called());
    }
    let browser = cast.browser(&hannah).await;
    let (_, own) = pages(&cast, &Member { membership: ben.membership, ..hannah.clone() });
    assert_eq!(browser.post(&own, &because("lost", "/desk")).await.status, StatusCode::CONFLICT);
    let answer = browser.post(&form, &because("because I may", &page)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let token = signed_in(cast.portal.app.db.unguarded(), hannah.person).await;
    let stale = Browser::new(&cast.portal.app.router, Some(&token));
    assert!(stale.post(&form, &because("lost", &page)).await.to.starts_with("/me/proof?next="));
    for member in [&ben, &hannah] {
        assert_eq!(has(&cast, member.person).await, [1, 0, 1, 1]);
    }
}

#[tokio::test]
async fn nobody_does_it_to_somebody_who_may_do_more() {
    let cast = Cast::with(1).await;
    let (ben, hannah, tom) =
        (who(&cast, "member", Some("northgate")), who(&cast, "desk-admin", None), who(&cast, "agent", None));
    let db = &cast.portal.app.db;
    let grants = vec![Grant::new("proofs.reset", Reach::All)];
    let work = db.begin().await.expect("a connection");
    directory::keep_roles(&work, &[Role { name: "helper".into(), staff: true, grants }]).await.expect("a role");
    work.commit().await.expect("a role");
    db.unguarded().insert(&holding(tom.person, None, "helper")).await.expect("the role");
    let browser = cast.browser(&tom).await;
    let (page, form) = pages(&cast, &ben);
    let (_, mighty) = pages(&cast, &Member { membership: ben.membership, ..hannah.clone() });
    let refused = browser.post(&mighty, &because("stolen", "/desk")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("They may do more at the desk than you"), "{}", refused.body);
    assert_eq!(has(&cast, hannah.person).await, [1, 0, 1, 1]);
    assert_eq!(browser.post(&form, &because("lost", &page)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(has(&cast, ben.person).await, [0, 0, 0, 0]);
}
