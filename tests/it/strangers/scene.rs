use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    time::Duration,
};

use axum::{
    body::Body,
    http::{Method, Request, header, request::Builder},
};
use directory::{ApiKey, Session, token_hash};
use front::{Audience, ClientAddress};
use gateway::{FieldKind, Operation};
use guard::tries::{pairs, sample};
use kernel::Timestamp;
use serde_json::{Map, Value, json};
use store::Json;
use uuid::Uuid;

use super::message::Message;
use crate::{
    guard::cast::{Cast, Member},
    visitor::{Answer, FORM, answer, request},
    world::{START, fresh},
};

/// The guard tests' cast, and those of it who send something: a stranger, an administrator of Northgate, one of the desk,
/// and a program with a key that may do all its maker may.
pub struct Scene {
    cast: Cast,
    senders: BTreeMap<&'static str, Sender>,
}

/// How somebody sends what they send, and what they know by name.
struct Sender {
    cookie: String,
    key: Option<String>,
    places: BTreeMap<String, String>,
}

impl Scene {
    pub async fn set() -> Self {
        let mut scene = Self { cast: Cast::with(1).await, senders: BTreeMap::new() };
        let customer = scene.member("admin", Some("northgate"));
        let staff = scene.member("desk-admin", None);
        let stranger = scene.browser(&customer, false).await;
        let of_customer = scene.browser(&customer, true).await;
        let of_staff = scene.browser(&staff, true).await;
        let program = Sender { key: Some(scene.key(&customer).await), ..scene.browser(&customer, false).await };
        let senders = [("stranger", stranger), ("customer", of_customer), ("staff", of_staff), ("program", program)];
        scene.senders.extend(senders);
        scene
    }

    /// Sends it, a moment after what was sent before, and looks at what is answered.
    pub async fn sent(&self, message: Message, stands: fn(&str, &Answer)) {
        let Some(sender) = self.senders.get(message.who.as_str()) else { return };
        let (called, message) = (message.to_string(), message.filled(&sender.places));
        if message.leads_outside() || message.signs_out() {
            return;
        }
        self.cast.portal.clock.advance(Duration::from_millis(200));
        let Some(request) = message.request(sender.begins()) else { return };
        stands(&called, &answer(&self.cast.portal.app.router, request).await);
    }

    /// How many sessions have ended.
    pub async fn ended(&self) -> usize {
        let ended = Session::ENDED_AT.is_known();
        self.cast.portal.app.db.unguarded().find(ended).await.expect("sessions").len()
    }

    fn member(&self, role: &str, place: Option<&str>) -> Member {
        let mut members = self.cast.members.iter();
        members.find(|member| member.role == role && member.place == place).expect("one of the cast").clone()
    }

    /// A browser of somebody's, in which they are signed in or not yet.
    async fn browser(&self, member: &Member, signed_in: bool) -> Sender {
        let browser = front::new_token();
        let mut cookie = format!("portico-browser={browser}");
        if signed_in {
            let session = self.cast.portal.session(member.person).await;
            cookie = format!("portico={session}; {cookie}");
        }
        let page = if signed_in { "/me/sign-in" } else { "/sign-in" };
        let page = request(Method::GET, page).header(header::COOKIE, &cookie).body(Body::empty());
        let page = answer(&self.cast.portal.app.router, page.expect("a request")).await;
        let mut places = self.places(member);
        places.insert("csrf".to_owned(), page.csrf().expect("a page with a form"));
        Sender { cookie, key: None, places }
    }

    /// What stands for a kind of object: the nearest there is.
    fn places(&self, member: &Member) -> BTreeMap<String, String> {
        let kinds: BTreeSet<&str> = self.cast.rows.iter().map(|row| row.kind).collect();
        let nearest = |kind: &str| (kind.to_owned(), self.cast.nearest(member, kind).id.clone());
        let mut places: BTreeMap<String, String> = kinds.into_iter().map(nearest).collect();
        let account = self.cast.place("northgate").account.to_string();
        places.insert("quote".to_owned(), format!("invoice:{}", self.cast.nearest(member, "invoice").id));
        places.insert("customer".to_owned(), account.clone());
        places.insert("account".to_owned(), account);
        places
    }

