//! Whoever comes from their company has shown a proof when the provider says they did, and no later.

use std::time::Duration;

use axum::http::StatusCode;
use directory::Session;
use kernel::Clock as _;
use serde_json::{Value, json};

use super::{again::entries, stage::Stage};
use crate::visitor::{Answer, Visitor};

/// What asks for a proof shown a moment ago.
const GUARDED: &str = "/me/authenticators/new";

/// What the provider says of Sade, who showed it who she is so long ago.
fn told(stage: &Stage, ago: Duration) -> Value {
    let at = stage.portal.clock.now().minus(ago).micros() / 1_000_000;
    json!({ "sub": "sade", "email": "sade@northgate.example", "auth_time": at })
}

async fn is_asked(browser: &Visitor) -> bool {
    let answer = browser.get(GUARDED).await;
    answer.status != StatusCode::OK && answer.to.starts_with("/me/proof?next=")
}

fn links(answer: &Answer) -> String {
    answer.body.replace("&amp;", "&").replace("&#61;", "=").replace("&#x2f;", "/")
}

#[tokio::test]
async fn what_a_provider_remembered_is_no_proof_of_a_moment_ago() {
    let stage = Stage::open().await;
    let sade = stage.browser("203.0.113.7");
    stage.comes(&sade, json!({ "sub": "sade", "email": "sade@northgate.example" })).await;
    assert!(stage.is_in(&sade).await && is_asked(&sade).await, "nobody knows when she showed who she is");
    stage.comes(&sade, told(&stage, Duration::from_hours(1))).await;
    assert!(stage.is_in(&sade).await && is_asked(&sade).await, "she showed it an hour ago");
    stage.comes(&sade, told(&stage, Duration::from_mins(10))).await;
    assert!(!is_asked(&sade).await, "she showed it ten minutes ago");
    stage.portal.clock.advance(Duration::from_mins(6));
    assert!(is_asked(&sade).await, "she showed it sixteen minutes ago");
}

#[tokio::test]
async fn who_came_from_their_company_shows_once_more_there_that_it_is_them() {
    let stage = Stage::open().await;
    let sade = stage.browser("203.0.113.7");
    stage.comes(&sade, told(&stage, Duration::from_hours(1))).await;
    let led = sade.get(GUARDED).await.to;
    let page = sade.get(&led).await;
    let door = format!("{}?anew=yes&next=%2Fme%2Fauthenticators%2Fnew", stage.door_path().await);
    assert!(links(&page).contains(&door), "{}", page.body);
    let address = stage.leads_by(&sade, &door).await;
    assert!(address.contains("prompt=login") && address.contains("max_age=0"), "{address}");
    assert!(!stage.leads(&sade).await.contains("prompt="), "whoever only comes in is asked anew");
    // A provider that lets her through by what it remembers proves nothing new.
    let back = sade.get(&stage.provider.sends_back(&address, told(&stage, Duration::from_hours(1)))).await;
    assert_eq!(back.to, GUARDED);
    assert!(is_asked(&sade).await);
    let address = stage.leads_by(&sade, &door).await;
    let back = sade.get(&stage.provider.sends_back(&address, told(&stage, Duration::from_secs(5)))).await;
    assert_eq!(back.to, GUARDED);
    assert!(!is_asked(&sade).await);
    // Priya, who came by mail, has no such door.
    let priya = stage.portal.browser(stage.priya).await;
    assert!(!priya.get("/me/proof").await.body.contains("/sign-in/company/"));
}

#[tokio::test]
async fn whose_provider_never_says_when_shows_by_mail_that_it_is_them_and_stays_where_they_came_from() {
    let stage = Stage::open().await;
    let told: Vec<_> = stage.told().into_iter().chain([("required", "true")]).collect();
    stage.admin("/provider", &told).await;
    let sade = stage.browser("203.0.113.7");
    stage.comes(&sade, json!({ "sub": "sade", "email": "sade@northgate.example" })).await;
    assert!(stage.is_in(&sade).await && is_asked(&sade).await, "nobody knows when she showed who she is");
    assert!(sade.get("/me/proof").await.body.contains("does not tell us: show it in another way here"));
    let sent = sade.post("/me/proof/link", &[("next", GUARDED)]).await;
    assert_eq!((sent.status, sent.to.as_str()), (StatusCode::SEE_OTHER, "/sign-in/code"));
    let link = stage.mailed_link("sade@northgate.example").await;
    let shown = sade.post(&link, &[]).await;
    assert_eq!((shown.status, shown.to.as_str()), (StatusCode::SEE_OTHER, GUARDED), "{}", shown.text());
    assert!(!is_asked(&sade).await, "the mail showed that it is her");
    assert_eq!(entries(&stage, "identity.shown_again").await, 1, "it is written down");
    stage.portal.clock.advance(Duration::from_mins(16));
    assert!(is_asked(&sade).await, "for as long as any proof");
    let sessions = stage.portal.app.db.unguarded().find(Session::ENDED_AT.is_unknown()).await.unwrap();
    let hers = sessions.iter().filter(|session| session.person_id != stage.priya).count();
    assert_eq!(hers, 1, "it is the session she came to from her company");
    // Where she did not come from there, the same mail lets her in nowhere.
    let elsewhere = stage.browser("203.0.113.8");
    elsewhere.post("/sign-in/link", &[("email", "sade@northgate.example"), ("instead", "mail")]).await;
    let link = stage.mailed_link("sade@northgate.example").await;
    elsewhere.post(&link, &[]).await;
    assert!(!stage.is_in(&elsewhere).await);
}

#[tokio::test]
async fn whoever_stole_the_session_is_out_once_its_owner_shows_by_mail_that_it_is_them() {
    let stage = Stage::open().await;
    let told: Vec<_> = stage.told().into_iter().chain([("required", "true")]).collect();
    stage.admin("/provider", &told).await;
    let sade = stage.browser("203.0.113.7");
    stage.comes(&sade, json!({ "sub": "sade", "email": "sade@northgate.example" })).await;
    let thief = sade.copied();
    assert!(stage.is_in(&thief).await && is_asked(&thief).await, "whatever lets her in lets them in");
    let sent = thief.post("/me/proof/link", &[("next", GUARDED)]).await;
    assert_eq!(sent.to, "/sign-in/code");
    // Sade thinks that the portal asks her to sign in again.
    let link = stage.mailed_link("sade@northgate.example").await;
    let shown = sade.post(&link, &[]).await;
    assert_eq!(shown.to, GUARDED, "{}", shown.text());
    assert!(!is_asked(&sade).await, "the mail showed that it is her");
    assert!(!stage.is_in(&thief).await, "and what was stolen counts no more");
}
