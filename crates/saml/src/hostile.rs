//! What anybody may bring to the door where companies' answers come in, and what an administrator may paste.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use fuzz::Target;
use kernel::Timestamp;
use url::Url;

use crate::{Asked, Brought, Portal, Provider, Refusal, Said};

const ANSWER: &str = include_str!("../tests/answer-sha256.xml");
const LOGOUT: &str = include_str!("../tests/logout.txt");
const CERTIFICATE: &str = include_str!("../tests/keys/provider.crt");

/// 2026-03-12, a minute past eight.
const NOW: Timestamp = Timestamp::from_micros(1_773_302_460_000_000);

/// What wrapping, comments, entities and other ways to sign are made of.
const MARKUP: [&str; 16] = [
    "<!-- -->",
    "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
    "&x;",
    "<![CDATA[amelia]]>",
    "<?xml version=\"1.0\"?>",
    "<saml:Assertion ID=\"_other\">",
    "</saml:Assertion>",
    "<saml:NameID>amelia@northgate.example</saml:NameID>",
    "<samlp:Extensions>",
    "</samlp:Extensions>",
    "<ds:Object>",
    " ID=\"_assertion\"",
    " xmlns:saml=\"urn:x\"",
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    "https://evil.example/idp",
    "#",
];

fn portal() -> Portal {
    Portal {
        entity_id: "https://portal.example/saml".into(),
        acs: "https://portal.example/acs".into(),
        logout: "https://portal.example/logout".into(),
    }
}

fn provider() -> Provider {
    let provider = Provider::of("https://login.example/idp", "https://login.example/sso?x=1", CERTIFICATE);
    provider.expect("a provider")
}

fn said(answer: &[u8]) -> Result<Said, Refusal> {
    portal().said(&provider(), "_request", &STANDARD.encode(answer), NOW)
}

/// Whatever was done to an answer that one provider signed: it proves what that provider said, or nothing. Red when who
/// is meant is read of the text once more, instead of what was proven.
fn an_answer_proves_what_was_signed_or_nothing(input: &[u8]) {
    if let Ok(proven) = said(input) {
        assert_eq!(Ok(proven), said(ANSWER.as_bytes()));
    }
}

/// The answer with something beside what is signed that a second reader takes for a name.
fn with_another_name() -> Vec<u8> {
    ANSWER.replacen(" ID=\"_answer\"", " Consent=\"urn:x:NameID\" ID=\"_answer\"", 1).into()
}

/// The answer with letters where digits belong, which the library that reads it counts with.
fn with_a_wrong_time() -> Vec<u8> {
    ANSWER.replacen(":00Z\" Version", ":urnZ\" Version", 1).into()
}

fuzz::target!(
    answers,
    Target::of(vec![ANSWER.into(), with_another_name(), with_a_wrong_time()], &MARKUP),
    an_answer_proves_what_was_signed_or_nothing
);

fn asked(query: &str) -> Result<Asked, Refusal> {
    portal().asked(&provider(), Brought::Address(query), NOW)
}

/// Whatever was done to a request to sign somebody out that one provider signed: it means whom that provider meant, or
/// nobody. Red when the first of two fields is taken whose names differ in case alone: one of them is not signed.
fn a_request_to_sign_out_means_whom_was_meant_or_nobody(input: &[u8]) {
    if let Ok(proven) = asked(&String::from_utf8_lossy(input)) {
        assert_eq!(Ok(proven), asked(LOGOUT.trim_end()));
    }
}

#[test]
fn the_request_itself_is_taken() {
    assert!(asked(LOGOUT.trim_end()).is_ok(), "nothing would be tried");
}

fuzz::target!(
    logouts,
    Target::of(
        vec![LOGOUT.trim_end().into(), format!("relaystate=x&{}", LOGOUT.trim_end()).into()],
        &["&RelayState=x", "&SAMLRequest=", "&SAMLResponse=", "&SigAlg=", "&Signature=", "%26", "+", "="]
    ),
    a_request_to_sign_out_means_whom_was_meant_or_nobody
);

/// What is read of a provider's metadata is what could have been typed, and leads a browser to a web address. Red when
/// addresses of other schemes are taken, or certificates of which none can be read.
fn what_is_read_of_a_provider_could_be_typed(input: &[u8]) {
    let Ok(read) = Provider::read(&String::from_utf8_lossy(input)) else { return };
    for address in read.addresses() {
        let url = Url::parse(address).expect("it was looked at");
        assert!(matches!(url.scheme(), "http" | "https") && url.has_host(), "{address}");
    }
    let typed = Provider::of(&read.entity_id, &read.address, &read.certificates.join("-----END CERTIFICATE-----"));
    assert_eq!(typed.map(|typed| typed.keeping(&read)), Ok(read));
}

fn metadata(address: &str) -> Vec<u8> {
    let bare: String = CERTIFICATE.lines().filter(|line| !line.starts_with('-')).collect();
    let metadata = include_str!("../tests/metadata.xml").replace("CERTIFICATE", &bare);
    metadata.replace("https://login.example/sso?x=1", address).into_bytes()
}

fuzz::target!(
    providers,
    Target::of(
        vec![metadata("https://login.example/sso?x=1"), metadata("ftp://login.example/sso")],
        &["javascript:alert(1)", "data:text/html,x", "<!ENTITY x \"y\">", "&x;", "HTTP-POST"]
    ),
    what_is_read_of_a_provider_could_be_typed
);
