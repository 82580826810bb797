#![expect(clippy::disallowed_methods, reason = "idempotency keys are scratch, written by the gate itself")]

use std::time::Duration;

use access::{Actor, Mandate, Principal};
use kernel::{Id, Message, Problem, Timestamp};
use macros::Row;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Column as _, Json, Sql, StoreError, Work};

use crate::{Gateway, Raw};

/// What a client calls one request, so that sending it again does nothing again: 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Reads a key.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, Message> {
        if raw.is_empty() || raw.len() > 200 || !raw.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Message::new("input-not-a-key"));
        }
        Ok(Self(raw.to_owned()))
    }

    /// The key of a form as it stood on one showing of a page. Filled in otherwise, or done to something else, it is
    /// another one.
    pub fn of_form(showing: &str, targets: &[uuid::Uuid], raw: &Raw) -> Self {
        let told = serde_json::to_string(&(targets, raw.bytes())).unwrap_or_default();
        Self(format!("form:{showing}:{}", hex::encode(Sha256::digest(told))))
    }

    /// The key of a part of what this one stands for.
    pub(crate) fn with_suffix(&self, part: &str) -> Self {
        Self(format!("{}#{part}", self.0))
    }
}

#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "idempotency_keys")]
struct KeyRow {
    id: Id<KeyRow>,
    principal: String,
    command: String,
    key: String,
    body_hash: String,
    answer: Json<Value>,
    at: Timestamp,
}

/// A key's place, taken in the command's own transaction.
pub(crate) enum Claim {
    /// Nobody has sent this yet; the answer is to be kept here.
    First(Kept),
    /// It was done before; this was the answer.
    Again(Value),
}

/// Where the answer will be kept.
pub(crate) struct Kept(Id<KeyRow>);

/// Takes the key's place. A second transaction with the same key waits here until the first one has ended.
pub(crate) async fn claim(
    work: &Work,
    principal: &Principal,
    command: &str,
    targets: &[uuid::Uuid],
    key: &Key,
    body: &str,
    at: Timestamp,
) -> Result<Claim, Problem> {
    if principal.actor == Actor::Stranger {
        return Err(Problem::unexpected("a stranger has no name under which an answer could be kept"));
    }
    let told = (targets, principal.account(), body);
    let body_hash = hex::encode(Sha256::digest(serde_json::to_string(&told).unwrap_or_default()));
    let row = KeyRow {
        id: Id::from_uuid(uuid::Uuid::now_v7()),
        principal: format!("{} {:?} {}", principal.key(), principal.acting, named(&principal.mandate)),
        command: command.to_owned(),
        key: key.0.clone(),
        body_hash: body_hash.clone(),
        answer: Json(Value::Null),
        at,
    };
    let raw = work.unguarded();
    if raw.insert_if_new(&row).await? {
        return Ok(Claim::First(Kept(row.id)));
    }
    let same = KeyRow::PRINCIPAL.is(&row.principal).and(KeyRow::COMMAND.is(&row.command)).and(KeyRow::KEY.is(&row.key));
    let before = raw.first(same).await?.ok_or(StoreError::Fault("a key vanished"))?;
    if before.body_hash != body_hash {
        return Err(Problem::conflict(Message::new("problem-key-reused")));
    }
    Ok(Claim::Again(before.answer.0))
}

/// A mandate in one word of bounded length: many actions would be too long for the index.
fn named(mandate: &Mandate) -> String {
    match mandate {
        Mandate::Full => "Full".to_owned(),
        Mandate::Only(_) | Mandate::Record { .. } | Mandate::Account(_) => {
            hex::encode(Sha256::digest(format!("{mandate:?}")))
        }
    }
}

impl Kept {
    /// Keeps the answer, in the transaction of the command.
    pub async fn answer<T: Serialize>(self, work: &Work, answer: &T) -> Result<(), Problem> {
        let answer = serde_json::to_value(answer).map_err(Problem::unexpected)?;
        // By itself: whatever else is written anew costs its index an entry.
        let mut sql = Sql::new("UPDATE idempotency_keys SET answer = ");
        sql.bind(Json(answer).put()).push(" WHERE id = ").bind(self.0.uuid());
        work.unguarded().execute(sql).await?;
        Ok(())
    }
}

/// How long an answer is kept for whoever sends the same request again.
pub const KEPT: Duration = Duration::from_hours(24);

impl Gateway {
    /// Forgets answers older than [`KEPT`]; tells how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn forget_old_answers(&self) -> Result<u64, StoreError> {
        let old = self.clock.now().minus(KEPT);
        self.db.unguarded().delete(KeyRow::AT.below(&old)).await
    }
}
