//! With answers that openssl signed, so that no library agrees with itself; see `tests/make.py`. Those that a signing
//! provider makes, and what is done to them on the way, are told through the door in `tests/it/saml`.

use std::time::Duration;

use super::*;

const SHA256: &str = include_str!("../../tests/answer-sha256.xml");
const SHA1: &str = include_str!("../../tests/answer-sha1.xml");
const CERTIFICATE: &str = include_str!("../../tests/keys/provider.crt");
const OTHER: &str = include_str!("../../tests/keys/other.crt");

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
    Provider::of("https://login.example/idp", "https://login.example/sso?x=1", certificate).expect("a provider")
}

fn said(answer: &str) -> Result<Said, Refusal> {
    portal().said(&provider(CERTIFICATE), "_request", &STANDARD.encode(answer), NOW)
}

#[test]
fn what_is_signed_is_read() {
    let said = said(SHA256).expect("it is proven");
    assert_eq!((said.subject.as_str(), said.email.as_deref()), ("s-1", Some("sade@northgate.example")));
    assert_eq!((said.session.as_deref(), said.assertion.as_str()), (Some("i-1"), "_assertion"));
    assert!(said.shown_at.is_some(), "when she showed who she is");
    assert_eq!(said.attributes["groups"], ["buyers", "others"]);
}

#[test]
fn sha_1_proves_nothing() {
    assert_eq!(said(SHA1), Err(Refusal::Algorithm));
}

#[test]
fn what_was_altered_proves_nothing() {
    let changes = [
        ("sade@", "amelia@"),
        (">s-1<", ">s-2<"),
        ("<saml:AttributeValue>others", "<saml:AttributeValue>admins"),
        ("Recipient=\"https://portal.example/acs\"", "Recipient=\"https://portal.example/acs \""),
    ];
    for (from, to) in changes {
        let refused = said(&SHA256.replace(from, to));
        assert_eq!(refused, Err(Refusal::Unproven("the signature does not hold")), "{from}");
    }
}

#[test]
fn it_is_for_this_portal_from_this_provider_and_for_this_request() {
    let answer = STANDARD.encode(SHA256);
    let known = provider(CERTIFICATE);
    let elsewhere = Portal { acs: "https://other.example/acs".into(), ..portal() };
    let somebody_else = Portal { entity_id: "https://other.example/saml".into(), ..portal() };
    let another = Provider { entity_id: "https://evil.example".into(), ..known.clone() };
    for (portal, provider, id) in [
        (&elsewhere, &known, "_request"),
        (&somebody_else, &known, "_request"),
        (&portal(), &another, "_request"),
        (&portal(), &provider(OTHER), "_request"),
        (&portal(), &known, "_another"),
    ] {
        let refused = portal.said(provider, id, &answer, NOW);
        assert!(matches!(refused, Err(Refusal::Unproven(_))), "{portal:?} {id}: {refused:?}");
    }
}

#[test]
fn it_counts_at_its_time_and_two_minutes_around() {
    let (answer, known) = (STANDARD.encode(SHA256), provider(CERTIFICATE));
    let at = |now: Timestamp| portal().said(&known, "_request", &answer, now).is_ok();
    assert!(at(NOW.minus(Duration::from_mins(2))) && at(NOW.plus(Duration::from_mins(5))));
    assert!(!at(NOW.minus(Duration::from_mins(4))) && !at(NOW.plus(Duration::from_mins(7))));
}

#[test]
fn a_request_names_itself_and_where_the_answer_goes() {
    let address = portal().request(&provider(CERTIFICATE), None, "_id", "state", false, NOW).expect("an address");
    let url = url::Url::parse(&address).expect("an address");
    let pairs: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert!(address.starts_with("https://login.example/sso?x=1&"), "{address}");
    assert_eq!(pairs["RelayState"], "state");
    let packed = STANDARD.decode(&pairs["SAMLRequest"]).expect("base64");
    let bytes = saml_rs::binding::deflate_raw_decode(&packed).expect("packed");
    let request = String::from_utf8(bytes).expect("text");
    for part in [
        "ID=\"_id\"",
        "IssueInstant=\"2026-03-12T08:01:00Z\"",
        "https://portal.example/acs",
        ">https://portal.example/saml<",
    ] {
        assert!(request.contains(part), "{part} is not in {request}");
    }
    assert!(!request.contains("ForceAuthn"), "{request}");
}

#[test]
fn a_request_to_show_it_anew_says_so() {
    let address = portal().request(&provider(CERTIFICATE), None, "_id", "state", true, NOW).expect("an address");
    let url = url::Url::parse(&address).expect("an address");
    let pairs: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    let packed = STANDARD.decode(&pairs["SAMLRequest"]).expect("base64");
    let bytes = saml_rs::binding::deflate_raw_decode(&packed).expect("packed");
    let request = String::from_utf8(bytes).expect("text");
    assert!(request.contains("ForceAuthn=\"true\""), "{request}");
}

#[test]
fn a_provider_can_read_of_the_portal() {
    let certificate: String = OTHER.lines().filter(|line| !line.starts_with('-')).collect();
    let metadata = portal().metadata(std::slice::from_ref(&certificate));
    let read = saml_rs::metadata::SpMetadata::from_xml(&metadata).expect("metadata");
    assert_eq!(read.get_entity_id(), Some("https://portal.example/saml"));
    assert!(read.is_want_assertions_signed() && !read.is_authn_request_signed());
    assert_eq!(read.get_assertion_consumer_service(Binding::Post).as_deref(), Some("https://portal.example/acs"));
    for binding in [Binding::Redirect, Binding::Post] {
        assert_eq!(read.get_single_logout_service(binding).as_deref(), Some("https://portal.example/logout"));
    }
    assert_eq!(read.x509_certificates(saml_rs::constants::CertUse::Signing), [certificate]);
}

#[test]
fn a_request_is_signed_where_the_provider_wants_that_and_only_with_a_key() {
    let known = Provider { wants_signed: true, ..provider(CERTIFICATE) };
    assert!(portal().request(&known, None, "_id", "state", false, NOW).is_err());
    let made = Key::make("portal.example").expect("a key");
    let key = Key::read(&made.secret).expect("a key");
    let address = portal().request(&known, Some(&key), "_id", "state", false, NOW).expect("an address");
    let (told, signature) = address.split_once("?x=1&").expect("a query").1.split_once("&Signature=").expect("signed");
    let signature = url::form_urlencoded::parse(format!("s={signature}").as_bytes()).next().expect("it").1.into_owned();
    let way = saml_rs::constants::signature_algorithm::RSA_SHA256;
    let holds = |told: &str| saml_rs::crypto::verify_message_signature(told, &signature, &made.certificate, way);
    assert_eq!(holds(told).ok(), Some(true), "{address}");
    assert_eq!(holds(&told.replace("state", "other")).ok(), Some(false), "{address}");
    assert!(Key::read(b"nonsense").is_err());
}
