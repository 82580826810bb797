//! A portal in which the desk has registered apps, and people who let them in.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use access::{Account, Person};
use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use directory::{AccountKind, ApiKey};
use futures::future::{BoxFuture, ready};
use identity::{Dns, Outside, OutsideError, Strangers};
use kernel::Id;
use serde_json::Value;
use url::Url;

use crate::{
    guard::portal::Portal,
    program::{Program, plain},
    visitor::{Answer, BASE, FORM, answer, encoded, field},
    world::{Member, account, member, staff},
};

/// The pair that RFC 7636 has as its example.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub const BACK: &str = "https://planner.example/back";
pub const API: &str = "http://portal.test/api/v1";

/// Northgate with Amelia, who looks after access, and Ben; Meridian with Chidi; Hannah at the desk.
pub struct Stage {
    pub portal: Portal,
    pub northgate: Id<Account>,
    pub meridian: Id<Account>,
    pub amelia: Member,
    pub ben: Member,
    pub chidi: Member,
    pub hannah: Id<Person>,
    /// What stands at addresses of strangers.
    pub web: Arc<Web>,
}

/// Addresses of strangers, and what stands there.
#[derive(Default)]
pub struct Web {
    pages: Mutex<BTreeMap<String, String>>,
    asked: AtomicUsize,
}

impl Web {
    /// From now on, this stands at an address.
    pub fn says(&self, address: &str, document: &Value) {
        self.pages.lock().expect("the pages").insert(address.to_owned(), document.to_string());
    }

    /// How often anything was asked for.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Strangers for Web {
    fn read<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<Bytes, OutsideError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let page = self.pages.lock().expect("the pages").get(url.as_str()).cloned();
        Box::pin(ready(page.map(Bytes::from).ok_or(OutsideError::Unreachable)))
    }
}

/// An app, by what it shows.
#[derive(Clone)]
pub struct App {
    pub id: String,
    pub secret: Option<String>,
}

/// What the token endpoint answered.
pub struct Told {
    pub status: StatusCode,
    pub json: Value,
    pub answer: Answer,
}

impl Told {
    pub fn text(&self, name: &str) -> String {
        self.json[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.json)).to_owned()
    }

    pub fn error(&self) -> String {
        assert!(!self.status.is_success(), "{}", self.json);
        self.text("error")
    }
}

impl Stage {
    pub async fn set() -> Self {
        let web = Arc::new(Web::default());
        let outside = Outside::new(vec!["127.0.0.1".to_owned()], Arc::new(Dns::new(None)));
        let outside = outside.hearing(Arc::clone(&web) as _);
        let portal = Portal::reaching(Some(outside)).await;
        let work = portal.app.db.begin().await.unwrap();
        let northgate = account(&work, "Northgate Water", AccountKind::Company, None).await.unwrap();
        let meridian = account(&work, "Meridian Foods", AccountKind::Company, None).await.unwrap();
        let raw = work.unguarded();
        let amelia = member(raw, "Amelia", northgate, "admin").await.unwrap();
        let ben = member(raw, "Ben", northgate, "member").await.unwrap();
        let chidi = member(raw, "Chidi", meridian, "admin").await.unwrap();
        let hannah = staff(raw, "Hannah", "desk-admin").await.unwrap();
        work.commit().await.unwrap();
        Self { portal, northgate, meridian, amelia, ben, chidi, hannah, web }
    }

    /// Hannah registers an app; the page that tells what it shows.
    pub async fn registered(&self, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.portal.browser(self.hannah).await.post("/desk/apps/new", &fields).await
    }

