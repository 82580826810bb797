//! Apps that nobody has registered, and that say who they are at an address of their own.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    http::{StatusCode, header},
    routing::get,
};
use serde_json::{Value, json};

use super::stage::{App, BACK, Stage};

/// Serves a document on this machine; its address, and how often it was asked for.
async fn served(document: impl Fn(&str) -> Value + Send + Sync + 'static) -> (String, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/client.json", listener.local_addr().expect("its address"));
    let (told, asked) = (document(&address), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&asked);
    let answer = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        let told = told.to_string();
        async move { ([(header::CONTENT_TYPE, "application/json")], told) }
    };
    let router = Router::new().route("/client.json", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, asked)
}

#[tokio::test]
async fn an_app_that_says_who_it_is_is_let_in_with_a_warning() {
    let stage = Stage::set().await;
    let (id, asked) = served(|id| json!({ "client_id": id, "client_name": "Pump", "redirect_uris": [BACK] })).await;
    let app = App { id, secret: None };
    let amelia = stage.portal.browser(stage.amelia.person).await;
    let request = stage.request(&app, "cases.list", &[]);
    let page = amelia.get(&format!("/a/{}/apps/consent?{request}", stage.northgate)).await.text();
    assert!(page.contains("Let Pump in?") && page.contains("Nobody here has registered"), "{page}");
    let told = stage.let_in(stage.amelia, &app, "cases.list").await;
    assert!(stage.counts(&told).await);
    assert_eq!(stage.renews(&app, &told.text("refresh_token")).await.status, StatusCode::OK);
    assert_eq!(asked.load(Ordering::Relaxed), 1, "what it said is kept for a while");
    let elsewhere = stage.request(&app, "cases.list", &[("redirect_uri", "https://evil.example/")]);
    assert_eq!(stage.sent(stage.amelia.person, &elsewhere).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_app_that_speaks_for_another_or_lies_at_home_is_not_known() {
    let stage = Stage::set().await;
    let other = json!({ "client_id": "https://planner.example/client.json", "redirect_uris": [BACK] });
    let (lies, _) = served(move |_| other.clone()).await;
    let inside = ["http://127.0.0.2/client.json", "https://127.0.0.2/client.json", "https://localhost/client.json"];
    for id in inside.into_iter().map(str::to_owned).chain([lies]) {
        let request = stage.request(&App { id: id.clone(), secret: None }, "cases.list", &[]);
        let sent = stage.sent(stage.amelia.person, &request).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
    }
}
