//! Webhooks: what is told to programs outside, how it is signed, when it is tried again, and what is never reached.

mod desk;
pub mod stage;
mod told;

use std::{
    io,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use access::{Acting, Actor, Principal};
use axum::http::StatusCode;
use directory::{ApiKey, HoldingRow};
use futures::future::{BoxFuture, ready};
use journal::{Audience, Draft, Entry, Face, Recorded};
use kernel::{Clock as _, SystemClock};
use serde_json::{Value, json};
use webhooks::{Fault, Reach, Resolver, Standing, State};

use self::stage::{Plan, Receiver, Stage, Taken, here};
use crate::{
    guard::portal::Browser,
    visitor::signed_in,
    world::{START, member, staff},
};

/// A host whose addresses change from one question to the next.
struct Rebinding {
    answers: Vec<&'static str>,
    asked: AtomicUsize,
}

impl Resolver for Rebinding {
    fn resolve<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        let address = self.answers.get(asked).or(self.answers.last()).expect("an answer");
        Box::pin(ready(Ok(vec![address.parse().expect("an address")])))
    }
}

#[tokio::test]
async fn a_message_is_signed_as_the_reference_library_checks_it() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender();
    // The library looks at the machine's clock.
    stage.portal.clock.advance(SystemClock.now().since(START));
    stage.raises("Seal leaks").await;
    stage.delivers(&mut sender).await;
    let [taken]: [Taken; 1] = stage.receiver.taken().try_into().expect("one message");
    let library = standardwebhooks::Webhook::new(&hook.secret).expect("a secret");
    library.verify(&taken.body, &taken.headers).expect("the signature");
    let other = standardwebhooks::Webhook::new("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").expect("a secret");
    assert!(other.verify(&taken.body, &taken.headers).is_err());
    let told: Value = serde_json::from_slice(&taken.body).expect("JSON");
    assert_eq!((&told["type"], &told["data"]["number"]), (&json!("case.raised"), &json!("T-10001")));
    assert_eq!(told["data"]["account"], json!(stage.northgate.to_string()));
    assert!(told["data"]["ref"].as_str().expect("a record").starts_with("case:"));
    assert!(!told.to_string().contains("Seal leaks"), "a record is named, and nothing said of it");
    assert!(taken.header("webhook-id").starts_with("msg_"));
    let kept = stage.delivery().await;
    assert_eq!((kept.state, kept.status, kept.attempts, kept.next_at), (Standing::Delivered, Some(204), 1, None));
}

#[tokio::test]
async fn while_a_secret_is_changed_both_sign() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender();
    let page = stage.browser().await.post(&format!("{}/secret", hook.path), &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let new = stage::secret(&page.body);
    assert_ne!(new, hook.secret);
    stage.raises("First").await;
    stage.delivers(&mut sender).await;
    stage.portal.clock.advance(Duration::from_hours(24));
    stage.raises("Second").await;
    stage.delivers(&mut sender).await;
    let taken = stage.receiver.taken();
    let signs = |at: usize, secret: &str| {
        let (taken, library) = (&taken[at], standardwebhooks::Webhook::new(secret).expect("a secret"));
        let second = taken.header("webhook-timestamp").parse().expect("a second");
        let signature = library.sign(&taken.header("webhook-id"), second, &taken.body).expect("a signature");
        taken.header("webhook-signature").split(' ').any(|one| one == signature)
    };
    assert!(signs(0, &new) && signs(0, &hook.secret));
    assert!(signs(1, &new) && !signs(1, &hook.secret), "after a day the one before has ended");
}

#[tokio::test]
async fn what_fails_is_tried_again_under_the_same_name() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender();
    stage.receiver.plans([Plan::Status(500), Plan::Status(404)]);
    stage.raises("Seal leaks").await;
    stage.delivers(&mut sender).await;
    assert_eq!(stage.receiver.taken().len(), 1);
    for (wait, taken) in [(4, 1), (2, 2), (299, 2), (32, 3), (100_000, 3)] {
        stage.portal.clock.advance(Duration::from_secs(wait));
        stage.delivers(&mut sender).await;
        assert_eq!(stage.receiver.taken().len(), taken, "{wait} seconds later");
    }
    let taken = stage.receiver.taken();
    assert!(taken.iter().all(|one| one.header("webhook-id") == taken[0].header("webhook-id")));
    assert!(taken.iter().all(|one| one.body == taken[0].body));
    assert_ne!(taken[0].header("webhook-timestamp"), taken[1].header("webhook-timestamp"));
    assert_eq!(stage.delivery().await.state, Standing::Delivered);
}

