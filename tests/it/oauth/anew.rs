//! An app that is let in again, and what then becomes of what it was allowed before.

use axum::http::StatusCode;
use directory::ApiKey;
use kernel::Id;
use store::Json;

use super::stage::{BACK, Stage};

#[tokio::test]
async fn let_in_again_an_app_begins_anew() {
    let stage = Stage::set().await;
    let (app, other) = (stage.planner().await, stage.app("Ledger", &[("redirects", BACK)]).await);
    let before = stage.let_in(stage.amelia, &app, "cases.list").await;
    let (bens, others) =
        (stage.let_in(stage.ben, &app, "cases.list").await, stage.let_in(stage.amelia, &other, "cases.list").await);
    let now = stage.let_in(stage.amelia, &app, "cases.list").await;
    assert!(!stage.counts(&before).await, "what it was allowed before has ended");
    assert_eq!(stage.renews(&app, &before.text("refresh_token")).await.error(), "invalid_grant");
    for told in [&now, &bens, &others] {
        assert!(stage.counts(told).await, "and nothing else has: nobody else's, and no other app's");
    }
}

#[tokio::test]
async fn whoever_ends_an_app_ends_all_it_has_of_them() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let bens = stage.let_in(stage.ben, &app, "cases.list").await;
    let told = stage.let_in(stage.amelia, &app, "cases.list").await;
    let raw = stage.portal.app.db.unguarded();
    // Two keys of one app for one person and account, as a release before may have left them.
    let key = raw.first(ApiKey::PERSON_ID.is(&stage.amelia.person)).await.unwrap().expect("her key");
    let older = ApiKey {
        id: Id::from_uuid(uuid::Uuid::now_v7()),
        token_hash: "of nobody's token".to_owned(),
        actions: Json(vec!["cases.list".to_owned()]),
        ..key
    };
    raw.insert(&older).await.unwrap();
    let amelia = stage.portal.browser(stage.amelia.person).await;
    assert_eq!(amelia.post(&format!("/me/apps/{}/end", older.id), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!stage.counts(&told).await);
    assert!(!amelia.get("/me/apps").await.text().contains("Stock planner"));
    assert!(stage.counts(&bens).await, "Ben's is his to end");
}
