//! Signing in through one's company where its provider speaks SAML, told through the door, with a provider that signs
//! by `saml-rs`. What OpenID Connect has in common with it is told in `sso`.

mod answers;
mod attacks;
mod company;
mod keys;
mod signing_out;
mod wrapping;

use std::time::Duration;

use axum::{
    Router,
    http::{StatusCode, header},
    routing::get,
};
use identity::{ConnectionKind, SsoIdentity};
use kernel::Clock as _;

use crate::sso::{
    again::{entries, is_killed_before_its_place_is_written, two_instances_follow},
    stage::Stage,
};
use company::Company;

#[tokio::test]
async fn somebody_new_comes_in_by_saml_as_a_member_of_their_company_alone() {
    let company = Company::open().await;
    let sade = company.browser();
    let back = company.comes(&sade, |_| {}).await;
    assert_eq!((back.status, back.to.as_str()), (StatusCode::SEE_OTHER, "/"), "{}", back.text());
    assert!(company.stage.is_in(&sade).await);
    let raw = company.stage.portal.app.db.unguarded();
    let known = raw.find(SsoIdentity::SUBJECT.is(&"s-1".to_owned())).await.unwrap();
    let [known] = known.as_slice() else { panic!("one person, not {}", known.len()) };
    assert_eq!(company.stage.roles(known.person_id).await, ["member"]);
    // The second time she is who she was, and a group gives her a role.
    company.stage.admin("/roles", &[("value", "buyers"), ("gives", "buyer")]).await;
    let again = company.browser();
    company.comes(&again, |told| told.groups = vec!["buyers", "others"]).await;
    assert!(company.stage.is_in(&again).await);
    assert_eq!(company.stage.roles(known.person_id).await, ["buyer", "member"]);
    assert_eq!(raw.find(SsoIdentity::SUBJECT.is(&"s-1".to_owned())).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_was_going_somewhere_gets_there() {
    let company = Company::open().await;
    let sade = company.browser();
    let next = format!("/a/{}/invoices?show=open&page=2", company.stage.northgate);
    let door = company.stage.door_path().await;
    let encoded: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    let begun = company.begins_at(&sade, &format!("{door}?next={encoded}")).await;
    let answer = company.signed(&company.told(&begun));
    assert_eq!(company.brings(&sade, &begun.state, &answer).await.to, next);
}

#[tokio::test]
async fn a_proof_is_as_old_as_the_provider_says_and_asked_for_anew_where_it_is_too_old() {
    let company = Company::open().await;
    let sade = company.browser();
    let hour_ago = company.stage.portal.clock.now().minus(Duration::from_hours(1));
    company.comes(&sade, |told| told.shown = hour_ago).await;
    assert!(company.stage.is_in(&sade).await);
    assert!(sade.get("/me/authenticators/new").await.to.starts_with("/me/proof?next="));
    assert!(!company.begins(&sade).await.anew);
    let door = format!("{}?anew=yes&next=%2Fme%2Fauthenticators%2Fnew", company.stage.door_path().await);
    let begun = company.begins_at(&sade, &door).await;
    assert!(begun.anew, "the provider may go by what it remembers");
    let back = company.brings(&sade, &begun.state, &company.signed(&company.told(&begun))).await;
    assert_eq!(back.to, "/me/authenticators/new");
    assert_eq!(sade.get("/me/authenticators/new").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_answer_comes_without_cookies_and_sets_none() {
    let company = Company::open().await;
    let sade = company.browser();
    let begun = company.begins(&sade).await;
    let put_by = company.posts(&begun.state, &company.signed(&company.told(&begun))).await;
    assert_eq!(put_by.status, StatusCode::SEE_OTHER);
    assert!(put_by.to.starts_with(&format!("/sign-in/callback?saml={}&mark=", begun.state)), "{}", put_by.to);
    assert!(put_by.headers.get(header::SET_COOKIE).is_none());
    assert!(!company.stage.is_in(&sade).await, "somebody is in before their browser came");
}

#[tokio::test]
async fn who_begins_at_the_provider_is_led_to_the_door() {
    let company = Company::open().await;
    let begun = company.begins(&company.browser()).await;
    let answer = company.signed(&company.told(&begun));
    assert_eq!(company.posts("", &answer).await.to, company.stage.door_path().await);
    assert_eq!(company.posts("https://portal.test/somewhere", &answer).await.to, company.stage.door_path().await);
}

#[tokio::test]
async fn the_portal_s_metadata_tell_nothing_of_who_is_there() {
    let stage = Stage::closed().await;
    keys::keep_one(&stage).await;
    let portal = stage.browser("203.0.113.7");
    for account in [stage.northgate.uuid(), uuid::Uuid::now_v7()] {
        let answer = portal.get(&format!("/sign-in/saml/{account}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("content-type"), "application/samlmetadata+xml");
        for below in ["acs", "logout"] {
            assert!(answer.text().contains(&format!("/sign-in/saml/{account}/{below}")), "{}", answer.text());
        }
    }
    assert_eq!(portal.get("/sign-in/saml/nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_used_is_said_and_what_was_typed_stays() {
    let stage = Stage::closed().await;
    let page = stage.page("/saml").await;
    assert!(page.body.contains(&format!("/sign-in/saml/{}/acs", stage.northgate.uuid())), "{}", page.text());
    let (name, three) = (("name", "Northgate ADFS"), [("entity_id", "x"), ("address", "https://login.example/")]);
    for fields in [
        vec![name],
        vec![name, ("metadata", "<html></html>")],
        vec![name, three[0], three[1]],
        vec![name, three[0], three[1], ("certificate", "MIIB")],
        vec![name, three[0], ("address", "login"), ("certificate", company::CERTIFICATE)],
    ] {
        let refused = stage.tries("/saml", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.body.contains("Northgate ADFS"), "{fields:?}: what was typed is lost");
    }
}

#[tokio::test]
async fn metadata_are_read_again_where_they_stand_and_name_nobody_else() {
    let stage = Stage::closed().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let one = company::metadata("https://login.example/idp", company::CERTIFICATE);
    let rolled = company::metadata("https://login.example/idp", company::OTHER_CERTIFICATE);
    let other = company::metadata("https://evil.example/idp", company::OTHER_CERTIFICATE);
    let stands = std::sync::Arc::new(std::sync::Mutex::new(one));
    let read = std::sync::Arc::clone(&stands);
    let answers = move || std::future::ready(read.lock().unwrap().clone());
    let router = Router::new().route("/metadata", get(answers));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let address = format!("{base}/metadata");
    let fields = [("name", "Northgate ADFS"), ("metadata_address", address.as_str()), ("role", "member")];
    stage.admin("/saml", &fields).await;
    assert!(stage.connection().await.issuer.is_empty());
    let mut known = Vec::new();
    for then in [rolled, other] {
        stage.admin("/test", &[]).await;
        stage.portal.settle().await;
        let connection = stage.connection().await;
        assert_eq!((connection.issuer.as_str(), connection.fault.as_deref()), ("https://login.example/idp", None));
        known.push(connection.saml.0.expect("a provider").certificates);
        *stands.lock().unwrap() = then;
    }
    assert_ne!(known[0], known[1], "the new certificate was not read");
    stage.admin("/test", &[]).await;
    stage.portal.settle().await;
    let connection = stage.connection().await;
    assert_eq!(connection.fault.as_deref(), Some("other_issuer"));
    assert_eq!(connection.issuer, "https://login.example/idp");
    assert_eq!(connection.saml.0.expect("a provider").certificates, known[1]);
}

#[tokio::test]
async fn a_provider_that_two_instances_test_is_told_of_once() {
    let stage = Stage::closed().await;
    let told = company::metadata(company::ISSUER, company::CERTIFICATE);
    stage.admin("/saml", &[("name", "Northgate ADFS"), ("metadata", told.as_str()), ("role", "member")]).await;
    stage.admin("/test", &[]).await;
    two_instances_follow(&stage, "sso.testing").await;
    assert_eq!(entries(&stage, "sso.tested").await, 1);
    is_killed_before_its_place_is_written(&stage, "sso.testing").await;
    assert_eq!(entries(&stage, "sso.tested").await, 1);
    let connection = stage.connection().await;
    assert!(connection.tested_at.is_some() && connection.fault.is_none());
}

#[tokio::test]
async fn what_is_said_of_the_same_provider_again_keeps_the_door_open() {
    let company = Company::open().await;
    let stage = &company.stage;
    let told = company::metadata(company::ISSUER, company::OTHER_CERTIFICATE);
    stage.admin("/saml", &[("name", "Northgate"), ("metadata", told.as_str())]).await;
    let connection = stage.connection().await;
    assert!(connection.enabled_at.is_some() && connection.tested_at.is_some());
    assert_eq!((connection.name.as_str(), connection.role, connection.claim), ("Northgate", None, None));
    let other = company::metadata("https://evil.example/idp", company::CERTIFICATE);
    stage.admin("/saml", &[("name", "Northgate"), ("metadata", other.as_str())]).await;
    let connection = stage.connection().await;
    assert_eq!((connection.issuer.as_str(), connection.enabled_at), ("https://evil.example/idp", None));
}

#[tokio::test]
async fn another_protocol_is_another_provider() {
    let company = Company::open().await;
    let sade = company.browser();
    company.comes(&sade, |_| {}).await;
    let without: Vec<_> = company.stage.told().into_iter().filter(|(name, _)| *name != "secret").collect();
    assert_eq!(company.stage.tries("/provider", &without).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    company.stage.admin("/provider", &company.stage.told()).await;
    let connection = company.stage.connection().await;
    assert_eq!((connection.kind, connection.enabled_at), (ConnectionKind::Oidc, None));
    assert!(connection.saml.0.is_none());
    company.stage.portal.settle().await;
    assert!(!company.stage.is_in(&sade).await, "who came in by the old provider is still in");
}
