//! Every route, asked by everybody for what is theirs and what is not.

use std::collections::BTreeMap;

use access::{Acting, Facts};
use front::{Audience, Route};
use gateway::{Operation, Shape};

use crate::{
    Browser, Cast, Leg, Row,
    browser::Answer,
    cast::{Member, opened},
    letters,
    masked::{masked, parting},
    paper,
    reach::{around, leaked},
    tries::{absent, pairs},
};

/// Everybody asks every route for what is theirs and what is not, and then does what they may; the letters that were
/// written and the programs that were told of it are read at the end.
pub async fn walk(cast: &Cast) -> Vec<Leg> {
    let (mut legs, mut papers) = (Vec::new(), 0);
    for member in &cast.members {
        let mut walk = Walk::begin(cast, member).await;
        walk.all().await;
        papers += walk.papers;
        legs.push(walk.leg);
    }
    for (member, leg) in cast.members.iter().zip(&mut legs) {
        let mut walk = Walk::begin(cast, member).await;
        walk.all_done().await;
        leg.add(walk.leg);
    }
    cast.portal.settle().await;
    legs.push(Leg::seen("papers read back", papers, "no paper showed its own account's word, so none was really read"));
    legs.push(letters::read(cast).await);
    legs.push(letters::told(cast).await);
    legs
}

/// What nobody does on the walk: whoever locks themselves out does nothing after it, and no letter reaches them. It is
/// told in `tests/it/identity/own_lock.rs`.
const LOCKING: &str = "/me/lock";

/// Somebody on their way through all routes, and what they found amiss.
struct Walk<'c> {
    cast: &'c Cast,
    member: &'c Member,
    browser: Browser<'c>,
    withheld: Vec<String>,
    /// What their roles come to, by capacity and action.
    facts: BTreeMap<Audience, BTreeMap<String, Facts>>,
    papers: usize,
    leg: Leg,
}

impl<'c> Walk<'c> {
    async fn begin(cast: &'c Cast, member: &'c Member) -> Self {
        let mut facts = BTreeMap::new();
        for audience in [Audience::Customer, Audience::Desk, Audience::Oneself] {
            let acting = match (audience, member.place) {
                (Audience::Customer, Some(place)) => Acting::Account(cast.place(place).account),
                (Audience::Desk, _) => Acting::Desk,
                _ => Acting::Oneself,
            };
            facts.insert(audience, cast.all_facts(&cast.acting(member, acting).await));
        }
        let (browser, withheld) = (cast.browser(member).await, cast.withheld(member).await);
        Self { cast, member, browser, withheld, facts, papers: 0, leg: Leg::of(member.called()) }
    }

