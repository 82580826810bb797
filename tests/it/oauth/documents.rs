//! Apps that nobody has registered, and that say who they are at an address of their own.

use std::time::Duration;

use axum::http::StatusCode;
use directory::HoldingRow;
use serde_json::{Value, json};

use super::stage::{App, BACK, Stage, said, shown, way_back};
use crate::visitor::{Answer, field};

const PUMP: &str = "https://pump.example/client.json";

/// What an app says of itself whose people come back to this address.
fn document(id: &str, redirect: &str) -> Value {
    json!({ "client_id": id, "client_name": "Pump", "redirect_uris": [redirect] })
}

fn app(id: &str) -> App {
    App { id: id.to_owned(), secret: None }
}

/// What the form of the question sends along.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let names = ["client_id", "redirect_uri", "response_type", "code_challenge", "code_challenge_method"];
    names
        .into_iter()
        .chain(["scope", "state"])
        .filter_map(|name| Some((name.to_owned(), field(&page.body, name)?)))
        .chain(shown(page))
        .collect()
}

/// What Amelia is answered whom this app sends.
async fn sent(stage: &Stage, id: &str) -> StatusCode {
    stage.sent(stage.amelia.person, &stage.request(&app(id), "cases.list", &[])).await.status
}

/// The same in one of several other networks.
async fn sent_from(stage: &Stage, network: u8, id: &str) -> StatusCode {
    let browser = stage.portal.browser(stage.amelia.person).await.calling_from([198, 51, network, 7]);
    browser.get(&format!("/oauth/authorize?{}", stage.request(&app(id), "cases.list", &[]))).await.status
}

#[tokio::test]
async fn an_app_that_says_who_it_is_is_let_in_with_a_warning() {
    let stage = Stage::set().await;
    stage.web.says(PUMP, &document(PUMP, BACK));
    let amelia = stage.portal.browser(stage.amelia.person).await;
    let request = stage.request(&app(PUMP), "cases.list", &[]);
    let page = amelia.get(&format!("/a/{}/apps/consent?{request}", stage.northgate)).await.text();
    assert!(page.contains("Let Pump in?") && page.contains("Nobody here has registered"), "{page}");
    let told = stage.let_in(stage.amelia, &app(PUMP), "cases.list").await;
    assert!(stage.counts(&told).await);
    assert_eq!(stage.renews(&app(PUMP), &told.text("refresh_token")).await.status, StatusCode::OK);
    assert_eq!(stage.web.asked(), 1, "what it said is kept for a while");
    let elsewhere = stage.request(&app(PUMP), "cases.list", &[("redirect_uri", "https://evil.example/")]);
    assert_eq!(stage.sent(stage.amelia.person, &elsewhere).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_is_no_address_of_an_app_s_own_is_not_asked_for() {
    let stage = Stage::set().await;
    let wrong = [
        "http://127.0.0.1/client.json",
        "http://pump.example/client.json",
        "https://pump.example:8443/client.json",
        "https://ben:otter@pump.example/client.json",
        "https://pump.example/client.json#x",
        "https://pump.example/",
    ];
    for id in wrong {
        stage.web.says(id, &document(id, BACK));
        assert_eq!(sent(&stage, id).await, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
    }
    assert_eq!(stage.web.asked(), 0);
    stage.web.says(PUMP, &document("https://planner.example/client.json", BACK));
    assert_eq!(sent(&stage, PUMP).await, StatusCode::UNPROCESSABLE_ENTITY, "it speaks for another");
}

#[tokio::test]
async fn an_app_that_does_not_answer_is_left_alone_for_a_while() {
    let stage = Stage::set().await;
    for _ in 0..3 {
        assert_eq!(sent(&stage, PUMP).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(stage.web.asked(), 1);
    stage.web.says(PUMP, &document(PUMP, BACK));
    stage.portal.clock.advance(Duration::from_mins(3));
    assert_eq!(sent(&stage, PUMP).await, StatusCode::SEE_OTHER);
    assert_eq!(stage.web.asked(), 2);
}

#[tokio::test]
async fn nobody_has_the_portal_ask_on_and_on() {
    let stage = Stage::set().await;
    for number in 0..20 {
        let status = sent(&stage, &format!("https://pump.example/{number}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for number in 20..90 {
        let status = sent(&stage, &format!("https://pump.example/{number}")).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "nobody is asked any more for people of this network");
    }
    assert_eq!(stage.web.asked(), 20);
    for number in 0..40 {
        let network = if number < 20 { 1 } else { 2 };
        let status = sent_from(&stage, network, &format!("https://pump.example/other-{number}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "one network uses up no host for the others");
    }
    let status = sent_from(&stage, 3, "https://pump.example/one-more").await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "one host is not asked that often, for whomever");
    let status = sent_from(&stage, 3, "https://last.example/client.json").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "other hosts are");
    assert_eq!(stage.web.asked(), 61);
}

#[tokio::test]
async fn what_was_allowed_is_for_the_address_that_was_shown() {
    let stage = Stage::set().await;
    let amelia = stage.portal.browser(stage.amelia.person).await;
    let path = format!("/a/{}/apps/consent", stage.northgate);
    let request = stage.request(&app(PUMP), "cases.list", &[("redirect_uri", "")]);
    stage.web.says(PUMP, &document(PUMP, BACK));
    let page = amelia.get(&format!("{path}?{request}")).await;
    assert!(page.text().contains("planner.example"), "{}", page.text());
    stage.web.says(PUMP, &document(PUMP, "https://evil.example/back"));
    stage.portal.clock.advance(Duration::from_mins(11));
    let refused = amelia.post(&path, &fields(&page)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stage.keys().await.is_empty(), "nothing was allowed");
    stage.web.says(PUMP, &document(PUMP, BACK));
    stage.portal.clock.advance(Duration::from_mins(11));
    let back = way_back(&amelia.post(&path, &fields(&page)).await);
    assert!(back.as_str().starts_with(BACK) && said(&back, "code").is_some(), "{back}");
}

#[tokio::test]
async fn what_was_allowed_is_for_the_name_and_the_rights_that_were_shown() {
    let stage = Stage::set().await;
    let amelia = stage.portal.browser(stage.amelia.person).await;
    let path = format!("/a/{}/apps/consent", stage.northgate);
    let request = stage.request(&app(PUMP), "cases.list people.list_invitations", &[]);
    stage.web.says(PUMP, &document(PUMP, BACK));
    let page = amelia.get(&format!("{path}?{request}")).await;
    let renamed = json!({ "client_id": PUMP, "client_name": "Northgate itself", "redirect_uris": [BACK] });
    stage.web.says(PUMP, &renamed);
    stage.portal.clock.advance(Duration::from_mins(11));
    let again = amelia.post(&path, &fields(&page)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.text());
    assert!(again.body.contains("Let Northgate itself in?") && again.body.contains("Nothing was allowed yet"));
    assert!(stage.keys().await.is_empty());
    way_back(&amelia.post(&path, &fields(&again)).await);
    assert_eq!(stage.keys().await.remove(0).name, "Northgate itself", "asked anew, she said yes to that");

    let ben = stage.portal.browser(stage.ben.person).await;
    let page = ben.get(&format!("{path}?{request}")).await;
    let raw = stage.portal.app.db.unguarded();
    let held = raw.first(HoldingRow::PERSON_ID.is(&stage.ben.person)).await.unwrap().unwrap();
    raw.update(&HoldingRow { role: "admin".to_owned(), ..held }).await.unwrap();
    let again = ben.post(&path, &fields(&page)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "he has come to more rights, which he was not shown");
    assert_eq!(stage.keys().await.len(), 1);
}
