//! Sessions as they begin and end. In between, `directory::admit` reads them and the front notes that they are used.
#![expect(clippy::disallowed_methods, reason = "a session begins before there is a principal")]

use std::time::Duration;

use access::Person;
use directory::Session;
use kernel::{Id, Timestamp};
use store::{Sql, StoreError, Work};

use crate::{
    Token,
    asker::Asker,
    rows::{Second, SignIn, Way},
};

/// How long a proof counts as shown just now: for what a borrowed or stolen session should not do.
pub const FRESH: Duration = Duration::from_mins(15);

/// A browser about to be signed in.
pub struct Begun<'a> {
    /// Who.
    pub person: Id<Person>,
    /// How.
    pub way: Way,
    /// By which second proof, if one was shown.
    pub second: Option<Second>,
    /// When all that is due was shown, if that is known.
    pub shown_at: Option<Timestamp>,
    /// The browser and system, as [`crate::Device`] is kept.
    pub device: String,
    /// SHA-256 of the browser's secret.
    pub browser_hash: &'a str,
    /// The network it is in.
    pub network: &'a str,
    /// Its address.
    pub address: &'a str,
    /// The session the browser came with. It ends: no token outlives a sign-in.
    pub instead_of: Option<Id<Session>>,
}

/// Begins a session. Gives its id and the token that the browser is to keep.
///
/// # Errors
/// The database's.
pub async fn begin(work: &Work, begun: &Begun<'_>, now: Timestamp) -> Result<(Id<Session>, Token), StoreError> {
    if let Some(session) = begun.instead_of {
        end(work, session, now).await?;
    }
    let token = Token::random();
    let session = Session {
        id: crate::fresh(),
        person_id: begun.person,
        token_hash: token.hash(),
        device: begun.device.clone(),
        created_at: now,
        seen_at: now,
        expires_at: now.plus(front::IDLE),
        fresh_until: begun.shown_at.map(|at| at.plus(FRESH)),
        ended_at: None,
        second_at: (begun.second.is_some() || begun.way == Way::Passkey).then_some(now),
    };
    work.unguarded().insert(&session).await?;
    work.unguarded()
        .insert(&SignIn {
            id: session.id,
            person_id: begun.person,
            browser_hash: begun.browser_hash.to_owned(),
            network: begun.network.to_owned(),
            address: begun.address.to_owned(),
            way: begun.way,
            at: now,
            second: begun.second,
        })
        .await?;
    Ok((session.id, token))
}

/// Notes that the person has just shown a proof again.
///
/// # Errors
/// The database's.
pub async fn refresh(work: &Work, session: Id<Session>, now: Timestamp) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE sessions SET fresh_until = ");
    sql.bind(now.plus(FRESH).micros()).push(" WHERE ended_at IS NULL AND id = ").bind(session.uuid());
    work.unguarded().execute(sql).await?;
    Ok(())
}

/// Gives a session another token, which the browser is to keep: whoever else had the one before is out.
///
/// # Errors
/// The database's.
pub async fn rotate(work: &Work, session: Id<Session>) -> Result<Token, StoreError> {
    let token = Token::random();
    let mut sql = Sql::new("UPDATE sessions SET token_hash = ");
    sql.bind(token.hash()).push(" WHERE ended_at IS NULL AND id = ").bind(session.uuid());
    work.unguarded().execute(sql).await?;
    Ok(token)
}

/// Gives the session that a browser came with another token, in a transaction of its own.
///
/// # Errors
/// The database's.
pub(crate) async fn rotate_own(asker: &Asker<'_>) -> Result<Option<Token>, StoreError> {
    let Some(session) = asker.session() else { return Ok(None) };
    let work = asker.db().begin().await?;
    let token = rotate(&work, session).await?;
    work.commit().await?;
    Ok(Some(token))
}

/// Notes that the person has just shown a second proof.
///
/// # Errors
/// The database's.
pub async fn second_shown(work: &Work, session: Id<Session>, now: Timestamp) -> Result<(), StoreError> {
    refresh(work, session, now).await?;
    let mut sql = Sql::new("UPDATE sessions SET second_at = ");
    sql.bind(now.micros()).push(" WHERE ended_at IS NULL AND id = ").bind(session.uuid());
    work.unguarded().execute(sql).await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// The database's.
pub async fn end(work: &Work, session: Id<Session>, now: Timestamp) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE sessions SET ended_at = ");
    sql.bind(now.micros()).push(" WHERE ended_at IS NULL AND id = ").bind(session.uuid());
    work.unguarded().execute(sql).await?;
    Ok(())
}

/// Ends every session of a person; tells how many.
///
/// # Errors
/// The database's.
pub async fn end_all(work: &Work, person: Id<Person>, now: Timestamp) -> Result<u64, StoreError> {
    let mut sql = Sql::new("UPDATE sessions SET ended_at = ");
    sql.bind(now.micros()).push(" WHERE ended_at IS NULL AND person_id = ").bind(person.uuid());
    work.unguarded().execute(sql).await
}