    fn operation(&self, route: &Route) -> Option<&'c Operation> {
        self.cast.portal.app.gateway.registry().operation(route.operation?)
    }

    /// What the ids in a route's address are of: what its operation is done to, else what the address calls them.
    fn kinds(&self, route: &Route) -> Vec<String> {
        let names = names(route);
        match self.operation(route) {
            Some(found) if found.shape() != Shape::List && found.spec().on.len() == names.len() => {
                found.spec().on.iter().map(|kind| (*kind).to_owned()).collect()
            }
            _ => names,
        }
    }

    /// Whether the route may be used on this row: as far as its operation reaches or, where it names none, any.
    fn reaches(&self, route: &Route, row: &Row) -> bool {
        let facts = &self.facts[&route.audience];
        match route.operation.and_then(|name| facts.get(name)) {
            Some(facts) => self.cast.reaches(facts, row),
            None => row.owner == Some(self.member.person) || self.cast.knows(facts, row),
        }
    }

    fn home(&self) -> String {
        let place = self.member.place.map(|place| self.cast.place(place).account.to_string());
        place.unwrap_or_else(|| self.cast.places[0].account.to_string())
    }

    async fn ask(&mut self, route: &Route, door: &str, ids: &[String]) -> Answer {
        let path = address(route, door, ids);
        let answer = match self.operation(route) {
            _ if route.method == "GET" => self.browser.get_as_it_comes(&path).await,
            Some(operation) => {
                let told = self.cast.told(self.member, operation, None);
                self.browser.post_as_it_comes(&path, &pairs(&told)).await
            }
            None => self.browser.post_as_it_comes(&path, &[]).await,
        };
        self.leg.asked += 1;
        self.leg.opened += usize::from(answer.status.is_success());
        self.look(&path, &answer);
        answer
    }

    /// No byte of any answer holds a word of an account that is not theirs.
    fn look(&mut self, path: &str, answer: &Answer) {
        let mut told = answer.text();
        // A zip holds its PDFs as they are.
        if matches!(answer.header("content-type").as_str(), "application/pdf" | "application/zip") {
            told = paper::words(&answer.bytes);
            let own = self.member.place.map(|place| self.cast.place(place).word());
            self.papers += usize::from(own.is_some_and(|own| told.contains(&own)));
        }
        for (name, value) in &answer.headers {
            told.push_str(&format!("\n{name}: {}", String::from_utf8_lossy(value.as_bytes())));
        }
        if let Some(word) = leaked(&told, &self.withheld) {
            let around = around(&told, word);
            self.fault(format!("{path} shows `{word}`: …{around}…"));
        }
        if answer.status.is_server_error() {
            self.fault(format!("{path} fails: {}", answer.status));
        }
        let kept = answer.header("cache-control");
        if kept != "private, no-store" {
            self.fault(format!("{path} may be kept by others: {kept}"));
        }
    }

    fn fault(&mut self, what: String) {
        self.leg.findings.push(format!("{}: {what}", self.member.called()));
    }

    /// Each id of the address in turn: what they do not reach answers as what is not there; what they reach, opens. The
    /// other ids are of the same place, since a customer's page has that customer's people below it and nobody else's.
    async fn ids(&mut self, route: &Route) {
        let kinds = self.kinds(route);
        let (cast, member, door) = (self.cast, self.member, self.home());
        for (place, kind) in kinds.iter().enumerate() {
            let with = |id: &str, of: Option<&Row>| -> Vec<String> {
                let beside = |kind: &str| match of {
                    Some(row) => cast.beside(member, kind, row).id.clone(),
                    None => cast.nearest(member, kind).id.clone(),
                };
                let each = kinds.iter().enumerate();
                each.map(|(at, kind)| if at == place { id.to_owned() } else { beside(kind) }).collect()
            };
            let nothing = absent(kind);
            let answer = self.ask(route, &door, &with(&nothing, None)).await;
            let nowhere = self.told(&answer, &nothing);
            for (relation, row) in cast.candidates(member, kind) {
                let reached = self.reaches(route, row);
                if reached && route.method != "GET" {
                    continue; // It would be done; see `done`.
                }
                let answer = self.ask(route, &door, &with(&row.id, Some(row))).await;
                let status = answer.status;
                let called = format!("{} {}, {relation}", route.method, route.path);
                if reached {
                    if !opened(status) {
                        self.fault(format!("{called}: they may open it, and get {status}"));
                    }
                    continue;
                }
                let told = self.told(&answer, &row.id);
                let known = self.cast.knows(&self.facts[&route.audience], row);
                if told != nowhere && !(known && status == 403) {
                    self.fault(format!("{called}: differs from an absent one:\n{}", parting(&told, &nowhere)));
                }
            }
        }
    }

    /// An answer, made comparable. Its way home has the asker's own account in it, which may also be what was asked for.
    fn told(&self, answer: &Answer, typed: &str) -> String {
        let way = |to: &str| format!("&#x2f;a&#x2f;{to}\"");
        masked(answer, &[typed.to_owned()]).replace(&way(&self.home()), &way("TYPED"))
    }

    /// The same page under the addresses of other accounts.
    async fn doors(&mut self, route: &Route) {
        let ids: Vec<String> =
            self.kinds(route).iter().map(|kind| self.cast.nearest(self.member, kind).id.clone()).collect();
        let nobody = absent("account");
        let nowhere = masked(&self.ask(route, &nobody, &ids).await, &[nobody]);
        for place in self.cast.places.iter().filter(|place| Some(place.name) != self.member.place) {
            let facts = self.cast.all_facts(&self.cast.acting(self.member, Acting::Account(place.account)).await);
            let open = facts.values().any(|facts| !facts.is_nothing());
            if open && route.method != "GET" {
                continue;
            }
            let door = place.account.to_string();
            let told = masked(&self.ask(route, &door, &ids).await, &[door]);
            if !open && told != nowhere {
                let called = format!("{} {} at the door of {}", route.method, route.path, place.name);
                self.fault(format!("{called}: differs from an absent account's:\n{}", parting(&told, &nowhere)));
            }
        }
    }

    /// What they may do is done, each in a browser of its own, since it may well end the session.
    async fn done(&mut self, route: &Route) {
        let kinds = self.kinds(route);
        let near: Vec<&Row> = kinds.iter().map(|kind| self.cast.nearest(self.member, kind)).collect();
        if near.iter().all(|row| self.reaches(route, row)) {
            self.browser = self.cast.browser(self.member).await;
            let (door, ids) = (self.home(), near.iter().map(|row| row.id.clone()).collect::<Vec<_>>());
            self.ask(route, &door, &ids).await;
        }
    }

    async fn all(&mut self) {
        let routes = self.cast.portal.app.site.routes.clone();
        for route in routes.iter().filter(|route| route.audience != Audience::Public) {
            if names(route).is_empty() && route.method == "GET" {
                let door = self.home();
                self.ask(route, &door, &[]).await;
            }
            self.ids(route).await;
            if route.audience == Audience::Customer {
                self.doors(route).await;
            }
        }
    }

    async fn all_done(&mut self) {
        let routes = self.cast.portal.app.site.routes.clone();
        let is_done =
            |route: &&Route| route.audience != Audience::Public && route.method != "GET" && route.path != LOCKING;
        for route in routes.iter().filter(is_done) {
            self.done(route).await;
        }
    }
}

/// The names in braces of an address, without the account a customer's begins with. What the desk calls a customer is
/// an account.
pub fn names(route: &Route) -> Vec<String> {
    let below = route.path.strip_prefix("/a/{account}").unwrap_or(&route.path);
    let parts = below.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let called = |name: &str| if name == "customer" { "account".to_owned() } else { name.to_owned() };
    parts.map(called).collect()
}

/// The address with these ids in its braces.
pub fn address(route: &Route, door: &str, ids: &[String]) -> String {
    let mut ids = ids.iter();
    let (head, below) = match route.path.strip_prefix("/a/{account}") {
        Some(below) => (format!("/a/{door}"), below),
        None => (String::new(), route.path.as_str()),
    };
    let parts =
        below.split('/').map(|part| if part.starts_with('{') { ids.next().map_or("", String::as_str) } else { part });
    format!("{head}{}", parts.collect::<Vec<_>>().join("/"))
}
