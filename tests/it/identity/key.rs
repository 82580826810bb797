//! A passkey made of software, which answers as a browser and its device do (W3C Web Authentication, level 2).

use access::Person;
use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};

use super::stage::Browser;
use crate::{
    visitor::{Answer, BASE, field},
    world::fresh,
};

/// Somebody is there, has shown a finger or a PIN, and a new key follows.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const NEW: u8 = 0x40;

/// A device that holds one key.
pub struct Key {
    pair: EcdsaKeyPair,
    id: Vec<u8>,
    user: String,
}

/// What a key answered in a browser: the fields of its form.
pub struct Shown {
    answer: String,
    state: String,
    name: &'static str,
}

impl Shown {
    /// The same, of a new key that is called this.
    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// What stands in its fields `answer` and `state`.
    pub fn fields(&self) -> [&str; 2] {
        [&self.answer, &self.state]
    }

    /// Sends the form.
    pub async fn to(&self, browser: &Browser<'_>, path: &str, next: &str) -> Answer {
        let key = [("answer", self.answer.as_str()), ("state", self.state.as_str())];
        browser.post(path, &[&key[..], &[("next", next), ("name", self.name)][..]].concat()).await
    }
}

impl Key {
    /// Makes a key and adds it to whoever is signed in here, as people do.
    pub async fn add(browser: &Browser<'_>, name: &'static str) -> Self {
        let page = browser.get("/me/passkeys/new").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.to);
        let (key, shown) = Self::made(&page.text());
        let answer = shown.named(name).to(browser, "/me/passkeys", "").await;
        assert_eq!(answer.to, "/me/sign-in", "{}", answer.body);
        key
    }

    /// Makes the key that a page asks for.
    pub fn made(page: &str) -> (Self, Shown) {
        let asked = asked(page);
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pair = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pair.as_ref(), &random).expect("a key");
        let user = asked["publicKey"]["user"]["id"].as_str().expect("whose").to_owned();
        let key = Self { pair, id: fresh::<Person>().uuid().as_bytes().to_vec(), user };
        let shown = key.registers(page, &asked);
        (key, shown)
    }

    /// Answers a page that asks for a new key with this one, as no device would.
    pub fn made_again(&self, page: &str) -> Shown {
        self.registers(page, &asked(page))
    }

    fn registers(&self, page: &str, asked: &Value) -> Shown {
        let told = client_data("webauthn.create", &asked["publicKey"]["challenge"]);
        let response = json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(told),
            "attestationObject": URL_SAFE_NO_PAD.encode(self.attestation()),
        });
        let state = field(page, "state").expect("the state, sealed");
        Shown { answer: self.answer(&response), state, name: "" }
    }

    /// Answers what this browser is asked; without a finger it does so for whoever holds the device.
    pub async fn shows(&self, browser: &Browser<'_>, with_finger: bool) -> Shown {
        let asked = browser.get("/sign-in/passkey.json").await;
        let asked: Value = serde_json::from_slice(&asked.bytes).expect("options");
        let told = client_data("webauthn.get", &asked["options"]["publicKey"]["challenge"]);
        let data = head(if with_finger { PRESENT | VERIFIED } else { PRESENT });
        let signed = [data.as_slice(), digest(&SHA256, &told).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).expect("a signature");
        let response = json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(told),
            "authenticatorData": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature.as_ref()),
            "userHandle": self.user,
        });
        let state = asked["state"].as_str().expect("the state, sealed").to_owned();
        Shown { answer: self.answer(&response), state, name: "" }
    }

    fn answer(&self, response: &Value) -> String {
        let id = URL_SAFE_NO_PAD.encode(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} }).to_string()
    }

    /// The new key as CBOR, vouched for by nobody.
    fn attestation(&self) -> Vec<u8> {
        let length = u16::try_from(self.id.len()).expect("a short name").to_be_bytes();
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        let cose =
            [&[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20][..], x, &[0x22, 0x58, 0x20][..], y].concat();
        let model = [0; 16];
        let data = [&head(PRESENT | VERIFIED | NEW)[..], &model[..], &length[..], &self.id[..], &cose[..]].concat();
        let long = u8::try_from(data.len()).expect("a short answer");
        let begin = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData";
        [&begin[..], &[0x58, long][..], &data[..]].concat()
    }
}

/// What a page asks for that makes a passkey.
fn asked(page: &str) -> Value {
    let forms = ["data-passkey-new=\"", "data-passkey-join=\""];
    let (_, rest) = forms.iter().find_map(|form| page.split_once(form)).expect("a form that makes a passkey");
    let asked = rest.split('"').next().expect("its end").replace("&quot;", "\"").replace("&#x2f;", "/");
    serde_json::from_str(&asked).expect("options")
}

/// For which portal it answers, how, and that it counts nothing.
fn head(flags: u8) -> Vec<u8> {
    let host = BASE.strip_prefix("http://").expect("an address");
    [digest(&SHA256, host.as_bytes()).as_ref(), &[flags, 0, 0, 0, 0][..]].concat()
}

fn client_data(kind: &str, challenge: &Value) -> Vec<u8> {
    json!({ "type": kind, "challenge": challenge, "origin": BASE, "crossOrigin": false }).to_string().into_bytes()
}
