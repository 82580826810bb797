//! Every operation over REST, by programs of several accounts, done to what is not theirs.

use std::collections::BTreeMap;

use access::{Acting, Facts};
use axum::http::Method;
use directory::{ApiKey, token_hash};
use gateway::{Operation, Shape};
use kernel::Timestamp;
use serde_json::{Map, Value};
use store::Json;

use super::{
    cast::{Cast, Member},
    planted::Row,
    reach::leaked,
    tries::{absent, pairs},
};
use crate::{
    program::{Program, Told},
    visitor::encoded,
    world::{START, fresh},
};

/// A program on somebody's rights, whose key may do whatever there is.
struct Walk<'c> {
    cast: &'c Cast,
    member: &'c Member,
    program: Program<'c>,
    home: String,
    facts: BTreeMap<String, Facts>,
    withheld: Vec<String>,
    asked: usize,
    opened: usize,
    faults: Vec<String>,
}

impl<'c> Walk<'c> {
    async fn begin(cast: &'c Cast, member: &'c Member) -> Self {
        let place = cast.place(member.place.expect("a customer's person"));
        let registry = cast.portal.app.gateway.registry();
        let token = format!("portico_{}", front::new_token());
        let key = ApiKey {
            id: fresh(),
            account_id: Some(place.account),
            person_id: member.person,
            made_by: member.called(),
            name: format!("walk of {}", member.called()),
            token_hash: token_hash(&token),
            ending: String::new(),
            actions: Json(registry.operations().map(|operation| operation.spec().name.to_string()).collect()),
            created_at: START,
            expires_at: Timestamp::from_micros(i64::MAX),
            used_at: None,
            revoked_at: None,
        };
        cast.portal.app.db.unguarded().insert(&key).await.expect("a key");
        let asked = cast.acting(member, Acting::Account(place.account)).await;
        let caller = cast.portal.app.gateway.caller(&asked.principal, None).await.expect("rights");
        let facts = registry.actions().map(|action| (action.name.to_string(), caller.facts(&action.name))).collect();
        Self {
            cast,
            member,
            program: Program::new(&cast.portal.app.router, &token, place.account),
            home: place.account.to_string(),
            facts,
            withheld: cast.withheld(member).await,
            asked: 0,
            opened: 0,
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, operation: &Operation, what: &str) {
        self.faults.push(format!("{} over {}: {what}", self.member.called(), operation.spec().name));
    }

    async fn ask(&mut self, operation: &Operation, door: &str, ids: &[String], told: &Map<String, Value>) -> Told {
        let spec = operation.spec();
        let mut ids = ids.iter();
        let parts = spec.path.pattern.split('/');
        let filled = parts.map(|part| if part.starts_with('{') { ids.next().map_or("", String::as_str) } else { part });
        let path = format!("{door}{}", filled.collect::<Vec<_>>().join("/"));
        let asked = match spec.path.method {
            gateway::Method::Post => {
                self.program.at(Method::POST, &path, &[], Some(&Value::Object(told.clone()))).await
            }
            reads_or_removes => {
                let method = if reads_or_removes == gateway::Method::Get { Method::GET } else { Method::DELETE };
                let query = if told.is_empty() { String::new() } else { format!("?{}", encoded(&pairs(told))) };
                self.program.at(method, &format!("{path}{query}"), &[], None).await
            }
        };
        self.asked += 1;
        assert!(asked.status.as_u16() < 500, "{path}: {}", asked.json);
        if let Some(word) = leaked(&asked.json.to_string(), &self.withheld) {
            self.fault(operation, &format!("{path} shows `{word}`"));
        }
        asked
    }

    /// What an operation that reads is told: nothing, so that it shows all it has; what does something, what is legal.
    fn told(&self, operation: &Operation) -> Map<String, Value> {
        if operation.shape() == Shape::Command {
            return self.cast.told(self.member, operation, None);
        }
        let mut told = self.cast.told(self.member, operation, None);
        let spec = operation.spec();
        told.retain(|name, _| spec.fields.iter().any(|field| field.name == *name && !field.optional));
        told
    }

    async fn operation(&mut self, operation: &Operation) {
        let door = format!("/api/v1/accounts/{}", self.home);
        let told = self.told(operation);
        let spec = operation.spec();
        let named = spec.placeholders().count();
        let near = spec.on.iter().take(named).map(|kind| self.cast.nearest(self.member, kind).id.clone());
        let near: Vec<String> = near.collect();
        if operation.shape() != Shape::Command {
            let own = self.ask(operation, &door, &near, &told).await;
            self.opened += usize::from(own.status == 200);
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

#[tokio::test]
async fn no_program_sees_anything_of_an_account_that_is_not_its_own() {
    let cast = Cast::with(1).await;
    let registry = cast.portal.app.gateway.registry();
    let (mut asked, mut opened, mut faults) = (0, 0, Vec::new());
    let chosen = |member: &&Member| {
        let places = ["northgate", "depot", "meridian"].map(Some);
        ["admin", "group", "member"].contains(&&*member.role) && places.contains(&member.place)
    };
    for member in cast.members.iter().filter(chosen) {
        let mut walk = Walk::begin(&cast, member).await;
        for operation in registry.operations().filter(|operation| !operation.spec().path.pattern.starts_with("/me/")) {
            walk.operation(operation).await;
        }
        asked += walk.asked;
        opened += walk.opened;
        faults.append(&mut walk.faults);
    }
    println!("{asked} requests, {opened} of them opened something");
    assert!(opened > 50, "only {opened} answers held anything, so next to nothing was read");
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
