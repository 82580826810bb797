//! Apps that nobody registered, as the desk sees them, takes them off and lets them come in again.

use axum::http::StatusCode;
use directory::App;
use serde_json::json;

use super::stage::{self, BACK, Stage};

const PUMP: &str = "https://pump.example/client.json";

/// An app that says itself who it is, by the name it has there.
async fn heard(stage: &Stage, id: &str, name: &str) -> stage::App {
    stage.web.says(id, &json!({ "client_id": id, "client_name": name, "redirect_uris": [BACK] }));
    stage::App { id: id.to_owned(), secret: None }
}

async fn row(stage: &Stage, id: &str) -> Option<App> {
    stage.portal.app.db.unguarded().first(App::CLIENT_ID.is(&id.to_owned())).await.unwrap()
}

#[tokio::test]
async fn the_desk_sees_an_app_from_the_first_yes_on() {
    let stage = Stage::set().await;
    let hannah = stage.portal.browser(stage.hannah).await;
    let pump = heard(&stage, PUMP, "Pump").await;
    stage.sent(stage.amelia.person, &stage.request(&pump, "cases.list", &[])).await;
    assert!(!hannah.get("/desk/apps").await.text().contains("pump.example"), "it has only asked");
    stage.let_in(stage.amelia, &pump, "cases.list").await;
    stage.let_in(stage.ben, &pump, "cases.list").await;
    // Of the same name as another: its address tells it apart.
    let other = heard(&stage, "https://other.example/client.json", "Pump").await;
    stage.let_in(stage.ben, &other, "cases.list").await;
    let page = hannah.get("/desk/apps").await;
    assert_eq!(page.body.matches("says who it is at pump.example").count(), 1, "{}", page.body);
    assert!(page.body.contains("says who it is at other.example"), "{}", page.body);
}

#[tokio::test]
async fn an_app_that_was_taken_off_stays_outside_until_it_is_let_in_again() {
    let stage = Stage::set().await;
    let pump = heard(&stage, PUMP, "Pump").await;
    let told = stage.let_in(stage.amelia, &pump, "cases.list").await;
    let app = row(&stage, PUMP).await.expect("its row");
    let (removal, readmission) =
        (format!("/desk/apps/{}/removal", app.id), format!("/desk/apps/{}/readmission", app.id));
    let amelia = stage.portal.browser(stage.amelia.person).await;
    assert_eq!(amelia.post(&removal, &[]).await.status, StatusCode::NOT_FOUND);
    let hannah = stage.portal.browser(stage.hannah).await;
    assert_eq!(hannah.post(&removal, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!stage.counts(&told).await);
    assert_eq!(stage.renews(&pump, &told.text("refresh_token")).await.error(), "invalid_grant");
    let request = stage.request(&pump, "cases.list", &[]);
    let refused = stage.sent(stage.amelia.person, &request).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("does not let this app in"), "{}", refused.text());
    let fields: Vec<_> = form_urlencoded::parse(request.as_bytes()).into_owned().collect();
    let refused = amelia.post(&format!("/a/{}/apps/consent", stage.northgate), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "nor from a page that was open before");
    assert!(hannah.get("/desk/apps").await.body.contains("Taken off"));

    assert_eq!(amelia.post(&readmission, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(hannah.post(&readmission, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!stage.counts(&told).await, "what it was allowed before stays ended");
    let anew = stage.let_in(stage.amelia, &pump, "cases.list").await;
    assert!(stage.counts(&anew).await);
}

#[tokio::test]
async fn a_registered_app_that_was_taken_off_is_registered_anew() {
    let stage = Stage::set().await;
    let planner = stage.planner().await;
    let app = row(&stage, &planner.id).await.expect("its row");
    let hannah = stage.portal.browser(stage.hannah).await;
    assert_eq!(hannah.post(&format!("/desk/apps/{}/removal", app.id), &[]).await.status, StatusCode::SEE_OTHER);
    let again = hannah.post(&format!("/desk/apps/{}/readmission", app.id), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(!hannah.get("/desk/apps").await.text().contains("Stock planner"));
    stage.planner().await;
}
