//! The second of two proofs. Between them nobody is signed in: what stands there is a challenge of the browser that
//! showed the first, for ten minutes and a few tries.
#![expect(clippy::disallowed_methods, reason = "the second proof, too, is shown before there is a principal")]

use access::Person;
use directory::Session;
use kernel::Id;
use store::{StoreError, Work};

use crate::{
    SignInError, Token,
    asker::Asker,
    challenges::{self, Made, Wanted},
    events::ShownAgain,
    factors::{self, Proof},
    limits, notices, passkeys, people, remembered,
    rows::{ChallengeKind, Failed, Second, Way},
    sessions,
    sign_in::{self, Beside, Entered},
    throttles,
};

/// Whether a second proof is due.
///
/// # Errors
/// The database's.
pub(crate) async fn is_due(work: &Work, person: Id<Person>) -> Result<bool, StoreError> {
    factors::has_any(work, person).await
}

/// Asks this browser for the second proof, in the transaction that used up the first.
///
/// # Errors
/// The database's.
pub(crate) async fn ask(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    email_fold: &str,
    way: Way,
) -> Result<(), StoreError> {
    let wanted = Wanted {
        kind: ChallengeKind::Second,
        person: Some(person),
        email: email_fold,
        browser: &asker.visit().browser,
        device: &asker.device,
        next: None,
    };
    let Made { mut challenge, .. } = challenges::make(wanted, asker.now());
    challenge.way = Some(way);
    challenges::keep(work, &challenge).await
}

/// What may be offered to whoever has shown the first proof in this browser.
pub(crate) struct Offered {
    /// Whether a passkey of theirs could be the second proof.
    pub passkey: bool,
    /// Whether the browser may be remembered: not where a rule asks for a second proof each time.
    pub remembering: bool,
}

/// What may be offered here.
///
/// # Errors
/// [`SignInError::Over`] when no second proof is due; the database's.
pub(crate) async fn offered(asker: &Asker<'_>) -> Result<Offered, SignInError> {
    let challenge = sign_in::newest(asker, ChallengeKind::Second).await?;
    let person = challenge.person_id.ok_or(SignInError::Over { used: false })?;
    let raw = asker.db().unguarded();
    let passkey = passkeys::has_any(raw, person).await?;
    Ok(Offered { passkey, remembering: !directory::asks_second_of(raw, person).await? })
}

/// Lets somebody in who has shown the first proof in this browser. The try is counted before the proof is looked at.
/// After a code of the app the browser is remembered, if they `remember` it and no rule asks for a second proof.
///
/// # Errors
/// [`SignInError::Over`] when no second proof is due, [`SignInError::WrongCode`], [`SignInError::Wrong`] when they may
/// not sign in any more, [`SignInError::Wait`]; the database's.
pub(crate) async fn prove(asker: &Asker<'_>, proof: &Proof, remember: bool) -> Result<Entered, SignInError> {
    let challenge = sign_in::newest(asker, ChallengeKind::Second).await?;
    let person = challenge.person_id.ok_or(SignInError::Over { used: false })?;
    let raw = asker.db().unguarded();
    let known = people::by_address(raw, &challenge.email_fold, &asker.browser_hash, &asker.network).await?;
    let buckets = limits::second(asker, &challenge.email_fold, known.as_ref());
    throttles::take(asker.db(), &buckets, asker.now()).await?;
    let work = asker.db().begin().await?;
    let left = challenges::count_try(&work, challenge.id, asker.now()).await?;
    work.commit().await?;
    let left = left.ok_or(SignInError::WrongCode { left: 0 })?;
    let way = challenge.way.unwrap_or(Way::Password);
    let work = asker.db().begin().await?;
    let known = sign_in::known_still(asker, &work, person, &challenge.email_fold).await?;
    let Some(second) = take(asker, &work, person, proof).await? else {
        work.roll_back().await?;
        sign_in::note_failure(asker, Some(person), Some(way), Failed::Second).await?;
        return Err(SignInError::WrongCode { left });
    };
    if !challenges::use_up(&work, challenge.id, asker.now()).await? {
        return Err(SignInError::Over { used: true });
    }
    let remember = remember && second == Second::App && !directory::asks_second_of(work.unguarded(), person).await?;
    let remembered = if remember { Some(remembered::keep(asker, &work, person).await?) } else { None };
    let entered = sign_in::begin(asker, work, &known, way, Beside::Shown(second)).await?;
    throttles::give_back(asker.db(), &buckets, asker.now()).await?;
    Ok(Entered { remembered, ..entered })
}

/// Whether this is a second proof of somebody who is signed in; counted like any other try. Then the session counts as
/// fresh again, and has another token.
///
/// # Errors
/// [`SignInError::Wrong`], [`SignInError::Wait`]; the database's.
pub(crate) async fn prove_again(
    asker: &Asker<'_>,
    person: Id<Person>,
    session: Id<Session>,
    proof: &Proof,
) -> Result<Token, SignInError> {
    throttles::take(asker.db(), &limits::proof(&person.to_string()), asker.now()).await?;
    let work = asker.db().begin().await?;
    let Some(second) = take(asker, &work, person, proof).await? else {
        work.roll_back().await?;
        let way = matches!(proof, Proof::Passkey(_)).then_some(Way::Passkey);
        sign_in::note_failure(asker, Some(person), way, Failed::Again).await?;
        return Err(SignInError::Wrong);
    };
    let shown = ShownAgain { session, way: None, second: Some(second) };
    Ok(sign_in::shown_again(asker, work, person, shown).await?)
}

/// Notes that somebody who is signed in has shown a second proof by setting it up. Their session opens more from now on,
/// and has another token.
///
/// # Errors
/// The database's.
pub(crate) async fn set_up(asker: &Asker<'_>) -> Result<Option<Token>, StoreError> {
    let Some(session) = asker.session() else { return Ok(None) };
    let work = asker.db().begin().await?;
    sessions::second_shown(&work, session, asker.now()).await?;
    let token = sessions::rotate(&work, session).await?;
    work.commit().await?;
    Ok(Some(token))
}

/// Uses a proof up, and tells the person when it was one of few.
async fn take(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    proof: &Proof,
) -> Result<Option<Second>, SignInError> {
    let taken = factors::use_up(asker, work, person, proof).await?;
    if taken == Some(Second::Recovery) {
        let left = factors::left(work, person).await?;
        notices::factor_changed_in(asker, work, person, &notices::recovery_used(left)).await?;
    }
    Ok(taken)
}
