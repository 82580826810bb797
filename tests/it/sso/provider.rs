//! A company's provider on this machine, which may be told to lie.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{Clock as _, ManualClock};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

/// How it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    Nothing,
    Nonce,
    Audience,
    AnotherIssuer,
    Expired,
    Unsigned,
    SignedByItsPublicKey,
    AnotherKey,
    Redirected,
}

/// What somebody who was sent here is to be called, and what the code is exchanged with.
struct Waiting {
    claims: Value,
    nonce: String,
    challenge: String,
}

struct Inside {
    base: String,
    clock: Arc<ManualClock>,
    key: EcdsaKeyPair,
    other: EcdsaKeyPair,
    codes: Mutex<BTreeMap<String, Waiting>>,
    lie: Mutex<Lie>,
}

#[derive(Clone)]
pub struct Provider(Arc<Inside>);

fn new_key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).expect("the key")
}

impl Provider {
    pub async fn open(clock: &Arc<ManualClock>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let inside = Inside {
            base,
            clock: Arc::clone(clock),
            key: new_key(),
            other: new_key(),
            codes: Mutex::default(),
            lie: Mutex::new(Lie::Nothing),
        };
        let provider = Self(Arc::new(inside));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub fn issuer(&self) -> String {
        self.0.base.clone()
    }

    pub fn lies(&self, lie: Lie) {
        *self.0.lie.lock().unwrap() = lie;
    }

    /// Lets somebody who follows this address be who they say; gives where they are sent back to.
    pub fn sends_back(&self, address: &str, claims: Value) -> String {
        let url = Url::parse(address).expect("an address");
        assert!(address.starts_with(&self.0.base), "{address} leads elsewhere");
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["redirect_uri"], format!("{}/sign-in/callback", crate::visitor::BASE));
        let code = front::new_token();
        let (nonce, challenge) = (asked["nonce"].clone(), asked["code_challenge"].clone());
        self.0.codes.lock().unwrap().insert(code.clone(), Waiting { claims, nonce, challenge });
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("code", &code).append_pair("state", &asked["state"]).append_pair("iss", &self.0.base);
        format!("/sign-in/callback?{}", query.finish())
    }

    /// A token that signs somebody out.
    pub fn logout_token(&self, changes: Value) -> String {
        let now = self.seconds();
        let mut claims = json!({
            "iss": self.0.base, "aud": "portal", "iat": now, "exp": now + 120, "jti": front::new_token(),
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        merge(&mut claims, changes);
        sign(&self.0.key, &claims)
    }

    fn seconds(&self) -> i64 {
        self.0.clock.now().micros() / 1_000_000
    }

    fn id_token(&self, waiting: Waiting) -> String {
        let (now, lie) = (self.seconds(), *self.0.lie.lock().unwrap());
        let mut claims = json!({
            "iss": self.0.base, "aud": "portal", "iat": now, "exp": now + 300, "nonce": waiting.nonce, "sid": "s-1",
        });
        merge(&mut claims, waiting.claims);
        match lie {
            Lie::Nonce => merge(&mut claims, json!({ "nonce": "another" })),
            Lie::Audience => merge(&mut claims, json!({ "aud": "another" })),
            Lie::AnotherIssuer => merge(&mut claims, json!({ "iss": "https://login.example" })),
            Lie::Expired => merge(&mut claims, json!({ "iat": now - 600, "exp": now - 1 })),
            _ => {}
        }
        match lie {
            Lie::Unsigned => format!("{}.", signed_part(&json!({ "alg": "none" }), &claims)),
            Lie::SignedByItsPublicKey => {
                let part = signed_part(&json!({ "alg": "HS256", "kid": "k" }), &claims);
                let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.key.public_key().as_ref());
                format!("{part}.{}", URL_SAFE_NO_PAD.encode(hmac::sign(&key, part.as_bytes())))
            }
            Lie::AnotherKey => sign(&self.0.other, &claims),
            _ => sign(&self.0.key, &claims),
        }
    }
}

fn merge(claims: &mut Value, changes: Value) {
    let (Some(claims), Value::Object(changes)) = (claims.as_object_mut(), changes) else { return };
    claims.extend(changes);
}

fn signed_part(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn sign(key: &EcdsaKeyPair, claims: &Value) -> String {
    let part = signed_part(&json!({ "alg": "ES256", "kid": "k", "typ": "JWT" }), claims);
    let signature = key.sign(&SystemRandom::new(), part.as_bytes()).expect("a signature");
    format!("{part}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// An answer; axum's own `Json` needs a feature that nobody else does.
fn answered(value: &Value) -> (StatusCode, String) {
    (StatusCode::OK, value.to_string())
}

async fn discovery(State(provider): State<Provider>) -> (StatusCode, String) {
    let base = &provider.0.base;
    answered(&json!({
        "issuer": base, "authorization_endpoint": format!("{base}/authorize"), "token_endpoint": format!("{base}/token"),
        "jwks_uri": format!("{base}/keys"), "end_session_endpoint": format!("{base}/session/end"),
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn keys(State(provider): State<Provider>) -> (StatusCode, String) {
    // 0x04, then both coordinates.
    let point = provider.0.key.public_key().as_ref();
    let part = |from: usize| URL_SAFE_NO_PAD.encode(&point[from..from + 32]);
    let key =
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "k", "x": part(1), "y": part(33) });
    answered(&json!({ "keys": [key] }))
}

async fn token(State(provider): State<Provider>, body: Bytes) -> (StatusCode, String) {
    if *provider.0.lie.lock().unwrap() == Lie::Redirected {
        return (StatusCode::FOUND, String::new());
    }
    let told: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let waiting = provider.0.codes.lock().unwrap().remove(&told["code"]);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&told["code_verifier"]));
    match waiting.filter(|waiting| waiting.challenge == challenge) {
        Some(waiting) => answered(&json!({ "token_type": "Bearer", "id_token": provider.id_token(waiting) })),
        None => (StatusCode::BAD_REQUEST, json!({ "error": "invalid_grant" }).to_string()),
    }
}
