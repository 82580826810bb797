//! Signing in by a letter: its link and its code.

use std::time::Duration;

use axum::http::StatusCode;

use super::stage::Portal;

#[tokio::test]
async fn a_link_works_once_and_not_for_long() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.sign_in("ben@northgate.example").await;
    let (used, _) = portal.mail("sign_in").await;
    assert_eq!(ben.get(&used).await.status, StatusCode::GONE);
    assert_eq!(ben.post(&used, &[]).await.status, StatusCode::GONE);
    let late = portal.browser("203.0.113.1");
    late.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, code) = portal.mail("sign_in").await;
    portal.clock.advance(Duration::from_mins(15));
    assert_eq!(late.get(&link).await.status, StatusCode::GONE);
    assert_eq!(late.post(&link, &[]).await.status, StatusCode::GONE);
    assert_eq!(late.post("/sign-in/code", &[("code", &code)]).await.status, StatusCode::GONE);
    assert!(!late.is_in().await);
    for made_up in ["x", "", &"a".repeat(43)] {
        let path = format!("/sign-in/link/{made_up}");
        assert!([StatusCode::GONE, StatusCode::NOT_FOUND].contains(&late.get(&path).await.status), "{path}");
    }
}

#[tokio::test]
async fn a_newer_link_ends_the_one_before() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (first, _) = portal.mail("sign_in").await;
    ben.post("/sign-in/link/again", &[]).await;
    let (second, _) = portal.mail("sign_in").await;
    assert_ne!(first, second);
    assert_eq!(ben.post(&first, &[]).await.status, StatusCode::GONE);
    assert_eq!(ben.post(&second, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_link_opened_in_another_browser_only_helps_to_type_the_code() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (laptop, phone) = (portal.browser("203.0.113.1"), portal.browser("198.51.100.7"));
    laptop.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, code) = portal.mail("sign_in").await;
    let page = phone.get(&link).await;
    let shown = format!("{} {}", &code[..3], &code[3..]);
    assert!(page.body.contains(&shown) && page.body.contains("Firefox on Linux"));
    phone.post(&link, &[]).await;
    phone.post("/sign-in/code", &[("code", &code)]).await;
    assert!(!phone.is_in().await);
    assert_eq!(laptop.post("/sign-in/code", &[("code", &shown)]).await.status, StatusCode::SEE_OTHER);
    assert!(laptop.is_in().await);
}

#[tokio::test]
async fn twenty_scanners_follow_the_link_and_ben_still_signs_in() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, _) = portal.mail("sign_in").await;
    for scanner in 0..20 {
        let scanner = portal.browser(&format!("192.0.2.{scanner}"));
        scanner.get(&link).await;
        scanner.get(&format!("{link}/refusal")).await;
        // Some press what they find, "Stop this link" too.
        scanner.post(&link, &[]).await;
        scanner.post(&format!("{link}/refusal"), &[]).await;
        assert!(!scanner.is_in().await);
    }
    ben.get(&link).await;
    assert_eq!(ben.post(&link, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(ben.is_in().await);
}

#[tokio::test]
async fn a_code_can_be_tried_five_times() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, code) = portal.mail("sign_in").await;
    let wrong = if code == "111111" { "222222" } else { "111111" };
    for _ in 0..5 {
        assert_eq!(ben.post("/sign-in/code", &[("code", wrong)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(ben.post("/sign-in/code", &[("code", &code)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!ben.is_in().await);
    // The link is no guess.
    assert_eq!(ben.post(&link, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_did_not_ask_stops_the_link() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (eve, ben) = (portal.browser("192.0.2.1"), portal.browser("203.0.113.1"));
    eve.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, code) = portal.mail("sign_in").await;
    ben.get(&link).await;
    let asked = ben.get(&format!("{link}/refusal")).await.body;
    assert!(asked.contains("Stop this link") && !asked.contains("code-big"), "{asked}");
    let refusal = format!("{link}/refusal");
    assert_eq!(ben.post(&refusal, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a scanner presses it, too");
    assert_eq!(ben.get(&link).await.status, StatusCode::OK);
    ben.post(&refusal, &[("sure", "yes")]).await;
    eve.post("/sign-in/code", &[("code", &code)]).await;
    assert!(!eve.is_in().await);
}

#[tokio::test]
async fn ben_signs_in_with_any_address_he_has_proved() {
    let portal = Portal::new().await;
    let ben = portal.person("Ben", "ben@northgate.example").await;
    portal.address(ben, "ben@home.example", true).await;
    portal.address(ben, "ben@elsewhere.example", false).await;
    portal.browser("203.0.113.1").sign_in("Ben@Home.example").await;
    let browser = portal.browser("203.0.113.2");
    let before = portal.letters("sign_in").await.len();
    browser.post("/sign-in/link", &[("email", "ben@elsewhere.example")]).await;
    assert_eq!(portal.letters("sign_in").await.len(), before);
}
