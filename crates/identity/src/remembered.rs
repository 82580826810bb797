//! Browsers in which somebody chose not to be asked for the second proof again for a while. It takes the place of that
//! proof at sign-in only: such a session is not fresh, and what a rule asks for has not been shown in it.
#![expect(clippy::disallowed_methods, reason = "a browser is remembered before there is a principal")]

use std::time::Duration;

use access::Person;
use kernel::Id;
use store::{StoreError, Work};

use crate::{
    Token,
    asker::Asker,
    events::{self, DeviceRemembered, Note},
    rows::Remembered,
    sign_in::SIGN_IN,
};

/// How long a browser is remembered.
pub const LIFETIME: Duration = Duration::from_hours(30 * 24);

/// Whether this browser is remembered, for this person.
///
/// # Errors
/// The database's.
pub(crate) async fn is_here(asker: &Asker<'_>, work: &Work, person: Id<Person>) -> Result<bool, StoreError> {
    let Some(token) = &asker.visit().remembered else { return Ok(false) };
    let kept = Remembered::TOKEN_HASH.is(&directory::token_hash(token)).and(Remembered::PERSON_ID.is(&person));
    let found = work.unguarded().first(kept).await?;
    Ok(found.is_some_and(|found| asker.now() < found.ends_at))
}

/// Remembers this browser; gives the token it is to keep. One it had before does not count any more.
///
/// # Errors
/// The database's.
pub(crate) async fn keep(asker: &Asker<'_>, work: &Work, person: Id<Person>) -> Result<Token, StoreError> {
    let (raw, now, token) = (work.unguarded(), asker.now(), Token::random());
    if let Some(before) = &asker.visit().remembered {
        let before = Remembered::TOKEN_HASH.is(&directory::token_hash(before)).and(Remembered::PERSON_ID.is(&person));
        raw.delete(before).await?;
    }
    let row = Remembered {
        id: crate::fresh(),
        person_id: person,
        token_hash: token.hash(),
        device: asker.device.kept(),
        since: now,
        ends_at: now.plus(LIFETIME),
    };
    raw.insert(&row).await?;
    let note = Note::of(person, SIGN_IN, &asker.visit().request_id);
    events::record(work, note, &DeviceRemembered { device: row.id }, now).await?;
    Ok(token)
}

/// Forgets every browser of a person.
///
/// # Errors
/// The database's.
pub(crate) async fn end_all(work: &Work, person: Id<Person>) -> Result<(), StoreError> {
    work.unguarded().delete(Remembered::PERSON_ID.is(&person)).await?;
    Ok(())
}
