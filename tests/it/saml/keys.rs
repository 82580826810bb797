//! The portal's own keys: how providers know that it is the portal who asks.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use identity::SamlKey;
use kernel::{Clock as _, Timestamp};
use saml_rs::crypto::verify_message_signature;

use super::company::{CERTIFICATE, Company, KEY, OTHER_CERTIFICATE, OTHER_KEY, metadata_with_logout};
use crate::{
    sso::stage::Stage,
    world::{START, fresh},
};

const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

fn bare(framed: &str) -> String {
    framed.lines().filter(|line| !line.starts_with('-')).collect()
}

/// A key of the portal's, as it would have made it: making one takes long.
async fn keep(stage: &Stage, key: &str, certificate: &str, made_at: Timestamp) {
    let about = "the portal's key towards providers that speak SAML";
    let secret = stage.portal.app.site.settings.seal.close(&STANDARD.decode(bare(key)).unwrap(), about);
    let row = SamlKey { id: fresh(), secret, certificate: bare(certificate), made_at };
    stage.portal.app.db.unguarded().insert(&row).await.unwrap();
}

/// The portal has a key, whose certificate is [`OTHER_CERTIFICATE`].
pub async fn keep_one(stage: &Stage) {
    keep(stage, OTHER_KEY, OTHER_CERTIFICATE, START).await;
}

/// Whether the portal's key of this certificate has signed an address, from the message by this name on.
pub fn is_signed(address: &str, name: &str, certificate: &str) -> bool {
    let Some((_, told)) = address.split_once(&format!("{name}=")) else { return false };
    let Some((told, signature)) = told.split_once("&Signature=") else { return false };
    let pairs = format!("signature={signature}");
    let signature = form_urlencoded::parse(pairs.as_bytes()).next().expect("a pair").1.into_owned();
    verify_message_signature(&format!("{name}={told}"), &signature, certificate, RSA_SHA256).unwrap_or(false)
}

#[tokio::test]
async fn a_provider_that_wants_requests_signed_gets_them_signed() {
    let company = Company::with(&metadata_with_logout(true)).await;
    keep_one(&company.stage).await;
    let sade = company.browser();
    let begun = company.begins(&sade).await;
    assert!(is_signed(&begun.address, "SAMLRequest", OTHER_CERTIFICATE), "{}", begun.address);
    assert!(!is_signed(&begun.address.replace(&begun.state, "x"), "SAMLRequest", OTHER_CERTIFICATE));
    let answer = company.signed(&company.told(&begun));
    company.brings(&sade, &begun.state, &answer).await;
    assert!(company.stage.is_in(&sade).await);
    let plain = Company::open().await;
    assert!(!plain.begins(&plain.browser()).await.address.contains("Signature="), "nobody asked for that");
}

#[tokio::test]
async fn the_first_key_is_made_when_it_is_needed_and_lies_there_sealed() {
    let stage = Stage::closed().await;
    let portal = stage.browser("203.0.113.7");
    let raw = stage.portal.app.db.unguarded();
    assert!(raw.find(SamlKey::ID.is_known()).await.unwrap().is_empty());
    for account in [stage.northgate, stage.meridian] {
        let told = portal.get(&format!("/sign-in/saml/{}", account.uuid())).await;
        let kept = raw.find(SamlKey::ID.is_known()).await.unwrap();
        let [key] = kept.as_slice() else { panic!("one key for all, not {}", kept.len()) };
        assert!(told.text().contains(&key.certificate), "{}", told.text());
        assert!(!key.secret.starts_with("MII"), "the key lies open");
    }
}

#[tokio::test]
async fn a_new_key_is_told_beside_the_old_and_signs_two_weeks_later() {
    let company = Company::with(&metadata_with_logout(true)).await;
    let stage = &company.stage;
    keep_one(stage).await;
    keep(stage, KEY, CERTIFICATE, stage.portal.clock.now()).await;
    let browser = company.browser();
    let told = browser.get(&company.path()).await;
    assert!(told.body.contains(&bare(OTHER_CERTIFICATE)) && told.body.contains(&bare(CERTIFICATE)), "{}", told.text());
    let before = company.begins(&browser).await.address;
    assert!(is_signed(&before, "SAMLRequest", OTHER_CERTIFICATE), "{before}");
    stage.portal.clock.advance(Duration::from_hours(15 * 24));
    let after = company.begins(&browser).await.address;
    assert!(is_signed(&after, "SAMLRequest", CERTIFICATE), "{after}");
    let told = browser.get(&company.path()).await;
    assert!(!told.body.contains(&bare(OTHER_CERTIFICATE)), "{}", told.text());
}
