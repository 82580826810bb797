//! Letting somebody in: by password, by link, by code.
#![expect(clippy::disallowed_methods, reason = "this is what happens before there is a principal")]

use access::{Acting, Actor, Person, Principal};
use directory::Session;
use gateway::Email;
use journal::Outcome;
use kernel::{Id, Ref, Timestamp};
use store::{Lock, Row, StoreError, Work};

use crate::{
    Code, SignInError, Token,
    asker::Asker,
    challenges::{self, Standing},
    events::{self, Note, ShownAgain, SignedIn},
    limits, notices, passkeys, passwords,
    people::{self, Known},
    remembered,
    rows::{Challenge, ChallengeKind, Failed, Second, VainTry, Way},
    second,
    sessions::{self, Begun},
    sso, throttles,
};

/// The name under which tries are logged.
pub(crate) const SIGN_IN: &str = "identity.sign_in";

/// The name under which it is written down that somebody who is signed in showed once more that it is them.
const PROVE_AGAIN: &str = "identity.prove_again";

/// Somebody who was let in.
pub(crate) struct Entered {
    /// What the browser gets.
    pub gets: Gets,
    /// Where they were going.
    pub next: Option<String>,
    /// For the browser to keep, if it is to be remembered.
    pub remembered: Option<Token>,
    /// Whether they have no passkey and could add one now; never of who comes from their company, which asks for what it
    /// likes.
    pub lacks_passkey: bool,
}

impl Entered {
    fn getting(gets: Gets) -> Self {
        Self { gets, next: None, remembered: None, lacks_passkey: false }
    }
}

/// What a browser gets whose person showed something.
pub(crate) enum Gets {
    /// A session, or another token of the one it has, which it is to keep.
    Session(Token),
    /// The question for a second proof, which is due.
    Second,
}

/// What stands beside the first proof.
#[derive(Clone, Copy)]
pub(crate) enum Beside {
    /// Nothing: no second proof is due.
    Nothing,
    /// Nothing, and the first was shown elsewhere: then, if that is known.
    Earlier(Option<Timestamp>),
    /// The second proof.
    Shown(Second),
    /// That this browser is remembered.
    Remembered,
}

/// Lets somebody in by address and password. The tries are counted before the password is looked at; an address that
/// nobody has costs a hash like any other.
///
/// # Errors
/// [`SignInError::Wrong`], [`SignInError::UseLink`], [`SignInError::Wait`], [`SignInError::Busy`]; the database's.
pub(crate) async fn by_password(asker: &Asker<'_>, email: &Email, password: &str) -> Result<Entered, SignInError> {
    let email_fold = directory::fold(email.as_str());
    let known = people::by_address(asker.db().unguarded(), &email_fold, &asker.browser_hash, &asker.network).await?;
    let buckets = limits::password(asker, &email_fold, known.as_ref());
    throttles::take(asker.db(), &buckets, asker.now()).await.map_err(|throttled| match throttled {
        throttles::Throttled::Empty { rule, .. } if rule == limits::PASSWORD_ADDRESS.name => SignInError::UseLink,
        other => other.into(),
    })?;
    let phc = known.as_ref().and_then(|known| known.phc.as_deref());
    let is_right = passwords::is_right(password, phc).await?;
    let Some(known) = known.as_ref().filter(|_| is_right) else {
        note_failure(asker, known.as_ref().map(|known| known.person), Some(Way::Password), Failed::First).await?;
        return Err(SignInError::Wrong);
    };
    let work = asker.db().begin().await?;
    // It may have been changed while the hash was made; then it was the old one that was right. Whoever changes it holds
    // the person, and ends the sessions that have begun by then.
    work.lock([Lock { table: directory::Person::TABLE, id: known.person.uuid(), shared: true }]).await?;
    let kept = passwords::of(work.unguarded(), known.person).await?;
    if kept.as_ref().map(|kept| kept.phc.as_str()) != phc {
        return Err(SignInError::Wrong);
    }
    let entered = enter(asker, work, known.person, &email_fold, Way::Password).await?;
    throttles::give_back(asker.db(), &buckets, asker.now()).await?;
    Ok(entered)
}

