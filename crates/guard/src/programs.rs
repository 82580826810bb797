//! Every operation over REST, by programs of several accounts, done to what is not theirs.

use std::collections::BTreeMap;

use access::{Acting, Facts};
use axum::http::Method;
use directory::{ApiKey, AppToken, TokenKind, token_hash};
use gateway::{Operation, Shape};
use kernel::Timestamp;
use serde_json::{Map, Value};
use store::Json;

use crate::{
    Cast, Leg, Row,
    browser::encoded,
    cast::Member,
    leaked, paper,
    program::{Program, Told},
    seeds::{START, fresh},
    tries::{absent, pairs},
};

/// Programs with the rights of every role in both companies, and of the admin of a site, ask for all there is.
pub async fn walk(cast: &Cast) -> Vec<Leg> {
    let asks = |member: &&Member| match member.place {
        Some("northgate" | "meridian") => true,
        Some("depot") => member.role == "admin",
        _ => false,
    };
    walk_as(cast, Shown::Key, asks).await
}

/// Apps that people of every role in each company let in ask for all there is, by the access tokens they show.
pub async fn walk_apps(cast: &Cast) -> Vec<Leg> {
    walk_as(cast, Shown::AppToken, |member| matches!(member.place, Some("northgate" | "meridian"))).await
}

/// What a program shows to be known by.
#[derive(Clone, Copy)]
enum Shown {
    /// A key that somebody made.
    Key,
    /// An access token, part of a key that an app has.
    AppToken,
}

async fn walk_as(cast: &Cast, shown: Shown, asks: impl Fn(&&Member) -> bool) -> Vec<Leg> {
    let registry = cast.portal.app.gateway.registry();
    let mut legs = Vec::new();
    for member in cast.members.iter().filter(asks) {
        let mut walk = Walk::begin(cast, member, shown).await;
        for operation in registry.operations().filter(|operation| !operation.spec().path.pattern.starts_with("/me/")) {
            walk.operation(operation).await;
        }
        legs.push(walk.leg);
    }
    legs
}

/// A program on somebody's rights, whose key may do whatever there is.
struct Walk<'c> {
    cast: &'c Cast,
    member: &'c Member,
    /// How a failure names it.
    called: String,
    program: Program<'c>,
    home: String,
    facts: BTreeMap<String, Facts>,
    withheld: Vec<String>,
    leg: Leg,
}

impl<'c> Walk<'c> {
    async fn begin(cast: &'c Cast, member: &'c Member, shown: Shown) -> Self {
        let place = cast.place(member.place.expect("a customer's person"));
        let registry = cast.portal.app.gateway.registry();
        let (mark, client_id, called) = match shown {
            Shown::Key => ("portico_", None, member.called()),
            Shown::AppToken => (api::APP_MARK, Some("guard".to_owned()), format!("an app of {}", member.called())),
        };
        let token = format!("{mark}{}", front::new_token());
        // An app is not told the token of its key: it shows one of its own.
        let of_key = if client_id.is_some() { front::new_token() } else { token.clone() };
        let key = ApiKey {
            id: fresh(),
            account_id: Some(place.account),
            person_id: member.person,
            made_by: member.called(),
            name: format!("walk of {}", member.called()),
            token_hash: token_hash(&of_key),
            ending: String::new(),
            actions: Json(registry.operations().map(|operation| operation.spec().name.to_string()).collect()),
            created_at: START,
            expires_at: Timestamp::from_micros(i64::MAX),
            used_at: None,
            revoked_at: None,
            client_id,
        };
        let raw = cast.portal.app.db.unguarded();
        raw.insert(&key).await.expect("a key");
        if key.client_id.is_some() {
            raw.insert(&access_token(cast, &key, &token)).await.expect("a token");
        }
        let asked = cast.acting(member, Acting::Account(place.account)).await;
        let facts = cast.all_facts(&asked);
        Self {
            cast,
            member,
            program: Program::new(&cast.portal.app.router, &token, place.account),
            home: place.account.to_string(),
            facts,
            withheld: cast.withheld(member).await,
            leg: Leg::of(called.clone()),
            called,
        }
    }

    fn fault(&mut self, operation: &Operation, what: &str) {
        self.leg.findings.push(format!("{} over {}: {what}", self.called, operation.spec().name));
    }

    async fn ask(&mut self, operation: &Operation, door: &str, ids: &[String], told: &Map<String, Value>) -> Told {
        let path = address(operation, door, ids);
        let asked = match operation.spec().path.method {
            gateway::Method::Post => {
                self.program.at(Method::POST, &path, &[], Some(&Value::Object(told.clone()))).await
            }
            reads_or_removes => {
                let method = if reads_or_removes == gateway::Method::Get { Method::GET } else { Method::DELETE };
                let query = if told.is_empty() { String::new() } else { format!("?{}", encoded(&pairs(told))) };
                self.program.at(method, &format!("{path}{query}"), &[], None).await
            }
        };
        self.leg.asked += 1;
        self.leg.opened += usize::from(asked.status.is_success());
        if asked.status.is_server_error() {
            self.fault(operation, &format!("{path} fails: {}", asked.json));
        }
        if let Some(word) = leaked(&asked.json.to_string(), &self.withheld) {
            self.fault(operation, &format!("{path} shows `{word}`"));
        }
        asked
    }

