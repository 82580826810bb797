//! Documents that were held back, as staff look through them and try them again.

use axum::http::StatusCode;
use directory::{HoldingRow, Person};
use kernel::Id;
use store::Db;
use sync::{Mapping, Pace, QuarantineState, Quarantined};

use crate::{
    bad_input::blueprint,
    guard::portal::Portal,
    world::{START, fresh},
};

async fn grace(db: &Db) -> Id<access::Person> {
    let id = fresh();
    let raw = db.unguarded();
    raw.insert(&Person { id, name: "Grace".into(), name_fold: "grace".into(), created_at: START, disabled_at: None })
        .await
        .unwrap();
    let role = "desk-admin".to_owned();
    let holding = HoldingRow {
        id: fresh(),
        person_id: id,
        membership_id: None,
        account_id: None,
        role,
        valid_from: None,
        valid_until: None,
    };
    raw.insert(&holding).await.unwrap();
    id
}

#[tokio::test]
async fn what_is_held_back_still_says_why_and_what_was_settled_can_be_looked_through() {
    let portal = Portal::open().await;
    let person = grace(&portal.app.db).await;
    let mapping = Mapping::parse(&std::fs::read_to_string(blueprint("online-retail-ii.toml")).unwrap()).unwrap();
    let sample = blueprint("sample/online_retail_ii_sample.csv");
    sync::import(&portal.app.gateway, &mapping, &[sample], &Pace::default(), &|_| {}).await.unwrap();
    let held = portal.app.db.unguarded().find(Quarantined::STATE.is(&QuarantineState::Open)).await.unwrap();
    let [first, second, ..] = held.as_slice() else { panic!("the sample holds some back") };
    let browser = portal.browser(person).await;
    let page = format!("/desk/imports/quarantine/{}", first.id);
    let answer = browser.post(&format!("{page}/replay"), &[]).await;
    let shown = answer.text();
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.contains("It is still held back: ") && shown.contains("aria-invalid=\"true\""), "{shown}");
    assert!(shown.contains(first.document.trim()), "its lines are there to be put right");
    let left_out = format!("/desk/imports/quarantine/{}", second.id);
    assert_eq!(browser.post(&format!("{left_out}/dismissal"), &[]).await.status, StatusCode::SEE_OTHER);
    let listed =
        async |state: &str| browser.get(&format!("/desk/imports/{}?state={state}", second.run_id)).await.text();
    let (open, dismissed) = (listed("open").await, listed("dismissed").await);
    let names = |page: &str, held: &Quarantined| page.contains(&held.id.to_string());
    assert!(names(&open, first) && !names(&open, second));
    assert!(names(&dismissed, second) && !names(&dismissed, first));
    assert!(listed("replayed").await.contains("None so far"));
}
