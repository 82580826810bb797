//! Signing out, here and there, where SAML is spoken.

use std::{collections::BTreeMap, time::Duration};

use axum::http::StatusCode;
use journal::Entry;
use kernel::{Clock as _, Timestamp};
use saml_rs::{
    binding::{base64_decode, build_redirect_octet, deflate_raw_decode},
    constants::ParserType,
    crypto::{construct_message_signature, construct_saml_signature, keys::load_private_key},
};

use super::{
    answers::PERSISTENT,
    company::{CERTIFICATE, Company, ISSUER, KEY, OTHER_CERTIFICATE, OTHER_KEY, OUT, metadata_with_logout},
    keys::{is_signed, keep_one},
};
use crate::visitor::{Answer, BASE, Visitor};

const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

/// The door is open, and the provider signs people out.
async fn open() -> Company {
    let company = Company::with(&metadata_with_logout(false)).await;
    keep_one(&company.stage).await;
    company
}

/// Somebody is in whom the provider calls so.
async fn comes(company: &Company, subject: &str, email: &str, session: &'static str) -> Visitor {
    let browser = company.browser();
    company
        .comes(&browser, |told| {
            subject.clone_into(&mut told.subject);
            email.clone_into(&mut told.email);
            told.session = session;
        })
        .await;
    assert!(company.stage.is_in(&browser).await, "{subject}");
    browser
}

async fn sade(company: &Company, session: &'static str) -> Visitor {
    comes(company, "s-1", "sade@northgate.example", session).await
}

fn at(instant: Timestamp) -> String {
    Timestamp::from_micros(instant.micros() - instant.micros().rem_euclid(1_000_000)).to_string()
}

/// A message of a provider's, not signed yet.
fn message(company: &Company, name: &str, id: &str, attributes: &str, inner: &str) -> String {
    let (to, now) = (format!("{BASE}{}/logout", company.path()), at(company.stage.portal.clock.now()));
    format!(
        "<samlp:{name} xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
         xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{now}\" \
         Destination=\"{to}\"{attributes}><saml:Issuer>{ISSUER}</saml:Issuer>{inner}</samlp:{name}>"
    )
}

/// The wish to have Sade signed out of these sessions.
fn wish(company: &Company, id: &str, sessions: &[&str]) -> String {
    let named = format!("<saml:NameID Format=\"{PERSISTENT}\">s-1</saml:NameID>");
    let session = |index: &&str| format!("<samlp:SessionIndex>{index}</samlp:SessionIndex>");
    let sessions: String = sessions.iter().map(session).collect();
    message(company, "LogoutRequest", id, "", &format!("{named}{sessions}"))
}

/// The query with which a browser brings a message, signed by this key.
fn query(kind: ParserType, xml: &str, state: &str, key: &str) -> String {
    let told = build_redirect_octet(kind, xml, Some(state), RSA_SHA256).expect("an address");
    let key = load_private_key(key, None).expect("a key");
    let signature = construct_message_signature(&told, &key, RSA_SHA256).expect("a signature");
    let signature: String = form_urlencoded::byte_serialize(signature.as_bytes()).collect();
    format!("{told}&Signature={signature}")
}

/// The message, signed itself.
fn signed(xml: &str, key: &str, certificate: &str) -> String {
    let key = load_private_key(key, None).expect("a key");
    let ways = ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"];
    let ways = ways.map(str::to_owned);
    construct_saml_signature(xml, true, &key, certificate, RSA_SHA256, &ways, None).expect("a signature")
}

/// Some browser brings it in its address.
async fn brings(company: &Company, query: &str) -> Answer {
    company.browser().get(&format!("{}/logout?{query}", company.path())).await
}

/// A page of the provider's brings it by a form.
async fn posts(company: &Company, xml: &str) -> Answer {
    company.posts_to("/logout", "SAMLRequest", "theirs", xml).await
}

