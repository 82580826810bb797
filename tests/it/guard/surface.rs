//! What a stranger gets, route by route, with everything that stands in front of the pages.

use std::{collections::BTreeSet, fmt::Write as _, num::NonZeroU32, sync::Arc};

use axum::{body::Body, http::Method};
use edge::{Behind, Rate, Ready};
use futures::future::BoxFuture;
use portico::compose;

use super::{
    portal::{Browser, Portal},
    routes::address,
    snapshot,
    tries::absent,
};

struct Always;

impl Ready for Always {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }
}

/// What is there beside the pages.
const BESIDE: [&str; 5] = ["/assets/nothing.css", "/healthz", "/metrics", "/nowhere", "/readyz"];

#[test]
fn no_two_lines_of_a_menu_have_the_same_place() {
    let pages = compose::pages();
    let mut places = BTreeSet::new();
    for item in pages.menu_items() {
        let is_free = places.insert((item.audience, item.group, item.order));
        assert!(is_free, "{} stands where another line of its group does: at {}", item.label, item.order);
    }
    assert!(places.len() > 10, "{places:?}");
}

#[tokio::test]
async fn what_a_stranger_gets_is_as_agreed() {
    let portal = Portal::open().await;
    let often = NonZeroU32::MAX;
    let settings = edge::Settings {
        hosts: vec!["portal.test".to_owned()],
        rate: Rate { per_second: often, burst: often },
        ..edge::Settings::default()
    };
    let behind = Behind::new(Arc::new(Always)).face(Arc::clone(&portal.app.site));
    let router = edge::wrap(portal.app.router.clone(), &settings, behind);
    let (door, id) = (absent("account"), absent("token"));
    let routes = portal.app.site.routes.iter().map(|route| {
        let ids = vec![id.clone(); 4];
        (route.method, route.path.clone(), address(route, &door, &ids))
    });
    let beside = BESIDE.iter().map(|path| ("GET", (*path).to_owned(), (*path).to_owned()));
    let all: BTreeSet<(String, &str, String)> =
        routes.chain(beside).map(|(method, called, path)| (called, method, path)).collect();
    let mut table = String::from("What somebody gets who has not signed in. Generated from the routes.\n\n");
    for (called, method, path) in &all {
        let stranger = Browser::new(&router, None);
        let answer = match *method {
            "GET" => stranger.get_as_it_comes(path).await,
            _ => {
                let without = stranger.raw(Method::POST, path, "", Body::empty()).await;
                assert_eq!(without.status, 403, "{path}: a form that no page of ours gave is taken");
                stranger.post(path, &[]).await
            }
        };
        let kept = answer.header("cache-control");
        assert!(kept == "private, no-store" || called.starts_with("/assets/"), "{method} {path} may be kept: {kept}");
        let to = answer.header("location").replace(&door, "ACCOUNT").replace(&id, "ID");
        let line = format!("{method:<4} {called:<58} {} {to}", answer.status.as_u16());
        let _ = writeln!(table, "{}", line.trim_end());
    }
    snapshot("surface.txt", &table);
}