    /// Asks for each file by which the operation answers, of what is near and of what is out of reach.
    async fn files(&mut self, operation: &Operation, door: &str, near: &[String], told: &Map<String, Value>) {
        let name = operation.spec().name.clone();
        let files = self.cast.portal.app.site.files.iter().filter(|file| file.operation == name);
        let kinds: Vec<&'static str> = files.map(|file| file.kind).collect();
        let mut addresses = vec![(address(operation, door, near), true)];
        if let (Some(kind), false) = (operation.spec().on.first(), near.is_empty()) {
            let facts = self.facts[&*name].clone();
            let foreign = self.cast.candidates(self.member, kind).into_iter().map(|(_, row)| row);
            let foreign = foreign.filter(|row| !self.cast.reaches(&facts, row));
            addresses.extend(foreign.map(|row| (address(operation, door, std::slice::from_ref(&row.id)), false)));
        }
        let query = if told.is_empty() { String::new() } else { format!("?{}", encoded(&pairs(told))) };
        for kind in kinds {
            for (path, is_near) in &addresses {
                let answer = self.program.file(&format!("{path}{query}"), kind).await;
                self.leg.asked += 1;
                self.leg.opened += usize::from(answer.status.is_success());
                if answer.status.is_server_error() || (answer.status.is_success() && !is_near) {
                    self.fault(operation, &format!("{path} answers {} as {kind}", answer.status));
                }
                if let Some(word) = leaked(&paper::words(&answer.bytes), &self.withheld) {
                    self.fault(operation, &format!("{path} shows `{word}` as {kind}"));
                }
            }
        }
    }

    /// What an operation that reads is told: nothing, so that it shows all it has; what does something, what is legal.
    fn told(&self, operation: &Operation) -> Map<String, Value> {
        match operation.shape() {
            Shape::Command => self.cast.told(self.member, operation, None),
            Shape::List | Shape::Show => self.cast.told_to_read(self.member, operation),
        }
    }

    async fn operation(&mut self, operation: &Operation) {
        let door = format!("/api/v1/accounts/{}", self.home);
        let told = self.told(operation);
        let spec = operation.spec();
        let named = spec.placeholders().count();
        let near = spec.on.iter().take(named).map(|kind| self.cast.nearest(self.member, kind).id.clone());
        let near: Vec<String> = near.collect();
        if operation.shape() != Shape::Command {
            self.ask(operation, &door, &near, &told).await;
            self.files(operation, &door, &near, &told).await;
        }
        for (place, kind) in spec.on.iter().take(named).enumerate() {
            let facts = self.facts[&*spec.name].clone();
            for (_, row) in self.cast.candidates(self.member, kind) {
                if !self.cast.reaches(&facts, row) {
                    self.compare(operation, &door, &near, place, row, &told).await;
                }
            }
        }
        for foreign in ["/api/v1/desk".to_owned(), self.door_of_another()] {
            let there = self.ask(operation, &foreign, &near, &told).await;
            if there.status != 404 {
                self.fault(operation, &format!("{foreign} answers {}", there.status));
            }
        }
    }

    fn door_of_another(&self) -> String {
        let other = self.cast.places.iter().find(|place| place.account.to_string() != self.home).expect("another");
        format!("/api/v1/accounts/{}", other.account)
    }

    async fn compare(
        &mut self,
        operation: &Operation,
        door: &str,
        near: &[String],
        place: usize,
        row: &Row,
        told: &Map<String, Value>,
    ) {
        let with = |id: &str| {
            let mut ids = near.to_vec();
            id.clone_into(&mut ids[place]);
            ids
        };
        let foreign = self.ask(operation, door, &with(&row.id), told).await;
        let nowhere = self.ask(operation, door, &with(&absent(row.kind)), told).await;
        let is_known = self.cast.knows(&self.facts, row) && foreign.status == 403;
        let alike = (foreign.status, foreign.unnamed()) == (nowhere.status, nowhere.unnamed());
        if foreign.status.is_success() || !(alike || is_known) {
            let (foreign, nowhere) = (foreign.json, nowhere.json);
            let what = format!("{} of {:?} answers {foreign}, an absent one {nowhere}", row.kind, row.place);
            self.fault(operation, &what);
        }
    }
}

/// A token that stands for an app's key, and counts at this portal's API for as long as the key does.
fn access_token(cast: &Cast, key: &ApiKey, token: &str) -> AppToken {
    AppToken {
        id: fresh(),
        key_id: key.id,
        kind: TokenKind::Access,
        token_hash: token_hash(token),
        audience: api::audience(&cast.portal.app.site.settings.base_url),
        redirect_uri: None,
        challenge: None,
        created_at: START,
        expires_at: key.expires_at,
        used_at: None,
    }
}

/// The address of an operation done to these.
fn address(operation: &Operation, door: &str, ids: &[String]) -> String {
    let mut ids = ids.iter();
    let parts = operation.spec().path.pattern.split('/');
    let filled = parts.map(|part| if part.starts_with('{') { ids.next().map_or("", String::as_str) } else { part });
    format!("{door}{}", filled.collect::<Vec<_>>().join("/"))
}