#[tokio::test]
async fn after_three_days_it_is_set_aside_and_can_be_sent_again() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender();
    stage.receiver.plans(std::iter::repeat_n(Plan::Status(500), 10));
    stage.raises("Seal leaks").await;
    for _ in 0..12 {
        stage.delivers(&mut sender).await;
        stage.portal.clock.advance(Duration::from_hours(27));
    }
    let kept = stage.delivery().await;
    assert_eq!((kept.state, kept.attempts, kept.next_at), (Standing::SetAside, 10, None));
    assert_eq!(stage.webhook().await.state, State::On, "others may still arrive");
    let browser = stage.browser().await;
    let page = browser.get(&hook.path).await;
    assert!(page.body.contains("Answer 500") && page.body.contains("Send again"), "{}", page.body);
    let again = browser.post(&format!("{}/deliveries", hook.path), &[("delivery".into(), kept.id.to_string())]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    stage.delivers(&mut sender).await;
    assert_eq!(stage.delivery().await.state, Standing::Delivered);
    let taken = stage.receiver.taken();
    assert_eq!((taken.len(), taken[10].header("webhook-id")), (11, taken[0].header("webhook-id")));
}

#[tokio::test]
async fn what_was_taken_and_is_sent_again_waits_and_is_no_failure() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender();
    stage.raises("Seal leaks").await;
    stage.delivers(&mut sender).await;
    let browser = stage.browser().await;
    assert!(browser.get(&hook.path).await.body.contains("Answer 204"));
    let delivery = [("delivery".to_owned(), stage.delivery().await.id.to_string())];
    let again = browser.post(&format!("{}/deliveries", hook.path), &delivery).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    let page = browser.get(&hook.path).await;
    assert!(page.body.contains("Waiting") && !page.body.contains("Answer 204"), "{}", page.body);
    stage.delivers(&mut sender).await;
    let page = browser.get(&hook.path).await;
    assert!(page.body.contains("Answer 204") && !page.body.contains("Waiting"), "{}", page.body);
}

#[tokio::test]
async fn whose_delivery_it_is_not_sends_nothing_again() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    stage.raises("Seal leaks").await;
    stage.delivers(&mut stage.sender()).await;
    let kept = stage.delivery().await;
    let raw = stage.portal.app.db.unguarded();
    let chidi = member(raw, "Chidi", stage.meridian, "admin").await.unwrap();
    let theirs = stage.hook_of(chidi, stage.meridian, &["case.raised"]).await;
    let browser = stage.portal.browser(chidi.person).await;
    let delivery = [("delivery".to_owned(), kept.id.to_string())];
    let foreign = browser.post(&format!("{}/deliveries", theirs.path), &delivery).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
    let hidden = browser.post(&format!("/a/{}/webhooks/{}/deliveries", stage.meridian, hook.id), &delivery).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.delivery().await, kept);
}

#[tokio::test]
async fn one_who_is_gone_is_told_nothing_more_until_switched_on() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender();
    stage.receiver.plans([Plan::Status(410)]);
    stage.raises("First").await;
    stage.delivers(&mut sender).await;
    assert_eq!(stage.webhook().await.state, State::SetAside);
    let raw = stage.portal.app.db.unguarded();
    let entry = raw.first(Entry::COMMAND.is(&"webhooks.set_aside".to_owned())).await.unwrap().expect("an entry");
    assert_eq!((entry.actor.as_str(), entry.account_id), ("system:webhooks", Some(stage.northgate)));
    stage.raises("Second").await;
    stage.delivers(&mut sender).await;
    assert_eq!(stage.receiver.taken().len(), 1);
    let events = [("events".to_owned(), "case.raised".to_owned())];
    let on = stage.browser().await.post(&format!("{}/events", hook.path), &events).await;
    assert_eq!(on.status, StatusCode::SEE_OTHER, "{}", on.body);
    stage.raises("Third").await;
    stage.delivers(&mut sender).await;
    assert_eq!(stage.receiver.taken().len(), 2);
}

