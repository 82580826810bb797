//! What must be true of the rows, whatever was cut off and when.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use cases::{Case, CaseMessage};
use directory::Invitation;
use journal::{
    Entry,
    verify::{Verdict, verify},
};
use mail::{Letter, State};
use store::{Backend, Db};
use webhooks::{Delivery, Standing};

use super::clients::{Client, Inviter};
use crate::{relay::Relay, staged::number, webhooks::stage::Receiver};

/// How long it may take until all that follows has followed: what may be undone is held back for ten seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// At any moment: what was answered is there once; nothing is there twice or by half; nobody was told of what is not
/// there; and the chain verifies.
pub async fn stands(db: &Db, clients: &[Client], inviter: &Inviter) {
    nobody_is_at_work(db).await;
    let raw = db.unguarded();
    let cases = raw.find(Case::ID.is_known()).await.expect("cases");
    let messages = raw.find(CaseMessage::ID.is_known()).await.expect("messages");
    let subjects = cases.iter().map(|case| (case.subject.clone(), case.id.to_string()));
    let replies = messages.iter().filter(|message| message.body != "It leaks.");
    let replies = replies.map(|message| (message.body.clone(), message.id.to_string()));
    let (raised, replied) = (once(subjects), once(replies));
    for client in clients {
        for told in &client.told {
            let kept = if told.is_case { raised.get(&told.words) } else { replied.get(&told.words) };
            assert_eq!(kept, Some(&told.id), "{} was acknowledged", told.words);
        }
    }
    for words in raised.keys().chain(replied.keys()) {
        assert!(clients.iter().any(|client| client.has_said(words)), "nobody said {words}");
    }
    whole(db, &cases, &messages).await;
    let invitations = raw.find(Invitation::ID.is_known()).await.expect("invitations");
    let invited = invitations.iter().filter(|invitation| invitation.email.starts_with("guest"));
    let invited = once(invited.map(|invitation| (invitation.email.clone(), invitation.id.to_string())));
    assert!(inviter.told.iter().all(|email| invited.contains_key(email)), "{:?} of {invited:?}", inviter.told);
    assert!(invited.len() <= inviter.has_tried(), "{invited:?}");
    let verdict = verify(db, None).await.expect("the journal");
    assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
}

/// Each case with all that belongs to it: its number, its messages, its entries, and the answers under keys.
async fn whole(db: &Db, cases: &[Case], messages: &[CaseMessage]) {
    let numbers: BTreeSet<i64> = cases.iter().map(|case| case.number).collect();
    assert_eq!(numbers.len(), cases.len(), "a number was given twice");
    let mut said: BTreeMap<String, i64> = BTreeMap::new();
    for message in messages {
        *said.entry(message.case_id.to_string()).or_default() += 1;
    }
    let (raised, replied) = (events(db, "cases.raised").await, events(db, "cases.replied").await);
    let (raisings, replies) = (by_case(&raised), by_case(&replied));
    for case in cases {
        let id = case.id.to_string();
        let count = |of: &BTreeMap<String, i64>| of.get(&id).copied().unwrap_or_default();
        let counted = (count(&raisings), count(&replies) + 1, count(&said));
        assert_eq!(counted, (1, case.messages, case.messages), "{}", case.subject);
    }
    assert_eq!((raised.len(), messages.len()), (cases.len(), cases.len() + replied.len()));
    let unanswered = "SELECT CAST(COUNT(*) AS BIGINT) FROM idempotency_keys \
                      WHERE answer = 'null' AND command LIKE 'cases.%'";
    assert_eq!(number(db, unanswered).await, 0, "a key is taken, and nothing was done under it");
}

/// How many of these entries name each case.
fn by_case(entries: &[Entry]) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        let named = entry.refs.0.iter().chain([&entry.target]).filter(|named| named.kind == "case");
        let named: BTreeSet<String> = named.map(|named| named.id.simple().to_string()).collect();
        for case in named {
            *counts.entry(case).or_default() += 1;
        }
    }
    counts
}