    pub async fn app(&self, name: &str, fields: &[(&str, &str)]) -> App {
        let page = self.registered(&[fields, &[("name", name)]].concat()).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let text = page.text();
        let mut shown = text.split("<code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned);
        App { id: shown.next().expect("a client id"), secret: shown.next() }
    }

    /// An app on somebody's own machine or in a browser.
    pub async fn planner(&self) -> App {
        self.app("Stock planner", &[("redirects", BACK)]).await
    }

    /// The address to which an app sends people, with other words in some places.
    pub fn request(&self, app: &App, scope: &str, but: &[(&str, &str)]) -> String {
        let mut pairs: BTreeMap<&str, &str> = BTreeMap::from([
            ("client_id", app.id.as_str()),
            ("redirect_uri", BACK),
            ("response_type", "code"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("scope", scope),
            ("state", "otter vale"),
        ]);
        pairs.extend(but.iter().copied());
        encoded(&pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>())
    }

    /// What somebody is shown whom an app sends here.
    pub async fn sent(&self, who: Id<Person>, request: &str) -> Answer {
        self.portal.browser(who).await.get(&format!("/oauth/authorize?{request}")).await
    }

    /// Somebody says yes; where they are sent back to.
    pub async fn says_yes(&self, who: Member, request: &str) -> Url {
        let browser = self.portal.browser(who.person).await;
        let path = format!("/a/{}/apps/consent", who.account);
        let page = browser.get(&format!("{path}?{request}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let said = form_urlencoded::parse(request.as_bytes()).into_owned();
        let fields: Vec<_> = said.chain(shown(&page)).collect();
        way_back(&browser.post(&path, &fields).await)
    }

    pub async fn code(&self, who: Member, app: &App, scope: &str) -> String {
        let back = self.says_yes(who, &self.request(app, scope, &[])).await;
        said(&back, "code").expect("a code")
    }

    /// Asks for a token, or gives one back.
    pub async fn asks(&self, path: &str, app: &App, fields: &[(&str, &str)]) -> Told {
        let mut request = plain(Method::POST, path).header(header::CONTENT_TYPE, FORM);
        let mut fields = fields.to_vec();
        match &app.secret {
            Some(secret) => {
                let shown = STANDARD.encode(format!("{}:{secret}", app.id));
                request = request.header(header::AUTHORIZATION, format!("Basic {shown}"));
            }
            None => fields.push(("client_id", app.id.as_str())),
        }
        let answer = answer(&self.portal.app.router, request.body(Body::from(encoded(&fields))).unwrap()).await;
        let json = serde_json::from_slice(&answer.bytes).unwrap_or_else(|error| panic!("{error}: {}", answer.text()));
        Told { status: answer.status, json, answer }
    }

    pub async fn exchanges(&self, app: &App, code: &str, but: &[(&str, &str)]) -> Told {
        let mut fields: BTreeMap<&str, &str> =
            BTreeMap::from([("grant_type", "authorization_code"), ("code", code), ("code_verifier", VERIFIER)]);
        fields.extend(but.iter().copied());
        self.asks("/oauth/token", app, &fields.into_iter().collect::<Vec<_>>()).await
    }

    pub async fn renews(&self, app: &App, refresh: &str) -> Told {
        self.asks("/oauth/token", app, &[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await
    }

    /// Somebody lets the app in, and it is given its first tokens.
    pub async fn let_in(&self, who: Member, app: &App, scope: &str) -> Told {
        let told = self.exchanges(app, &self.code(who, app, scope).await, &[]).await;
        assert_eq!(told.status, StatusCode::OK, "{}", told.json);
        told
    }

    /// The app as it asks the interface, for Northgate.
    pub fn program(&self, told: &Told) -> Program<'_> {
        Program::new(&self.portal.app.router, &told.text("access_token"), self.northgate)
    }

    pub async fn counts(&self, told: &Told) -> bool {
        self.program(told).get("/cases").await.status == StatusCode::OK
    }

    pub async fn keys(&self) -> Vec<ApiKey> {
        self.portal.app.db.unguarded().find(ApiKey::CLIENT_ID.is_known()).await.unwrap()
    }
}

/// What the form of the question says was shown.
pub fn shown(page: &Answer) -> impl Iterator<Item = (String, String)> {
    ["name", "may"].into_iter().filter_map(move |name| Some((name.to_owned(), field(&page.body, name)?)))
}

/// Where a page leads by itself.
pub fn way_back(page: &Answer) -> Url {
    let refresh = page.header("refresh");
    let to = refresh.strip_prefix("0; url=").unwrap_or_else(|| panic!("{}: {}", page.status, page.text()));
    let url = Url::parse(to).expect("an address");
    assert_eq!(said(&url, "iss").as_deref(), Some(BASE), "who answers is said (RFC 9207)");
    assert_eq!(said(&url, "state").as_deref(), Some("otter vale"));
    url
}

pub fn said(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}
