//! Asking for a link by mail: for signing in, for a new password, for a new address.
#![expect(clippy::disallowed_methods, reason = "links are asked for before there is a principal")]

use access::Person;
use front::own_path;
use gateway::Email;
use kernel::Id;
use mail::{Letter, Recipient};

use crate::{
    SignInError,
    asker::Asker,
    challenges::{self, Made, Wanted},
    letters, limits, people,
    rows::ChallengeKind,
    throttles,
};

/// Asks for a link to sign in, or to make a new password. What is done does not depend on whether anybody has the
/// address: the same statements run, and the same letter is written and kept; one to nobody is never carried, and swept
/// away. No mail says "there is no account here": it would make the portal send mail to any address a stranger types.
///
/// # Errors
/// [`SignInError::Wait`], alike for known and unknown addresses; the database's.
pub(crate) async fn ask(
    asker: &Asker<'_>,
    kind: ChallengeKind,
    email: &Email,
    next: Option<&str>,
) -> Result<(), SignInError> {
    let email_fold = directory::fold(email.as_str());
    let known = people::by_address(asker.db().unguarded(), &email_fold, &asker.browser_hash, &asker.network).await?;
    throttles::take(asker.db(), &limits::mail(asker, &email_fold, known.as_ref()), asker.now()).await?;
    let person = known.as_ref().map(|known| known.person);
    let made = challenges::make(wanted(asker, kind, person, email.as_str(), next), asker.now());
    let to = Recipient::at(email.as_str())?;
    let to = match person {
        Some(person) => to.of(person),
        None => to,
    };
    let name = known.as_ref().map_or("…", |known| known.name.as_str());
    let letter = match kind {
        ChallengeKind::SignIn => letters::sign_in(asker, &made, &to)?,
        ChallengeKind::Reset
        | ChallengeKind::Address
        | ChallengeKind::Second
        | ChallengeKind::Passkey
        | ChallengeKind::Link
        | ChallengeKind::Company => letters::reset(asker, &made, name, &to)?,
    };
    send(asker, &made, letter).await
}

/// Sends a person a link to prove that an address they added is theirs.
///
/// # Errors
/// [`SignInError::Wait`]; the database's.
pub(crate) async fn ask_for_address(
    asker: &Asker<'_>,
    person: Id<Person>,
    name: &str,
    email: &str,
) -> Result<(), SignInError> {
    let buckets = limits::verification(&person.to_string(), &directory::fold(email));
    throttles::take(asker.db(), &buckets, asker.now()).await?;
    let made = challenges::make(wanted(asker, ChallengeKind::Address, Some(person), email, None), asker.now());
    let letter = letters::verification(asker, &made, name, &Recipient::at(email)?.of(person))?;
    send(asker, &made, letter).await
}

fn wanted<'a>(
    asker: &'a Asker<'_>,
    kind: ChallengeKind,
    person: Option<Id<Person>>,
    email: &'a str,
    next: Option<&str>,
) -> Wanted<'a> {
    let next = next.and_then(own_path).map(str::to_owned);
    Wanted { kind, person, email, browser: &asker.visit().browser, device: &asker.device, next }
}

async fn send(asker: &Asker<'_>, made: &Made, letter: Letter) -> Result<(), SignInError> {
    let work = asker.db().begin().await?;
    challenges::keep(&work, &made.challenge).await?;
    let letter = if made.challenge.person_id.is_some() { letter } else { letter.to_nobody() };
    work.unguarded().insert(&letter).await?;
    work.commit().await?;
    asker.site().gateway.wake().notify_one();
    Ok(())
}
