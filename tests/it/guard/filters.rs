//! What is typed into a list's filters and searches: a stranger's id, name or number finds as much as one that nobody
//! has.

use std::collections::BTreeSet;

use access::Acting;
use front::Audience;
use gateway::FieldKind;

use super::{
    cast::Cast,
    masked::{masked, parting},
    portal::encoded,
    reach::leaked,
    routes::address,
    tries::absent,
};

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
            let texts = operation.spec().fields.iter().filter(|field| matches!(field.kind, FieldKind::Text { .. }));
            for field in texts {
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
                let reads = !cast.facts(&asked, &operation.spec().name).await.is_nothing();
                found += usize::from(reads && own.text().to_lowercase().contains(&format!("kit {}", home.word())));
            }
        }
    }
    println!("{tried} searches tried");
    assert!(found > 0, "nobody found even their own, so nothing was searched");
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
