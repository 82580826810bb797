//! Links to one record as one more caller: over every operation and every route, they open their record and nothing else.

use axum::http::StatusCode;
use directory::RecordLink;
use front::Audience;
use gateway::{Raw, Shape};
use kernel::Id;
use serde_json::Value;
use uuid::Uuid;

use super::{
    cast::Cast,
    planted::Row,
    routes::{address, names},
    tries::{absent, pairs},
};
use crate::{visitor::Visitor, world::asked};

impl Cast {
    /// The link to a record of this kind in Northgate, and the record's row.
    async fn link_to(&self, kind: &str) -> (RecordLink, &Row) {
        let raw = self.portal.app.db.unguarded();
        let links = raw.find(RecordLink::ACCOUNT_ID.is(&self.place("northgate").account)).await.expect("links");
        let link = links.into_iter().find(|link| link.target.kind == kind).expect("a link to such a record");
        let id = link.target.id.simple().to_string();
        let row = self.of_kind(kind).into_iter().find(|row| row.id == id).expect("its record");
        (link, row)
    }
}

#[tokio::test]
async fn a_link_does_and_asks_nothing_but_what_its_kind_allows_to_its_own_record() {
    let cast = Cast::with(2).await;
    let gateway = &cast.portal.app.gateway;
    let agent = cast.members.iter().find(|member| member.role == "agent").expect("an agent");
    let (mut tried, mut faults) = (0, Vec::new());
    for kind in ["invoice", "order", "case"] {
        let (link, own) = cast.link_to(kind).await;
        let linkable = gateway.registry().linkable(kind).expect("what such a link opens");
        let link = asked(link.principal(linkable.actions(true)));
        for operation in gateway.registry().operations() {
            let spec = operation.spec();
            let told = Raw::Json(Value::Object(cast.told(agent, operation, None)));
            if operation.shape() == Shape::List {
                let answer = operation.run(gateway, &link, &[], &told).await;
                let answer = answer.map_or_else(|_| String::new(), |done| done.output.to_string().to_lowercase());
                tried += 1;
                if answer.contains("zq") {
                    faults.push(format!("a link to an {kind} lists by {}: {answer}", spec.name));
                }
                continue;
            }
            let [on] = spec.on.as_slice() else { continue };
            let allowed = linkable.reads.iter().chain(linkable.acts).any(|action| *action == spec.name);
            for row in cast.of_kind(on) {
                if allowed && row.id == own.id {
                    continue;
                }
                let id = Uuid::try_parse(&row.id).expect("an id");
                tried += 1;
                if operation.run(gateway, &link, &[id], &told).await.is_ok() {
                    faults.push(format!("a link to an {kind} does {} to a {on} of {:?}", spec.name, row.place));
                }
            }
        }
    }
    println!("{tried} operations were tried");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
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
