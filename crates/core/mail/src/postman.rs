#![expect(clippy::disallowed_methods, reason = "the queue is the machinery's")]

use std::time::Duration;

use kernel::{Clock, Timestamp};
use store::{Column, Columns, Db, Row, Sql, StoreError};
use telemetry::spans;
use tracing::Instrument as _;

use crate::{Letter, State, Transport, Trouble, fate};

/// Carries letters from the queue to a transport.
///
/// Any number of postmen may walk at once, in one process or several. Each letter is leased before it is carried; one
/// whose postman vanished is carried again when its lease ends. So a letter leaves at least once, and twice only if a
/// postman vanished between handing it over and noting so.
pub struct Postman;

/// How long a transport may take over one letter.
const PATIENCE: Duration = Duration::from_mins(2);

/// How long a letter is one postman's. Far beyond [`PATIENCE`], so that no second one carries what the first still holds.
const LEASE: Duration = Duration::from_mins(10);

/// How many letters one turn takes.
const BATCH: u32 = 50;

impl Postman {
    /// Carries the letters that are due, oldest first; tells how many it tried. Nothing to do gives zero.
    ///
    /// A turn ends early when no letter is taken at present: the others keep their tries.
    ///
    /// # Errors
    /// The database's; a letter that had left may then leave again.
    pub async fn turn(db: &Db, transport: &dyn Transport, clock: &dyn Clock) -> Result<usize, StoreError> {
        let mut tried = 0;
        for letter in due(db, clock.now()).await? {
            let Some(letter) = lease(db, letter, clock.now()).await? else { continue };
            let told = spans::sending("letter", &letter.template, letter.trace.as_deref());
            let outcome = carry(transport, &letter).instrument(told.clone()).await;
            tried += 1;
            let letter = fate::after(&letter, &outcome, transport.keeps_secrets(), clock.now());
            note(db, &letter).instrument(told.clone()).await?;
            told.in_scope(|| tell(&letter));
            if outcome.is_err() {
                spans::failed(&told);
            }
            if matches!(outcome, Err(Trouble::Away(_))) {
                break;
            }
        }
        Ok(tried)
    }
}

async fn due(db: &Db, now: Timestamp) -> Result<Vec<Letter>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(&Letter::COLUMNS.join(", ")).push(" FROM mail_letters WHERE next_at <= ").bind(now.micros());
    sql.push(" ORDER BY next_at, id LIMIT ").push(&BATCH.to_string());
    let found = db.unguarded().query(sql).await?;
    found.iter().map(|row| Letter::read(&mut Columns::of(row))).collect()
}

/// Takes the letter, unless somebody has since it was seen.
async fn lease(db: &Db, letter: Letter, now: Timestamp) -> Result<Option<Letter>, StoreError> {
    let until = now.plus(LEASE);
    let mut sql = Sql::new("UPDATE mail_letters SET state = ");
    sql.bind(State::Sending.word()).push(", attempts = attempts + 1, next_at = ").bind(until.micros());
    sql.push(" WHERE id = ").bind(letter.id.uuid()).push(" AND attempts = ").bind(letter.attempts);
    sql.push(" AND next_at = ").bind(letter.next_at.put());
    if db.unguarded().execute(sql).await? == 0 {
        return Ok(None);
    }
    let attempts = letter.attempts + 1;
    Ok(Some(Letter { state: State::Sending, attempts, next_at: Some(until), ..letter }))
}

async fn carry(transport: &dyn Transport, letter: &Letter) -> Result<(), Trouble> {
    match tokio::time::timeout(PATIENCE, transport.deliver(letter)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Trouble::Away("no answer in time".to_owned())),
    }
}

/// Writes what became of the letter, while it is still this postman's: the count of tries tells.
async fn note(db: &Db, letter: &Letter) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE mail_letters SET state = ");
    sql.bind(letter.state.put()).push(", next_at = ").bind(letter.next_at.put());
    sql.push(", sent_at = ").bind(letter.sent_at.put()).push(", last_problem = ").bind(letter.last_problem.put());
    sql.push(", subject = ").bind(letter.subject.put()).push(", text = ").bind(letter.text.put());
    sql.push(", html = ").bind(letter.html.put()).push(" WHERE id = ").bind(letter.id.uuid());
    sql.push(" AND state = ").bind(State::Sending.word()).push(" AND attempts = ").bind(letter.attempts);
    db.unguarded().execute(sql).await?;
    Ok(())
}

fn tell(letter: &Letter) {
    let Letter { id, template, attempts, .. } = letter;
    let problem = letter.last_problem.as_deref().unwrap_or_default();
    let outcome = match letter.state {
        State::Sent => "sent",
        State::Queued | State::Sending => "postponed",
        State::Failed => "failed",
        State::ToNobody => return,
    };
    metrics::counter!("mail_letters_total", "outcome" => outcome).increment(1);
    match letter.state {
        State::Sent => tracing::debug!(letter.id = %id, template, attempts, "Letter {id} has left"),
        State::Queued | State::Sending => {
            tracing::warn!(letter.id = %id, template, attempts, problem, "Letter {id} has not left yet; it will be tried again");
        }
        State::ToNobody => {}
        State::Failed => {
            tracing::error!(letter.id = %id, template, attempts, problem, "Letter {id} will not be sent");
        }
    }
}
