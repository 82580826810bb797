//! Northgate, whose admin Priya has proved a domain and given her company's directory a token; and Meridian, of which it
//! knows nothing.

use std::time::Duration;

use access::{Account, Person};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use directory::{AccountKind, Address, HoldingRow, ScimToken, fold, token_hash};
use identity::{ConnectionKind, SsoConnection, SsoDomain, SsoRole};
use kernel::{Clock as _, Id};
use serde_json::{Value, json};
use store::Json;

use crate::{
    guard::portal::Portal,
    visitor::{Answer, answer},
    world::{Member, START, account, fresh, member},
};

pub struct Stage {
    pub portal: Portal,
    pub northgate: Id<Account>,
    pub meridian: Id<Account>,
    pub priya: Member,
    pub token: String,
}

/// What a directory is answered.
pub struct Told {
    pub status: u16,
    pub answer: Answer,
    pub json: Value,
}

impl Stage {
    pub async fn set() -> Self {
        let portal = Portal::open().await;
        let work = portal.app.db.begin().await.unwrap();
        let northgate = account(&work, "Northgate Water", AccountKind::Company, None).await.unwrap();
        let meridian = account(&work, "Meridian Foods", AccountKind::Company, None).await.unwrap();
        let priya = member(work.unguarded(), "Priya", northgate, "admin").await.unwrap();
        work.commit().await.unwrap();
        let mut stage = Self { portal, northgate, meridian, priya, token: String::new() };
        stage.address(stage.priya.person, "priya@northgate.example").await;
        stage.connects(northgate, "northgate.example").await;
        stage.connects(meridian, "meridian.example").await;
        stage.token = stage.made().await;
        stage
    }

    /// An account with a connection and a proved domain.
    async fn connects(&self, account: Id<Account>, domain: &str) {
        let raw = self.portal.app.db.unguarded();
        let connection = SsoConnection {
            id: fresh(),
            account_id: account,
            kind: ConnectionKind::Oidc,
            slug: domain.replace('.', "-"),
            name: "Entra".to_owned(),
            issuer: format!("https://login.{domain}"),
            client_id: "portal".to_owned(),
            client_secret: "sealed".to_owned(),
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
        raw.insert(&connection).await.unwrap();
        let domain = SsoDomain {
            id: fresh(),
            account_id: account,
            domain: domain.to_owned(),
            token: front::new_token(),
            claimed_at: START,
            asked_at: None,
            checked_at: None,
            fault: None,
            verified_at: Some(START),
            missed_at: None,
        };
        raw.insert(&domain).await.unwrap();
    }

    /// What Priya is shown who makes a token.
    pub async fn made(&self) -> String {
        let page = format!("/a/{}/company/sign-on/tokens", self.northgate);
        let fields = [("label", "Microsoft Entra"), ("days", "90")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let page = self.portal.browser(self.priya.person).await.post(&page, &fields).await.text();
        let (_, rest) = page.split_once("<code>portico_scim_").expect("the token is shown");
        format!("portico_scim_{}", rest.split('<').next().unwrap_or_default())
    }

    pub async fn tokens(&self) -> Vec<ScimToken> {
        self.portal.app.db.unguarded().find(ScimToken::ID.is_known()).await.unwrap()
    }

    /// A token of Meridian's directory.
    pub async fn of_meridian(&self) -> String {
        let token = front::new_token();
        let known = self.tokens().await.remove(0);
        let row = ScimToken {
            id: fresh(),
            account_id: self.meridian,
            token_hash: token_hash(&token),
            gives: Json(Vec::new()),
            ..known
        };
        self.portal.app.db.unguarded().insert(&row).await.unwrap();
        token
    }

    pub async fn address(&self, person: Id<Person>, email: &str) {
        let row = Address {
            id: fresh(),
            person_id: person,
            email: email.to_owned(),
            email_fold: fold(email),
            verified_at: Some(START),
            primary_since: Some(START),
        };
        self.portal.app.db.unguarded().insert(&row).await.unwrap();
    }

    /// A group gives a role.
    pub async fn maps(&self, value: &str, role: &str) {
        let row = SsoRole { id: fresh(), account_id: self.northgate, value: value.to_owned(), role: role.to_owned() };
        self.portal.app.db.unguarded().insert(&row).await.unwrap();
    }

    pub async fn person_at(&self, email: &str) -> Id<Person> {
        let found = self.portal.app.db.unguarded().first(Address::EMAIL_FOLD.is(&fold(email))).await.unwrap();
        found.expect("an address").person_id
    }

    /// The roles somebody holds, in their order.
    pub async fn roles(&self, person: Id<Person>) -> Vec<String> {
        let held = self.portal.app.db.unguarded().find(HoldingRow::PERSON_ID.is(&person)).await.unwrap();
        let mut roles: Vec<String> = held.into_iter().map(|held| held.role).collect();
        roles.sort();
        roles
    }

    pub async fn get(&self, path: &str) -> Told {
        self.with(&self.token, Method::GET, path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Told {
        self.with(&self.token, Method::POST, path, &[], Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Told {
        self.with(&self.token, Method::PUT, path, &[], Some(body)).await
    }

    pub async fn patch(&self, path: &str, changes: Value) -> Told {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": changes });
        self.with(&self.token, Method::PATCH, path, &[], Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Told {
        self.with(&self.token, Method::DELETE, path, &[], None).await
    }

    /// A request of a directory, a moment after the one before it.
    pub async fn with(
        &self,
        token: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Told {
        self.portal.clock.advance(Duration::from_millis(2));
        let request =
            Request::builder().method(method).uri(format!("/scim/v2{path}")).header(header::HOST, "portal.test");
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let request = request.header(header::CONTENT_TYPE, "application/scim+json").body(body).expect("a request");
        let answer = answer(&self.portal.app.router, request).await;
        assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
        assert_eq!(answer.header("set-cookie"), "", "a directory keeps no cookies");
        let json = serde_json::from_slice(&answer.bytes).unwrap_or(Value::Null);
        Told { status: answer.status.as_u16(), answer, json }
    }

    /// Somebody whom the directory adds; gives their id.
    pub async fn adds(&self, email: &str, name: &str) -> String {
        let told = self.post("/Users", json!({ "userName": email, "displayName": name, "active": true })).await;
        assert_eq!(told.status, 201, "{}", told.json);
        told.id()
    }

    pub fn now(&self) -> kernel::Timestamp {
        self.portal.clock.now()
    }
}

impl Told {
    pub fn id(&self) -> String {
        self.json["id"].as_str().expect("an id").to_owned()
    }

    /// The user names of a list.
    pub fn names(&self) -> Vec<String> {
        let rows = self.json["Resources"].as_array().unwrap_or_else(|| panic!("no list: {}", self.json));
        rows.iter().map(|row| row["userName"].as_str().expect("a name").to_owned()).collect()
    }

    pub fn word(&self) -> &str {
        self.json["scimType"].as_str().unwrap_or_default()
    }
}

/// A filter in an address.
pub fn by(filter: &str) -> String {
    crate::visitor::encoded(&[("filter".to_owned(), filter.to_owned())])
}
