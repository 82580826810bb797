#![expect(clippy::disallowed_methods, reason = "an address is confirmed before there is a person behind it")]

use directory::RecordLink;
use mail::Recipient;

use crate::{
    Code, SignInError,
    asker::Asker,
    challenges::{self, Wanted},
    letters, limits,
    rows::{Challenge, ChallengeKind},
    throttles,
};

/// Sends a code to the address of a link that this browser opened; `home` is the link's own address.
///
/// # Errors
/// [`SignInError::Wait`]; the database's.
pub(crate) async fn ask(asker: &Asker<'_>, link: &RecordLink, home: &str) -> Result<(), SignInError> {
    let email_fold = directory::fold(&link.email);
    throttles::take(asker.db(), &limits::mail(asker, &email_fold, None), asker.now()).await?;
    let wanted = Wanted {
        kind: ChallengeKind::Link,
        person: None,
        email: &link.email,
        browser: &asker.visit().browser,
        device: &asker.device,
        next: Some(home.to_owned()),
    };
    let made = challenges::make(wanted, asker.now());
    let letter = letters::link_code(asker, &made, &link.name, &Recipient::at(&link.email)?)?;
    let work = asker.db().begin().await?;
    challenges::keep(&work, &made.challenge).await?;
    work.unguarded().insert(&letter).await?;
    work.commit().await?;
    asker.site().gateway.wake().notify_one();
    Ok(())
}

/// Takes the code from the newest mail this browser asked for. The try is counted before the code is looked at.
///
/// # Errors
/// [`SignInError::WrongCode`], [`SignInError::Over`], [`SignInError::Wait`]; the database's.
pub(crate) async fn confirm(asker: &Asker<'_>, challenge: &Challenge, code: &Code) -> Result<(), SignInError> {
    let buckets = limits::code(asker, &challenge.email_fold, None);
    throttles::take(asker.db(), &buckets, asker.now()).await?;
    let work = asker.db().begin().await?;
    let left = challenges::count_try(&work, challenge.id, asker.now()).await?;
    work.commit().await?;
    let left = left.ok_or(SignInError::WrongCode { left: 0 })?;
    if !challenge.is_answered_by(code, &asker.visit().browser) {
        return Err(SignInError::WrongCode { left });
    }
    let work = asker.db().begin().await?;
    if !challenges::use_up(&work, challenge.id, asker.now()).await? {
        return Err(SignInError::Over { used: true });
    }
    work.commit().await?;
    throttles::give_back(asker.db(), &buckets, asker.now()).await?;
    Ok(())
}