/// Lets somebody in by the code from the newest mail this browser asked for. The try is counted before the code is
/// looked at.
///
/// # Errors
/// [`SignInError::Over`] when there is nothing to be answered, [`SignInError::WrongCode`], [`SignInError::UseLink`],
/// [`SignInError::Wait`]; the database's.
pub(crate) async fn by_code(asker: &Asker<'_>, code: &Code) -> Result<Entered, SignInError> {
    let challenge = newest(asker, ChallengeKind::SignIn).await?;
    let raw = asker.db().unguarded();
    let known = people::by_address(raw, &challenge.email_fold, &asker.browser_hash, &asker.network).await?;
    let buckets = limits::code(asker, &challenge.email_fold, known.as_ref());
    throttles::take(asker.db(), &buckets, asker.now()).await.map_err(|throttled| match throttled {
        throttles::Throttled::Empty { rule, .. } if rule == limits::CODE_ADDRESS.name => SignInError::UseLink,
        other => other.into(),
    })?;
    let work = asker.db().begin().await?;
    let left = challenges::count_try(&work, challenge.id, asker.now()).await?;
    work.commit().await?;
    let left = left.ok_or(SignInError::WrongCode { left: 0 })?;
    if !challenge.is_answered_by(code, &asker.visit().browser) {
        note_failure(asker, challenge.person_id, Some(Way::Code), Failed::First).await?;
        return Err(SignInError::WrongCode { left });
    }
    let entered = answer(asker, challenge, Way::Code).await?;
    throttles::give_back(asker.db(), &buckets, asker.now()).await?;
    Ok(entered)
}

/// Lets somebody in by the link from a mail, in the browser that asked for it and in no other.
///
/// # Errors
/// [`SignInError::Over`], [`SignInError::Elsewhere`]; the database's.
pub(crate) async fn by_link(asker: &Asker<'_>, token: &Token) -> Result<Entered, SignInError> {
    let challenge = linked(asker, token).await?;
    if !challenge.is_from(&asker.visit().browser) {
        return Err(SignInError::Elsewhere);
    }
    answer(asker, challenge, Way::Link).await
}

/// The newest challenge this browser asked for, whether or not it still counts.
///
/// # Errors
/// The database's.
pub(crate) async fn last(asker: &Asker<'_>, kind: ChallengeKind) -> Result<Option<Challenge>, StoreError> {
    challenges::latest_of(asker.db().unguarded(), kind, &asker.visit().browser).await
}

/// The same, if it can be answered.
///
/// # Errors
/// [`SignInError::Over`]; the database's.
pub(crate) async fn newest(asker: &Asker<'_>, kind: ChallengeKind) -> Result<Challenge, SignInError> {
    open(last(asker, kind).await?, asker)
}

/// The challenge a link to sign in leads to, if it can be answered.
///
/// # Errors
/// [`SignInError::Over`]; the database's.
pub(crate) async fn linked(asker: &Asker<'_>, token: &Token) -> Result<Challenge, SignInError> {
    open(challenges::by_token(asker.db().unguarded(), ChallengeKind::SignIn, token).await?, asker)
}

/// The challenge, if it can be answered.
pub(crate) fn open(challenge: Option<Challenge>, asker: &Asker<'_>) -> Result<Challenge, SignInError> {
    let challenge = challenge.ok_or(SignInError::Over { used: false })?;
    match challenge.standing(asker.now()) {
        Standing::Open => Ok(challenge),
        Standing::Used => Err(SignInError::Over { used: true }),
        Standing::Over => Err(SignInError::Over { used: false }),
    }
}

async fn answer(asker: &Asker<'_>, challenge: Challenge, way: Way) -> Result<Entered, SignInError> {
    let work = asker.db().begin().await?;
    if !challenges::use_up(&work, challenge.id, asker.now()).await? {
        return Err(SignInError::Over { used: true });
    }
    let person = challenge.person_id.ok_or(SignInError::Over { used: false })?;
    let entered = enter(asker, work, person, &challenge.email_fold, way).await?;
    Ok(Entered { next: challenge.next, ..entered })
}

/// Begins the session, in the transaction that used up what was shown, and commits it; where a second proof is due and
/// this browser is not remembered, asks for that instead. Whether the person may sign in and still has the address is
/// asked again there, behind the lock that disabling takes.
///
/// # Errors
/// [`SignInError::Wrong`] when they may not; the database's.
pub(crate) async fn enter(
    asker: &Asker<'_>,
    work: Work,
    person: Id<Person>,
    email_fold: &str,
    way: Way,
) -> Result<Entered, SignInError> {
    enter_with(asker, work, person, email_fold, way, Beside::Nothing).await
}