#[tokio::test]
async fn a_receiver_may_ask_to_be_left_alone() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender();
    stage.receiver.plans([Plan::Later(7200)]);
    stage.raises("Seal leaks").await;
    stage.delivers(&mut sender).await;
    stage.portal.clock.advance(Duration::from_secs(7199));
    stage.delivers(&mut sender).await;
    assert_eq!(stage.receiver.taken().len(), 1);
    stage.portal.clock.advance(Duration::from_secs(1));
    stage.delivers(&mut sender).await;
    assert_eq!(stage.receiver.taken().len(), 2);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    let elsewhere = Receiver::open().await;
    stage.receiver.plans([Plan::Redirect(elsewhere.url.clone())]);
    stage.raises("Seal leaks").await;
    stage.delivers(&mut stage.sender()).await;
    let kept = stage.delivery().await;
    assert_eq!((kept.status, kept.fault, kept.state), (Some(307), Some(Fault::Redirected), Standing::Waiting));
    assert!(elsewhere.taken().is_empty());
}

#[tokio::test]
async fn nothing_but_the_public_internet_is_reached() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    let mut sender = stage.sender_by(Reach::of(Vec::new()));
    stage.raises("Seal leaks").await;
    stage.delivers(&mut sender).await;
    let kept = stage.delivery().await;
    assert_eq!((kept.fault, kept.status, kept.state), (Some(Fault::Refused), None, Standing::Waiting));
    assert!(stage.receiver.taken().is_empty());
}

#[tokio::test]
async fn a_name_that_points_elsewhere_a_moment_later_gains_nothing() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    let host = Arc::new(Rebinding { answers: vec!["127.0.0.1", "10.0.0.1", "127.0.0.1"], asked: AtomicUsize::new(0) });
    let mut sender = stage.sender_by(Reach::by(vec![here()], Arc::clone(&host) as _));
    stage.receiver.plans([Plan::Status(500)]);
    stage.raises("Seal leaks").await;
    stage.delivers(&mut sender).await;
    assert_eq!(
        (host.asked.load(Ordering::SeqCst), stage.receiver.taken().len()),
        (1, 1),
        "what was checked is reached"
    );
    stage.portal.clock.advance(Duration::from_mins(1));
    stage.delivers(&mut sender).await;
    assert_eq!((stage.delivery().await.fault, stage.receiver.taken().len()), (Some(Fault::Refused), 1));
    stage.portal.clock.advance(Duration::from_hours(1));
    stage.delivers(&mut sender).await;
    assert_eq!((stage.delivery().await.state, stage.receiver.taken().len()), (Standing::Delivered, 2));
}

#[tokio::test]
async fn what_is_another_account_s_or_staff_s_alone_is_not_told() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    let raw = stage.portal.app.db.unguarded();
    let chidi = member(raw, "Chidi", stage.meridian, "admin").await.unwrap();
    let raised = stage.raises_as(chidi, stage.meridian, "Theirs").await;
    let own = stage.raises("Ours").await;
    stage.portal.settle().await;
    assert_eq!(stage.deliveries().await.len(), 1);
    assert_eq!(stage.delivery().await.number, Some(own.reference));
    let work = stage.portal.app.db.begin().await.unwrap();
    for audience in [Audience::Desk, Audience::Account] {
        let event =
            Recorded { name: "cases.raised".to_owned(), version: 1, audience, payload: Value::Null, refs: Vec::new() };
        let draft = Draft {
            at: START,
            principal: Principal::vouch(Actor::System("test".into()), Acting::System, Vec::new()),
            face: Face::Inside,
            command: "test".to_owned(),
            event,
            // A record of Meridian's in an entry of Northgate's, which no command writes: its number is told to nobody.
            target: kernel::Ref::new("case", raised.case),
            account: Some(stage.northgate),
            cause: None,
            depth: 0,
            decision: Vec::new(),
            trace: String::new(),
            held_until: None,
        };
        journal::append(&work, draft).await.unwrap();
    }
    work.commit().await.unwrap();
    stage.delivers(&mut stage.sender()).await;
    let made = stage.deliveries().await;
    let aside: Vec<_> = made.iter().filter(|delivery| delivery.fault == Some(Fault::Rights)).collect();
    assert_eq!((made.len(), aside.len(), stage.receiver.taken().len()), (2, 1, 1));
    assert_eq!((aside[0].state, &aside[0].number), (Standing::SetAside, &None));
}

