//! Signing in with a passkey: both proofs at once, and no address typed; or as the second proof of somebody who has
//! shown the first.
#![expect(clippy::disallowed_methods, reason = "a key is looked at before there is a principal")]

use access::Person;
use kernel::{Id, Timestamp};
use store::{Sql, StoreError, Unguarded, Work};

use crate::{
    SignInError,
    asker::Asker,
    ceremony::{Ceremony, Joining},
    challenges::{self, Made, Wanted},
    events::{self, Note, PasskeyAdded},
    limits, people,
    rows::{ChallengeKind, Failed, Passkey, Way},
    sign_in::{self, Beside, Entered},
    throttles,
};

/// What a browser answered to [`Ceremony::begin_sign_in`].
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// What the key said, as JSON.
    pub answer: String,
    /// What came with the question, sealed.
    pub state: String,
}

/// A passkey that somebody made who is only now becoming somebody here.
pub(crate) struct NewPasskey {
    /// The key, and who it says they are.
    pub joining: Joining,
    /// What it is called.
    pub name: String,
}

/// What a key's answer is worth.
enum Worth {
    /// The key proved itself; as it is kept, and as it is to be kept from now on.
    Proof(Passkey, String),
    /// Nothing; whose the key is, if it is one of ours.
    Nothing(Option<Id<Person>>),
}

/// Lets somebody in by what their browser answered. An unknown key, one that was removed and a wrong proof are told the
/// same. Only what fails is counted: a key cannot be guessed, so no stranger's tries may keep its holder out.
///
/// # Errors
/// [`SignInError::Wrong`], [`SignInError::Wait`]; the database's.
pub(crate) async fn enter(asker: &Asker<'_>, answer: &Answer) -> Result<Entered, SignInError> {
    let (passkey, key) = match worth(asker, asker.db().unguarded(), answer).await? {
        Worth::Proof(passkey, key) => (passkey, key),
        Worth::Nothing(person) => return Err(failed(asker, person).await),
    };
    let work = asker.db().begin().await?;
    let known = people::by_person(&work, passkey.person_id, &asker.browser_hash, &asker.network).await?;
    let known = known.ok_or(SignInError::Wrong)?;
    if !take(asker, &work, &passkey, key, &answer.state).await? {
        return Err(SignInError::Wrong);
    }
    sign_in::begin(asker, work, &known, Way::Passkey, Beside::Nothing).await
}

/// Uses up what one of this person's own keys answered; tells whether it proves anything. Somebody else's key does not.
///
/// # Errors
/// The database's.
pub(crate) async fn use_up(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    answer: &Answer,
) -> Result<bool, StoreError> {
    match worth(asker, work.unguarded(), answer).await? {
        Worth::Proof(passkey, key) if passkey.person_id == person => {
            take(asker, work, &passkey, key, &answer.state).await
        }
        Worth::Proof(..) | Worth::Nothing(_) => Ok(false),
    }
}

/// Keeps the key of somebody who has just become somebody here.
///
/// # Errors
/// The database's.
pub(crate) async fn keep(work: &Work, made: NewPasskey, trace: &str, now: Timestamp) -> Result<(), StoreError> {
    let (person, registered) = (made.joining.person, made.joining.registered);
    let row = Passkey {
        id: crate::fresh(),
        person_id: person,
        name: made.name,
        credential_id: registered.credential_id,
        key: registered.key,
        added_at: now,
        used_at: None,
    };
    work.unguarded().insert(&row).await?;
    let note = Note::of(person, "identity.accept_invitation", trace);
    events::record(work, note, &PasskeyAdded { passkey: row.id }, now).await
}

/// Whether somebody has a passkey.
///
/// # Errors
/// The database's.
pub(crate) async fn has_any(raw: Unguarded<'_>, person: Id<Person>) -> Result<bool, StoreError> {
    Ok(raw.first(Passkey::PERSON_ID.is(&person)).await?.is_some())
}

/// Looks at an answer; nothing is used up yet.
async fn worth(asker: &Asker<'_>, raw: Unguarded<'_>, answer: &Answer) -> Result<Worth, StoreError> {
    let Some(ceremony) = Ceremony::of(asker.site()) else { return Ok(Worth::Nothing(None)) };
    let Some(claim) = ceremony.claim(&answer.answer) else { return Ok(Worth::Nothing(None)) };
    let found = Passkey::CREDENTIAL_ID.is(&claim.credential_id).and(Passkey::PERSON_ID.is(&claim.person));
    let Some(passkey) = raw.first(found).await? else { return Ok(Worth::Nothing(None)) };
    let key = ceremony.finish_sign_in(&claim, &passkey.key, &answer.state, &asker.browser_hash, asker.now());
    Ok(match key {
        Some(key) => Worth::Proof(passkey, key),
        None => Worth::Nothing(Some(claim.person)),
    })
}

/// Counts a try in vain and writes it down.
async fn failed(asker: &Asker<'_>, person: Option<Id<Person>>) -> SignInError {
    match throttles::take(asker.db(), &limits::passkey(asker), asker.now()).await {
        Ok(()) => match sign_in::note_failure(asker, person, Some(Way::Passkey), Failed::First).await {
            Ok(()) => SignInError::Wrong,
            Err(error) => error.into(),
        },
        Err(throttled) => throttled.into(),
    }
}

/// Takes an answer that proved something: keeps the key as it now is. Tells whether the key is still there and the
/// answer had not been taken before.
async fn take(asker: &Asker<'_>, work: &Work, passkey: &Passkey, key: String, state: &str) -> Result<bool, StoreError> {
    Ok(used_first(asker, work, passkey.person_id, state).await? && used(asker, work, passkey, key).await?)
}

/// Writes down that this ceremony proved something; tells whether it was the first time.
async fn used_first(asker: &Asker<'_>, work: &Work, person: Id<Person>, state: &str) -> Result<bool, StoreError> {
    let wanted = Wanted {
        kind: ChallengeKind::Passkey,
        person: Some(person),
        email: "",
        browser: &asker.visit().browser,
        device: &asker.device,
        next: None,
    };
    let Made { mut challenge, .. } = challenges::make(wanted, asker.now());
    challenge.token_hash = directory::token_hash(state);
    challenge.used_at = Some(asker.now());
    work.unguarded().insert_if_new(&challenge).await
}

/// Keeps the key as it now is; tells whether it is still there.
async fn used(asker: &Asker<'_>, work: &Work, passkey: &Passkey, key: String) -> Result<bool, StoreError> {
    let mut sql = Sql::new("UPDATE identity_passkeys SET used_at = ");
    sql.bind(asker.now().micros()).push(", key = ").bind(key).push(" WHERE id = ").bind(passkey.id.uuid());
    Ok(work.unguarded().execute(sql).await? == 1)
}
