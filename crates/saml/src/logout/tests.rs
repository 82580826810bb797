//! With a request that openssl signed; see `tests/make.py`. What is told through the door is in `tests/it/saml`.

use std::collections::BTreeMap;

use saml_rs::{
    binding::deflate_raw_decode, constants::signature_algorithm::RSA_SHA256, crypto::verify_message_signature,
};
use url::form_urlencoded;

use super::*;

const LOGOUT: &str = include_str!("../../tests/logout.txt");
const CERTIFICATE: &str = include_str!("../../tests/keys/provider.crt");
const OTHER: &str = include_str!("../../tests/keys/other.crt");
const OTHER_KEY: &str = include_str!("../../tests/keys/other.key");

/// 2026-03-12, a minute past eight.
const NOW: Timestamp = Timestamp::from_micros(1_773_302_460_000_000);

fn portal() -> Portal {
    Portal {
        entity_id: "https://portal.example/saml".into(),
        acs: "https://portal.example/acs".into(),
        logout: "https://portal.example/logout".into(),
    }
}

fn provider(certificate: &str) -> Provider {
    let provider = Provider::of("https://login.example/idp", "https://login.example/sso?x=1", certificate);
    Provider { logout: Some("https://login.example/out?x=1".into()), ..provider.expect("a provider") }
}

/// The portal's key; the certificate of it is `OTHER`.
fn key() -> Key {
    let body: String = OTHER_KEY.lines().filter(|line| !line.starts_with('-')).collect();
    Key::read(&STANDARD.decode(body).expect("base64")).expect("a key")
}

fn asked(query: &str) -> Result<Asked, Refusal> {
    portal().asked(&provider(CERTIFICATE), Brought::Address(query.trim_end()), NOW)
}

