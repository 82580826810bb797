//! Links to one record as one more caller: over every operation and every route, they open their record and nothing else.

use axum::http::StatusCode;
use directory::RecordLink;
use front::Audience;
use kernel::Id;
use uuid::Uuid;

use super::{
    cast::Cast,
    clean,
    routes::{address, names},
    tries::{absent, pairs},
};
use crate::visitor::Visitor;

#[tokio::test]
async fn a_link_does_and_asks_nothing_but_what_its_kind_allows_to_its_own_record() {
    let cast = Cast::with(2).await;
    let legs = guard::links::walk(&cast).await;
    assert_eq!(legs.len(), 3, "a link to an invoice, an order and a case");
    for leg in &legs {
        assert!(leg.opened > 1, "{} opens next to nothing", leg.who);
    }
    clean(&legs);
}

#[tokio::test]
async fn a_browser_with_an_open_link_is_a_stranger_on_every_other_page() {
    let cast = Cast::with(1).await;
    let (link, _) = cast.link_to("case").await;
    let token = front::new_token();
    let row = RecordLink { token_hash: Some(directory::token_hash(&token)), ..link };
    cast.portal.app.db.unguarded().update(&row).await.expect("a token");
    let browser = Visitor::new(&cast.portal.app.router);
    let stranger = Visitor::new(&cast.portal.app.router);
    let opened = browser.post(&format!("/l/{token}"), &[]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    assert_eq!(browser.get(&opened.to).await.status, StatusCode::OK);
    let member = cast.members.iter().find(|member| member.place == Some("northgate")).expect("somebody");
    let door = cast.place("northgate").account.to_string();
    let mut faults = Vec::new();
    let routes = cast.portal.app.site.routes.clone();
    for route in routes.iter().filter(|route| route.audience != Audience::Public) {
        let planted = |name: &String| cast.rows.iter().any(|row| row.kind == name);
        let id = |name: &String| if planted(name) { cast.nearest(member, name).id.clone() } else { absent(name) };
        let path = address(route, &door, &names(route).iter().map(id).collect::<Vec<_>>());
        let (ours, theirs) = match (route.method, route.operation) {
            ("GET", _) => (browser.get(&path).await, stranger.get(&path).await),
            (_, operation) => {
                let operation = operation.and_then(|name| cast.portal.app.gateway.registry().operation(name));
                let told = operation.map(|operation| pairs(&cast.told(member, operation, None))).unwrap_or_default();
                let told: Vec<_> = told.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                (browser.post(&path, &told).await, stranger.post(&path, &told).await)
            }
        };
        if (ours.status, &ours.to) != (theirs.status, &theirs.to) {
            faults.push(format!("{} {}: {} {}", route.method, route.path, ours.status, ours.to));
        }
    }
    let other: Id<access::RecordLink> = Id::from_uuid(Uuid::now_v7());
    assert_eq!(browser.get(&format!("/l/{other}/case")).await.status, StatusCode::GONE);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
