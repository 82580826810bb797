//! What is typed into a list's filters and searches: a stranger's id, name or number finds as much as one that nobody
//! has.

use std::collections::BTreeSet;

use access::Acting;
use front::Audience;
use gateway::{FieldKind, Raw, Shape};
use uuid::Uuid;

use super::{
    cast::Cast,
    leaked,
    masked::{masked, parting},
    routes::address,
    tries::absent,
};
use crate::visitor::encoded;

#[tokio::test]
async fn searching_for_a_stranger_finds_what_searching_for_nobody_finds() {
    let cast = Cast::with(1).await;
    let registry = cast.portal.app.gateway.registry();
    let stranger = cast.place("meridian");
    let id = stranger.account.to_string();
    // As long as the others, so that the answers are as long too.
    let (word, nobody) = (stranger.word(), "zqnobodyyy".to_owned());
    let (mut faults, mut tried, mut found) = (Vec::new(), 0, 0);
    for member in cast.members.iter().filter(|member| member.place == Some("northgate")) {
        let (browser, withheld) = (cast.browser(member).await, cast.withheld(member).await);
        let home = cast.place("northgate");
        let asked = cast.acting(member, Acting::Account(home.account)).await;
        for route in cast.portal.app.site.routes.iter() {
            let below = route.path.strip_prefix("/a/{account}").unwrap_or(&route.path);
            if route.method != "GET" || route.audience != Audience::Customer || below.contains('{') {
                continue;
            }
            let Some(operation) = route.operation.and_then(|name| registry.operation(name)) else { continue };
            let path = address(route, &home.account.to_string(), &[]);
            let fields = operation.spec().fields.iter();
            let typed = fields.filter(|field| matches!(field.kind, FieldKind::Text { .. } | FieldKind::Id { .. }));
            for field in typed {
                let number = |word: &str| format!("INV {word} 0");
                for (foreign, absent) in
                    [(id.clone(), absent("account")), (word.clone(), nobody.clone()), (number(&word), number(&nobody))]
                {
                    let mut told = Vec::new();
                    for typed in [foreign, absent] {
                        let query = encoded(&[(field.name.to_string(), typed.clone())]);
                        let answer = browser.get(&format!("{path}?{query}")).await;
                        let shown = [typed.clone(), typed.replace(' ', "+"), query];
                        told.push(masked(&answer, &shown));
                    }
                    tried += 1;
                    if told[0] != told[1] {
                        let parts = parting(&told[0], &told[1]);
                        faults.push(format!("{}: {path} by {}:\n{parts}", member.called(), field.name));
                    }
                    if let Some(word) = leaked(&told[0], &withheld) {
                        faults.push(format!("{}: {path} by {} shows `{word}`", member.called(), field.name));
                    }
                }
                // What is their own is found by the same field, or by none.
                let query = encoded(&[(field.name.to_string(), home.word())]);
                let own = browser.get(&format!("{path}?{query}")).await;
                let reads = !cast.facts(&asked, &operation.spec().name).is_nothing();
                found += usize::from(reads && own.text().to_lowercase().contains(&format!("kit {}", home.word())));
            }
        }
    }
    println!("{tried} searches tried");
    assert!(found > 0, "nobody found even their own, so nothing was searched");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test]
async fn a_stranger_s_id_narrows_a_query_to_what_nobody_s_does() {
    let cast = Cast::with(1).await;
    let gateway = &cast.portal.app.gateway;
    let (mut faults, mut tried, mut found) = (Vec::new(), 0, 0);
    for member in cast.members.iter().filter(|member| member.place == Some("northgate")) {
        let asked = cast.acting(member, Acting::Account(cast.place("northgate").account)).await;
        let withheld = cast.withheld(member).await;
        let queries = gateway.registry().operations().filter(|operation| operation.shape() != Shape::Command);
        let fields = queries.flat_map(|query| query.spec().fields.iter().map(move |field| (query, field)));
        for (query, field) in fields {
            let Some(noun) = field.kind.noun() else { continue };
            let of = |place| {
                let mut rows = cast.rows.iter().filter(|row| row.kind.eq_ignore_ascii_case(noun));
                rows.find(|row| row.place == Some(place)).map(|row| row.id.clone())
            };
            let (Some(own), Some(theirs)) = (of("northgate"), of("meridian")) else { continue };
            let kinds = query.spec().on.iter().filter(|_| query.shape() == Shape::Show);
            let on: Vec<Uuid> = kinds.filter_map(|kind| cast.nearest(member, kind).id.parse().ok()).collect();
            let mut told = Vec::new();
            for id in [own, theirs, absent("account")] {
                let raw = Raw::Form(vec![(field.name.to_string(), id.clone())]);
                let outcome = query.run(gateway, &asked, &on, &raw).await;
                let shown = outcome.map_or_else(|problem| format!("{problem:?}"), |done| done.output.to_string());
                let id = Uuid::try_parse(&id).expect("an id").simple().to_string();
                told.push(shown.replace(&id, "ID"));
            }
            let [own, theirs, nobodys] = told.as_slice() else { continue };
            (tried, found) = (tried + 1, found + usize::from(own != nobodys));
            let name = format!("{} asks {} by {}", member.called(), query.spec().name, field.name);
            if theirs != nobodys {
                faults.push(format!("{name}:\n{}", parting(theirs, nobodys)));
            }
            if let Some(word) = leaked(theirs, &withheld) {
                faults.push(format!("{name} and is shown `{word}`"));
            }
        }
    }
    println!("{tried} ids tried");
    assert!(found > 0, "nobody found even their own, so nothing was narrowed");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test]
async fn a_stranger_s_record_named_in_an_address_shows_as_much_as_nobody_s() {
    let cast = Cast::with(1).await;
    let registry = cast.portal.app.gateway.registry();
    let fields = registry.operations().flat_map(|operation| &operation.spec().fields);
    let names: BTreeSet<String> =
        fields.filter(|field| field.kind == FieldKind::Quote).map(|field| field.name.to_string()).collect();
    let mut faults = Vec::new();
    for member in cast.members.iter().filter(|member| member.place == Some("northgate")) {
        let (browser, withheld) = (cast.browser(member).await, cast.withheld(member).await);
        for route in cast.portal.app.site.routes.iter() {
            let below = route.path.strip_prefix("/a/{account}").unwrap_or(&route.path);
            if route.method != "GET" || route.audience != Audience::Customer || below.contains('{') {
                continue;
            }
            let path = address(route, &cast.place("northgate").account.to_string(), &[]);
            for (name, kind) in names.iter().flat_map(|name| registry.quotable_kinds().map(move |kind| (name, kind))) {
                let rows = cast.of_kind(kind);
                let theirs = rows.iter().find(|row| row.place == Some("meridian")).expect("one of each in each place");
                let mut told = Vec::new();
                for id in [theirs.id.clone(), absent(kind)] {
                    let answer = browser.get(&format!("{path}?{name}={kind}:{id}")).await;
                    told.push(masked(&answer, &[id]));
                }
                if told[0] != told[1] || leaked(&told[0], &withheld).is_some() {
                    let parts = parting(&told[0], &told[1]);
                    faults.push(format!("{}: {path} about a {kind}:\n{parts}", member.called()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
