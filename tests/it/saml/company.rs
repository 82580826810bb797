//! Northgate's people sign in by SAML: the provider, and the ways of a browser between it and the portal.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use kernel::Clock as _;
use saml_rs::{
    binding::{base64_decode, base64_encode, deflate_raw_decode},
    raw::{
        Binding, EntitySetting, IdentityProvider, LoginResponseOptions, ServiceProvider, User,
        metadata::{Endpoint, IdpMetadataConfig, generate_idp_metadata},
    },
};
use url::Url;

use super::answers::{PERSISTENT, Told, part};
use crate::{
    sso::stage::Stage,
    visitor::{Answer, BASE, FORM, Visitor, answer, encoded},
};

pub const CERTIFICATE: &str = include_str!("../../../crates/saml/tests/keys/provider.crt");
pub const OTHER_CERTIFICATE: &str = include_str!("../../../crates/saml/tests/keys/other.crt");
pub const KEY: &str = include_str!("../../../crates/saml/tests/keys/provider.key");
pub const OTHER_KEY: &str = include_str!("../../../crates/saml/tests/keys/other.key");

pub const ISSUER: &str = "https://login.example/idp";
const ADDRESS: &str = "https://login.example/sso";
pub const OUT: &str = "https://login.example/out";

/// A provider of this name, which signs with this key.
fn provider(issuer: &str, certificate: &str, key: &str) -> IdentityProvider {
    let config = IdpMetadataConfig {
        entity_id: issuer.to_owned(),
        signing_certs: vec![certificate.to_owned()],
        single_sign_on_service: vec![Endpoint::new(Binding::Redirect, ADDRESS)],
        ..IdpMetadataConfig::default()
    };
    let mut setting = EntitySetting::default();
    setting.private_key = Some(key.to_owned());
    setting.signing_cert = Some(certificate.to_owned());
    IdentityProvider::from_config(&config, setting).expect("a provider")
}

pub fn metadata(issuer: &str, certificate: &str) -> String {
    provider(issuer, certificate, KEY).metadata_xml().to_owned()
}

/// Of a provider that signs people out, and may want requests signed.
pub fn metadata_with_logout(wants_signed: bool) -> String {
    generate_idp_metadata(&IdpMetadataConfig {
        entity_id: ISSUER.to_owned(),
        signing_certs: vec![CERTIFICATE.to_owned()],
        want_authn_requests_signed: wants_signed,
        single_sign_on_service: vec![Endpoint::new(Binding::Redirect, ADDRESS)],
        single_logout_service: vec![Endpoint::new(Binding::Redirect, OUT)],
        ..IdpMetadataConfig::default()
    })
}

/// What a browser left with.
pub struct Begun {
    pub state: String,
    pub request: String,
    /// The whole address it left for.
    pub address: String,
    /// Whether the provider is to ask them anew who they are.
    pub anew: bool,
}

/// How much of an answer is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    Assertion,
    Answer,
    Both,
}

pub struct Company {
    pub stage: Stage,
}

impl Company {
    /// The door is open.
    pub async fn open() -> Self {
        Self::with(&metadata(ISSUER, CERTIFICATE)).await
    }

    /// The door is open, to the provider of these metadata.
    pub async fn with(told: &str) -> Self {
        let stage = Stage::closed().await;
        let fields = [("name", "Northgate ADFS"), ("metadata", told), ("claim", "groups"), ("role", "member")];
        stage.admin("/saml", &fields).await;
        stage.admin("/test", &[]).await;
        stage.admin("/domains", &[("domain", "northgate.example")]).await;
        stage.dns_says_so("northgate.example").await;
        stage.admin("/domains/check", &[("domain", "northgate.example")]).await;
        stage.portal.settle().await;
        stage.admin("/activation", &[]).await;
        stage.portal.settle().await;
        Self { stage }
    }

    pub fn browser(&self) -> Visitor {
        self.stage.browser("203.0.113.7")
    }

    pub fn path(&self) -> String {
        format!("/sign-in/saml/{}", self.stage.northgate.uuid())
    }

    /// Somebody goes through the door.
    pub async fn begins(&self, browser: &Visitor) -> Begun {
        self.begins_at(browser, &self.stage.door_path().await).await
    }