/// The same, with what stands beside the first proof where no second one is due.
///
/// # Errors
/// As [`enter`].
pub(crate) async fn enter_with(
    asker: &Asker<'_>,
    work: Work,
    person: Id<Person>,
    email_fold: &str,
    way: Way,
    alone: Beside,
) -> Result<Entered, SignInError> {
    let known = known_still(asker, &work, person, email_fold).await?;
    if !second::is_due(&work, person).await? {
        return begin(asker, work, &known, way, alone).await;
    }
    if remembered::is_here(asker, &work, person).await? {
        return begin(asker, work, &known, way, Beside::Remembered).await;
    }
    second::ask(asker, &work, person, email_fold, way).await?;
    work.commit().await?;
    Ok(Entered::getting(Gets::Second))
}

/// The person, if they may sign in and still have the address; it stays so until the transaction ends.
///
/// # Errors
/// [`SignInError::Wrong`] when they may not; the database's.
pub(crate) async fn known_still(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    email_fold: &str,
) -> Result<Known, SignInError> {
    work.lock([Lock { table: directory::Person::TABLE, id: person.uuid(), shared: true }]).await?;
    let known = people::by_address(work.unguarded(), email_fold, &asker.browser_hash, &asker.network).await?;
    known.filter(|known| known.person == person).ok_or(SignInError::Wrong)
}

/// Begins the session of somebody who has shown all that is due, and commits. In a browser that is remembered it does
/// not count as fresh: what asks for a proof of a moment ago asks for the second one. Whom only their company may let
/// in, and who came from there, has shown by mail that it is still them: they stay in the session they have.
///
/// # Errors
/// [`SignInError::Company`] when only their company may let them in; the database's.
pub(crate) async fn begin(
    asker: &Asker<'_>,
    work: Work,
    known: &Known,
    way: Way,
    beside: Beside,
) -> Result<Entered, SignInError> {
    let (now, person) = (asker.now(), known.person);
    match sso::must_use(asker, &work, person, way).await {
        Err(SignInError::Company) => {
            let session = sso::goes_on(asker, &work, person, way).await?.ok_or(SignInError::Company)?;
            return stay(asker, work, (person, session), way, beside).await;
        }
        other => other?,
    }
    let (second, shown_at) = match beside {
        Beside::Nothing => (None, Some(now)),
        Beside::Earlier(at) => (None, at),
        Beside::Shown(second) => (Some(second), Some(now)),
        Beside::Remembered => (None, None),
    };
    let begun = Begun {
        person,
        way,
        second,
        shown_at,
        device: asker.device.kept(),
        browser_hash: &asker.browser_hash,
        network: &asker.network,
        address: &asker.address,
        instead_of: asker.session(),
    };
    let (session, token) = sessions::begin(&work, &begun, now).await?;
    if way == Way::Company {
        sso::attach(&work, person, &asker.browser_hash, session).await?;
    }
    let new_browser = !known.from_known_browser;
    let note = Note::of(person, SIGN_IN, &asker.visit().request_id);
    events::record(&work, note, &SignedIn { session, way, second, new_browser }, now).await?;
    if known.has_been_here && new_browser {
        notices::new_device(asker, &work, person, &known.name).await?;
    }
    let could_add = shown_at.is_some() && !matches!(way, Way::Passkey | Way::Company);
    let lacks_passkey = could_add && !passkeys::has_any(work.unguarded(), person).await?;
    work.commit().await?;
    asker.site().gateway.wake().notify_one();
    Ok(Entered { lacks_passkey, ..Entered::getting(Gets::Session(token)) })
}

/// Lets somebody go on in the session they have, after what they have shown once more. A browser that is remembered has
/// shown nothing by that; its session gets another token all the same.
async fn stay(
    asker: &Asker<'_>,
    work: Work,
    (person, session): (Id<Person>, Id<Session>),
    way: Way,
    beside: Beside,
) -> Result<Entered, SignInError> {
    let second = match beside {
        Beside::Nothing => None,
        Beside::Shown(second) => Some(second),
        Beside::Earlier(_) | Beside::Remembered => {
            let token = sessions::rotate(&work, session).await?;
            work.commit().await?;
            return Ok(Entered::getting(Gets::Session(token)));
        }
    };
    let token = shown_again(asker, work, person, ShownAgain { session, way: Some(way), second }).await?;
    Ok(Entered::getting(Gets::Session(token)))
}

