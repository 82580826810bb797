//! What a hostile provider, or somebody on the way, does in vain.

use std::time::Duration;

use access::Person;
use axum::http::StatusCode;
use directory::{Address, Membership, Session, fold, token_hash};
use journal::Entry;
use kernel::{Id, Timestamp};
use mail::Letter;
use serde_json::json;

use super::{
    provider::{Lie, Provider},
    stage::Stage,
};
use crate::{
    visitor::{Answer, Visitor},
    world::{START, fresh, member, staff},
};

fn sade() -> serde_json::Value {
    json!({ "sub": "sade", "email": "sade@northgate.example" })
}

/// Nobody is in, nobody was made, and it is written down.
async fn refused(stage: &Stage, answer: &Answer, called: &str) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{called}: {}", answer.to);
    let raw = stage.portal.app.db.unguarded();
    assert!(raw.first(identity::SsoIdentity::ID.is_known()).await.unwrap().is_none(), "{called}: somebody was linked");
    let noted = raw.find(Entry::EVENT.is(&"sso.refused".to_owned())).await.unwrap();
    assert!(!noted.is_empty(), "{called}: nothing was written down");
}

#[tokio::test]
async fn a_token_that_proves_nothing_lets_nobody_in() {
    let stage = Stage::open().await;
    let lies = [
        Lie::Nonce,
        Lie::Audience,
        Lie::AnotherIssuer,
        Lie::Expired,
        Lie::Unsigned,
        Lie::SignedByItsPublicKey,
        Lie::AnotherKey,
        Lie::Redirected,
    ];
    for lie in lies {
        stage.provider.lies(lie);
        let browser = stage.browser("203.0.113.7");
        let answer = stage.comes(&browser, sade()).await;
        refused(&stage, &answer, &format!("{lie:?}")).await;
        assert!(!stage.is_in(&browser).await, "{lie:?}");
    }
    stage.provider.lies(Lie::Nothing);
    let browser = stage.browser("203.0.113.7");
    stage.comes(&browser, sade()).await;
    assert!(stage.is_in(&browser).await);
}

#[tokio::test]
async fn nobody_but_the_accounts_own_people_is_named() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    let tom = staff(raw, "Tom", "agent").await.unwrap();
    stage.address(tom, "tom@northgate.example").await;
    let dana = member(raw, "Dana", stage.meridian, "admin").await.unwrap().person;
    stage.address(dana, "dana@northgate.example").await;
    let removed = stage.member("Rhea", "rhea@northgate.example", "member").await;
    let left = raw.first(directory::Membership::PERSON_ID.is(&removed)).await.unwrap().expect("a membership");
    let ended_at = Some(START);
    raw.update(&directory::Membership { ended_at, ..left }).await.unwrap();
    let claims = [
        ("staff", json!({ "sub": "1", "email": "tom@northgate.example" })),
        ("somebody of another account", json!({ "sub": "2", "email": "dana@northgate.example" })),
        ("who was removed", json!({ "sub": "3", "email": "rhea@northgate.example" })),
        ("a foreign domain", json!({ "sub": "4", "email": "sade@meridian.example" })),
        ("a domain below", json!({ "sub": "5", "email": "sade@sub.northgate.example" })),
        ("a domain that only ends alike", json!({ "sub": "6", "email": "sade@evil-northgate.example" })),
        ("an address not proved", json!({ "sub": "7", "email": "sade@northgate.example", "email_verified": false })),
        ("no address", json!({ "sub": "8" })),
        ("two addresses", json!({ "sub": "9", "email": "dana@meridian.example@northgate.example" })),
    ];
    for (called, claims) in claims {
        let browser = stage.browser("203.0.113.7");
        let answer = stage.comes(&browser, claims).await;
        refused(&stage, &answer, called).await;
        assert!(!stage.is_in(&browser).await, "{called}");
    }
}

#[tokio::test]
async fn a_link_does_not_follow_an_address_to_somebody_else() {
    let stage = Stage::open().await;
    stage.member("Ben", "ben@northgate.example", "member").await;
    stage.member("Amelia", "amelia@northgate.example", "admin").await;
    let browser = stage.browser("203.0.113.7");
    stage.comes(&browser, json!({ "sub": "ben", "email": "ben@northgate.example" })).await;
    assert!(stage.is_in(&browser).await);
    // The provider now says that Ben has Amelia's address.
    let other = stage.browser("203.0.113.8");
    let answer = stage.comes(&other, json!({ "sub": "ben", "email": "amelia@northgate.example" })).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!stage.is_in(&other).await);
}

