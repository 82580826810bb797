//! Signing in with a passkey: both proofs at once, and no address typed.
#![expect(clippy::disallowed_methods, reason = "a key is looked at before there is a principal")]

use access::Person;
use kernel::Id;
use store::{Sql, StoreError, Work};

use crate::{
    SignInError,
    asker::Asker,
    ceremony::{Ceremony, Claim},
    challenges::{self, Made, Wanted},
    limits, people,
    rows::{ChallengeKind, Passkey, Way},
    sign_in::{self, Entered},
    throttles,
};

/// Lets somebody in by what their browser answered to [`Ceremony::begin_sign_in`]. An unknown key, one that was removed
/// and a wrong proof are told the same. Only what fails is counted: a key cannot be guessed, so no stranger's tries may
/// keep its holder out.
///
/// # Errors
/// [`SignInError::Wrong`], [`SignInError::Wait`]; the database's.
pub(crate) async fn enter(asker: &Asker<'_>, answer: &str, state: &str) -> Result<Entered, SignInError> {
    let ceremony = Ceremony::of(asker.site()).ok_or(SignInError::Wrong)?;
    let Some(claim) = ceremony.claim(answer) else { return Err(failed(asker, None).await) };
    let found = Passkey::CREDENTIAL_ID.is(&claim.credential_id).and(Passkey::PERSON_ID.is(&claim.person));
    let Some(passkey) = asker.db().unguarded().first(found).await? else { return Err(failed(asker, None).await) };
    let Some(key) = ceremony.finish_sign_in(&claim, &passkey.key, state, &asker.browser_hash, asker.now()) else {
        return Err(failed(asker, Some(claim.person)).await);
    };
    let work = asker.db().begin().await?;
    let known = people::by_person(&work, claim.person, &asker.browser_hash, &asker.network).await?;
    let known = known.ok_or(SignInError::Wrong)?;
    if !used_first(asker, &work, &claim, state).await? || !used(asker, &work, &passkey, key).await? {
        return Err(SignInError::Wrong);
    }
    sign_in::begin(asker, work, &known, Way::Passkey, None).await
}

/// Counts a try in vain and writes it down.
async fn failed(asker: &Asker<'_>, person: Option<Id<Person>>) -> SignInError {
    match throttles::take(asker.db(), &limits::passkey(asker), asker.now()).await {
        Ok(()) => {
            sign_in::note_failure(asker, person);
            SignInError::Wrong
        }
        Err(throttled) => throttled.into(),
    }
}

/// Writes down that this ceremony let somebody in; tells whether it was the first time.
async fn used_first(asker: &Asker<'_>, work: &Work, claim: &Claim, state: &str) -> Result<bool, StoreError> {
    let wanted = Wanted {
        kind: ChallengeKind::Passkey,
        person: Some(claim.person),
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
