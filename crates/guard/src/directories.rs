//! Companies' directories, which tell over SCIM who their people are: each with a token of its own account, tried on
//! what is not of it.

use std::fmt::Display;

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use directory::{ScimToken, token_hash};
use identity::{ConnectionKind, SsoConnection};
use kernel::Timestamp;
use serde_json::{Value, json};
use store::Json;

use crate::{
    Cast, Leg, Row,
    browser::{Answer, answer, encoded},
    cast::{DESK, Place},
    leaked,
    program::plain,
    seeds::{START, fresh},
    tries::absent,
};

/// What a directory knows, and where it finds it.
const KINDS: [(&str, &str); 2] = [("scim_person", "/Users"), ("scim_group", "/Groups")];

/// The directories of both companies ask for all there is, and do everything to what is not theirs.
pub async fn walk(cast: &Cast) -> Vec<Leg> {
    let mut legs = Vec::new();
    for place in cast.places.iter().filter(|place| place.parent.is_none()) {
        let mut walk = Walk::begin(cast, place).await;
        walk.lists().await;
        walk.rows().await;
        walk.links().await;
        walk.done().await;
        legs.push(walk.leg);
    }
    legs
}

/// A directory, whose token counts.
struct Walk<'c> {
    cast: &'c Cast,
    place: &'c Place,
    token: String,
    withheld: Vec<String>,
    leg: Leg,
}

impl<'c> Walk<'c> {
    async fn begin(cast: &'c Cast, place: &'c Place) -> Self {
        let raw = cast.portal.app.db.unguarded();
        let connection = SsoConnection {
            id: fresh(),
            account_id: place.account,
            kind: ConnectionKind::Oidc,
            slug: format!("guard-{}", place.name),
            name: format!("Provider {}", place.word()),
            issuer: format!("https://login.{}.example", place.word()),
            client_id: place.word(),
            client_secret: String::new(),
            claim: None,
            role: Some("member".to_owned()),
            endpoints: Json(None),
            saml: Json(None),
            metadata_address: None,
            tested_at: None,
            fault: None,
            enabled_at: None,
            required_since: None,
        };
        raw.insert(&connection).await.expect("a connection");
        let token = format!("portico_scim_{}", front::new_token());
        let row = ScimToken {
            id: fresh(),
            account_id: place.account,
            connection_id: connection.id.cast(),
            name: format!("Directory {}", place.word()),
            token_hash: token_hash(&token),
            ending: String::new(),
            gives: Json(Vec::new()),
            created_at: START,
            expires_at: Timestamp::from_micros(i64::MAX),
            used_at: None,
            revoked_at: None,
        };
        raw.insert(&row).await.expect("a token");
        let others = cast.places.iter().filter(|other| other.name != place.name).map(Place::word);
        let withheld = others.chain([DESK.to_owned()]).collect();
        let leg = Leg::of(format!("the directory of {}", place.name));
        Self { cast, place, token, withheld, leg }
    }

    fn fault(&mut self, what: impl Display) {
        self.leg.findings.push(format!("the directory of {}: {what}", self.place.name));
    }

    async fn ask(&mut self, method: &Method, path: &str, body: Option<&Value>) -> Answer {
        let request = plain(method.clone(), path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/scim+json");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let told = answer(&self.cast.portal.app.router, request.body(body).expect("a request")).await;
        self.leg.asked += 1;
        self.leg.opened += usize::from(told.status.is_success());
        let found = leaked(&format!("{} {:?}", told.text(), told.headers), &self.withheld).cloned();
        if let Some(word) = found {
            self.fault(format!("{method} {path} shows `{word}`"));
        }
        if told.status.is_server_error() {
            self.fault(format!("{method} {path} fails: {}", told.status));
        }
        let kept = told.header("cache-control");
        if kept != "private, no-store" {
            self.fault(format!("{method} {path} may be kept by others: {kept}"));
        }
        told
    }

    fn own(&self, kind: &str) -> Vec<&'c Row> {
        let mut rows = self.cast.of_kind(kind);
        rows.retain(|row| row.place == Some(self.place.name));
        rows
    }

