//! What somebody is called, changed by themselves.

use axum::http::StatusCode;
use directory::Person;

use crate::{guard::portal::Portal, world::person};

#[tokio::test]
async fn ben_changes_his_name_and_an_empty_one_comes_back() {
    let portal = Portal::open().await;
    let raw = portal.app.db.unguarded();
    let id = person(raw, "Ben").await.unwrap();
    let browser = portal.browser(id).await;
    let named = |name: &str| [("name".to_owned(), name.to_owned())];
    let answer = browser.post("/me/name", &named(" ")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    assert!(page.contains("aria-invalid=\"true\""));
    assert_eq!(page.matches("Fill in “Your name”").count(), 2, "the summary and the box name the field: {page}");
    assert_eq!(browser.post("/me/name", &named("Benedikt Sø")).await.status, StatusCode::SEE_OTHER);
    let person = raw.first(Person::ID.is(&id)).await.unwrap().unwrap();
    assert_eq!(
        (person.name.as_str(), person.name_fold.as_str()),
        ("Benedikt Sø", directory::fold("Benedikt Sø").as_str())
    );
    assert!(browser.get("/me/name").await.text().contains("value=\"Benedikt Sø\""));
}