#[tokio::test]
async fn what_comes_back_counts_once_and_where_it_left_from() {
    let stage = Stage::open().await;
    let (ben, eve) = (stage.browser("203.0.113.7"), stage.browser("198.51.100.1"));
    let back = stage.provider.sends_back(&stage.leads(&ben).await, sade());
    eve.get("/sign-in").await;
    assert_eq!(eve.get(&back).await.to, "/sign-in?said=company");
    assert!(!stage.is_in(&eve).await);
    assert_eq!(ben.get(&back).await.to, "/");
    let again = stage.browser("203.0.113.9");
    assert_eq!(again.get(&back).await.to, "/sign-in?said=company");
    assert_eq!(ben.get(&back).await.to, "/sign-in?said=company", "it counts twice");
    // One that took too long, and one that nobody began.
    let late = stage.provider.sends_back(&stage.leads(&eve).await, sade());
    stage.portal.clock.advance(std::time::Duration::from_secs(16 * 60));
    assert_eq!(eve.get(&late).await.to, "/sign-in?said=company");
    assert_eq!(eve.get("/sign-in/callback?code=x&state=x").await.to, "/sign-in?said=company");
    assert_eq!(eve.get("/sign-in/callback").await.to, "/sign-in?said=company");
}

#[tokio::test]
async fn an_answer_of_another_provider_is_not_taken_for_this_one_s() {
    let stage = Stage::open().await;
    for issuer in ["&iss=https%3A%2F%2Flogin.example", ""] {
        let browser = stage.browser("203.0.113.7");
        let back = stage.provider.sends_back(&stage.leads(&browser).await, sade());
        let (before, _) = back.split_once("&iss=").expect("it names itself");
        let answer = browser.get(&format!("{before}{issuer}")).await;
        refused(&stage, &answer, issuer).await;
    }
}

/// Meridian's own provider, in use.
async fn of_meridian(stage: &Stage) -> Provider {
    let provider = Provider::open(&stage.portal.clock).await;
    let (issuer, chidi) = (provider.issuer(), stage.meridian_admin().await);
    let told = [
        ("name", "Meridian ID"),
        ("issuer", issuer.as_str()),
        ("client_id", "portal"),
        ("secret", "otter gasket"),
        ("role", "member"),
    ];
    let domain = [("domain", "meridian.example")];
    let steps: [(&str, &[(&str, &str)]); 5] = [
        ("/provider", &told),
        ("/test", &[]),
        ("/domains", &domain),
        ("/domains/check", &domain),
        ("/activation", &[]),
    ];
    for (below, fields) in steps {
        stage.portal.clock.advance(Duration::from_millis(2));
        stage.dns_says_so("meridian.example").await;
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answer = chidi.post(&format!("/a/{}/company/sign-on{below}", stage.meridian), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{below}: {}", answer.text());
        stage.portal.settle().await;
    }
    provider
}

/// Where the door for an address leads this browser.
async fn leads(stage: &Stage, browser: &Visitor, email: &str) -> String {
    stage.portal.clock.advance(Duration::from_millis(2));
    let door = browser.post("/sign-in/link", &[("email", email)]).await.to;
    let page = browser.get(&door).await.body.replace("&amp;", "&").replace("&#61;", "=");
    let mut links = page.split("href=\"").filter_map(|rest| rest.split('"').next());
    links.find(|link| link.contains("code_challenge=")).expect("a link to a provider").to_owned()
}

#[tokio::test]
async fn each_company_s_people_are_sent_to_its_own_provider_and_taken_from_no_other() {
    let stage = Stage::open().await;
    let theirs = of_meridian(&stage).await;
    let (own, other) = (stage.provider.issuer(), theirs.issuer());
    let ada = json!({ "sub": "ada", "email": "ada@meridian.example" });
    let browser = stage.browser("203.0.113.7");
    let way = leads(&stage, &browser, "sade@northgate.example").await;
    assert!(way.starts_with(&own) && !way.contains(&other), "{way}");
    let way = leads(&stage, &browser, "ada@meridian.example").await;
    assert!(way.starts_with(&other) && !way.contains(&own), "{way}");
    // Northgate's provider answers what Meridian's was asked; and, at its own door, speaks of Meridian's people.
    let answered = stage.provider.sends_back(&way.replacen(&other, &own, 1), ada.clone());
    refused(&stage, &browser.get(&answered).await, "an answer of another company's provider").await;
    refused(&stage, &stage.comes(&browser, ada.clone()).await, "somebody of another company").await;
    assert!(!stage.is_in(&browser).await);
    let way = leads(&stage, &browser, "ada@meridian.example").await;
    browser.get(&theirs.sends_back(&way, ada)).await;
    assert!(stage.is_in(&browser).await);
    let raw = stage.portal.app.db.unguarded();
    let linked = raw.first(identity::SsoIdentity::ID.is_known()).await.unwrap().expect("a link");
    let places = raw.find(Membership::PERSON_ID.is(&linked.person_id)).await.unwrap();
    assert_eq!(places.iter().map(|place| place.account_id).collect::<Vec<_>>(), [stage.meridian]);
}

#[tokio::test]
async fn whoever_typed_an_address_first_and_never_proved_it_is_not_its_owner() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    let eve = member(raw, "Eve", stage.meridian, "member").await.unwrap().person;
    let email = "sade@northgate.example".to_owned();
    let typed = Address {
        id: fresh(),
        person_id: eve,
        email_fold: fold(&email),
        email,
        verified_at: None,
        primary_since: None,
    };
    raw.insert(&typed).await.unwrap();
    let waits = stage.portal.browser(eve).await;
    let browser = stage.browser("203.0.113.7");
    stage.comes(&browser, sade()).await;
    assert!(stage.is_in(&browser).await);
    let linked = raw.first(identity::SsoIdentity::ID.is_known()).await.unwrap().expect("a link");
    assert_ne!(linked.person_id, eve);
    let page = format!("/a/{}", stage.northgate);
    assert_eq!(browser.get(&page).await.status, StatusCode::OK);
    assert_eq!(waits.get(&page).await.status, StatusCode::NOT_FOUND, "what Eve had waits for nothing");
}

