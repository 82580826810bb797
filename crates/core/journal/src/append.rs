use access::{Acting, Principal};
use kernel::{Id, Ref, Timestamp};
use store::{Json, StoreError, Work};

use crate::{Audience, Draft, Entry, Face, Recorded, digest};

/// Writes an entry in the transaction of the change it tells of.
///
/// # Errors
/// The database's; then the change must not commit either.
pub async fn append(work: &Work, draft: Draft) -> Result<(), StoreError> {
    append_all(work, vec![draft]).await
}

/// Writes entries, in their order and many in one statement, in the transaction of the changes they tell of.
///
/// # Errors
/// As [`append`].
#[expect(clippy::disallowed_methods, reason = "the journal is written by the machinery, not under a person's proof")]
pub async fn append_all(work: &Work, drafts: Vec<Draft>) -> Result<(), StoreError> {
    let entries: Vec<Entry> = drafts.into_iter().map(seal_payload).collect();
    work.unguarded().insert_all(&entries).await
}

/// The event by which an erasure is told of.
pub(crate) const ERASED: &str = "journal.erased";

/// Erases the words of an entry, salt and all, and writes down that `principal` did so. The chain stays whole.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "the journal is written by the machinery, not under a person's proof")]
pub async fn erase(work: &Work, entry: Id<Entry>, principal: Principal, at: Timestamp) -> Result<(), StoreError> {
    let raw = work.unguarded();
    let Some(found) = raw.first(Entry::ID.is(&entry)).await? else { return Ok(()) };
    let (target, account) = (found.target.clone(), found.account_id);
    raw.update(&Entry { salt: None, payload: None, ..found }).await?;
    let event = Recorded {
        name: ERASED.to_owned(),
        version: 1,
        audience: Audience::Desk,
        payload: serde_json::Value::Null,
        refs: vec![Ref::new("journal_entry", entry)],
    };
    let draft = Draft {
        at,
        principal,
        face: Face::Inside,
        command: "journal.erase".to_owned(),
        event,
        target,
        account,
        cause: None,
        depth: 0,
        decision: Vec::new(),
        trace: String::new(),
        held_until: None,
    };
    append(work, draft).await
}

fn seal_payload(draft: Draft) -> Entry {
    let salt = hex::encode(rand::random::<[u8; 16]>());
    let payload = draft.event.payload.to_string();
    Entry {
        id: Id::from_uuid(uuid::Uuid::now_v7()),
        at: draft.at,
        actor: draft.principal.key(),
        on_behalf_of: draft.principal.person,
        acting: capacity(draft.principal.acting),
        brand_id: draft.principal.brand,
        face: draft.face,
        command: draft.command,
        event: draft.event.name,
        event_version: draft.event.version,
        target: draft.target,
        account_id: draft.account,
        refs: Json(draft.event.refs),
        cause: draft.cause,
        depth: draft.depth,
        decision: Json(draft.decision),
        // Where traces are told, with the span that did it, so that what follows is a part of it.
        trace: telemetry::here().unwrap_or(draft.trace),
        audience: draft.event.audience,
        held_until: draft.held_until,
        digest: digest::of_payload(&salt, &payload),
        salt: Some(salt),
        payload: Some(payload),
    }
}

/// A capacity in one stable word.
pub(crate) fn capacity(acting: Acting) -> String {
    match acting {
        Acting::Account(account) => format!("account:{account}"),
        Acting::Desk => "desk".to_owned(),
        Acting::Oneself => "oneself".to_owned(),
        Acting::Public => "public".to_owned(),
        Acting::System => "system".to_owned(),
    }
}