    fn foreign(&self, kind: &str) -> Vec<&'c Row> {
        let mut rows = self.cast.of_kind(kind);
        rows.retain(|row| row.place != Some(self.place.name));
        rows
    }

    /// All there is, and whatever has a stranger's word. By another door the token opens nothing.
    async fn lists(&mut self) {
        for (kind, path) in KINDS {
            let all = self.ask(&Method::GET, &format!("/scim/v2{path}"), None).await.text();
            for row in self.own(kind) {
                if !all.contains(&row.id) {
                    self.fault(format!("{path} lacks {kind} {}", row.id));
                }
            }
            for word in self.withheld.clone() {
                let filter = encoded(&[("filter", format!("displayName co \"{word}\""))]);
                let found = self.ask(&Method::GET, &format!("/scim/v2{path}?{filter}"), None).await.text();
                let found: Value = serde_json::from_str(&found).unwrap_or_default();
                if found["totalResults"] != json!(0) {
                    self.fault(format!("{path} finds what has `{word}` in its name"));
                }
            }
        }
        for door in [format!("/api/v1/accounts/{}/people", self.place.account), "/api/v1/desk/customers".to_owned()] {
            let told = self.ask(&Method::GET, &door, None).await;
            if told.status != StatusCode::UNAUTHORIZED {
                self.fault(format!("{door} answers {}", told.status));
            }
        }
    }

    /// Each row by itself: what is of the account opens, and nothing else does or can be changed.
    async fn rows(&mut self) {
        for (kind, path) in KINDS {
            for row in self.own(kind) {
                let told = self.ask(&Method::GET, &format!("/scim/v2{path}/{}", row.id), None).await;
                if !told.status.is_success() {
                    self.fault(format!("{kind} {} is of the account, and answers {}", row.id, told.status));
                }
            }
            let body = json!({
                "userName": format!("walk@{}.example", self.place.word()), "displayName": "words",
                "Operations": [{ "op": "replace", "value": { "displayName": "words" } }],
            });
            for row in self.foreign(kind) {
                for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE] {
                    let body = (method == Method::PUT || method == Method::PATCH).then_some(&body);
                    let of = |id: &str| (format!("/scim/v2{path}/{id}"), body.cloned());
                    self.compare(&method, &row.id, &absent(kind), of).await;
                }
            }
        }
    }

    /// What a body may point at: somebody's membership, and an address.
    async fn links(&mut self) {
        let group = self.own("scim_group").first().map(|row| row.id.clone()).expect("a group of its own");
        for row in self.foreign("scim_person") {
            let (id, nobody) = (row.id.as_str(), absent("scim_person"));
            let members = |id: &str| json!([{ "value": id }]);
            let made = |id: &str| {
                ("/scim/v2/Groups".to_owned(), Some(json!({ "displayName": "words", "members": members(id) })))
            };
            self.compare(&Method::POST, id, &nobody, made).await;
            let joined = |id: &str| {
                let operations = json!([{ "op": "add", "path": "members", "value": members(id) }]);
                (format!("/scim/v2/Groups/{group}"), Some(json!({ "Operations": operations })))
            };
            self.compare(&Method::PATCH, id, &nobody, joined).await;
        }
        let (cast, place) = (self.cast, self.place);
        for member in cast.members.iter().filter(|member| member.place != Some(place.name)) {
            let domain = member.email.split('@').next_back().unwrap_or_default();
            let added = |email: &str| ("/scim/v2/Users".to_owned(), Some(json!({ "userName": email })));
            self.compare(&Method::POST, &member.email, &format!("nobody@{domain}"), added).await;
        }
    }

    /// What it may do is done.
    async fn done(&mut self) {
        let first = |kind: &str| self.own(kind).first().map(|row| row.id.clone()).expect("a row of its own");
        let (person, group) = (first("scim_person"), first("scim_group"));
        let titled = json!({ "Operations": [{ "op": "replace", "path": "title", "value": "Buyer" }] });
        let named = json!({ "displayName": "Stores", "members": [{ "value": person }] });
        let done = [
            (Method::PATCH, format!("/scim/v2/Users/{person}"), Some(titled)),
            (Method::POST, "/scim/v2/Groups".to_owned(), Some(named)),
            (Method::DELETE, format!("/scim/v2/Groups/{group}"), None),
        ];
        for (method, path, body) in done {
            let told = self.ask(&method, &path, body.as_ref()).await;
            if !told.status.is_success() {
                self.fault(format!("{method} {path} may be done, and answers {}", told.text()));
            }
        }
    }

    /// Does this with what is another's and with what is not there, which must be refused alike.
    async fn compare(
        &mut self,
        method: &Method,
        foreign: &str,
        nothing: &str,
        with: impl Fn(&str) -> (String, Option<Value>),
    ) {
        let mut told = Vec::new();
        for typed in [foreign, nothing] {
            let (path, body) = with(typed);
            let answered = self.ask(method, &path, body.as_ref()).await;
            told.push((answered.status, answered.text().replace(typed, "TYPED")));
            if answered.status.is_success() {
                self.fault(format!("{method} {path} is done with {typed}"));
            }
        }
        if told.first() != told.last() {
            self.fault(format!("{method} with {foreign} differs from what is absent: {told:?}"));
        }
    }
}