const BEN: &str = "ben@northgate.example";
const SECRET: &str = "otter vale pump gasket";

/// Signs in by mail to this address.
async fn by_mail(stage: &Stage, browser: &Visitor, email: &str) {
    stage.portal.clock.advance(Duration::from_millis(2));
    browser.post("/sign-in/link", &[("email", email), ("instead", "mail")]).await;
    let link = stage.mailed_link(email).await;
    browser.get(&link).await;
    browser.post(&link, &[]).await;
    assert!(stage.is_in(browser).await, "{email}");
}

#[tokio::test]
async fn whoever_proved_an_address_first_is_out_once_its_owner_comes_from_their_company() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    let person = stage.member("Ben", BEN, "member").await;
    // Eve once read a mail that was meant for Ben.
    let eve = stage.browser("198.51.100.1");
    by_mail(&stage, &eve, BEN).await;
    assert_eq!(eve.post("/me/password", &[("password", SECRET)]).await.to, "/me/sign-in");
    let password = [("email", BEN), ("password", SECRET)];
    let phone = stage.browser("198.51.100.2");
    phone.post("/sign-in", &password).await;
    assert!(stage.is_in(&eve).await && stage.is_in(&phone).await);
    with_a_passkey(&stage, person).await;
    stage.address(person, "eve@evil.example").await;

    let browser = stage.browser("203.0.113.7");
    assert_eq!(stage.comes(&browser, ben()).await.to, "/");
    assert!(stage.is_in(&browser).await);
    assert!(!stage.is_in(&eve).await && !stage.is_in(&phone).await, "her sessions go on");
    let tries = stage.browser("198.51.100.3");
    assert_eq!(tries.post("/sign-in", &password).await.status, StatusCode::UNPROCESSABLE_ENTITY, "her password");
    assert!(!has_a_passkey(&stage, person).await, "her passkey");
    let hers = raw.first(Address::EMAIL.is(&"eve@evil.example".to_owned())).await.unwrap().expect("her address");
    assert!(hers.verified_at.is_none(), "a link to her address would let her in");
    let letters = raw.find(Letter::TO_ADDRESS.is(&BEN.to_owned())).await.unwrap();
    assert!(letters.iter().any(|letter| letter.text.contains("through your company for the first time")));
    // From now on he is who he was.
    let again = stage.browser("203.0.113.8");
    stage.comes(&again, ben()).await;
    assert!(stage.is_in(&again).await && stage.is_in(&browser).await, "nothing ends a second time");
}

#[tokio::test]
async fn who_comes_from_their_company_in_a_browser_of_theirs_keeps_what_they_have() {
    let stage = Stage::open().await;
    stage.member("Ben", BEN, "member").await;
    let (phone, laptop) = (stage.browser("203.0.113.7"), stage.browser("203.0.113.8"));
    for browser in [&phone, &laptop] {
        by_mail(&stage, browser, BEN).await;
    }
    laptop.post("/sign-out", &[]).await;
    stage.comes(&laptop, ben()).await;
    assert!(stage.is_in(&laptop).await && stage.is_in(&phone).await);
}

