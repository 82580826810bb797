//! A customer's people, looked after at the desk: told through the door.

use accounts::RestoreMember;
use axum::http::StatusCode;
use directory::{Address, Invitation, Membership};
use kernel::Id;

use super::Town;
use crate::{
    visitor::{Answer, Visitor, field},
    world::{START, fresh, staff},
};

impl Town {
    async fn invitation(&self, id: Id<Invitation>) -> Invitation {
        self.db.unguarded().first(Invitation::ID.is(&id)).await.unwrap().unwrap()
    }
}

/// Presses "Undo" in the toast of a page.
async fn takes_back(who: &Visitor, page: &str) -> Answer {
    let toast = page.split_once("class=\"toast\"").expect("it says what was done").1;
    let offer = field(toast, "undo").expect("and offers the way back");
    who.post("/desk/undo", &[("undo", &offer)]).await
}

fn leads_to(page: &str, path: &str) -> bool {
    page.contains(&format!("href=\"{path}\""))
}

#[tokio::test]
async fn tom_changes_what_a_customers_people_may_do_and_lets_them_go_and_back_in() {
    let town = Town::new().await;
    let address = Address {
        id: fresh(),
        person_id: town.ben.person,
        email: "ben@northgate.example".to_owned(),
        email_fold: "ben@northgate.example".to_owned(),
        verified_at: Some(START),
        primary_since: Some(START),
    };
    town.db.unguarded().insert(&address).await.unwrap();
    let tom = town.visitor(town.tom).await;
    let customer = format!("/desk/customers/{}", town.northgate);
    let (people, ben) = (format!("{customer}/people"), format!("{customer}/people/{}", town.ben.membership));
    let page = tom.get(&customer).await.body;
    assert!(leads_to(&page, &people) && leads_to(&page, &ben), "{page}");
    let list = tom.get(&people).await.body;
    assert!(leads_to(&list, &ben) && leads_to(&list, &customer) && list.contains("ben@northgate.example"), "{list}");
    let shown = tom.get(&ben).await.body;
    assert!(shown.contains("Has access to Northgate Water since") && leads_to(&shown, &people), "{shown}");
    assert!(shown.contains("ben@northgate.example"));

    let given = tom.post(&format!("{ben}/roles"), &[("role", "buyer")]).await;
    assert_eq!((given.status, given.to), (StatusCode::SEE_OTHER, ben.clone()));
    let refused = tom.post(&format!("{ben}/roles"), &[("role", "agent")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "staff's roles are not for customers");
    assert!(leads_to(&refused.body, &people), "it is the same page again");
    let taken = tom.post(&format!("{ben}/roles/removal"), &[("role", "member")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let roles: Vec<String> = town.held(town.ben).await.into_iter().map(|held| held.role).collect();
    assert_eq!(roles, ["buyer"]);

    let last = tom.post(&format!("{people}/{}/removal", town.amelia.membership), &[]).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.body.contains("Amelia Stone is the last account admin"), "{}", last.body);
    let removed = tom.post(&format!("{ben}/removal"), &[]).await;
    assert_eq!((removed.status, removed.to), (StatusCode::SEE_OTHER, people.clone()));
    assert_eq!(tom.get(&ben).await.status, StatusCode::NOT_FOUND);
    tom.post(&format!("{people}/{}/roles", town.amelia.membership), &[("role", "buyer")]).await;
    let shown = tom.get(&people).await.body;
    assert!(!leads_to(&shown, &ben) && shown.contains("Buyer given."), "{shown}");
}

#[tokio::test]
async fn a_removal_at_the_desk_is_taken_back_from_the_toast_and_stands_in_the_journal() {
    let town = Town::new().await;
    let tom = town.visitor(town.tom).await;
    let people = format!("/desk/customers/{}/people", town.northgate);
    let ben = format!("{people}/{}", town.ben.membership);
    tom.get(&ben).await;
    tom.post(&format!("{ben}/removal"), &[]).await;
    let shown = tom.get(&people).await.body;
    assert!(!leads_to(&shown, &ben) && shown.contains("Ben Okoro has no access any more."), "{shown}");
    let back = takes_back(&tom, &shown).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    assert!(leads_to(&tom.get(&people).await.body, &ben));
    let ended = town.db.unguarded().first(Membership::ID.is(&town.ben.membership)).await.unwrap().unwrap().ended_at;
    assert_eq!(ended, None);
    for command in ["people.remove", "people.restore"] {
        let named = journal::Entry::COMMAND.is(&command.to_owned());
        let entry = town.db.unguarded().first(named).await.unwrap().expect("an entry");
        assert_eq!((entry.acting.as_str(), entry.account_id), ("desk", Some(town.northgate)), "{command}");
    }
}

#[tokio::test]
async fn who_looks_after_access_sees_when_people_were_last_here_and_a_colleague_does_not() {
    let town = Town::new().await;
    let (amelia, ben) = (town.visitor(town.amelia.person).await, town.visitor(town.ben.person).await);
    let people = format!("/a/{}/people", town.northgate);
    let shown = ben.get(&people).await.body;
    assert!(shown.contains("Amelia Stone") && !shown.contains("Last seen"), "{shown}");
    town.clock.advance(std::time::Duration::from_mins(5));
    let shown = amelia.get(&people).await.body;
    assert!(shown.contains("Last seen") && shown.contains("5 min ago"), "{shown}");
    let shown = town.visitor(town.tom).await.get(&format!("/desk/customers/{}/people", town.northgate)).await.body;
    assert!(shown.contains("Last seen") && shown.contains("5 min ago"), "{shown}");
}

#[tokio::test]
async fn a_customer_s_page_leads_whoever_reads_the_journal_to_what_happened_there() {
    let town = Town::new().await;
    let hannah = staff(town.db.unguarded(), "Hannah", "desk-admin").await.unwrap();
    let (customer, journal) =
        (format!("/desk/customers/{}", town.northgate), format!("/desk/journal?account={}", town.northgate));
    let hannah = town.visitor(hannah).await;
    assert!(leads_to(&hannah.get(&customer).await.body, &journal));
    assert_eq!(hannah.get(&journal).await.status, StatusCode::OK);
    assert!(!leads_to(&town.visitor(town.tom).await.get(&customer).await.body, &journal));
}

#[tokio::test]
async fn what_was_changed_since_is_not_taken_back_and_the_page_says_so() {
    let town = Town::new().await;
    let tom = town.visitor(town.tom).await;
    let people = format!("/desk/customers/{}/people", town.northgate);
    let ben = format!("{people}/{}", town.ben.membership);
    tom.get(&ben).await;
    tom.post(&format!("{ben}/removal"), &[]).await;
    let shown = tom.get(&people).await.body;
    town.later(1).await;
    town.does::<RestoreMember>(&Town::as_member(town.amelia), town.ben.membership.uuid(), &[]).await.unwrap();
    let refused = takes_back(&tom, &shown).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for words in ["This was changed since", "Somebody else changed it on", "it stands as they left it"] {
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    // Pressed twice, what is taken back is taken back once, and both answers are the same.
    tom.get(&ben).await;
    tom.post(&format!("{ben}/removal"), &[]).await;
    let shown = tom.get(&people).await.body;
    for press in ["first", "second"] {
        assert_eq!(takes_back(&tom, &shown).await.status, StatusCode::SEE_OTHER, "{press}");
    }
    let restored = journal::Entry::COMMAND.is(&"people.restore".to_owned());
    assert_eq!(town.db.unguarded().find(restored).await.unwrap().len(), 2, "Amelia's, and this one");
}

#[tokio::test]
async fn an_invitation_of_a_customers_admin_is_sent_again_and_taken_back_by_tom() {
    let town = Town::new().await;
    let ravi = town.invites("ravi@northgate.example", "buyer").await.unwrap().output;
    let tom = town.visitor(town.tom).await;
    let customer = format!("/desk/customers/{}", town.northgate);
    let open = format!("{customer}/people/invitations");
    assert!(leads_to(&tom.get(&customer).await.body, &open));
    assert!(leads_to(&tom.get(&format!("{customer}/people")).await.body, &open));
    let list = tom.get(&open).await.body;
    assert!(list.contains("ravi@northgate.example") && leads_to(&list, &customer), "{list}");
    // Below another customer, or none, it is as if it were not there.
    for other in [town.meridian.uuid(), uuid::Uuid::now_v7()] {
        for act in ["renewal", "withdrawal"] {
            let path = format!("/desk/customers/{other}/people/invitations/{ravi}/{act}");
            assert_eq!(tom.post(&path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    let renewed = tom.post(&format!("{open}/{ravi}/renewal"), &[]).await;
    assert_eq!((renewed.status, renewed.to), (StatusCode::SEE_OTHER, open.clone()));
    assert_eq!(town.invitation(ravi).await.invited_by, Some(town.tom));
    tom.get(&open).await;
    let withdrawn = tom.post(&format!("{open}/{ravi}/withdrawal"), &[]).await;
    assert_eq!((withdrawn.status, withdrawn.to), (StatusCode::SEE_OTHER, open.clone()));
    assert!(town.invitation(ravi).await.revoked_at.is_some());
    let list = tom.get(&open).await.body;
    assert!(list.contains("Nobody waits to answer"), "{list}");
    takes_back(&tom, &list).await;
    assert_eq!(town.invitation(ravi).await.revoked_at, None);
}

#[tokio::test]
async fn a_customers_people_are_found_below_that_customer_and_by_staff_only() {
    let town = Town::new().await;
    let tom = town.visitor(town.tom).await;
    let of = |account: Id<access::Account>| format!("/desk/customers/{account}/people");
    let ben = town.ben.membership;
    assert_eq!(tom.get(&format!("{}/{ben}", of(town.northgate))).await.status, StatusCode::OK);
    let nothing: &[(&str, &str)] = &[];
    let role: &[(&str, &str)] = &[("role", "buyer")];
    for elsewhere in [town.meridian, fresh()] {
        assert_eq!(tom.get(&format!("{}/{ben}", of(elsewhere))).await.status, StatusCode::NOT_FOUND);
        for (form, fields) in [("removal", nothing), ("roles", role)] {
            let answer = tom.post(&format!("{}/{ben}/{form}", of(elsewhere)), fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{form}");
        }
    }
    assert_eq!(town.held(town.ben).await.len(), 1);
    for below in ["", "/invitations"] {
        assert_eq!(tom.get(&format!("{}{below}", of(fresh()))).await.status, StatusCode::NOT_FOUND);
    }
    let empty = tom.get(&of(town.meridian)).await.body;
    assert!(empty.contains("Nobody has access") && !empty.contains("Ben Okoro"), "{empty}");
    let amelia = town.visitor(town.amelia.person).await;
    amelia.get("/me/sign-in").await;
    for below in [String::new(), "/invitations".to_owned(), format!("/{ben}")] {
        let path = format!("{}{below}", of(town.northgate));
        assert_eq!(amelia.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let removal = amelia.post(&format!("{}/{ben}/removal", of(town.northgate)), &[]).await;
    assert_eq!(removal.status, StatusCode::NOT_FOUND, "the desk is not her door");
    let own = format!("/a/{}/people/{ben}", town.northgate);
    let own = amelia.get(&own).await.body;
    assert!(own.contains("Has access to Northgate Water since") && !own.contains("/desk/"), "{own}");
}
