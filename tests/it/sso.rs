//! Signing in through one's company, told through the door, with a provider that may be hostile.

pub mod again;
mod attacks;
mod leaving;
mod provider;
mod recent;
pub mod stage;

use axum::http::StatusCode;
use directory::{Address, HoldingRow, Membership};
use identity::SsoIdentity;
use kernel::Clock as _;
use serde_json::json;

use stage::Stage;

#[tokio::test]
async fn somebody_new_comes_in_from_their_company_as_a_member_of_it_alone() {
    let stage = Stage::open().await;
    let sade = stage.browser("203.0.113.7");
    let claims = json!({ "sub": "sade", "email": "Sade@northgate.example", "name": "Sade Adeyemi" });
    let back = stage.comes(&sade, claims).await;
    assert_eq!((back.status, back.to.as_str()), (StatusCode::SEE_OTHER, "/"));
    assert!(stage.is_in(&sade).await);
    let raw = stage.portal.app.db.unguarded();
    let address = Address::EMAIL.is(&"Sade@northgate.example".to_owned());
    let address = raw.first(address).await.unwrap().expect("her address");
    let memberships = raw.find(Membership::PERSON_ID.is(&address.person_id)).await.unwrap();
    assert_eq!(memberships.iter().map(|one| one.account_id).collect::<Vec<_>>(), [stage.northgate]);
    assert_eq!(stage.roles(address.person_id).await, ["member"]);
    // The second time she is who she was.
    let again = stage.browser("203.0.113.8");
    stage.comes(&again, json!({ "sub": "sade", "email": "sade@northgate.example" })).await;
    assert!(stage.is_in(&again).await);
    assert_eq!(raw.find(SsoIdentity::SUBJECT.is(&"sade".to_owned())).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_group_gives_a_role_and_takes_none_that_was_given_by_hand() {
    let stage = Stage::open().await;
    stage.admin("/roles", &[("value", "buyers"), ("gives", "buyer")]).await;
    let ben = stage.member("Ben", "ben@northgate.example", "billing").await;
    let told = |groups: serde_json::Value| json!({ "sub": "ben", "email": "ben@northgate.example", "groups": groups });
    let browser = stage.browser("203.0.113.7");
    stage.comes(&browser, told(json!(["buyers", "others"]))).await;
    assert_eq!(stage.roles(ben).await, ["billing", "buyer", "member"]);
    stage.comes(&browser, told(json!([]))).await;
    assert_eq!(stage.roles(ben).await, ["billing", "member"]);
}

#[tokio::test]
async fn a_group_that_is_lost_leaves_the_last_admin_until_there_is_another() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    stage.admin("/roles", &[("value", "admins"), ("gives", "admin")]).await;
    let sade = stage.member("Sade", "sade@northgate.example", "billing").await;
    let told = |groups: &[&str]| json!({ "sub": "sade", "email": "sade@northgate.example", "groups": groups });
    let browser = stage.browser("203.0.113.7");
    stage.comes(&browser, told(&["admins"])).await;
    assert_eq!(stage.roles(sade).await, ["admin", "billing", "member"]);
    // Priya looks after access for a while only: that keeps nobody.
    let priya = raw.first(HoldingRow::PERSON_ID.is(&stage.priya)).await.unwrap().expect("her role");
    let until = stage.portal.clock.now().plus(std::time::Duration::from_hours(1));
    raw.update(&HoldingRow { valid_until: Some(until), ..priya.clone() }).await.unwrap();
    stage.comes(&browser, told(&[])).await;
    assert!(stage.is_in(&browser).await);
    assert_eq!(stage.roles(sade).await, ["admin", "billing", "member"], "nobody else would look after access");
    raw.update(&priya).await.unwrap();
    stage.comes(&browser, told(&[])).await;
    assert_eq!(stage.roles(sade).await, ["billing", "member"]);
}

#[tokio::test]
async fn whom_their_company_calls_anew_gets_that_address_if_they_are_nothing_else() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    let told = |email: &str| json!({ "sub": "sade", "email": email });
    let browser = stage.browser("203.0.113.7");
    stage.comes(&browser, told("sade@northgate.example")).await;
    let known = Address::EMAIL.is(&"sade@northgate.example".to_owned());
    let sade = raw.first(known).await.unwrap().expect("her address").person_id;
    stage.address(sade, "sade@home.example").await;
    let is_proved = |email: &'static str| async move {
        raw.first(Address::EMAIL.is(&email.to_owned())).await.unwrap().is_some_and(|found| found.person_id == sade)
    };
    let anew = stage.browser("203.0.113.8");
    stage.comes(&anew, told("sade.bello@northgate.example")).await;
    assert!(stage.is_in(&anew).await, "she is who she was");
    assert!(!is_proved("sade.bello@northgate.example").await, "a way in to all that she is, by her company's word");
    raw.delete(Address::EMAIL.is(&"sade@home.example".to_owned())).await.unwrap();
    let again = stage.browser("203.0.113.9");
    stage.comes(&again, told("sade.bello@northgate.example")).await;
    assert!(stage.is_in(&again).await && is_proved("sade.bello@northgate.example").await);
}