#[tokio::test]
async fn what_its_maker_may_not_read_any_more_is_not_told() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    stage.raises("Seal leaks").await;
    stage.portal.settle().await;
    assert_eq!(stage.delivery().await.state, Standing::Waiting);
    let raw = stage.portal.app.db.unguarded();
    raw.delete(HoldingRow::PERSON_ID.is(&stage.amelia.person)).await.unwrap();
    stage.delivers(&mut stage.sender()).await;
    let kept = stage.delivery().await;
    assert_eq!((kept.state, kept.fault), (Standing::SetAside, Some(Fault::Rights)));
    assert!(stage.receiver.taken().is_empty());
}

#[tokio::test]
async fn only_what_was_chosen_is_told_and_a_test_when_asked_for() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.closed"]).await;
    stage.raises("Seal leaks").await;
    stage.portal.settle().await;
    assert!(stage.deliveries().await.is_empty());
    let asked = stage.browser().await.post(&format!("{}/tests", hook.path), &[]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    stage.delivers(&mut stage.sender()).await;
    let [taken]: [Taken; 1] = stage.receiver.taken().try_into().expect("one message");
    let told: Value = serde_json::from_slice(&taken.body).expect("JSON");
    assert_eq!(told["type"], json!("webhook.test"));
}

#[tokio::test]
async fn two_senders_do_not_send_one_delivery_twice() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    for number in 0..12 {
        stage.raises(&format!("Case {number}")).await;
    }
    stage.portal.settle().await;
    let (mut one, mut other) = (stage.sender(), stage.sender());
    for _ in 0..12 {
        let (mine, theirs) = futures::join!(one.turn(), other.turn());
        mine.unwrap();
        theirs.unwrap();
        futures::join!(one.settle(), other.settle());
    }
    let mut names: Vec<String> = stage.receiver.taken().iter().map(|taken| taken.header("webhook-id")).collect();
    assert_eq!(names.len(), 12);
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 12);
}

#[tokio::test]
async fn what_a_sender_that_vanished_had_in_hand_is_sent_by_another() {
    let stage = Stage::set().await;
    stage.hook(&["case.raised"]).await;
    stage.receiver.plans([Plan::Silence]);
    stage.raises("Seal leaks").await;
    stage.portal.settle().await;
    let mut vanished = stage.sender();
    vanished.turn().await.unwrap();
    stage.receiver.arrival().await;
    drop(vanished);
    let mut sender = stage.sender();
    stage.portal.clock.advance(Duration::from_secs(119));
    stage.delivers(&mut sender).await;
    assert_eq!((stage.delivery().await.state, stage.receiver.taken().len()), (Standing::Sending, 1));
    stage.portal.clock.advance(Duration::from_secs(1));
    stage.delivers(&mut sender).await;
    let taken = stage.receiver.taken();
    assert_eq!((taken.len(), taken[1].header("webhook-id")), (2, taken[0].header("webhook-id")));
    assert_eq!(stage.delivery().await.state, Standing::Delivered);
}

#[tokio::test]
async fn one_that_does_not_answer_holds_no_others() {
    let stage = Stage::set().await;
    let quick = Receiver::open().await;
    stage.hook(&["case.raised"]).await;
    stage.hook_at(&quick.url, &["case.raised"]).await;
    stage.receiver.plans(std::iter::repeat_n(Plan::Silence, 40));
    for number in 0..6 {
        stage.raises(&format!("Case {number}")).await;
    }
    stage.portal.settle().await;
    let mut sender = stage.sender();
    while quick.taken().len() < 6 {
        sender.turn().await.unwrap();
        tokio::task::yield_now().await;
    }
    assert!(stage.receiver.taken().len() <= 4, "one that does not answer is not asked more and more");
}

