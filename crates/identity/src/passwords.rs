//! Passwords: what is taken as one, how it is kept, and that checking one costs the same whether or not there is one.
#![expect(clippy::disallowed_methods, reason = "passwords are checked before there is a principal")]

mod breached;
mod common;
mod kiln;

use access::Person;
use kernel::{Id, Message, Timestamp};
use store::{StoreError, Unguarded, Work};

pub use kiln::{Busy, Phc};

use crate::rows::Password;

/// Fewest characters of a password. Length is what counts; kinds of characters are not asked for (NIST SP 800-63B-4).
pub const LEAST: usize = 12;

/// Most characters; more would only be a way to keep us busy.
pub const MOST: usize = 200;

/// Whether this may become somebody's password.
///
/// # Errors
/// What to do about it.
pub fn acceptable(password: &str) -> Result<(), Message> {
    let length = password.chars().count();
    if length == 0 {
        return Err(Message::new("identity-error-password-blank"));
    }
    if length < LEAST {
        let least = i64::try_from(LEAST).unwrap_or(i64::MAX);
        return Err(Message::new("identity-error-password-short").with("least", least));
    }
    if length > MOST {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        return Err(Message::new("identity-error-password-long").with("most", most));
    }
    if common::is_common(password) || breached::is_breached(password) {
        return Err(Message::new("identity-error-password-known"));
    }
    Ok(())
}

/// Hashes a password, away from the threads that answer requests.
///
/// # Errors
/// [`Busy`] when too many are waiting for the same.
pub async fn hash(password: &str) -> Result<Phc, Busy> {
    kiln::hash(password.to_owned()).await
}

/// Whether `password` is the one kept as `phc`. Without one it is compared with a stand-in: the answer is no, at the
/// same cost.
///
/// # Errors
/// [`Busy`] when too many are waiting for the same.
pub async fn is_right(password: &str, phc: Option<&str>) -> Result<bool, Busy> {
    kiln::is_right(password.to_owned(), phc.map(str::to_owned)).await
}

/// The password somebody has, if they have one.
///
/// # Errors
/// The database's.
pub async fn of(raw: Unguarded<'_>, person: Id<Person>) -> Result<Option<Password>, StoreError> {
    raw.first(Password::PERSON_ID.is(&person)).await
}

/// Gives somebody this password, instead of the one they had.
///
/// # Errors
/// The database's.
pub async fn set(work: &Work, person: Id<Person>, phc: Phc, now: Timestamp) -> Result<(), StoreError> {
    let raw = work.unguarded();
    let phc = phc.into_text();
    match of(raw, person).await? {
        Some(before) => raw.update(&Password { phc, changed_at: now, ..before }).await.map(drop),
        None => raw.insert(&Password { id: person.cast(), person_id: person, phc, changed_at: now }).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(password: &str) -> Option<String> {
        acceptable(password).err().map(|message| message.id.into_owned())
    }

    #[test]
    fn length_is_what_counts() {
        assert_eq!(complaint("").as_deref(), Some("identity-error-password-blank"));
        assert_eq!(complaint("elevenchars").as_deref(), Some("identity-error-password-short"));
        assert_eq!(complaint("otter vale pump"), None);
        assert_eq!(complaint("  spaces count  "), None);
        assert_eq!(complaint("عشبة ماء حجر مطر"), None);
        assert_eq!(complaint(&"ab".repeat(101)).as_deref(), Some("identity-error-password-long"));
    }

    #[test]
    fn what_was_stolen_is_refused() {
        for password in ["welcometothejungle", "WelcomeToTheJungle", "gfhjkmgfhjkm"] {
            assert_eq!(complaint(password).as_deref(), Some("identity-error-password-known"), "{password}");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for password in
            ["password1234", "Passw0rd1234", "123456789012", "aaaaaaaaaaaaaa", "qwertyuiop123", "abcabcabcabc"]
        {
            assert_eq!(complaint(password).as_deref(), Some("identity-error-password-known"), "{password}");
        }
    }
}
