//! Of whom a second proof is asked, and that nothing opens before it.

use std::time::Duration;

use access::Person;
use axum::http::StatusCode;
use directory::{AccountKind, AccountProofRule, BrandProofRule, HoldingRow, first_brand, plant_brand};
use kernel::Id;

use super::{
    factors::{BEN, SECRET, ben, code, set_up},
    stage::Portal,
};
use crate::{
    guard::{cast::Cast, portal::Browser},
    visitor::signed_in,
    world::{START, account, fresh},
};

/// Asks a second proof of everybody or of whoever holds a role.
pub async fn demand(portal: &Portal, role: Option<&str>) {
    let work = portal.db.begin().await.expect("a connection");
    plant_brand(&work, "Harrow", START).await.expect("a brand");
    work.commit().await.expect("a brand");
    let brand = first_brand(&portal.db).await.expect("a query").expect("the brand");
    let rule = BrandProofRule { id: fresh(), brand_id: brand.id, role: role.map(str::to_owned), since: START };
    portal.db.unguarded().insert(&rule).await.expect("a rule");
}

/// Lets somebody hold a role in an account of their own.
async fn hold(portal: &Portal, person: Id<Person>, role: &str) -> Id<access::Account> {
    let work = portal.db.begin().await.expect("a connection");
    let account = account(&work, "Northgate Water", AccountKind::Company, None).await.expect("an account");
    work.commit().await.expect("an account");
    let holding = HoldingRow {
        id: fresh(),
        person_id: person,
        membership_id: None,
        account_id: Some(account),
        role: role.to_owned(),
        valid_from: None,
        valid_until: None,
    };
    portal.db.unguarded().insert(&holding).await.expect("a role");
    account
}

#[tokio::test]
async fn whoever_is_asked_while_signed_in_sets_one_up_first_and_loses_nothing() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    demand(&portal, None).await;
    assert_eq!(laptop.get("/me/sign-in").await.to, "/me/second-proof?next=%2Fme%2Fsign-in");
    assert_eq!(laptop.post("/me/name", &[("name", "Benjamin Okoro")]).await.to, "/me/second-proof?next=%2Fme%2Fname");
    for path in ["/me/password", "/me/addresses/new", "/me/name", "/nowhere"] {
        assert!(laptop.get(path).await.to.starts_with("/me/second-proof?next="), "{path}");
    }
    let page = laptop.get("/me/second-proof").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("\"/me/authenticators/new\"") && page.body.contains("\"/me/passkeys/new\""));
    set_up(&portal, &laptop).await;
    // What he typed is there again, and his name was not changed behind the rule.
    let page = laptop.get("/me/name").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Benjamin Okoro"), "{}", page.body);
    let kept = portal.db.unguarded().first(directory::Person::NAME.is(&"Ben".to_owned())).await.expect("a query");
    assert!(kept.is_some(), "the form was taken");
}

#[tokio::test]
async fn whoever_has_one_shows_it_and_sets_up_no_other() {
    let portal = Portal::new().await;
    let laptop = ben(&portal).await;
    let phone = portal.browser("203.0.113.2");
    phone.password(BEN, SECRET).await;
    assert!(phone.is_in().await);
    let secret = set_up(&portal, &laptop).await;
    demand(&portal, None).await;
    // The phone has shown a password only: it may have been anybody who knows that.
    for path in ["/me/authenticators/new", "/me/passkeys/new"] {
        assert!(phone.get(path).await.to.starts_with("/me/second-proof?next="), "{path}");
    }
    assert!(phone.post("/me/recovery-codes", &[]).await.to.starts_with("/me/second-proof?next="));
    let wrong = phone.post("/me/second-proof", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!wrong.body.contains("maxlength"), "a recovery code has no room");
    assert!(!phone.is_in().await);
    let typed = code(&portal, &secret);
    assert_eq!(phone.post("/me/second-proof", &[("code", &typed), ("next", "/me/name")]).await.to, "/me/name");
    assert!(phone.is_in().await);
    // The laptop showed it when it set the app up; whoever signs in from now on shows it on the way.
    assert!(laptop.is_in().await);
    portal.clock.advance(Duration::from_secs(60));
    let tablet = portal.browser("203.0.113.3");
    tablet.password(BEN, SECRET).await;
    tablet.post("/sign-in/second", &[("code", &code(&portal, &secret))]).await;
    assert!(tablet.is_in().await);
}