#[tokio::test]
async fn a_secret_is_shown_once_and_what_was_typed_is_kept() {
    let stage = Stage::set().await;
    let hook = stage.hook(&["case.raised"]).await;
    let browser = stage.browser().await;
    for path in [format!("/a/{}/webhooks", stage.northgate), hook.path.clone()] {
        let page = browser.get(&path).await;
        assert!(page.body.contains(&stage.receiver.url) && !page.body.contains("whsec_"), "{}", page.body);
        let line = format!("<a href=\"/a/{}/keys\" aria-current=\"page\"", stage.northgate);
        assert!(page.body.replace("&#x2f;", "/").contains(&line), "the menu says where one is: {}", page.body);
    }
    let kept = stage.webhook().await;
    assert!(!kept.secret.contains(hook.secret.trim_start_matches("whsec_")));
    for (url, says) in [
        ("http://hooks.example/in", "Begin with https:"),
        (stage.receiver.url.as_str(), "There is a webhook with this address already"),
    ] {
        let page = stage.made(&browser, stage.northgate, url, &["case.raised"]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(says) && page.body.contains(url), "{}", page.body);
        assert!(page.body.contains("value=\"case.raised\" checked"));
    }
    let page =
        stage.made(&browser, stage.northgate, "https://hooks.example/in", &["case.raised", "journal.erased"]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = stage.made(&browser, stage.northgate, "https://hooks.example/in", &[]).await;
    assert!(page.body.contains("Choose at least one event"), "{}", page.body);
}

#[tokio::test]
async fn only_who_looks_after_access_makes_one_and_only_after_a_proof() {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    let ben = member(raw, "Ben", stage.northgate, "member").await.unwrap();
    let list = format!("/a/{}/webhooks", stage.northgate);
    let browser = stage.portal.browser(ben.person).await;
    assert_eq!(browser.get(&list).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("{list}/new")).await.status, StatusCode::NOT_FOUND);
    let refused = stage.made(&browser, stage.northgate, "https://hooks.example/in", &["case.raised"]).await;
    assert_ne!(refused.status, StatusCode::OK);
    let token = signed_in(raw, stage.amelia.person).await;
    let stale = Browser::new(&stage.portal.app.router, Some(&token));
    for answer in [
        stale.get(&format!("{list}/new")).await,
        stage.made(&stale, stage.northgate, "https://hooks.example/in", &["case.raised"]).await,
    ] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(answer.to.starts_with("/me/proof?next="), "{}", answer.to);
    }
    assert!(stage.webhooks().await.is_empty());
}

#[tokio::test]
async fn no_key_has_to_do_with_webhooks() {
    let stage = Stage::set().await;
    let fields = [("name", "Stock system"), ("days", "30"), ("actions", "webhooks.create")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let page = stage.browser().await.post(&format!("/a/{}/keys/new", stage.northgate), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let keys = stage.portal.app.db.unguarded().find(ApiKey::ID.is_known()).await.unwrap();
    assert!(keys.is_empty());
    let registry = stage.portal.app.gateway.registry();
    let document = api::document(registry, &[], "https://portal.test", "Harrow").to_string();
    assert!(document.contains("cases.raise") && !document.contains("webhooks."));
}

#[tokio::test]
async fn the_desk_s_own_is_told_of_every_account() {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    let hannah = staff(raw, "Hannah", "desk-admin").await.unwrap();
    let browser = stage.portal.browser(hannah).await;
    let fields = [("url", stage.receiver.url.as_str()), ("events", "case.raised")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let page = browser.post("/desk/webhooks/new", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let chidi = member(raw, "Chidi", stage.meridian, "admin").await.unwrap();
    stage.raises("Ours").await;
    stage.raises_as(chidi, stage.meridian, "Theirs").await;
    stage.delivers(&mut stage.sender()).await;
    assert_eq!(stage.receiver.taken().len(), 2);
    let removed = browser.post(&format!("/desk/webhooks/{}/removal", stage.webhook().await.id), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
    assert!(stage.webhooks().await.is_empty() && stage.deliveries().await.is_empty());
}
