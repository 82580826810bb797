//! When a customer's people were last here: told of each account by itself, and noted once a minute.

use std::time::Duration;

use access::Acting;
use accounts::desk::{CountInvited, CountPeople, PeopleOf, PeopleSeen};
use axum::http::StatusCode;
use directory::Membership;
use kernel::{Id, Timestamp};

use super::stage::{Desk, words_of};
use crate::world::{Member, START, form, fresh, holding, member};

/// Ben, a member of Northgate and of its depot.
async fn ben(desk: &Desk) -> Member {
    let raw = desk.db.unguarded();
    let ben = member(raw, "Ben", desk.northgate, "member").await.unwrap();
    let there = raw.first(Membership::ID.is(&ben.membership)).await.unwrap().unwrap();
    let depot = Membership { id: fresh(), account_id: desk.depot, ..there };
    raw.insert(&depot).await.unwrap();
    raw.insert(&holding(ben.person, Some(&depot), "member")).await.unwrap();
    ben
}

/// Looks at a page of an account, and tells what that cost.
async fn looks(desk: &Desk, cookie: &str, account: Id<access::Account>) -> u32 {
    let (page, cost) = store::counted(desk.get(cookie, &format!("/a/{account}/orders"))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", words_of(&page.body));
    cost
}

/// What is told of Northgate and of its depot, in the order of how many people they have.
async fn told(desk: &Desk) -> Vec<PeopleOf> {
    let (northgate, depot) = (desk.northgate.to_string(), desk.depot.to_string());
    let both = form(&[("accounts", &northgate), ("accounts", &depot)]);
    let mut told = desk.ask::<CountPeople>(None, &both).await.unwrap();
    told.sort_by_key(|of| of.people.rows);
    told
}

fn seen(told: &[PeopleOf]) -> Vec<Option<Timestamp>> {
    told.iter().map(|of| of.seen_at).collect()
}

#[tokio::test]
async fn the_list_says_how_many_people_a_customer_has_and_when_one_was_last_here_for_it() {
    let desk = Desk::new().await;
    let raw = desk.db.unguarded();
    let ben = ben(&desk).await;
    let gone = member(raw, "Gone", desk.northgate, "member").await.unwrap();
    for (person, minutes) in [(desk.amelia.person, 55), (ben.person, 4), (gone.person, 1)] {
        let cookie = desk.door(person).await;
        looks(&desk, &cookie, desk.northgate).await;
        desk.clock.advance(Duration::from_mins(minutes));
    }
    let ended = raw.first(Membership::ID.is(&gone.membership)).await.unwrap().unwrap();
    raw.update(&Membership { ended_at: Some(START), ..ended }).await.unwrap();
    let cookie = desk.door(desk.tom).await;
    let invite = format!("/desk/customers/{}/invite", desk.depot);
    desk.get(&cookie, &invite).await;
    desk.post(&cookie, &invite, &[("email", "sade@northgate.example"), ("role", "member")]).await;

    let people = told(&desk).await;
    let of: Vec<_> = people.iter().map(|of| (of.account, of.people.rows)).collect();
    assert_eq!(of, [(desk.depot, 1), (desk.northgate, 2)], "who is gone counts no more");
    let five_ago = START.plus(Duration::from_mins(55));
    assert_eq!(seen(&people), [None, Some(five_ago)], "Ben was here for Northgate, never for its depot");
    let (northgate, depot) = (desk.northgate.to_string(), desk.depot.to_string());
    let both = form(&[("accounts", &northgate), ("accounts", &depot)]);
    let invited = desk.ask::<CountInvited>(None, &both).await.unwrap();
    let told: Vec<_> = invited.iter().map(|into| (into.account, into.open.rows)).collect();
    assert_eq!(told, [(desk.depot, 1)]);

    let toms = desk.toms().await;
    for named in [form(&[("accounts", &northgate)]), both.clone()] {
        let (_, cost) = store::counted(desk.gateway.ask::<CountPeople>(&toms, None, &named)).await;
        assert_eq!(cost, 1, "one statement, however many are named");
    }
    let amelia = desk.amelias().await;
    assert!(desk.gateway.ask::<CountPeople>(&amelia, None, &both).await.unwrap().is_empty());
    assert!(desk.gateway.ask::<CountInvited>(&amelia, None, &both).await.unwrap().is_empty());

    let says = words_of(&desk.get(&cookie, "/desk/customers").await.body);
    for words in ["People Last seen", "Northgate Group 2 5 min ago", "1 1 invited Never"] {
        assert!(says.contains(words), "{words}: {says}");
    }
}

#[tokio::test]
async fn who_is_here_is_noted_once_a_minute_and_at_once_where_they_were_not_yet() {
    let desk = Desk::new().await;
    let ben = ben(&desk).await;
    let amelia = desk.door(desk.amelia.person).await;
    // The first time, things are read that are then kept in memory.
    looks(&desk, &amelia, desk.northgate).await;
    let cookie = desk.door(ben.person).await;
    let first = looks(&desk, &cookie, desk.northgate).await;
    let again = looks(&desk, &cookie, desk.northgate).await;
    assert_eq!(first, again + 2, "the session and the account, in one transaction");
    desk.clock.advance(Duration::from_secs(30));
    looks(&desk, &cookie, desk.depot).await;
    let half = START.plus(Duration::from_secs(30));
    assert_eq!(seen(&told(&desk).await), [Some(half), Some(START)], "the depot is not told of Northgate");
    assert_eq!(looks(&desk, &cookie, desk.northgate).await, again, "nothing is written within the minute");
    desk.clock.advance(Duration::from_secs(30));
    assert_eq!(looks(&desk, &cookie, desk.northgate).await, first);
    let whole = START.plus(Duration::from_secs(60));
    assert_eq!(seen(&told(&desk).await), [Some(half), Some(whole)]);
    // What is one's own is done for no account.
    desk.clock.advance(Duration::from_secs(600));
    assert_eq!(desk.get(&cookie, "/me/sign-in").await.status, StatusCode::OK);
    assert_eq!(seen(&told(&desk).await), [Some(half), Some(whole)]);
    // Nor is a foreign account told of whoever tries its address.
    assert_eq!(desk.get(&cookie, &format!("/a/{}/orders", desk.group)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(seen(&told(&desk).await), [Some(half), Some(whole)]);
}

#[tokio::test]
async fn whoever_may_know_is_told_of_each_member_when_they_were_last_here_for_that_account() {
    let desk = Desk::new().await;
    let ben = ben(&desk).await;
    let bens = desk.door(ben.person).await;
    looks(&desk, &bens, desk.northgate).await;
    desk.clock.advance(Duration::from_mins(5));

    let (bens_here, amelias_here) = (ben.membership.to_string(), desk.amelia.membership.to_string());
    let both = form(&[("memberships", &bens_here), ("memberships", &amelias_here)]);
    let amelia = desk.amelias().await;
    let told = desk.gateway.ask::<PeopleSeen>(&amelia, None, &both).await.unwrap();
    let mut told: Vec<_> = told.iter().map(|seen| (seen.membership, seen.seen_at)).collect();
    told.sort_by_key(|(_, seen)| seen.is_none());
    assert_eq!(told, [(ben.membership, Some(START)), (desk.amelia.membership, None)]);
    let there = desk.asking(ben.person, Acting::Account(desk.northgate)).await;
    assert!(desk.gateway.ask::<PeopleSeen>(&there, None, &both).await.unwrap().is_empty(), "no colleague is told");

    let tom = desk.door(desk.tom).await;
    for (account, seen) in [(desk.northgate, "5 min ago"), (desk.depot, "Never")] {
        let says = words_of(&desk.get(&tom, &format!("/desk/customers/{account}")).await.body);
        assert!(says.contains("Last seen") && says.contains(seen), "{seen}: {says}");
    }
}