#[tokio::test]
async fn it_is_asked_of_whoever_holds_the_role_or_is_of_the_account() {
    let portal = Portal::new().await;
    let by_role = portal.person("Ben", BEN).await;
    let by_account = portal.person("Amelia", "amelia@northgate.example").await;
    portal.person("Eve", "eve@northgate.example").await;
    hold(&portal, by_role, "billing").await;
    let account = hold(&portal, by_account, "member").await;
    let (ben, amelia) = (portal.browser("203.0.113.1"), portal.browser("203.0.113.2"));
    let eve = portal.browser("192.0.2.1");
    ben.sign_in(BEN).await;
    amelia.sign_in("amelia@northgate.example").await;
    eve.sign_in("eve@northgate.example").await;
    demand(&portal, Some("billing")).await;
    assert!(!ben.is_in().await && amelia.is_in().await && eve.is_in().await);
    let rule = AccountProofRule { id: fresh(), account_id: account, since: START };
    portal.db.unguarded().insert(&rule).await.expect("a rule");
    assert!(!ben.is_in().await && !amelia.is_in().await && eve.is_in().await);
}

#[tokio::test]
async fn whoever_may_act_below_shows_it_before_they_change_how_they_sign_in() {
    let portal = Portal::new().await;
    let greta = portal.person("Greta", "greta@northgate.example").await;
    let group = hold(&portal, greta, "group").await;
    let browser = portal.browser("203.0.113.1");
    browser.sign_in("greta@northgate.example").await;
    let work = portal.db.begin().await.expect("a connection");
    let site = account(&work, "Northgate Depot", AccountKind::Site, Some(group)).await.expect("a site");
    work.commit().await.expect("a site");
    assert!(browser.is_in().await);
    let rule = AccountProofRule { id: fresh(), account_id: site, since: START };
    portal.db.unguarded().insert(&rule).await.expect("a rule");
    assert!(!browser.is_in().await);
    assert_eq!(browser.get("/me/second-proof").await.status, StatusCode::OK);
    let page = browser.get("/me/authenticators/new").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("Northgate Water"), "the menu tells of what is not open yet");
}

#[tokio::test]
async fn an_admin_asks_it_of_their_own_account_and_of_no_other() {
    let cast = Cast::with(1).await;
    let of = |role: &str, place: &str| {
        let found = cast.members.iter().find(|member| member.role == role && member.place == Some(place));
        found.expect("somebody").clone()
    };
    let home = |place: &str| format!("/a/{}/company", cast.place(place).account);
    let page = format!("{}/sign-in", home("northgate"));
    let member = cast.browser(&of("member", "northgate")).await;
    assert_eq!(member.get(&page).await.status, StatusCode::NOT_FOUND);
    let admin = cast.browser(&of("admin", "northgate")).await;
    assert_eq!(admin.get(&page).await.status, StatusCode::OK);
    let asked = [("demanded".to_owned(), "true".to_owned())];
    let elsewhere = format!("{}/sign-in", home("meridian"));
    assert_eq!(admin.post(&elsewhere, &asked).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.post(&page, &asked).await.status, StatusCode::SEE_OTHER);
    for browser in [&admin, &member] {
        let led = browser.get(&home("northgate")).await;
        assert!(led.to.starts_with("/me/second-proof?next="), "{} {}", led.status, led.to);
    }
    let stranger = cast.browser(&of("admin", "meridian")).await;
    assert_eq!(stranger.get(&home("meridian")).await.status, StatusCode::OK);
    // A stranger does not learn that the account asks for it.
    assert_eq!(stranger.get(&home("northgate")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_desk_s_rules_name_every_role_as_people_do() {
    let cast = Cast::with(1).await;
    let hannah = cast.members.iter().find(|member| member.role == "desk-admin").expect("an administrator").clone();
    let page = cast.browser(&hannah).await.get("/desk/admin/sign-in").await.text();
    for words in [">Sign-in rules</h1>", "Service desk agent", "Desk administrator", "Account admin", "Finance"] {
        assert!(page.contains(words), "{words} is missing: {page}");
    }
    assert!(!page.contains(">agent<") && !page.contains(">desk-admin<"), "{page}");
}

#[tokio::test]
async fn a_rule_changes_only_after_a_proof_of_a_moment_ago() {
    let cast = Cast::with(1).await;
    let admin = cast.members.iter().find(|member| member.role == "admin" && member.place == Some("northgate"));
    let (admin, account) = (admin.expect("an admin"), cast.place("northgate").account);
    let token = signed_in(cast.portal.app.db.unguarded(), admin.person).await;
    let browser = Browser::new(&cast.portal.app.router, Some(&token));
    let page = format!("/a/{account}/company/sign-in");
    let answer = browser.post(&page, &[("demanded".to_owned(), "true".to_owned())]).await;
    assert_eq!(answer.to, format!("/me/proof?next=%2Fa%2F{account}%2Fcompany%2Fsign-in"));
    assert_eq!(browser.get(&page).await.status, StatusCode::OK, "the rule counts");
}