fn fields_of(address: &str) -> BTreeMap<String, String> {
    let (_, query) = address.split_once('?').expect("a query");
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn unpacked(packed: &str) -> String {
    let bytes = deflate_raw_decode(&STANDARD.decode(packed).expect("base64")).expect("packed");
    String::from_utf8(bytes).expect("text")
}

/// The address is signed by the portal's key, from the message by this name on.
fn assert_signed(address: &str, name: &str) {
    let told = &address[address.find(&format!("&{name}=")).expect("a message") + 1..];
    let (told, _) = told.split_once("&Signature=").expect("a signature");
    let fields = fields_of(address);
    assert_eq!(fields["SigAlg"], RSA_SHA256);
    let holds = verify_message_signature(told, &fields["Signature"], OTHER, RSA_SHA256);
    assert_eq!(holds.ok(), Some(true), "{address}");
}

#[test]
fn a_signed_request_is_read() {
    let asked = asked(LOGOUT).expect("it is proven");
    assert_eq!((asked.id.as_str(), asked.subject.as_str()), ("_out", "s-1"));
    assert_eq!((asked.sessions, asked.state.as_deref()), (vec!["i-1".to_owned()], Some("theirs")));
}

#[test]
fn it_is_from_this_provider_to_this_portal_and_of_now() {
    let query = Brought::Address(LOGOUT.trim_end());
    let known = provider(CERTIFICATE);
    let elsewhere = Portal { logout: "https://other.example/logout".into(), ..portal() };
    let another = Provider { entity_id: "https://evil.example".into(), ..known.clone() };
    assert!(elsewhere.asked(&known, query, NOW).is_err());
    assert!(portal().asked(&another, query, NOW).is_err());
    assert!(portal().asked(&provider(OTHER), query, NOW).is_err());
    assert!(portal().asked(&known, query, NOW.plus(Duration::from_mins(8))).is_err());
    assert!(portal().asked(&known, query, NOW.minus(Duration::from_mins(8))).is_err());
}

#[test]
fn what_is_not_signed_or_altered_proves_nothing() {
    let (bare, _) = LOGOUT.split_once("&SigAlg=").expect("a signature");
    let (message, _) = LOGOUT.split_once("&RelayState=").expect("a state");
    for wrong in [
        bare.to_owned(),
        LOGOUT.replace("RelayState=theirs", "RelayState=other"),
        LOGOUT.replace("rsa-sha256", "rsa-sha1"),
        LOGOUT.replace("&Signature=", "&Signature=AAAA"),
        format!("{message}&{LOGOUT}"),
        LOGOUT.replace("&Signature=", "&RelayState=x&Signature="),
        LOGOUT.replace("SAMLRequest", "SAMLResponse"),
        String::new(),
    ] {
        assert!(asked(&wrong).is_err(), "{wrong}");
    }
}

#[test]
fn what_is_asked_of_a_provider_names_somebody_as_it_did_itself() {
    let naming = Naming {
        format: Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".into()),
        qualifier: Some("https://login.example/idp".into()),
        portal_qualifier: Some("\"><saml:NameID>".into()),
    };
    let leaving = Leaving { subject: "s-1</saml:NameID>&", naming: Some(&naming), session: Some("i-1") };
    let address = portal().sign_out(&provider(CERTIFICATE), &key(), "_id", "ours", &leaving, NOW).expect("an address");
    assert!(address.starts_with("https://login.example/out?x=1&SAMLRequest="), "{address}");
    assert_signed(&address, "SAMLRequest");
    let fields = fields_of(&address);
    assert_eq!(fields["RelayState"], "ours");
    let xml = unpacked(&fields["SAMLRequest"]);
    for part in [
        "ID=\"_id\"",
        "IssueInstant=\"2026-03-12T08:01:00Z\"",
        "NotOnOrAfter=\"2026-03-12T08:06:00Z\"",
        "Destination=\"https://login.example/out?x=1\"",
        ">https://portal.example/saml<",
        ">s-1&lt;/saml:NameID&gt;&amp;<",
        "Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\"",
        "NameQualifier=\"https://login.example/idp\"",
        "SPNameQualifier=\"&quot;&gt;&lt;saml:NameID&gt;\"",
        "<samlp:SessionIndex>i-1</samlp:SessionIndex>",
    ] {
        assert!(xml.contains(part), "{part} is not in {xml}");
    }
    assert_eq!(shape::check_message(&xml, "LogoutRequest", "NameID", false), Ok(()));
    let nowhere = Provider { logout: None, ..provider(CERTIFICATE) };
    assert!(portal().sign_out(&nowhere, &key(), "_id", "ours", &leaving, NOW).is_err());
}

#[test]
fn an_answer_names_what_it_answers_and_brings_back_what_came_along() {
    let asked = asked(LOGOUT).expect("it is proven");
    let address = portal().answer(&provider(CERTIFICATE), &key(), &asked, "_id", NOW).expect("an address");
    assert_signed(&address, "SAMLResponse");
    let fields = fields_of(&address);
    assert_eq!(fields["RelayState"], "theirs");
    let xml = unpacked(&fields["SAMLResponse"]);
    assert!(xml.contains("InResponseTo=\"_out\"") && xml.contains("status:Success"), "{xml}");
    let elsewhere = Provider { logout_answers: Some("https://login.example/done".into()), ..provider(CERTIFICATE) };
    let address = portal().answer(&elsewhere, &key(), &asked, "_id", NOW).expect("an address");
    assert!(address.starts_with("https://login.example/done?SAMLResponse="), "{address}");
}

/// What the portal answers, read as a provider's answer to the portal: both are of one shape.
#[test]
fn an_answer_is_taken_of_this_provider_to_this_request_alone() {
    let asked = Asked { id: "_ours".into(), subject: "-".into(), sessions: Vec::new(), state: Some("ours".into()) };
    let as_portal = Portal { entity_id: "https://login.example/idp".into(), ..portal() };
    let to_portal = Provider { logout: Some("https://portal.example/logout".into()), ..provider(CERTIFICATE) };
    let address = as_portal.answer(&to_portal, &key(), &asked, "_id", NOW).expect("an address");
    let (_, query) = address.split_once('?').expect("a query");
    let known = provider(OTHER);
    let taken =
        |provider: &Provider, id: &str, query: &str| portal().confirmed(provider, id, Brought::Address(query), NOW);
    assert_eq!(taken(&known, "_ours", query), Ok(()));
    assert!(taken(&known, "_another", query).is_err());
    assert!(taken(&provider(CERTIFICATE), "_ours", query).is_err());
    assert!(taken(&Provider { entity_id: "https://evil.example".into(), ..known.clone() }, "_ours", query).is_err());
    assert!(taken(&known, "_ours", &query.replace("RelayState=ours", "RelayState=x")).is_err());
    let (bare, _) = query.split_once("&SigAlg=").expect("a signature");
    assert!(taken(&known, "_ours", bare).is_err());
}
