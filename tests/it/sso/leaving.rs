//! Signing out, here and there.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use super::stage::Stage;
use crate::{
    visitor::{FORM, Visitor, answer, encoded},
    world::{START, fresh},
};

/// The company signs somebody out; no browser does this.
async fn signs_out(stage: &Stage, token: &str) -> StatusCode {
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{}/logout", stage.door_path().await))
        .header(header::HOST, "portal.test")
        .header(header::CONTENT_TYPE, FORM);
    let body = Body::from(encoded(&[("logout_token", token)]));
    answer(&stage.portal.app.router, request.body(body).unwrap()).await.status
}

async fn sade(stage: &Stage) -> Visitor {
    let browser = stage.browser("203.0.113.7");
    stage.comes(&browser, json!({ "sub": "sade", "email": "sade@northgate.example" })).await;
    assert!(stage.is_in(&browser).await);
    browser
}

#[tokio::test]
async fn signing_out_here_leads_on_to_the_company() {
    let stage = Stage::open().await;
    let browser = sade(&stage).await;
    let page = browser.post("/sign-out", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let to = page.header("refresh");
    assert!(to.starts_with(&format!("0; url={}/session/end?client_id=portal&", stage.provider.issuer())), "{to}");
    assert!(!stage.is_in(&browser).await);
}

#[tokio::test]
async fn a_company_signs_its_people_out_and_a_token_counts_once() {
    let stage = Stage::open().await;
    let (one, token) = (sade(&stage).await, stage.provider.logout_token(json!({ "sub": "sade" })));
    assert_eq!(signs_out(&stage, &token).await, StatusCode::OK);
    assert!(!stage.is_in(&one).await);
    let two = sade(&stage).await;
    assert_eq!(signs_out(&stage, &token).await, StatusCode::BAD_REQUEST);
    assert!(stage.is_in(&two).await);
    assert_eq!(signs_out(&stage, &stage.provider.logout_token(json!({ "sid": "s-1" }))).await, StatusCode::OK);
    assert!(!stage.is_in(&two).await);
}

#[tokio::test]
async fn a_token_that_is_no_logout_token_signs_nobody_out() {
    let stage = Stage::open().await;
    let browser = sade(&stage).await;
    let wrong: [(&str, Value); 8] = [
        ("nobody", json!({})),
        ("a nonce", json!({ "sub": "sade", "nonce": "x" })),
        ("no event", json!({ "sub": "sade", "events": {} })),
        ("another audience", json!({ "sub": "sade", "aud": ["another"] })),
        ("another issuer", json!({ "sub": "sade", "iss": "https://login.example" })),
        ("old", json!({ "sub": "sade", "iat": 1_700_000_000 })),
        ("over", json!({ "sub": "sade", "exp": 1_700_000_000 })),
        ("no name", json!({ "sub": "sade", "jti": "" })),
    ];
    for (called, changes) in wrong {
        let token = stage.provider.logout_token(changes);
        assert_eq!(signs_out(&stage, &token).await, StatusCode::BAD_REQUEST, "{called}");
    }
    let token = stage.provider.logout_token(json!({ "sub": "sade" }));
    let (signed, _) = token.rsplit_once('.').expect("a signature");
    assert_eq!(signs_out(&stage, &format!("{signed}.AAAA")).await, StatusCode::BAD_REQUEST);
    assert_eq!(signs_out(&stage, "").await, StatusCode::BAD_REQUEST);
    assert!(stage.is_in(&browser).await);
}

#[tokio::test]
async fn shutting_the_door_signs_out_whoever_came_in_by_it_and_nobody_else() {
    let stage = Stage::open().await;
    let browser = sade(&stage).await;
    stage.admin("/deactivation", &[]).await;
    stage.portal.settle().await;
    assert!(!stage.is_in(&browser).await);
    assert_eq!(browser.get(&stage.door_path().await).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.page("").await.status, StatusCode::OK, "Priya was signed out, too");
}

#[tokio::test]
async fn who_still_owes_a_second_proof_when_their_company_signs_them_out_comes_anew() {
    let stage = Stage::open().await;
    let person = stage.member("Ben", "ben@northgate.example", "member").await;
    let app = identity::Authenticator {
        id: fresh(),
        person_id: person,
        name: "phone".to_owned(),
        secret: String::new(),
        last_step: 0,
        added_at: START,
        used_at: None,
    };
    let raw = stage.portal.app.db.unguarded();
    raw.insert(&app).await.unwrap();
    let [one, other] = [identity::Recovery::random(), identity::Recovery::random()];
    for code in [&one, &other] {
        let row = identity::RecoveryCode {
            id: fresh(),
            person_id: person,
            code_hash: code.hash(person),
            made_at: START,
            used_at: None,
        };
        raw.insert(&row).await.unwrap();
    }
    let (browser, ben) = (stage.browser("203.0.113.7"), json!({ "sub": "ben", "email": "ben@northgate.example" }));
    assert_eq!(stage.comes(&browser, ben.clone()).await.to, "/sign-in/second");
    let token = stage.provider.logout_token(json!({ "sub": "ben" }));
    assert_eq!(signs_out(&stage, &token).await, StatusCode::OK);
    browser.post("/sign-in/second", &[("code", &one.shown())]).await;
    assert!(!stage.is_in(&browser).await, "what was over began a session");
    assert_eq!(stage.comes(&browser, ben).await.to, "/sign-in/second");
    assert_eq!(browser.post("/sign-in/second", &[("code", &other.shown())]).await.to, "/");
    assert!(stage.is_in(&browser).await);
}
