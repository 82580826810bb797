//! What is refused inside one's own account says who can grant it; what is foreign says nothing.

use access::{Grant, Reach, Role};
use axum::http::StatusCode;

use super::Town;
use crate::{guard::portal::Browser, world::START};

#[tokio::test]
async fn a_refusal_names_those_who_can_grant_it() {
    let town = Town::new().await;
    let anna = town.member("Anna Reyes", town.northgate, "admin").await;
    let mut ended = town.held(anna).await.remove(0);
    ended.valid_until = Some(START);
    town.db.unguarded().update(&ended).await.unwrap();
    let token = town.signs_in(town.ben.person).await;
    let ben = Browser::new(&town.app.router, Some(&token));
    let path = format!("/a/{}/people/{}", town.northgate, town.amelia.membership);
    let page = ben.get(&path).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let page = page.text();
    for told in [
        "Looked at somebody’s access",
        "Member at Northgate Water",
        "Account admin, Group lead",
        "Amelia Stone; they look after access at Northgate Water",
    ] {
        assert!(page.contains(told), "`{told}` is missing: {page}");
    }
    assert!(!page.contains("Anna Reyes"), "her role has ended: {page}");
    let removal = ben.post(&format!("{path}/removal"), &[]).await;
    assert_eq!(removal.status, StatusCode::FORBIDDEN);
    let removal = removal.text();
    assert!(removal.contains("Who can grant it") && !removal.contains("Try again"), "{removal}");
}

#[tokio::test]
async fn a_refusal_names_five_at_most() {
    let town = Town::new().await;
    for name in ["Cara Bell", "Dan Ito", "Eve Moss", "Finn Rask", "Gita Rao"] {
        town.member(name, town.northgate, "admin").await;
    }
    let page = town.shows(&format!("/a/{}/people/{}", town.northgate, town.amelia.membership), town.ben.person).await;
    let told = "Amelia Stone, Cara Bell, Dan Ito, Eve Moss, Finn Rask and others; they look after access";
    assert!(page.contains(told), "{page}");
    assert!(!page.contains("Gita Rao"), "{page}");
}

#[tokio::test]
async fn what_is_foreign_says_nothing_of_who_could_grant_it() {
    let town = Town::new().await;
    let foreign = town.member("Mira Hale", town.meridian, "admin").await;
    let token = town.signs_in(town.ben.person).await;
    let ben = Browser::new(&town.app.router, Some(&token));
    let page = ben.get(&format!("/a/{}/people/{}", town.northgate, foreign.membership)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.text().contains("Who can grant it"));
}

#[tokio::test]
async fn whoever_may_not_know_of_people_is_told_their_roles_only() {
    let town = Town::new().await;
    let guest = Role { name: "guest".into(), staff: false, grants: vec![Grant::new("accounts.read", Reach::Account)] };
    let work = town.db.begin().await.unwrap();
    directory::keep_roles(&work, &[guest]).await.unwrap();
    work.commit().await.unwrap();
    let gus = town.member("Gus Lind", town.northgate, "guest").await;
    let token = town.signs_in(gus.person).await;
    let told = [("email".to_owned(), "x@y.example".to_owned()), ("role".to_owned(), "member".to_owned())];
    let invite = format!("/a/{}/people/invite", town.northgate);
    let page = Browser::new(&town.app.router, Some(&token)).post(&invite, &told).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let page = page.text();
    assert!(page.contains("Whoever has one of these roles at Northgate Water: Account admin, Group lead"), "{page}");
    assert!(!page.contains("Amelia"), "{page}");
}

#[tokio::test]
async fn what_lies_below_is_granted_by_a_role_that_reaches_there() {
    let town = Town::new().await;
    let depot = town.below(town.northgate, "Depot").await;
    let sees = |action: &'static str| Grant::new(action, Reach::Tree);
    let looker = Role {
        name: "looker".into(),
        staff: false,
        grants: ["accounts.read", "accounts.list", "people.read_membership", "people.show"].map(sees).to_vec(),
    };
    let work = town.db.begin().await.unwrap();
    directory::keep_roles(&work, &[looker]).await.unwrap();
    work.commit().await.unwrap();
    let (lena, dora) =
        (town.member("Lena Voss", town.northgate, "looker").await, town.member("Dora Finch", depot, "member").await);
    let browser = Browser::new(&town.app.router, Some(&town.signs_in(lena.person).await));
    let page = browser.post(&format!("/a/{}/people/{}/removal", town.northgate, dora.membership), &[]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let page = page.text();
    assert!(page.contains("Group lead"), "{page}");
    assert!(!page.contains("Account admin"), "an admin of Northgate reaches no depot: {page}");
}
