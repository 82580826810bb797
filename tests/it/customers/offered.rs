//! The roles that staff are offered to give, where their own right ends.

use std::time::Duration;

use axum::http::StatusCode;
use directory::HoldingRow;

use super::stage::{Desk, words_of};
use crate::world::START;

#[tokio::test]
async fn staff_whose_own_right_ends_are_offered_no_role_to_give() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    let one = format!("/desk/customers/{}/invite?draft=no", desk.northgate);
    let many = "/desk/invitations/new?draft=no";
    for path in [one.as_str(), many] {
        assert!(desk.get(&cookie, path).await.body.contains("value=\"billing\""), "{path}");
    }
    let raw = desk.db.unguarded();
    let held = raw.first(HoldingRow::PERSON_ID.is(&desk.tom)).await.unwrap().expect("his role");
    let tomorrow = Some(START.plus(Duration::from_hours(24)));
    raw.update(&HoldingRow { valid_until: tomorrow, ..held }).await.unwrap();
    for path in [one.as_str(), many] {
        let page = desk.get(&cookie, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("value=\"billing\""), "{path}: {}", page.body);
        assert!(words_of(&page.body).contains("You may invite people for a while only"), "{path}: {}", page.body);
    }
    // From a page that was open before: refused as the gate refuses it, and nothing that was typed is lost.
    let told = [("email", "priya@northgate.example"), ("role", "billing")];
    let refused = desk.post(&cookie, &one, &told).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"priya@northgate.example\""), "{}", refused.body);
    let told = [("lines", "NWS-0142,priya@northgate.example,billing"), ("role", "billing")];
    let refused = desk.post(&cookie, many, &told).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("NWS-0142,priya@northgate.example"), "{}", refused.body);
    assert!(desk.invitations().await.is_empty());
}