    async fn key(&self, member: &Member) -> String {
        let token = format!("portico_{}", front::new_token());
        let registry = self.cast.portal.app.gateway.registry();
        let key = ApiKey {
            id: fresh(),
            account_id: Some(self.cast.place("northgate").account),
            person_id: member.person,
            made_by: member.called(),
            name: "Stock planner".to_owned(),
            token_hash: token_hash(&token),
            ending: String::new(),
            actions: Json(registry.operations().map(|operation| operation.spec().name.to_string()).collect()),
            created_at: START,
            expires_at: Timestamp::from_micros(i64::MAX),
            used_at: None,
            revoked_at: None,
            client_id: None,
        };
        self.cast.portal.app.db.unguarded().insert(&key).await.expect("a key");
        token
    }
}

impl Sender {
    fn begins(&self) -> Builder {
        match &self.key {
            Some(key) => Request::builder()
                .header(header::HOST, "portal.test")
                .header(header::AUTHORIZATION, format!("Bearer {key}"))
                .header(header::CONTENT_TYPE, "application/json"),
            None => request(Method::GET, "/")
                .header(header::COOKIE, &self.cookie)
                .header(header::CONTENT_TYPE, FORM)
                .extension(ClientAddress(IpAddr::from([203, 0, 113, 1]))),
        }
    }
}

/// Each page asked for, and each form sent, by whom it is for.
pub fn requests(scene: &Scene) -> Vec<Vec<u8>> {
    let registry = scene.cast.portal.app.gateway.registry();
    let routes = scene.cast.portal.app.site.routes.iter();
    let one = routes.map(|route| {
        let who = match route.audience {
            Audience::Public => "stranger",
            Audience::Oneself | Audience::Customer => "customer",
            Audience::Desk => "staff",
        };
        let told = route.operation.and_then(|name| registry.operation(name)).map(typed).unwrap_or_default();
        let told: Vec<String> = pairs(&told).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        let told = told.join("&").replace(' ', "+");
        match route.method {
            "GET" => format!("{who} GET {}?{told}\n\n", route.path),
            method => format!("{who} {method} {}\n\ncsrf={{csrf}}&{told}", route.path),
        }
    });
    one.map(String::into_bytes).collect()
}

/// Each operation as a program asks for it.
pub fn told(scene: &Scene) -> Vec<Vec<u8>> {
    let one = scene.cast.portal.app.gateway.registry().operations().map(|operation| {
        let (path, told) = (&operation.spec().path, typed(operation));
        let there = format!("/api/v1/accounts/{{account}}{}", path.pattern);
        let query = || {
            let pairs = pairs(&told).into_iter().map(|(name, value)| format!("{name}={value}"));
            pairs.collect::<Vec<_>>().join("&").replace(' ', "+")
        };
        match path.method {
            gateway::Method::Get => format!("program GET {there}?{}\n\n", query()),
            gateway::Method::Delete => format!("program DELETE {there}?{}\n\n", query()),
            does => {
                let does = format!("{does:?}").to_uppercase();
                format!("program {does} {there}\n\n{}", Value::Object(told.clone()))
            }
        }
    });
    one.map(String::into_bytes).collect()
}

/// A legal value for each field; what points at an object names its kind, in braces.
fn typed(operation: &Operation) -> Map<String, Value> {
    let mut told = Map::new();
    for field in &operation.spec().fields {
        let kind = field.kind.link().map(|(kind, _)| kind);
        let ids = kind.map(|kind| (kind, Uuid::nil())).into_iter().collect();
        let value = match (&field.kind, kind) {
            (FieldKind::Quote, _) => json!("{quote}"),
            (_, Some(kind)) => named(sample(&field.kind, &ids), kind),
            (_, None) => sample(&field.kind, &ids),
        };
        told.insert(field.name.to_string(), value);
    }
    told
}

fn named(value: Value, kind: &str) -> Value {
    match value {
        Value::Array(several) => several.into_iter().map(|one| named(one, kind)).collect(),
        _ => json!(format!("{{{kind}}}")),
    }
}
