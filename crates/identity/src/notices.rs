//! Telling people what happened to their sign-in.
#![expect(clippy::disallowed_methods, reason = "a notice follows what was done, it is nobody's act of its own")]

use access::Person;
use kernel::{Id, Message};
use mail::Recipient;
use store::{StoreError, Work};

use crate::{SignInError, asker::Asker, letters, people};

/// Tells somebody, at their main address, that their password was changed; in the transaction that changed it.
///
/// # Errors
/// The database's.
pub(crate) async fn password_changed_in(asker: &Asker<'_>, work: &Work, person: Id<Person>) -> Result<(), SignInError> {
    let raw = work.unguarded();
    let Some(address) = people::main_address(raw, person).await? else { return Ok(()) };
    let known = raw.first(directory::Person::ID.is(&person)).await?;
    let name = known.map_or_else(String::new, |known| known.name);
    let letter = letters::password_changed(asker, &name, &Recipient::at(&address.email)?.of(person))?;
    raw.insert(&letter).await?;
    Ok(())
}

/// The same, after the command that changed it.
///
/// # Errors
/// The database's.
pub(crate) async fn password_changed(asker: &Asker<'_>, person: Id<Person>) -> Result<(), SignInError> {
    let work = asker.db().begin().await?;
    password_changed_in(asker, &work, person).await?;
    work.commit().await?;
    asker.site().gateway.wake().notify_one();
    Ok(())
}

/// Tells somebody, at their main address, that a browser they had not used before is signed in.
///
/// # Errors
/// The database's.
pub(crate) async fn new_device(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    name: &str,
) -> Result<(), SignInError> {
    let raw = work.unguarded();
    let Some(address) = people::main_address(raw, person).await? else { return Ok(()) };
    let letter = letters::new_device(asker, name, &Recipient::at(&address.email)?.of(person))?;
    raw.insert(&letter).await?;
    Ok(())
}

/// Says that a recovery code let somebody in.
pub(crate) fn recovery_used(left: usize) -> Message {
    let left = i64::try_from(left).unwrap_or(i64::MAX);
    Message::new("identity-letter-factor-recovered").with("left", left)
}

/// Tells somebody, at their main address, what became of their second proofs; in the transaction in which it did.
///
/// # Errors
/// The database's.
pub(crate) async fn factor_changed_in(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    says: &Message,
) -> Result<(), SignInError> {
    let Some(address) = people::main_address(work.unguarded(), person).await? else { return Ok(()) };
    told_at(asker, work, person, &address.email, says).await
}

async fn told_at(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    email: &str,
    says: &Message,
) -> Result<(), SignInError> {
    let raw = work.unguarded();
    let known = raw.first(directory::Person::ID.is(&person)).await?;
    let name = known.map_or_else(String::new, |known| known.name);
    let letter = letters::factor_changed(asker, &name, says, &Recipient::at(email)?.of(person))?;
    raw.insert(&letter).await?;
    Ok(())
}

/// Where somebody is told of what becomes of their sign-in.
///
/// # Errors
/// The database's.
pub(crate) async fn main_address(asker: &Asker<'_>, person: Id<Person>) -> Result<Option<String>, StoreError> {
    Ok(people::main_address(asker.db().unguarded(), person).await?.map(|address| address.email))
}

/// Tells the address that was the main one until now that another is: whoever took a session over is told of by it.
///
/// # Errors
/// The database's.
pub(crate) async fn main_moved(
    asker: &Asker<'_>,
    person: Id<Person>,
    before: &str,
    says: &Message,
) -> Result<(), SignInError> {
    let work = asker.db().begin().await?;
    told_at(asker, &work, person, before, says).await?;
    work.commit().await?;
    asker.site().gateway.wake().notify_one();
    Ok(())
}

/// The same, after the command that did it.
///
/// # Errors
/// The database's.
pub(crate) async fn factor_changed(asker: &Asker<'_>, person: Id<Person>, says: &Message) -> Result<(), SignInError> {
    let work = asker.db().begin().await?;
    factor_changed_in(asker, &work, person, says).await?;
    work.commit().await?;
    asker.site().gateway.wake().notify_one();
    Ok(())
}