    pub async fn begins_at(&self, browser: &Visitor, door: &str) -> Begun {
        self.stage.portal.clock.advance(Duration::from_millis(2));
        let page = browser.get(door).await;
        let body = page.body.replace("&amp;", "&").replace("&#61;", "=");
        let link = body.split("href=\"").find(|link| link.starts_with(ADDRESS)).expect("a link to the provider");
        let url = Url::parse(link.split('"').next().unwrap_or_default()).expect("an address");
        let pairs: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let packed = base64_decode(&pairs["SAMLRequest"]).expect("base64");
        let request = String::from_utf8(deflate_raw_decode(&packed).expect("packed")).expect("text");
        assert!(request.contains(&format!("AssertionConsumerServiceURL=\"{BASE}{}/acs\"", self.path())), "{request}");
        let state = pairs["RelayState"].clone();
        assert!(state.len() <= 80, "SAML has no room for {state}");
        let named = part(&request, " ID=\"", "\" ");
        let anew = request.contains("ForceAuthn=\"true\"");
        let address = url.to_string();
        Begun { state, address, anew, request: named.trim_start_matches(" ID=\"").trim_end_matches("\" ").to_owned() }
    }

    /// What an honest provider says of Sade.
    pub fn told(&self, begun: &Begun) -> Told {
        let now = self.stage.portal.clock.now();
        Told {
            issuer: ISSUER.to_owned(),
            request: begun.request.clone(),
            audience: format!("{BASE}{}", self.path()),
            recipient: format!("{BASE}{}/acs", self.path()),
            destination: format!("{BASE}{}/acs", self.path()),
            subject: "s-1".to_owned(),
            format: PERSISTENT,
            email: "sade@northgate.example".to_owned(),
            groups: Vec::new(),
            assertion: format!("_a-{}", uuid::Uuid::now_v7()),
            session: "i-1",
            from: now,
            until: now.plus(Duration::from_mins(5)),
            shown: now,
        }
    }

    /// As the provider signs by itself.
    pub fn signed(&self, told: &Told) -> String {
        self.signs(told, Signed::Assertion, false)
    }

    /// Signed in this way; by a key that is not the provider's where that is wanted.
    pub fn signs(&self, told: &Told, signed: Signed, by_another: bool) -> String {
        let provider = if by_another {
            provider(&told.issuer, OTHER_CERTIFICATE, OTHER_KEY)
        } else {
            provider(&told.issuer, CERTIFICATE, KEY)
        };
        let wanted = saml_rs::raw::metadata::SpMetadataConfig {
            entity_id: told.audience.clone(),
            want_assertions_signed: signed != Signed::Answer,
            assertion_consumer_service: vec![Endpoint::new(Binding::Post, told.recipient.clone())],
            ..saml_rs::raw::metadata::SpMetadataConfig::default()
        };
        let mut portal = ServiceProvider::from_config(&wanted, EntitySetting::default()).expect("the portal");
        portal.setting.want_message_signed = signed != Signed::Assertion;
        let render: &dyn Fn(&str) -> (String, String) = &|_| ("_answer".to_owned(), told.xml());
        let options = LoginResponseOptions { custom: Some(render), ..LoginResponseOptions::default() };
        let context = provider.create_login_response(&portal, Binding::Post, &User::new("-"), &options);
        let bytes = base64_decode(&context.expect("an answer").context).expect("base64");
        String::from_utf8(bytes).expect("text")
    }

    /// The provider's page sends its form: from another site, so without the portal's cookies.
    pub async fn posts(&self, state: &str, xml: &str) -> Answer {
        self.posts_to("/acs", "SAMLResponse", state, xml).await
    }

    /// The same, of a message by this name to another address of the portal's.
    pub async fn posts_to(&self, below: &str, name: &str, state: &str, xml: &str) -> Answer {
        let packed = base64_encode(xml.as_bytes());
        let fields = [(name, packed.as_str()), ("RelayState", state)];
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}{below}", self.path()))
            .header(header::HOST, "portal.test")
            .header(header::ORIGIN, "https://login.example")
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, FORM);
        let body = Body::from(encoded(&fields));
        answer(&self.stage.portal.app.router, request.body(body).expect("a request")).await
    }

    /// An answer is brought, and the browser goes on.
    pub async fn brings(&self, browser: &Visitor, state: &str, xml: &str) -> Answer {
        browser.get(&self.posts(state, xml).await.to).await
    }

    /// Somebody goes through the door, and the provider says this of them.
    pub async fn comes(&self, browser: &Visitor, change: impl FnOnce(&mut Told)) -> Answer {
        let begun = self.begins(browser).await;
        let mut told = self.told(&begun);
        change(&mut told);
        self.brings(browser, &begun.state, &self.signed(&told)).await
    }
}
