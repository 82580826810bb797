//! Whoever has not signed in, before every route, with ids that are there.

use front::{Audience, Route};

use crate::{
    Cast, Leg,
    cast::{DESK, Place},
    leaked,
    pages::{address, names},
    reach::around,
    tries::absent,
};

/// A stranger asks every route, and is shown no word of anybody's.
pub async fn walk(cast: &Cast) -> Vec<Leg> {
    let mut leg = Leg::of("a stranger");
    let words: Vec<String> = cast.places.iter().map(Place::word).chain([DESK.to_owned()]).collect();
    for route in &cast.portal.app.site.routes {
        let browser = cast.portal.stranger();
        let path = path(cast, route);
        let answer = match route.method {
            "GET" => browser.get_as_it_comes(&path).await,
            _ => browser.post_as_it_comes(&path, &[]).await,
        };
        leg.asked += 1;
        let shown = answer.status.is_success();
        leg.opened += usize::from(shown);
        if shown && route.audience != Audience::Public {
            leg.findings.push(format!("{} {} opens to a stranger", route.method, route.path));
        }
        if answer.status.is_server_error() {
            leg.findings.push(format!("{} {} fails: {}", route.method, route.path, answer.status));
        }
        let told = answer.text();
        if let Some(word) = leaked(&told, &words) {
            let around = around(&told, word);
            leg.findings.push(format!("{} {} shows a stranger `{word}`: …{around}…", route.method, route.path));
        }
    }
    vec![leg]
}

/// The route's address with ids of the first place; a token is nobody's, since whoever has one may well be let in.
fn path(cast: &Cast, route: &Route) -> String {
    let door = &cast.places[0];
    let id = |name: &String| {
        let mut rows = cast.rows.iter().filter(|row| row.kind == name && row.kind != "token");
        let first = rows.clone().find(|row| row.place == Some(door.name)).or_else(|| rows.next());
        first.map_or_else(|| absent(name), |row| row.id.clone())
    };
    address(route, &door.account.to_string(), &names(route).iter().map(id).collect::<Vec<_>>())
}
