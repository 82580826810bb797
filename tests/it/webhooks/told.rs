//! A webhook that fails is not left to be found: its account's admins are told at home and by letter, and nobody else is.

use std::{iter::repeat_n, time::Duration};

use directory::Address;
use mail::Letter;
use webhooks::Webhook;

use super::stage::{Hook, Plan, Stage};
use crate::world::{START, fresh, member, staff};

/// How often a delivery is tried.
const TRIES: usize = 10;

/// What home says of a receiver that takes nothing, and of one that is gone.
const FAILS: &str = "127.0.0.1 takes no messages";
const GONE: &str = "Nothing is sent to 127.0.0.1 any more";

/// Amelia of Northgate with Ben, who is no admin, Chidi, who is one at Meridian, and Hannah at the desk; all read mail.
async fn staged() -> Stage {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    let ben = member(raw, "Ben", stage.northgate, "member").await.unwrap();
    let chidi = member(raw, "Chidi", stage.meridian, "admin").await.unwrap();
    let hannah = staff(raw, "Hannah", "desk-admin").await.unwrap();
    for (person, name) in
        [(stage.amelia.person, "amelia"), (ben.person, "ben"), (chidi.person, "chidi"), (hannah, "hannah")]
    {
        let email = format!("{name}@people.example");
        let address = Address {
            id: fresh(),
            person_id: person,
            email_fold: email.clone(),
            email,
            verified_at: Some(START),
            primary_since: Some(START),
        };
        raw.insert(&address).await.unwrap();
    }
    stage
}

/// Everybody who was written to because a webhook fails, with what the letter is about.
async fn letters(stage: &Stage) -> Vec<(String, String)> {
    stage.portal.settle().await;
    let written = Letter::TEMPLATE.is(&"webhooks/mail/failing".to_owned());
    let letters = stage.portal.app.db.unguarded().find(written).await.unwrap();
    letters.into_iter().map(|letter| (letter.to_address, letter.subject)).collect()
}

/// Amelia's home.
async fn home(stage: &Stage) -> String {
    stage.browser().await.get(&format!("/a/{}", stage.northgate)).await.text().replace("&#x2f;", "/")
}

/// So many tickets are raised, of which none is taken to the last try.
async fn fails(stage: &Stage, tickets: usize) {
    let mut sender = stage.sender();
    stage.receiver.plans(repeat_n(Plan::Status(500), tickets * TRIES));
    for number in 0..tickets {
        stage.raises(&format!("Seal {number} leaks")).await;
    }
    for _ in 0..TRIES {
        stage.delivers(&mut sender).await;
        stage.portal.clock.advance(Duration::from_hours(27));
    }
}

async fn takes_a_test(stage: &Stage, hook: &Hook) {
    stage.browser().await.post(&format!("{}/tests", hook.path), &[]).await;
    stage.delivers(&mut stage.sender()).await;
}

#[tokio::test]
async fn that_deliveries_are_given_up_is_told_once_until_one_is_taken() {
    let stage = staged().await;
    let hook = stage.hook(&["case.raised"]).await;
    assert!(!home(&stage).await.contains(FAILS));
    fails(&stage, 2).await;
    let to_amelia = ("amelia@people.example".to_owned(), FAILS.to_owned());
    assert_eq!(letters(&stage).await, std::slice::from_ref(&to_amelia), "two deliveries, one letter, to nobody else");
    let page = home(&stage).await;
    assert!(page.contains(FAILS) && page.contains(&format!("href=\"{}\"", hook.path)), "{page}");
    let one = stage.browser().await.get(&hook.path).await.text();
    assert!(one.contains("A delivery was given up after its last try"), "{one}");

    takes_a_test(&stage, &hook).await;
    assert!(!home(&stage).await.contains(FAILS), "it takes messages again");
    fails(&stage, 1).await;
    assert_eq!(letters(&stage).await, [to_amelia.clone(), to_amelia], "it began anew");
}

#[tokio::test]
async fn that_a_receiver_is_gone_is_told_until_its_webhook_is_switched_on_again() {
    let stage = staged().await;
    let hook = stage.hook(&["case.raised"]).await;
    stage.receiver.plans([Plan::Status(410)]);
    stage.raises("Seal leaks").await;
    stage.delivers(&mut stage.sender()).await;
    assert_eq!(letters(&stage).await, [("amelia@people.example".to_owned(), GONE.to_owned())]);
    assert!(home(&stage).await.contains(GONE));
    let raw = stage.portal.app.db.unguarded();
    let hannah = raw.first(Address::EMAIL_FOLD.is(&"hannah@people.example".to_owned())).await.unwrap().unwrap();
    let desk = stage.portal.browser(hannah.person_id).await;
    assert!(!desk.get("/desk").await.text().contains("127.0.0.1"), "a customer's is for the customer to see to");
    let events = [("events".to_owned(), "case.raised".to_owned())];
    stage.browser().await.post(&format!("{}/events", hook.path), &events).await;
    assert!(!home(&stage).await.contains(GONE));
}

#[tokio::test]
async fn of_the_desk_s_own_whoever_made_it_is_told() {
    let stage = staged().await;
    stage.hook(&["case.raised"]).await;
    let raw = stage.portal.app.db.unguarded();
    let hannah = raw.first(Address::EMAIL_FOLD.is(&"hannah@people.example".to_owned())).await.unwrap().unwrap();
    let made = stage.webhook().await;
    // Its secret is sealed for Northgate, so what the desk sends does not leave and is given up at once.
    raw.update(&Webhook { account_id: None, person_id: hannah.person_id, ..made }).await.unwrap();
    stage.raises("Seal leaks").await;
    stage.delivers(&mut stage.sender()).await;
    assert!(stage.receiver.taken().is_empty());
    assert_eq!(letters(&stage).await, [("hannah@people.example".to_owned(), FAILS.to_owned())]);
    let desk = stage.portal.browser(hannah.person_id).await;
    assert!(desk.get("/desk").await.text().contains(FAILS) && !home(&stage).await.contains(FAILS));
}
