//! How often each page asks the database: as often for thirty rows as for one, and not too often.

use std::{collections::BTreeMap, fmt::Write as _};

use front::{Audience, Route};
use gateway::Shape;

use super::{
    cast::{Cast, Member, opened},
    planted,
    routes::{address, names},
    tries::absent,
};

/// How many statements a page may need; the session, the roles and what stands around the page among them.
const BUDGET: u32 = 18;

/// Pages that may need more, and why.
const MORE: &[(&str, u32, &str)] = &[(
    "/desk/customers/{customer}",
    28,
    "each service that keeps records is asked how many there are, which is the newest, and what is open",
)];

/// How often each route asks, for the first who may open it.
async fn count(cast: &Cast) -> BTreeMap<String, (u32, String)> {
    let mut counts = BTreeMap::new();
    for route in cast.portal.app.site.routes.iter().filter(|route| route.method == "GET") {
        for member in readers(cast, route.audience) {
            let Some(path) = path(cast, route, member) else { break };
            let browser = cast.browser(member).await;
            // The first time, things are read that are then kept in memory.
            let first = browser.get(&path).await;
            if !opened(first.status) {
                continue;
            }
            let (again, statements) = store::counted(browser.get(&path)).await;
            assert_eq!(first.status, again.status);
            counts.insert(route.path.clone(), (statements, member.called()));
            break;
        }
    }
    counts
}

/// Everybody who might open a page of this kind, those who see the most first.
fn readers(cast: &Cast, audience: Audience) -> Vec<&Member> {
    let at_home = |member: &&Member| match audience {
        Audience::Desk => member.place.is_none(),
        Audience::Customer | Audience::Oneself | Audience::Public => member.place == Some("northgate"),
    };
    let mut readers: Vec<&Member> = cast.members.iter().filter(at_home).collect();
    readers.sort_by_key(|member| (member.role != "group", member.role != "desk-admin"));
    readers
}

fn path(cast: &Cast, route: &Route, member: &Member) -> Option<String> {
    let door = member.place.map(|place| cast.place(place).account.to_string()).unwrap_or_default();
    let names = names(route);
    if route.audience == Audience::Public && !names.is_empty() {
        let ids: Vec<String> = names.iter().map(|name| absent(name)).collect();
        return Some(address(route, &door, &ids));
    }
    let operation = route.operation.and_then(|name| cast.portal.app.gateway.registry().operation(name));
    let ids = match operation {
        Some(found) if found.shape() == Shape::Show && found.spec().on.len() == names.len() => {
            found.spec().on.iter().map(|kind| cast.nearest(member, kind).id.clone()).collect::<Vec<_>>()
        }
        _ => names.iter().map(|name| cast.nearest(member, name).id.clone()).collect(),
    };
    Some(address(route, &door, &ids))
}

#[tokio::test]
async fn a_page_asks_as_often_for_thirty_rows_as_for_one() {
    let mut cast = Cast::with(1).await;
    let few = count(&cast).await;
    planted::plant(&mut cast, 1..30).await;
    cast.portal.settle().await;
    let many = count(&cast).await;
    let mut faults = Vec::new();
    let mut table = String::from("statements for one row and for thirty, by route:\n");
    for (route, (statements, who)) in &few {
        let then = many.get(route).map_or(0, |(statements, _)| *statements);
        let _ = writeln!(table, "{statements:>4} {then:>4}  {route} ({who})");
        // A file is read in pieces of some hundred rows; it may ask once more for each, never for each row.
        let is_file = route.rsplit('/').next().is_some_and(|name| name.contains('.'));
        let pieces = if is_file { 8 } else { 0 };
        if then > statements + pieces {
            faults.push(format!("{route} needs {statements} statements for one row and {then} for thirty"));
        }
        let budget = MORE.iter().find(|(known, ..)| known == route).map_or(BUDGET, |(_, budget, _)| *budget);
        if *statements.max(&then) > budget {
            faults.push(format!("{route} needs {} statements; it has {budget}", statements.max(&then)));
        }
    }
    println!("{table}");
    assert!(faults.is_empty(), "{}\n{table}", faults.join("\n"));
}
