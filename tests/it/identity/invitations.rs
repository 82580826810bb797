//! Invitations, taken up, refused, and passed on.

use axum::http::StatusCode;
use directory::{HoldingRow, Person};

use super::stage::Portal;

#[tokio::test]
async fn an_invitation_is_taken_up_once_by_a_typed_name() {
    let portal = Portal::new().await;
    let path = portal.staff_invitation("tom@harrow.example").await;
    let tom = portal.browser("203.0.113.1");
    assert!(tom.get(&path).await.body.contains("tom@harrow.example"));
    let acceptance = format!("{path}/acceptance");
    assert_eq!(tom.post(&acceptance, &[("name", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(tom.post(&acceptance, &[("name", "Tom")]).await.to, "/desk");
    assert!(tom.is_in().await);
    let again = tom.elsewhere("198.51.100.1");
    assert_eq!(again.get(&path).await.status, StatusCode::GONE);
    assert_eq!(again.post(&acceptance, &[("name", "Eve")]).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn of_two_who_take_one_invitation_up_at_once_one_comes_in() {
    let portal = Portal::new().await;
    for round in 0..5 {
        let path = portal.staff_invitation(&format!("tom{round}@harrow.example")).await;
        let (tom, eve) = (portal.browser("203.0.113.1"), portal.browser("198.51.100.1"));
        // Both have the page open, with the form's token, before either sends it.
        for browser in [&tom, &eve] {
            assert_eq!(browser.get(&path).await.status, StatusCode::OK);
        }
        let acceptance = format!("{path}/acceptance");
        let (one, other) =
            tokio::join!(tom.post(&acceptance, &[("name", "Tom")]), eve.post(&acceptance, &[("name", "Eve")]),);
        let came = [&one, &other].into_iter().filter(|answer| answer.to == "/desk").count();
        assert_eq!(came, 1, "{} {}, {} {}", one.status, one.to, other.status, other.to);
        assert!(tom.is_in().await != eve.is_in().await);
        let raw = portal.db.unguarded();
        assert_eq!(raw.find(Person::ID.is_known()).await.unwrap().len(), round + 1);
        assert_eq!(raw.find(HoldingRow::ID.is_known()).await.unwrap().len(), round + 1);
    }
}

#[tokio::test]
async fn an_invitation_is_not_for_somebody_else() {
    let portal = Portal::new().await;
    portal.person("Eve", "eve@northgate.example").await;
    portal.person("Cleo", "cleo@harrow.example").await;
    let path = portal.staff_invitation("tom@harrow.example").await;
    let eve = portal.browser("203.0.113.1");
    eve.sign_in("eve@northgate.example").await;
    assert_eq!(eve.get(&path).await.status, StatusCode::CONFLICT);
    assert_eq!(eve.post(&format!("{path}/acceptance"), &[("name", "Tom")]).await.status, StatusCode::CONFLICT);
    // Passed on to a stranger, the link does not open the account of whoever it was for.
    let path = portal.staff_invitation("cleo@harrow.example").await;
    let stranger = portal.browser("192.0.2.1");
    assert!(stranger.get(&path).await.to.starts_with("/sign-in?next="));
    assert!(stranger.post(&format!("{path}/acceptance"), &[("name", "Cleo")]).await.to.starts_with("/sign-in?next="));
    assert!(!stranger.is_in().await);
    let cleo = portal.browser("203.0.113.9");
    cleo.sign_in("cleo@harrow.example").await;
    assert_eq!(cleo.post(&format!("{path}/acceptance"), &[("name", "Cleo")]).await.to, "/desk");
}

#[tokio::test]
async fn an_invitation_ends_with_a_newer_one_with_time_and_with_a_word() {
    let portal = Portal::new().await;
    let first = portal.staff_invitation("tom@harrow.example").await;
    let second = portal.staff_invitation("Tom@Harrow.example").await;
    let tom = portal.browser("203.0.113.1");
    assert_eq!(tom.post(&format!("{first}/acceptance"), &[("name", "Tom")]).await.status, StatusCode::GONE);
    portal.clock.advance(directory::INVITATION_LIFETIME);
    assert_eq!(tom.post(&format!("{second}/acceptance"), &[("name", "Tom")]).await.status, StatusCode::GONE);
    let third = portal.staff_invitation("tom@harrow.example").await;
    let asked = tom.get(&format!("{third}/refusal")).await.body;
    assert!(asked.contains("Stop this invitation") && !asked.contains("/acceptance"), "{asked}");
    assert_eq!(tom.get(&third).await.status, StatusCode::OK);
    let refusal = format!("{third}/refusal");
    assert_eq!(tom.post(&refusal, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a scanner presses it, too");
    assert_eq!(tom.get(&third).await.status, StatusCode::OK);
    tom.post(&refusal, &[("sure", "yes")]).await;
    assert_eq!(tom.get(&third).await.status, StatusCode::GONE);
    for empty in ["/invitations/", "/invitations//acceptance", "/invitations/x/acceptance"] {
        let status = tom.post(empty, &[("name", "Tom")]).await.status;
        assert!([StatusCode::GONE, StatusCode::NOT_FOUND].contains(&status), "{empty}");
    }
}
