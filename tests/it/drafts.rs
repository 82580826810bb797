//! What was typed at the desk and not sent comes back with its form, until it is sent.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use sync::{Mapping, Pace, QuarantineState, Quarantined};

use crate::{
    bad_input::blueprint,
    guard::portal::{Browser, Portal},
    quarantine::keeper,
    visitor::{Answer, encoded},
    world::START,
};

/// Sends a form from a page, as a browser does.
async fn sends(browser: &Browser<'_>, path: &str, from: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.token().await;
    let fields = fields.iter().copied().chain([("csrf", token.as_str())]);
    let fields: Vec<_> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    browser.raw(Method::POST, path, from, Body::from(encoded(&fields))).await
}

/// The address at which a page's form keeps what is being typed.
fn draft_address(page: &str) -> String {
    let (_, rest) = page.split_once("data-draft=\"").expect("a form that is kept");
    rest.split('"').next().unwrap().replace("&#x2f;", "/").replace("&#61;", "=")
}

#[tokio::test]
async fn a_list_of_invitations_comes_back_until_it_is_sent() {
    let portal = Portal::open().await;
    let browser = keeper(&portal, "Grace").await;
    let (page, lines) = ("/desk/invitations/new", "X-1;eve@x.example");
    let typed = [("lines", lines), ("role", "buyer")];
    let kept_at = draft_address(&browser.get(page).await.text());
    assert_eq!(sends(&browser, &kept_at, page, &typed).await.status, StatusCode::NO_CONTENT);
    assert!(browser.get(page).await.text().contains(lines));
    // To look through it sends nothing, so it stays.
    sends(&browser, &format!("{page}?draft=no"), page, &typed).await;
    assert!(browser.get(page).await.text().contains(lines));
    let sent = sends(&browser, &format!("{page}/sending?draft=no"), page, &typed).await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(!browser.get(page).await.text().contains(lines), "what was sent is no draft any more");
}

#[tokio::test]
async fn a_mended_document_comes_back_as_long_as_it_may_be_mended() {
    let portal = Portal::open().await;
    let browser = keeper(&portal, "Grace").await;
    let mapping = Mapping::parse(&std::fs::read_to_string(blueprint("online-retail-ii.toml")).unwrap()).unwrap();
    let sample = blueprint("sample/online_retail_ii_sample.csv");
    sync::import(&portal.app.gateway, &mapping, &[sample], &Pace::default(), &|_| {}).await.unwrap();
    let open = Quarantined::STATE.is(&QuarantineState::Open);
    let held = portal.app.db.unguarded().first(open).await.unwrap().unwrap();
    let page = format!("/desk/imports/quarantine/{}", held.id);
    let kept_at = draft_address(&browser.get(&page).await.text());
    sends(&browser, &kept_at, &format!("{page}/mending"), &[("content", "half mended")]).await;
    assert!(browser.get(&page).await.text().contains("half mended"));
    assert_eq!(sends(&browser, &format!("{page}/dismissal"), &page, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get(&page).await.text().contains("half mended"), "what was left out may still be mended");
    let raw = portal.app.db.unguarded();
    let settled = raw.first(Quarantined::ID.is(&held.id)).await.unwrap().unwrap();
    raw.update(&Quarantined { state: QuarantineState::Replayed, ..settled }).await.unwrap();
    let settled = browser.get(&page).await.text();
    assert!(!settled.contains("draft=no"), "a page without a form speaks of no draft: {settled}");
}

#[tokio::test]
async fn a_brand_comes_back_until_it_is_saved() {
    let portal = Portal::open().await;
    let browser = keeper(&portal, "Grace").await;
    let page = "/desk/admin/brand";
    let typed = [("name", "Harrow Fluids"), ("postal", "Unit 4, Otterby")];
    let kept_at = draft_address(&browser.get(page).await.text());
    sends(&browser, &kept_at, page, &typed).await;
    assert!(browser.get(page).await.text().contains("value=\"Unit 4, Otterby\""));
    assert_eq!(sends(&browser, page, page, &typed).await.status, StatusCode::SEE_OTHER);
    assert!(!browser.get(page).await.text().contains("draft=no"), "what was saved is no draft any more");
}

#[tokio::test]
async fn what_nobody_came_back_to_for_a_month_is_thrown_away() {
    let portal = Portal::open().await;
    let browser = keeper(&portal, "Grace").await;
    let (page, lines) = ("/desk/invitations/new", "X-1;eve@x.example");
    let kept_at = draft_address(&browser.get(page).await.text());
    sends(&browser, &kept_at, page, &[("lines", lines)]).await;
    for (days, is_kept) in [(29, true), (31, false)] {
        front::sweep(&portal.app.db, START.plus(Duration::from_hours(days * 24))).await.unwrap();
        assert_eq!(browser.get(page).await.text().contains(lines), is_kept, "after {days} days");
    }
}

#[tokio::test]
async fn of_more_drafts_than_are_kept_of_one_person_the_oldest_goes() {
    let portal = Portal::open().await;
    let (grace, hannah) = (keeper(&portal, "Grace").await, keeper(&portal, "Hannah").await);
    let (page, lines) = ("/desk/invitations/new", "X-1;eve@x.example");
    let kept_at = draft_address(&grace.get(page).await.text());
    for browser in [&hannah, &grace] {
        sends(browser, &kept_at, page, &[("lines", lines)]).await;
    }
    for other in 1..=30 {
        assert!(grace.get(page).await.text().contains(lines), "{other} drafts are not too many");
        portal.clock.advance(Duration::from_secs(1));
        let of_another = format!("/drafts?form=/desk/imports/quarantine/{other}");
        let kept = sends(&grace, &of_another, page, &[("content", "half mended")]).await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT);
    }
    assert!(!grace.get(page).await.text().contains(lines), "it is the oldest of 31");
    assert!(hannah.get(page).await.text().contains(lines), "how much Grace keeps is nothing to Hannah");
    sends(&grace, &kept_at, page, &[("lines", lines)]).await;
    assert!(grace.get(page).await.text().contains(lines), "what was just saved is kept, whatever else is");
}