#[tokio::test]
async fn a_second_proof_that_somebody_else_set_up_lets_nobody_in_and_no_provider_takes_it_away() {
    let stage = Stage::open().await;
    let person = ben_with_an_app(&stage).await;
    let raw = stage.portal.app.db.unguarded();
    let eve = crate::visitor::signed_in(raw, person).await;
    let eve = Visitor::with(&stage.portal.app.router, &eve);
    assert!(stage.is_in(&eve).await);
    let browser = stage.browser("203.0.113.7");
    assert_eq!(stage.comes(&browser, ben()).await.to, "/sign-in/second");
    assert!(!stage.is_in(&browser).await && !stage.is_in(&eve).await);
    assert!(raw.first(identity::Authenticator::PERSON_ID.is(&person)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_passkey_beside_an_app_ends_too_for_it_lets_somebody_in_by_itself() {
    let stage = Stage::open().await;
    let person = ben_with_an_app(&stage).await;
    with_a_passkey(&stage, person).await;
    let browser = stage.browser("203.0.113.7");
    assert_eq!(stage.comes(&browser, ben()).await.to, "/sign-in/second");
    assert!(!has_a_passkey(&stage, person).await);
}

#[tokio::test]
async fn a_passkey_that_a_rule_asks_for_is_taken_away_by_no_provider() {
    let stage = Stage::open().await;
    let person = stage.member("Ben", BEN, "member").await;
    let rule = directory::AccountProofRule { id: fresh(), account_id: stage.northgate, since: START };
    stage.portal.app.db.unguarded().insert(&rule).await.unwrap();
    with_a_passkey(&stage, person).await;
    stage.comes(&stage.browser("203.0.113.7"), ben()).await;
    let linked = stage.portal.app.db.unguarded().first(identity::SsoIdentity::PERSON_ID.is(&person)).await.unwrap();
    assert!(linked.is_some() && has_a_passkey(&stage, person).await);
}

/// Somebody adds a passkey under this name.
async fn with_a_passkey(stage: &Stage, person: Id<Person>) {
    let passkey = identity::Passkey {
        id: fresh(),
        person_id: person,
        name: "laptop".to_owned(),
        credential_id: "eve".to_owned(),
        key: String::new(),
        added_at: START,
        used_at: None,
    };
    stage.portal.app.db.unguarded().insert(&passkey).await.unwrap();
}

async fn has_a_passkey(stage: &Stage, person: Id<Person>) -> bool {
    stage.portal.app.db.unguarded().first(identity::Passkey::PERSON_ID.is(&person)).await.unwrap().is_some()
}

/// Ben, who has an authenticator app.
async fn ben_with_an_app(stage: &Stage) -> Id<Person> {
    let ben = stage.member("Ben", "ben@northgate.example", "member").await;
    let app = identity::Authenticator {
        id: fresh(),
        person_id: ben,
        name: "phone".to_owned(),
        secret: String::new(),
        last_step: 0,
        added_at: START,
        used_at: None,
    };
    stage.portal.app.db.unguarded().insert(&app).await.unwrap();
    ben
}

fn ben() -> serde_json::Value {
    json!({ "sub": "ben", "email": "ben@northgate.example" })
}

#[tokio::test]
async fn who_has_a_second_proof_shows_it_here_too_and_is_offered_no_passkey() {
    let stage = Stage::open().await;
    let person = ben_with_an_app(&stage).await;
    let code = identity::Recovery::random();
    let row = identity::RecoveryCode {
        id: fresh(),
        person_id: person,
        code_hash: code.hash(person),
        made_at: START,
        used_at: None,
    };
    stage.portal.app.db.unguarded().insert(&row).await.unwrap();
    let browser = stage.browser("203.0.113.7");
    assert_eq!(stage.comes(&browser, ben()).await.to, "/sign-in/second");
    assert!(!stage.is_in(&browser).await);
    let typed = code.shown();
    let answer = browser.post("/sign-in/second", &[("code", &typed), ("passkeys", "yes")]).await;
    assert_eq!(answer.to, "/");
    assert!(stage.is_in(&browser).await);
}

#[tokio::test]
async fn a_remembered_device_spares_the_second_proof_and_proves_nothing_more() {
    let stage = Stage::open().await;
    let person = ben_with_an_app(&stage).await;
    let (raw, token) = (stage.portal.app.db.unguarded(), front::new_token());
    let kept = identity::Remembered {
        id: fresh(),
        person_id: person,
        token_hash: token_hash(&token),
        device: String::new(),
        since: START,
        ends_at: Timestamp::from_micros(i64::MAX),
    };
    raw.insert(&kept).await.unwrap();
    let browser = stage.browser("203.0.113.7");
    browser.keep("portico-remembered", &token);
    assert_eq!(stage.comes(&browser, ben()).await.to, "/");
    assert!(stage.is_in(&browser).await);
    let session = raw.first(Session::PERSON_ID.is(&person)).await.unwrap().expect("a session");
    assert_eq!((session.fresh_until, session.second_at), (None, None));
}