/// What followed, once all has: every entry was followed by every follower, with one effect each; every letter left,
/// more than once only where it was tried more than once; every message arrived at least once, under one name.
pub async fn followed(db: &Db, relay: &Relay, receiver: &Receiver) {
    let raw = db.unguarded();
    assert!(journal::follow::parked(db).await.expect("what was parked").is_empty());
    let letters = raw.find(Letter::ID.is_known()).await.expect("letters");
    for letter in &letters {
        let (took, tries) = (relay.took(&letter.id.to_string()), usize::try_from(letter.attempts).expect("a few"));
        assert_eq!(letter.state, State::Sent, "{letter:?}");
        assert!((1..=tries).contains(&took), "{letter:?} left {took} times in {tries} tries");
    }
    let took: usize = letters.iter().map(|letter| relay.took(&letter.id.to_string())).sum();
    assert_eq!(relay.count(), took, "and no letter left that is none of ours");
    let of = |template: &str| letters.iter().filter(|letter| letter.template == template).count();
    let by_staff = events(db, "cases.replied").await.into_iter().filter(|entry| entry.payload()["side"] == "staff");
    assert_eq!(of("cases/mail/answered"), by_staff.count(), "a letter for each answer of staff");
    let (invited, sent) = (events(db, "people.invited").await, events(db, "identity.invitation_sent").await);
    assert_eq!((of("identity/mail/invitation"), sent.len()), (invited.len(), invited.len()));
    let entries = events(db, "cases.raised").await;
    let messages: BTreeSet<String> = entries.iter().map(|entry| format!("msg_{}", entry.id)).collect();
    let deliveries = raw.find(Delivery::ID.is_known()).await.expect("deliveries");
    assert!(deliveries.iter().all(|delivery| delivery.state == Standing::Delivered), "{deliveries:?}");
    let delivered = once(deliveries.iter().map(|delivery| (delivery.message.clone(), delivery.id.to_string())));
    assert!(delivered.keys().eq(&messages), "each case is told of once");
    let taken: BTreeSet<String> = receiver.taken().iter().map(|taken| taken.header("webhook-id")).collect();
    assert_eq!(taken, messages, "and each arrives");
}

/// Waits until all that follows from the journal has followed, letters and deliveries included.
pub async fn settles(db: &Db) {
    let begun = Instant::now();
    loop {
        let left = left(db).await;
        if left == [0; 4] {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "unsealed, behind, letters and deliveries are left: {left:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Waits until nothing is left to do but what somebody who is gone holds a lease of.
pub async fn leases_are_left(db: &Db) {
    let begun = Instant::now();
    let waiting = "SELECT CAST((SELECT COUNT(*) FROM mail_letters WHERE state = 'queued') + \
                   (SELECT COUNT(*) FROM webhook_deliveries WHERE state = 'waiting') AS BIGINT)";
    loop {
        let [unsealed, behind, ..] = left(db).await;
        if unsealed + behind + number(db, waiting).await == 0 {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "{unsealed} are not sealed, {behind} followers are behind");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // Whoever lives ends what is under way long before that.
    tokio::time::sleep(Duration::from_secs(2)).await;
}

/// Entries that are not sealed, followers that are behind, letters and deliveries on their way.
async fn left(db: &Db) -> [i64; 4] {
    let count = async |what: &str| number(db, &format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {what}")).await;
    [
        count("journal_entries WHERE seq IS NULL").await,
        count("journal_followers WHERE position < (SELECT MAX(h.seq) FROM journal_head AS h)").await,
        count("mail_letters WHERE next_at IS NOT NULL").await,
        count("webhook_deliveries WHERE next_at IS NOT NULL").await,
    ]
}

/// Ends the leases of whoever is gone, as time would: ten minutes for a letter, two for a delivery.
pub async fn leases_end(db: &Db) {
    for table in ["mail_letters", "webhook_deliveries"] {
        let ended = format!("UPDATE {table} SET next_at = 0 WHERE state = 'sending'");
        db.unguarded().script(&ended).await.expect("an update");
    }
}

/// The entries of an event.
pub async fn events(db: &Db, event: &str) -> Vec<Entry> {
    db.unguarded().find(Entry::EVENT.is(&event.to_owned())).await.expect("entries")
}

/// By their words; no two have the same.
fn once(pairs: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for (words, id) in pairs {
        let before = known.insert(words.clone(), id);
        assert_eq!(before, None, "{words} is there twice");
    }
    known
}

/// Waits until no transaction of a program that is gone is under way: PostgreSQL hears of its end a moment later.
async fn nobody_is_at_work(db: &Db) {
    if db.backend() == Backend::Sqlite {
        return;
    }
    let others = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity WHERE datname = current_database() \
                  AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'";
    while number(db, others).await > 0 {
        tokio::task::yield_now().await;
    }
}