fn fields(address: &str) -> BTreeMap<String, String> {
    let (_, query) = address.split_once('?').expect("a query");
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn unpacked(packed: &str) -> String {
    String::from_utf8(deflate_raw_decode(&base64_decode(packed).expect("base64")).expect("packed")).expect("text")
}

/// What the provider answers to the request called `id`.
fn answer(company: &Company, id: &str, status: &str) -> String {
    let code = format!("<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:{status}\"/>");
    let inner = format!("<samlp:Status>{code}</samlp:Status>");
    message(company, "LogoutResponse", "_done", &format!(" InResponseTo=\"{id}\""), &inner)
}

#[tokio::test]
async fn signing_out_here_leads_on_to_the_provider_and_back() {
    let company = open().await;
    let sade = sade(&company, "i-1").await;
    let page = sade.post("/sign-out", &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(!company.stage.is_in(&sade).await);
    let to = page.header("refresh").trim_start_matches("0; url=").to_owned();
    assert!(to.starts_with(&format!("{OUT}?SAMLRequest=")), "{to}");
    assert!(is_signed(&to, "SAMLRequest", OTHER_CERTIFICATE), "{to}");
    let (state, request) = (fields(&to)["RelayState"].clone(), unpacked(&fields(&to)["SAMLRequest"]));
    assert!(state.len() <= 80, "SAML has no room for {state}");
    let named = format!("<saml:NameID Format=\"{PERSISTENT}\">s-1</saml:NameID>");
    for part in [named.as_str(), "<samlp:SessionIndex>i-1</samlp:SessionIndex>", &format!("ID=\"_{state}\"")] {
        assert!(request.contains(part), "{part} is not in {request}");
    }
    let id = format!("_{state}");
    let done = answer(&company, &id, "Success");
    let back = brings(&company, &query(ParserType::LogoutResponse, &done, &state, KEY)).await;
    assert_eq!(back.to, "/sign-in?said=out-there");
    assert!(sade.get(&back.to).await.text().contains("signed out here and at your company"));
    let posted = company.posts_to("/logout", "SAMLResponse", &state, &signed(&done, KEY, CERTIFICATE)).await;
    assert_eq!(posted.to, "/sign-in?said=out-there");
    for (called, query) in [
        ("no", query(ParserType::LogoutResponse, &answer(&company, &id, "Requester"), &state, KEY)),
        ("another key", query(ParserType::LogoutResponse, &done, &state, OTHER_KEY)),
        ("another request", query(ParserType::LogoutResponse, &answer(&company, "_x", "Success"), &state, KEY)),
        ("no request of ours", query(ParserType::LogoutResponse, &answer(&company, "_x", "Success"), "x", KEY)),
        (
            "another provider",
            query(ParserType::LogoutResponse, &done.replace(ISSUER, "https://evil.example"), &state, KEY),
        ),
    ] {
        assert_eq!(brings(&company, &query).await.to, "/sign-in?said=out-here", "{called}");
    }
    let (bare, _) = query(ParserType::LogoutResponse, &done, &state, KEY)
        .split_once("&SigAlg=")
        .map(|(bare, rest)| (bare.to_owned(), rest.to_owned()))
        .expect("a signature");
    assert_eq!(brings(&company, &bare).await.to, "/sign-in?said=out-here", "not signed");
    company.stage.portal.clock.advance(Duration::from_mins(16));
    let late = answer(&company, &id, "Success");
    let late = brings(&company, &query(ParserType::LogoutResponse, &late, &state, KEY)).await;
    assert_eq!(late.to, "/sign-in?said=out-here", "late");
}

#[tokio::test]
async fn who_came_in_by_a_provider_without_a_sign_out_is_signed_out_here() {
    let company = Company::open().await;
    let sade = sade(&company, "i-1").await;
    assert_eq!(sade.post("/sign-out", &[]).await.to, "/sign-in?said=out");
    assert!(!company.stage.is_in(&sade).await);
}

#[tokio::test]
async fn a_provider_signs_out_whom_it_names_and_nobody_else() {
    let company = open().await;
    let (one, two) = (sade(&company, "i-1").await, sade(&company, "i-2").await);
    let ben = comes(&company, "s-2", "ben@northgate.example", "i-1").await;
    let done =
        brings(&company, &query(ParserType::LogoutRequest, &wish(&company, "_w1", &["i-2"]), "theirs", KEY)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(done.to.starts_with(&format!("{OUT}?SAMLResponse=")), "{}", done.to);
    assert!(is_signed(&done.to, "SAMLResponse", OTHER_CERTIFICATE), "{}", done.to);
    let told = unpacked(&fields(&done.to)["SAMLResponse"]);
    assert!(told.contains("InResponseTo=\"_w1\"") && told.contains("status:Success"), "{told}");
    assert_eq!(fields(&done.to)["RelayState"], "theirs");
    assert!(company.stage.is_in(&one).await && !company.stage.is_in(&two).await, "the wrong session is over");
    let three = sade(&company, "i-3").await;
    let posted = posts(&company, &signed(&wish(&company, "_w2", &[]), KEY, CERTIFICATE)).await;
    assert!(posted.to.starts_with(OUT), "{}", posted.text());
    assert!(!company.stage.is_in(&one).await && !company.stage.is_in(&three).await, "she is still in");
    assert!(company.stage.is_in(&ben).await, "Ben is out, too");
    let raw = company.stage.portal.app.db.unguarded();
    assert_eq!(raw.find(Entry::EVENT.is(&"sso.signed_out".to_owned())).await.unwrap().len(), 2);
    let priya = company.stage.page("").await;
    assert_eq!(priya.status, StatusCode::OK, "Priya is out, too");
}

#[tokio::test]
async fn a_wish_counts_once() {
    let company = open().await;
    let first = sade(&company, "i-1").await;
    let wished = query(ParserType::LogoutRequest, &wish(&company, "_w", &[]), "theirs", KEY);
    assert_eq!(brings(&company, &wished).await.status, StatusCode::SEE_OTHER);
    assert!(!company.stage.is_in(&first).await);
    let again = sade(&company, "i-1").await;
    assert_eq!(brings(&company, &wished).await.status, StatusCode::BAD_REQUEST);
    let posted = posts(&company, &signed(&wish(&company, "_w", &[]), KEY, CERTIFICATE)).await;
    assert_eq!(posted.status, StatusCode::BAD_REQUEST, "by another way");
    assert!(company.stage.is_in(&again).await);
}

/// What is done to a wish before it is signed.
type Change = fn(&str) -> String;

#[tokio::test]
async fn what_proves_nothing_signs_nobody_out() {
    let company = open().await;
    let sade = sade(&company, "i-1").await;
    let changes: [(&str, Change); 11] = [
        ("another provider", |xml| xml.replace(ISSUER, "https://evil.example/idp")),
        ("to another address", |xml| xml.replace("/logout\"", "/acs\"")),
        ("to nobody", |xml| xml.replace(" Destination=", " Consent=")),
        ("old", |xml| dated(xml, "2020-01-01T00:00:00Z")),
        ("to come", |xml| dated(xml, "2099-01-01T00:00:00Z")),
        ("over", |xml| xml.replacen(" Version=", " NotOnOrAfter=\"2020-01-01T00:00:00Z\" Version=", 1)),
        ("two names", |xml| xml.replacen("</saml:NameID>", "</saml:NameID><saml:NameID>s-2</saml:NameID>", 1)),
        ("no name", |xml| xml.replace(">s-1<", "><")),
        ("a sealed name", |xml| xml.replace("saml:NameID", "saml:EncryptedID")),
        ("a comment", |xml| xml.replace(">s-1<", ">s-1<!-- -->0<")),
        ("a document type", |xml| format!("<!DOCTYPE r [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>{xml}")),
    ];
    for (index, (called, change)) in changes.into_iter().enumerate() {
        let xml = change(&wish(&company, &format!("_h{index}"), &[]));
        if !xml.starts_with("<!") {
            let query = query(ParserType::LogoutRequest, &xml, "theirs", KEY);
            assert_eq!(brings(&company, &query).await.status, StatusCode::BAD_REQUEST, "{called}");
            let posted = posts(&company, &signed(&xml, KEY, CERTIFICATE)).await;
            assert_eq!(posted.status, StatusCode::BAD_REQUEST, "{called}, by a form");
        }
        assert_eq!(posts(&company, &xml).await.status, StatusCode::BAD_REQUEST, "{called}, not signed");
        assert!(company.stage.is_in(&sade).await, "{called}");
    }
    let honest = query(ParserType::LogoutRequest, &wish(&company, "_w", &[]), "theirs", KEY);
    assert_eq!(brings(&company, &honest).await.status, StatusCode::SEE_OTHER, "an honest one counts, after all");
}

/// The message, issued at another time.
fn dated(xml: &str, instant: &str) -> String {
    let (before, rest) = xml.split_once("IssueInstant=\"").expect("an instant");
    let (_, after) = rest.split_once('"').expect("its end");
    format!("{before}IssueInstant=\"{instant}\"{after}")
}

#[tokio::test]
async fn a_wish_that_its_provider_did_not_sign_signs_nobody_out() {
    let company = open().await;
    let sade = sade(&company, "i-1").await;
    let xml = wish(&company, "_w", &[]);
    let good = query(ParserType::LogoutRequest, &xml, "theirs", KEY);
    let (bare, _) = good.split_once("&SigAlg=").expect("a signature");
    let sha_1 = "http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23rsa-sha1";
    let sha_256 = "http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256";
    for (called, query) in [
        ("not signed", bare.to_owned()),
        ("another key", query(ParserType::LogoutRequest, &xml, "theirs", OTHER_KEY)),
        ("another state", good.replace("RelayState=theirs", "RelayState=x")),
        ("no state", good.replace("&RelayState=theirs", "")),
        ("SHA-1", good.replace(sha_256, sha_1)),
        ("a message twice", format!("{bare}&{good}")),
        ("nothing", String::new()),
        ("nonsense", "SAMLRequest=x&SigAlg=y&Signature=z".to_owned()),
    ] {
        assert_eq!(brings(&company, &query).await.status, StatusCode::BAD_REQUEST, "{called}");
        assert!(company.stage.is_in(&sade).await, "{called}");
    }
    let whole = signed(&xml, KEY, CERTIFICATE);
    let evil = xml.replace("ID=\"_w\"", "ID=\"_evil\"");
    let inside = |holder: &str| evil.replacen("</saml:Issuer>", &format!("</saml:Issuer>{holder}"), 1);
    for (called, xml) in [
        ("another key", signed(&xml, OTHER_KEY, OTHER_CERTIFICATE)),
        ("altered", whole.replace(">s-1<", ">s-1 <")),
        ("wrapped in extensions", inside(&format!("<samlp:Extensions>{whole}</samlp:Extensions>"))),
        ("wrapped in an object", inside(&whole.replace("</ds:Signature>", "<ds:Object/></ds:Signature>"))),
        ("SHA-1", whole.replace("2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1")),
    ] {
        assert_eq!(posts(&company, &xml).await.status, StatusCode::BAD_REQUEST, "{called}");
        assert!(company.stage.is_in(&sade).await, "{called}");
    }
    // The address of another account, which has no such provider, and of none.
    for path in [format!("/sign-in/saml/{}", company.stage.meridian.uuid()), "/sign-in/saml/x".to_owned()] {
        let answer = company.browser().get(&format!("{path}/logout?{good}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
    }
    assert!(company.stage.is_in(&sade).await);
    assert_eq!(brings(&company, &good).await.status, StatusCode::SEE_OTHER, "an honest one counts, after all");
    assert!(!company.stage.is_in(&sade).await);
}

#[tokio::test]
async fn what_is_typed_of_the_same_provider_again_keeps_its_sign_out() {
    let company = open().await;
    let three = [("entity_id", ISSUER), ("address", "https://login.example/sso"), ("certificate", CERTIFICATE)];
    let fields = [&[("name", "Northgate"), ("role", "member")][..], &three].concat();
    company.stage.admin("/saml", &fields).await;
    let known = company.stage.connection().await.saml.0.expect("a provider");
    assert_eq!(known.logout.as_deref(), Some(OUT));
}
