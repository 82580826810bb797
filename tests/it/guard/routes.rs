//! Every route, asked by everybody for what is theirs and what is not.

use std::collections::BTreeMap;

use access::{Acting, Facts};
use front::{Audience, Route};
use gateway::{Operation, Shape};

use super::{
    cast::{Cast, Member, opened},
    masked::{masked, parting},
    paper,
    planted::Row,
    portal::Browser,
    reach::leaked,
    tries::{absent, pairs},
};
use crate::visitor::Answer;

/// Somebody on their way through all routes, and what they found amiss.
struct Walk<'c> {
    cast: &'c Cast,
    member: &'c Member,
    browser: Browser<'c>,
    withheld: Vec<String>,
    /// What their roles come to, by capacity and action.
    facts: BTreeMap<Audience, BTreeMap<String, Facts>>,
    asked: usize,
    papers: usize,
    faults: Vec<String>,
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
            facts.insert(audience, cast.all_facts(member, acting).await);
        }
        let (browser, withheld) = (cast.browser(member).await, cast.withheld(member).await);
        Self { cast, member, browser, withheld, facts, asked: 0, papers: 0, faults: Vec::new() }
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
            _ if route.method == "GET" => self.browser.get(&path).await,
            Some(operation) => {
                let told = self.cast.told(self.member, operation, None);
                self.browser.post(&path, &pairs(&told)).await
            }
            None => self.browser.post(&path, &[]).await,
        };
        self.asked += 1;
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
            let at = told.to_lowercase().find(word.as_str()).unwrap_or_default();
            let from = told[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
            let around: String = told[from..].chars().take(120).collect();
            self.fault(format!("{path} shows `{word}`: …{around}…"));
        }
    }

    fn fault(&mut self, what: String) {
        self.faults.push(format!("{}: {what}", self.member.called()));
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
            let facts = self.cast.all_facts(self.member, Acting::Account(place.account)).await;
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
        for route in routes.iter().filter(|route| route.audience != Audience::Public && route.method != "GET") {
            self.done(route).await;
        }
    }
}

impl Cast {
    async fn all_facts(&self, member: &Member, acting: Acting) -> BTreeMap<String, Facts> {
        let asked = self.acting(member, acting).await;
        let caller = self.portal.app.gateway.caller(&asked.principal, None).await.expect("rights");
        let actions = self.portal.app.gateway.registry().actions();
        actions.map(|action| (action.name.to_string(), caller.facts(&action.name))).collect()
    }

    /// Nobody gets a letter with a word of an account that is not theirs.
    async fn read_letters(&self) -> Vec<String> {
        let letters = self.portal.app.db.unguarded().find(mail::Letter::ID.is_known()).await.expect("letters");
        assert!(!letters.is_empty(), "no letter was written, so none was read");
        let mut faults = Vec::new();
        for letter in &letters {
            let Some(to) = self.members.iter().find(|member| letter.to_address.ends_with(&member.email)) else {
                continue;
            };
            let told = format!("{}\n{}\n{}", letter.subject, letter.text, letter.html);
            if let Some(word) = leaked(&told, &self.withheld(to).await) {
                faults.push(format!("a letter ({}) to {} holds `{word}`", letter.template, to.called()));
            }
        }
        faults
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

#[tokio::test]
async fn nobody_sees_anything_of_an_account_that_is_not_theirs() {
    let cast = Cast::with(2).await;
    let mut faults = Vec::new();
    let (mut asked, mut papers) = (0, 0);
    for member in &cast.members {
        let mut walk = Walk::begin(&cast, member).await;
        walk.all().await;
        (asked, papers) = (asked + walk.asked, papers + walk.papers);
        faults.append(&mut walk.faults);
    }
    for member in &cast.members {
        let mut walk = Walk::begin(&cast, member).await;
        walk.all_done().await;
        asked += walk.asked;
        faults.append(&mut walk.faults);
    }
    cast.portal.settle().await;
    faults.extend(cast.read_letters().await);
    println!("{asked} requests, {papers} papers read");
    assert!(papers > 0, "no paper showed its own account's word, so none of them was really read");
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
