//! How an account's people sign in: told to whoever looks after access there, and to staff.

use axum::http::StatusCode;
use directory::{Address, Membership};
use gateway::Query as _;
use identity::{Authenticator, Passkey, Password};
use kernel::Id;
use serde_json::json;

use crate::{
    sso::stage::Stage,
    world::{START, fresh, holding, member, staff},
};

fn password(person: Id<access::Person>) -> Password {
    Password { id: fresh(), person_id: person, phc: "sealed".to_owned(), changed_at: START }
}

fn app(person: Id<access::Person>) -> Authenticator {
    let (name, secret) = ("Phone".to_owned(), String::new());
    Authenticator { id: fresh(), person_id: person, name, secret, last_step: 0, added_at: START, used_at: None }
}

fn passkey(person: Id<access::Person>) -> Passkey {
    let (credential_id, key) = (person.to_string(), String::new());
    let name = "Laptop".to_owned();
    Passkey { id: fresh(), person_id: person, name, credential_id, key, added_at: START, used_at: None }
}

/// The row of somebody in a list.
fn row<'p>(page: &'p str, name: &str) -> &'p str {
    let mut rows = page.split("<tr ").skip(1);
    rows.find(|row| row.contains(name)).unwrap_or_else(|| panic!("nobody is called {name}: {page}"))
}

#[tokio::test]
async fn who_looks_after_access_and_staff_see_how_each_signs_in_and_a_colleague_does_not() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    let claims = json!({ "sub": "sade", "email": "sade@northgate.example", "name": "Sade Adeyemi" });
    stage.comes(&stage.browser("203.0.113.7"), claims).await;
    let joins = |name: &'static str| async move { member(raw, name, stage.northgate, "member").await.unwrap().person };
    let (ben, josh, mia) = (joins("Ben Okoro").await, joins("Josh Whitaker").await, joins("Mia Lund").await);
    raw.insert(&password(ben)).await.unwrap();
    raw.insert(&password(josh)).await.unwrap();
    raw.insert(&app(josh)).await.unwrap();
    raw.insert(&password(mia)).await.unwrap();
    raw.insert(&passkey(mia)).await.unwrap();
    let told = [
        ("Sade Adeyemi", "Northgate ID"),
        ("Ben Okoro", "Password only"),
        ("Josh Whitaker", "Password and app"),
        ("Mia Lund", "Passkey"),
        ("Priya", "Link by mail"),
    ];
    let people = format!("/a/{}/people", stage.northgate);
    let page = stage.portal.browser(stage.priya).await.get(&people).await.body;
    let tom = staff(raw, "Tom", "agent").await.unwrap();
    let desk = stage.portal.browser(tom).await.get(&format!("/desk/customers/{}", stage.northgate)).await.body;
    assert!(desk.contains("Signs in with"), "{desk}");
    for (name, says) in told {
        for shown in [row(&page, name), row(&desk, name)] {
            assert!(shown.contains(says), "{name}, {says}: {shown}");
            assert_eq!(shown.contains("Weak sign-in"), name == "Ben Okoro", "{shown}");
        }
    }
    let colleague = stage.portal.browser(ben).await.get(&people).await;
    assert_eq!(colleague.status, StatusCode::OK);
    assert!(colleague.body.contains("Mia Lund") && !colleague.body.contains("Password and app"), "{}", colleague.body);
}

#[tokio::test]
async fn another_customer_of_the_same_person_is_not_told_of_their_company() {
    let stage = Stage::open().await;
    let raw = stage.portal.app.db.unguarded();
    let claims = json!({ "sub": "sade", "email": "sade@northgate.example", "name": "Sade Adeyemi" });
    stage.comes(&stage.browser("203.0.113.7"), claims).await;
    let address = raw.first(Address::EMAIL.is(&"sade@northgate.example".to_owned())).await.unwrap();
    let here = raw.first(Membership::PERSON_ID.is(&address.expect("her address").person_id)).await.unwrap();
    let there = Membership { id: fresh(), account_id: stage.meridian, ..here.expect("her membership") };
    raw.insert(&there).await.unwrap();
    raw.insert(&holding(there.person_id, Some(&there), "member")).await.unwrap();
    let page = stage.meridian_admin().await.get(&format!("/a/{}/people", stage.meridian)).await.body;
    let shown = row(&page, "Sade Adeyemi");
    assert!(shown.contains("Link by mail") && !page.contains("Northgate ID"), "{page}");
}

#[tokio::test]
async fn whoever_names_foreign_memberships_is_told_of_none_and_many_cost_as_much_as_one() {
    let town = super::Town::new().await;
    let foreign = town.member("Chidi", town.meridian, "member").await;
    let [amelia, ben, chidi] = [town.amelia, town.ben, foreign].map(|member| member.membership.to_string());
    let asked = super::Town::as_member(town.amelia);
    let all = [amelia.as_str(), ben.as_str(), chidi.as_str()].map(|membership| ("memberships", membership));
    let (one, cost) = store::counted(town.asks::<identity::PeopleWays>(&asked, None, &all[..1])).await;
    let (many, then) = store::counted(town.asks::<identity::PeopleWays>(&asked, None, &all)).await;
    assert_eq!((one.unwrap().len(), many.unwrap().len()), (1, 2), "{} tells of Chidi", identity::PeopleWays::NAME);
    assert_eq!(cost, then);
}