#[tokio::test]
async fn nobody_maps_a_role_that_permits_more_than_their_own() {
    let stage = Stage::open().await;
    for role in ["desk-admin", "agent", "group", "nonsense", "oneself"] {
        let refused = stage.tries("/roles", &[("value", "staff"), ("gives", role)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
    }
}

#[tokio::test]
async fn who_is_admin_for_a_while_lets_no_group_give_what_outlasts_it() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    let anna = stage.member("Anna", "anna@northgate.example", "admin").await;
    let held = raw.first(HoldingRow::PERSON_ID.is(&anna)).await.unwrap().expect("a role");
    let until = stage.portal.clock.now().plus(std::time::Duration::from_hours(1));
    raw.update(&HoldingRow { valid_until: Some(until), ..held }).await.unwrap();
    let anna = stage.portal.browser(anna).await;
    let page = format!("/a/{}/company/sign-on/roles", stage.northgate);
    for role in ["admin", "member"] {
        let fields = [("value", "all"), ("gives", role)].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(anna.post(&page, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
    }
}

#[tokio::test]
async fn the_door_depends_on_the_domain_and_not_on_the_person() {
    let stage = Stage::open().await;
    stage.member("Ben", "ben@northgate.example", "member").await;
    let door = stage.door_path().await;
    for email in ["ben@northgate.example", "nobody@NORTHGATE.example"] {
        let browser = stage.browser("203.0.113.7");
        assert_eq!(browser.post("/sign-in/link", &[("email", email)]).await.to, door, "{email}");
        let mail = browser.post("/sign-in/link", &[("email", email), ("instead", "mail")]).await;
        assert_eq!(mail.to, "/sign-in/code", "{email}");
    }
    let browser = stage.browser("203.0.113.7");
    for email in ["ben@meridian.example", "ben@sub.northgate.example"] {
        assert_eq!(browser.post("/sign-in/link", &[("email", email)]).await.to, "/sign-in/code", "{email}");
    }
    assert_eq!(browser.get("/sign-in/company/nobody-knows-it").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_domain_counts_once_dns_says_so_and_no_longer() {
    let stage = Stage::closed().await;
    stage.admin("/provider", &stage.told()).await;
    stage.admin("/test", &[]).await;
    stage.portal.settle().await;
    assert_eq!(stage.tries("/activation", &[]).await.status, StatusCode::CONFLICT, "no domain is proven");
    for wrong in ["gmail.com", "co.uk", "github.io", "com", "example", "10.0.0.1"] {
        let refused = stage.tries("/domains", &[("domain", wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let refused = stage.tries("/domains", &[("domain", "co.uk")]).await;
    assert!(refused.text().contains("Enter your whole domain, such as company.co.uk"), "{}", refused.text());
    stage.admin("/domains", &[("domain", "northgate.example")]).await;
    stage.admin("/domains/check", &[("domain", "northgate.example")]).await;
    stage.portal.settle().await;
    assert_eq!(stage.tries("/activation", &[]).await.status, StatusCode::CONFLICT, "DNS does not say so yet");
    stage.dns_says_so("northgate.example").await;
    stage.admin("/domains/check", &[("domain", "northgate.example")]).await;
    stage.portal.settle().await;
    stage.admin("/activation", &[]).await;
    let browser = stage.browser("203.0.113.7");
    stage.comes(&browser, json!({ "sub": "sade", "email": "sade@northgate.example" })).await;
    assert!(stage.is_in(&browser).await);
    // DNS stops saying so: after some days nobody comes in by it.
    stage.dns_is_silent();
    for _ in 0..5 {
        stage.passes_a_day().await;
    }
    let late = stage.browser("203.0.113.8");
    let refused = stage.browser("203.0.113.8").post("/sign-in/link", &[("email", "sade@northgate.example")]).await;
    assert_eq!(refused.to, "/sign-in/code");
    let answer = stage.comes(&late, json!({ "sub": "sade", "email": "sade@northgate.example" })).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_domain_that_one_account_has_proved_is_refused_to_another() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    let meridian = stage.meridian_admin().await;
    let page = format!("/a/{}/company/sign-on", stage.meridian);
    let claim = [("domain".to_owned(), "northgate.example".to_owned())];
    assert_eq!(meridian.post(&format!("{page}/domains"), &claim).await.status, StatusCode::SEE_OTHER);
    stage.dns_says_so("northgate.example").await;
    assert_eq!(meridian.post(&format!("{page}/domains/check"), &claim).await.status, StatusCode::SEE_OTHER);
    stage.portal.settle().await;
    let claims = raw.find(identity::SsoDomain::DOMAIN.is(&"northgate.example".to_owned())).await.unwrap();
    let proven: Vec<_> = claims.iter().filter(|claim| claim.verified_at.is_some()).collect();
    assert_eq!(proven.iter().map(|claim| claim.account_id).collect::<Vec<_>>(), [stage.northgate]);
    assert!(claims.iter().any(|claim| claim.fault.as_deref() == Some("taken")));
}

#[tokio::test]
async fn what_was_told_to_one_provider_goes_to_no_other() {
    let stage = Stage::open().await;
    let elsewhere = [("name", "Evil"), ("issuer", "https://evil.example"), ("client_id", "portal")];
    let refused = stage.tries("/provider", &elsewhere).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.body.contains("otter"), "the secret is shown");
    let page = stage.page("").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("otter"));
}

#[tokio::test]
async fn a_provider_that_names_itself_otherwise_lets_nobody_in_and_priya_reads_why() {
    let stage = Stage::closed().await;
    let issuer = format!("{}/", stage.provider.issuer());
    let mut told: Vec<(&str, &str)> = stage.told();
    told.retain(|(name, _)| *name != "issuer");
    told.push(("issuer", issuer.as_str()));
    stage.admin("/provider", &told).await;
    stage.admin("/test", &[]).await;
    stage.portal.settle().await;
    let page = stage.page("").await;
    assert!(page.body.contains("The provider there names itself otherwise"), "{}", page.text());
    assert!(stage.connection().await.endpoints.0.is_none(), "nobody is led anywhere");
}

#[tokio::test]
async fn where_it_is_demanded_only_those_who_look_after_it_come_in_otherwise() {
    let stage = Stage::open().await;
    stage.member("Ben", "ben@northgate.example", "member").await;
    let told: Vec<_> = stage.told().into_iter().chain([("required", "true")]).collect();
    stage.admin("/provider", &told).await;
    for (email, comes_in) in [("ben@northgate.example", false), ("priya@northgate.example", true)] {
        let browser = stage.browser("203.0.113.7");
        browser.post("/sign-in/link", &[("email", email), ("instead", "mail")]).await;
        let link = stage.mailed_link(email).await;
        browser.get(&link).await;
        let answer = browser.post(&link, &[]).await;
        assert_eq!(stage.is_in(&browser).await, comes_in, "{email}: {}", answer.status);
    }
    let browser = stage.browser("203.0.113.8");
    stage.comes(&browser, json!({ "sub": "ben", "email": "ben@northgate.example" })).await;
    assert!(stage.is_in(&browser).await);
}

#[tokio::test]
async fn only_a_proof_of_a_moment_ago_changes_it() {
    let stage = Stage::closed().await;
    let token = crate::visitor::signed_in(stage.portal.app.db.unguarded(), stage.priya).await;
    let stale = crate::guard::portal::Browser::new(&stage.portal.app.router, Some(&token));
    let page = format!("/a/{}/company/sign-on", stage.northgate);
    let answer = stale.post(&format!("{page}/domains"), &[("domain".to_owned(), "northgate.example".to_owned())]).await;
    assert!(answer.to.starts_with("/me/proof?next="), "{} {}", answer.status, answer.to);
    let member = stage.member("Ben", "ben@northgate.example", "member").await;
    let member = stage.portal.browser(member).await;
    assert_eq!(member.get(&page).await.status, StatusCode::NOT_FOUND);
    let held = HoldingRow::PERSON_ID.is(&stage.priya);
    assert_eq!(stage.portal.app.db.unguarded().find(held).await.unwrap().len(), 1);
}
