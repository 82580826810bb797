//! Every link somebody is shown leads somewhere, every form has somebody who takes it, and what somebody may open is
//! linked from somewhere: a row is in a list exactly if it opens.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use access::Acting;
use front::{Audience, Route};
use gateway::Shape;

use super::{
    cast::{Cast, Member, opened},
    portal::Browser,
};

/// How many pages of one shape (route and names in the query) are opened, and how many in all: that of every account
/// among them, since what is a customer's is linked from there.
const OF_A_SHAPE: usize = 6;
const IN_ALL: usize = 4_000;

struct Crawl<'c> {
    member: &'c Member,
    browser: Browser<'c>,
    routes: &'c [Route],
    waiting: VecDeque<(String, String)>,
    met: BTreeSet<String>,
    shapes: BTreeMap<String, usize>,
    opened: usize,
    faults: Vec<String>,
}

impl Crawl<'_> {
    async fn all(&mut self) {
        self.meet("/", "the front door");
        while let Some((path, from)) = self.waiting.pop_front() {
            if self.opened >= IN_ALL {
                let (called, left) = (self.member.called(), self.waiting.len() + 1);
                self.faults.push(format!("{called} was shown more than {IN_ALL} pages; {left} were not opened"));
                return;
            }
            self.opened += 1;
            let answer = self.browser.get(&path).await;
            if !opened(answer.status) {
                self.faults.push(format!("{} on {from}: {path} gives {}", self.member.called(), answer.status));
                continue;
            }
            let to = answer.header("location");
            if !to.is_empty() {
                self.meet(&to, &path);
            }
            if answer.header("content-type").starts_with("text/html") {
                self.read(&path, &answer.text());
            }
        }
    }

    fn read(&mut self, path: &str, page: &str) {
        for link in attributes(page, "<a", "href") {
            match link.chars().next() {
                Some('/') => self.meet(&link, path),
                Some('?') => self.meet(&format!("{}{link}", path.split('?').next().unwrap_or(path)), path),
                _ => {}
            }
        }
        for tag in tags(page, "<form") {
            let (action, method) = (attribute(tag, "action"), attribute(tag, "method").unwrap_or_default());
            let action = action.unwrap_or_else(|| path.to_owned());
            let method = if method.eq_ignore_ascii_case("post") { "POST" } else { "GET" };
            if self.route(method, &action).is_none() {
                let called = self.member.called();
                self.faults.push(format!("{called} on {path}: nobody takes the form {method} {action}"));
            }
        }
    }

    fn route(&self, method: &str, address: &str) -> Option<&Route> {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        let fits = |route: &Route| {
            let (mut wanted, mut parts) = (route.path.split('/'), path.split('/'));
            let fit =
                wanted.by_ref().zip(parts.by_ref()).all(|(wanted, part)| wanted.starts_with('{') || wanted == part);
            fit && route.path.split('/').count() == path.split('/').count()
        };
        // An address without ids goes before one with.
        let mut fitting: Vec<&Route> =
            self.routes.iter().filter(|route| route.method == method && fits(route)).collect();
        fitting.sort_by_key(|route| route.path.matches('{').count());
        fitting.first().copied()
    }

    /// Puts an address on the list of those to open, if there is not enough of its shape yet.
    fn meet(&mut self, address: &str, from: &str) {
        let path = address.split('#').next().unwrap_or(address).to_owned();
        // What is fetched by browsers and providers themselves is no page.
        if path.starts_with("/assets/") || path.starts_with("/sign-in/saml/") || !self.met.insert(path.clone()) {
            return;
        }
        let Some(route) = self.route("GET", &path) else {
            self.faults.push(format!("{} on {from}: {path} is no page", self.member.called()));
            return;
        };
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let names: BTreeSet<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
        let count = self.shapes.entry(format!("{} {names:?}", route.path)).or_default();
        *count += 1;
        if *count <= OF_A_SHAPE {
            self.waiting.push_back((path, from.to_owned()));
        }
    }
}

/// Every tag of this name, to its end.
fn tags<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let begins = page.match_indices(name).filter(|(at, _)| page[at + name.len()..].starts_with(char::is_whitespace));
    begins.filter_map(|(at, _)| page[at..].split('>').next()).collect()
}

fn attributes(page: &str, tag: &str, name: &str) -> Vec<String> {
    tags(page, tag).into_iter().filter_map(|tag| attribute(tag, name)).collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    let plain = [("&amp;", "&"), ("&#x2f;", "/"), ("&#x27;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">")];
    Some(plain.iter().fold(value.to_owned(), |value, (written, meant)| value.replace(written, meant)))
}

/// What somebody may open and was never shown a way to.
async fn unlinked(cast: &Cast, crawl: &Crawl<'_>) -> Vec<String> {
    let registry = cast.portal.app.gateway.registry();
    let mut faults = Vec::new();
    for route in crawl.routes.iter().filter(|route| route.method == "GET") {
        let acting = match (route.audience, crawl.member.place) {
            (Audience::Customer, Some(place)) => Acting::Account(cast.place(place).account),
            (Audience::Desk, None) => Acting::Desk,
            _ => continue,
        };
        let Some(operation) = route.operation.and_then(|name| registry.operation(name)) else { continue };
        let [kind] = operation.spec().on.as_slice() else { continue };
        if operation.shape() != Shape::Show || !route.path.replace("/a/{account}", "").contains('{') {
            continue;
        }
        let asked = cast.acting(crawl.member, acting).await;
        let facts = cast.facts(&asked, &operation.spec().name);
        for row in cast.of_kind(kind).into_iter().filter(|row| cast.reaches(&facts, row)) {
            if !crawl.met.iter().any(|address| address.contains(&row.id)) {
                let of = row.place.unwrap_or("the desk");
                faults.push(format!("{} may open a {kind} of {of} and is shown no way to it", crawl.member.called()));
            }
        }
    }
    faults
}

#[tokio::test]
async fn every_link_opens_and_everything_that_opens_is_linked() {
    let cast = Cast::with(2).await;
    let routes = &cast.portal.app.site.routes;
    let (mut faults, mut pages) = (Vec::new(), 0);
    for member in &cast.members {
        let mut crawl = Crawl {
            member,
            browser: cast.browser(member).await,
            routes,
            waiting: VecDeque::new(),
            met: BTreeSet::new(),
            shapes: BTreeMap::new(),
            opened: 0,
            faults: Vec::new(),
        };
        crawl.all().await;
        assert!(crawl.opened > 2, "{} was shown nothing", member.called());
        pages += crawl.opened;
        faults.append(&mut crawl.faults);
        faults.extend(unlinked(&cast, &crawl).await);
    }
    println!("{pages} pages opened");
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