/// Notes in a session that its person has shown once more that it is them, writes it down and commits. The session opens
/// more from now on, so it gets another token: whoever else had the one before is out, and no token outlives a sign-in.
///
/// # Errors
/// The database's.
pub(crate) async fn shown_again(
    asker: &Asker<'_>,
    work: Work,
    person: Id<Person>,
    shown: ShownAgain,
) -> Result<Token, StoreError> {
    let now = asker.now();
    if shown.second.is_some() {
        sessions::second_shown(&work, shown.session, now).await?;
    } else {
        sessions::refresh(&work, shown.session, now).await?;
    }
    let token = sessions::rotate(&work, shown.session).await?;
    let note = Note::of(person, PROVE_AGAIN, &asker.visit().request_id);
    events::record(&work, note, &shown, now).await?;
    work.commit().await?;
    asker.site().gateway.wake().notify_one();
    Ok(token)
}

/// Writes down that somebody tried in vain, whether or not anybody has the address: both take as long.
///
/// # Errors
/// The database's.
pub(crate) async fn note_failure(
    asker: &Asker<'_>,
    person: Option<Id<Person>>,
    way: Option<Way>,
    failed: Failed,
) -> Result<(), StoreError> {
    let stranger = Principal::vouch(Actor::Stranger, Acting::Public, Vec::new());
    let target = person.map(|person| Ref::new("person", person));
    asker.site().gateway.logs().attempt(asker.now(), &stranger, SIGN_IN, target, Outcome::Forbidden);
    let tried =
        VainTry { id: crate::fresh(), person_id: person, at: asker.now(), address: asker.address.clone(), way, failed };
    asker.db().unguarded().insert(&tried).await
}

/// Whether this is the person's password; counted like any other try. Then the session counts as fresh again and has
/// another token, unless the person has a second proof: then a password alone makes no session fresh.
///
/// # Errors
/// As [`is_theirs`].
pub(crate) async fn prove_again(
    asker: &Asker<'_>,
    person: Id<Person>,
    session: Id<Session>,
    password: &str,
) -> Result<Option<Token>, SignInError> {
    is_theirs(asker, person, password).await?;
    let work = asker.db().begin().await?;
    if second::is_due(&work, person).await? {
        work.roll_back().await?;
        return Ok(None);
    }
    let shown = ShownAgain { session, way: Some(Way::Password), second: None };
    Ok(Some(shown_again(asker, work, person, shown).await?))
}

/// Whether this is the password of somebody who is signed in; counted like any other try.
///
/// # Errors
/// [`SignInError::Wrong`], [`SignInError::Wait`], [`SignInError::Busy`]; the database's.
pub(crate) async fn is_theirs(asker: &Asker<'_>, person: Id<Person>, password: &str) -> Result<(), SignInError> {
    throttles::take(asker.db(), &limits::proof(&person.to_string()), asker.now()).await?;
    let kept = passwords::of(asker.db().unguarded(), person).await?;
    if !passwords::is_right(password, kept.as_ref().map(|kept| kept.phc.as_str())).await? {
        note_failure(asker, Some(person), Some(Way::Password), Failed::Again).await?;
        return Err(SignInError::Wrong);
    }
    Ok(())
}

/// Stops a link, because whoever got the mail did not ask for it. What is over already stays so.
///
/// # Errors
/// The database's.
pub(crate) async fn stop(asker: &Asker<'_>, token: &Token) -> Result<(), StoreError> {
    let raw = asker.db().unguarded();
    let Some(challenge) = challenges::by_token(raw, ChallengeKind::SignIn, token).await? else { return Ok(()) };
    let work = asker.db().begin().await?;
    if challenges::stop(&work, challenge.id, asker.now()).await?
        && let Some(person) = challenge.person_id
    {
        let note = Note { by: None, ..Note::of(person, "identity.stop_link", &asker.visit().request_id) };
        events::record(&work, note, &events::LinkStopped {}, asker.now()).await?;
    }
    work.commit().await
}
