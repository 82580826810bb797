//! Second proofs as rows: authenticator apps and recovery codes, how they are kept and that each code counts once.
#![expect(clippy::disallowed_methods, reason = "a second proof is looked at before there is a principal")]

use access::Person;
use front::Seal;
use kernel::{Id, Timestamp};
use store::{Sql, StoreError, Work};

use crate::{
    Code,
    asker::Asker,
    passkeys::{self, Answer},
    rows::{Authenticator, RecoveryCode, Second},
    secrets::Recovery,
    totp::Secret,
};

/// A second proof as it was typed, or as a key gave it. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Proof {
    /// What an app shows.
    App(Code),
    /// What was written down.
    Recovery(Recovery),
    /// What a passkey answered.
    Passkey(Answer),
}

impl Proof {
    /// Reads what was typed, if it can be a proof at all: six digits, or a recovery code.
    pub fn parse(raw: &str) -> Option<Self> {
        Code::parse(raw).map(Self::App).or_else(|| Recovery::parse(raw).map(Self::Recovery))
    }
}

/// What an app's secret is sealed for.
pub fn owner(person: Id<Person>) -> String {
    format!("authenticator of {person}")
}

/// The secret of an app that is being set up, as the page that shows it keeps it; nothing if it was not shown to this
/// person.
pub fn opened(seal: &Seal, person: Id<Person>, sealed: &str) -> Option<Secret> {
    Secret::read(&seal.open(sealed, &owner(person))?)
}

/// Whether the person has a second proof, which is then due at each sign-in.
///
/// # Errors
/// The database's.
pub async fn has_any(work: &Work, person: Id<Person>) -> Result<bool, StoreError> {
    Ok(work.unguarded().first(Authenticator::PERSON_ID.is(&person)).await?.is_some())
}

/// Uses a proof up; tells which it was, or nothing if it is not one of the person's or was used before. Two at once
/// with the same code cannot both be told yes.
///
/// # Errors
/// The database's.
pub(crate) async fn use_up(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    proof: &Proof,
) -> Result<Option<Second>, StoreError> {
    let (seal, now) = (&asker.site().settings.seal, asker.now());
    let (is_right, second) = match proof {
        Proof::App(code) => (use_code(work, seal, person, code, now).await?, Second::App),
        Proof::Recovery(code) => (use_recovery(work, person, code, now).await?, Second::Recovery),
        Proof::Passkey(answer) => (passkeys::use_up(asker, work, person, answer).await?, Second::Passkey),
    };
    Ok(is_right.then_some(second))
}

/// How many recovery codes are left.
///
/// # Errors
/// The database's.
pub async fn left(work: &Work, person: Id<Person>) -> Result<usize, StoreError> {
    let unused = RecoveryCode::PERSON_ID.is(&person).and(RecoveryCode::USED_AT.is_unknown());
    Ok(work.unguarded().find(unused).await?.len())
}

async fn use_code(
    work: &Work,
    seal: &Seal,
    person: Id<Person>,
    code: &Code,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let raw = work.unguarded();
    let apps = raw.find(Authenticator::PERSON_ID.is(&person)).await?;
    // A step counts once for the person, not once for each app: a page sent twice may have set one secret up twice.
    let newest = apps.iter().map(|app| app.last_step).max().unwrap_or(-1);
    for app in &apps {
        let Some(secret) = opened(seal, person, &app.secret) else {
            let id = app.id;
            tracing::error!(authenticator = %id, "The secret of app {id} does not open; is seal.key the right one?");
            continue;
        };
        let Some(step) = secret.step_of(code, now, newest) else { continue };
        let mut sql = Sql::new("UPDATE identity_authenticators SET last_step = ");
        sql.bind(step).push(", used_at = CASE WHEN id = ").bind(app.id.uuid()).push(" THEN ").bind(now.micros());
        sql.push(" ELSE used_at END WHERE last_step < ").bind(step).push(" AND person_id = ").bind(person.uuid());
        let marked = raw.execute(sql).await?;
        return Ok(usize::try_from(marked).is_ok_and(|marked| marked == apps.len()));
    }
    Ok(false)
}

async fn use_recovery(work: &Work, person: Id<Person>, code: &Recovery, now: Timestamp) -> Result<bool, StoreError> {
    let mut sql = Sql::new("UPDATE identity_recovery_codes SET used_at = ");
    sql.bind(now.micros()).push(" WHERE used_at IS NULL AND person_id = ").bind(person.uuid());
    sql.push(" AND code_hash = ").bind(code.hash(person));
    Ok(work.unguarded().execute(sql).await? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_an_app_s_and_sixteen_letters_are_written_down() {
        assert!(matches!(Proof::parse("418 207"), Some(Proof::App(_))));
        assert!(matches!(Proof::parse("3f7k-9qx0-2mzd-h5wr"), Some(Proof::Recovery(_))));
        assert!(Proof::parse("41820").is_none());
        assert!(Proof::parse("").is_none());
    }

    #[test]
    fn a_secret_opens_for_whom_it_was_shown_to() {
        let (seal, ben, eve) = (Seal::of(&[7; 32]), crate::fresh(), crate::fresh());
        let secret = Secret::random();
        let sealed = seal.close(secret.bytes(), &owner(ben));
        assert_eq!(opened(&seal, ben, &sealed), Some(secret));
        assert_eq!(opened(&seal, eve, &sealed), None);
    }
}
