//! Somebody comes back from their company's provider.
#![expect(clippy::disallowed_methods, reason = "this is what happens before there is a principal")]

use access::Person;
use gateway::Email;
use kernel::{Id, Ref};
use store::{Lock, Row as _, StoreError, Work};

use super::{
    attempt::{Attempt, CALLBACK},
    domain::DomainName,
    doors::sealed_for,
    outside::Outside,
    people::{self, Known},
    provider::{self, Claimed, Exchange, ProviderError},
    rows::{Endpoints, SsoConnection, SsoDomain},
};
use crate::{
    SignInError,
    asker::Asker,
    challenges::{self, Made, Wanted},
    events::{self, Note, SignOnRefused, SignedOn},
    limits,
    rows::{ChallengeKind, Way},
    sign_in::{self, Beside, Entered},
    throttles,
};

/// The name under which it is written down.
const SIGN_ON: &str = "sso.sign_on";

/// What the provider sent the browser back with.
pub(crate) struct Back {
    /// What the browser left with.
    pub state: String,
    /// The code.
    pub code: String,
    /// Which provider it says it is (RFC 9207).
    pub issuer: Option<String>,
    /// What went wrong there.
    pub error: Option<String>,
}

/// Why somebody who comes from their company is not let in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignOnError {
    /// Nothing that was begun in this browser, or it is too old, or was used.
    #[error("nothing was begun here")]
    Over,
    /// The company's own sign-in says no.
    #[error("the company refused")]
    Company {
        /// The door's address.
        slug: String,
    },
    /// The answer proves nothing, or could not be had.
    #[error("the provider's answer proves nothing")]
    Unproven {
        /// The door's address.
        slug: String,
    },
    /// It is nobody whom this door lets in.
    #[error("nobody whom this door lets in")]
    NotTheirs {
        /// The door's address.
        slug: String,
    },
    /// Signing in says no.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets somebody in whom their company's provider sent back. What the browser left with counts once, whatever comes of
/// it.
///
/// # Errors
/// [`SignOnError`].
pub(crate) async fn finish(asker: &Asker<'_>, outside: &Outside, back: &Back) -> Result<Entered, SignOnError> {
    let attempt = Attempt::opened(asker, &back.state).ok_or(SignOnError::Over)?;
    throttles::take(asker.db(), &limits::company(asker), asker.now()).await.map_err(SignInError::from)?;
    let open = SsoConnection::ID.is(&attempt.connection).and(SsoConnection::ENABLED_AT.is_known());
    let connection = asker.db().unguarded().first(open).await?.ok_or(SignOnError::Over)?;
    let endpoints = connection.endpoints.0.clone().ok_or(SignOnError::Over)?;
    if !used_first(asker, &back.state).await? {
        return Err(SignOnError::Over);
    }
    let is_from_them = match &back.issuer {
        Some(issuer) => *issuer == connection.issuer,
        None => !endpoints.names_itself,
    };
    let slug = || connection.slug.clone();
    if !is_from_them {
        return Err(refuse(asker, &connection, "another_provider", SignOnError::Unproven { slug: slug() }).await);
    }
    if back.error.is_some() {
        return Err(refuse(asker, &connection, "company", SignOnError::Company { slug: slug() }).await);
    }
    let claimed = match claimed(asker, outside, &connection, &endpoints, &attempt, &back.code).await {
        Ok(claimed) => claimed,
        Err(error) => {
            let account = connection.account_id;
            tracing::warn!(%account, %error, "The provider of account {account} let nobody in");
            return Err(refuse(asker, &connection, "unproven", SignOnError::Unproven { slug: slug() }).await);
        }
    };
    let entered = arrive(asker, &connection, &claimed).await?;
    Ok(Entered { next: attempt.next, ..entered })
}

/// Lets in whom a provider names, by whichever protocol it was proven; else writes down why not.
pub(super) async fn arrive(
    asker: &Asker<'_>,
    connection: &SsoConnection,
    claimed: &Claimed,
) -> Result<Entered, SignOnError> {
    match enter(asker, connection, claimed).await {
        Ok(entered) => Ok(entered),
        Err(Refused::Reason(reason)) => {
            let error = SignOnError::NotTheirs { slug: connection.slug.clone() };
            Err(refuse(asker, connection, reason, error).await)
        }
        Err(Refused::SignIn(error)) => Err(error.into()),
    }
}

/// Why nobody was let in.
pub(super) enum Refused {
    /// For this reason, as it is written down.
    Reason(&'static str),
    /// Signing in says no.
    SignIn(SignInError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::SignIn(error.into())
    }
}

/// What the provider says of whoever was sent back, proven.
async fn claimed(
    asker: &Asker<'_>,
    outside: &Outside,
    connection: &SsoConnection,
    endpoints: &Endpoints,
    attempt: &Attempt,
    code: &str,
) -> Result<Claimed, ProviderError> {
    let secret = asker.site().settings.seal.open(&connection.client_secret, &sealed_for(connection.account_id));
    let secret = secret.and_then(|secret| String::from_utf8(secret).ok()).unwrap_or_default();
    let redirect = asker.link(CALLBACK);
    let told = Exchange { code, verifier: &attempt.verifier, redirect: &redirect, secret: &secret };
    let token = provider::exchange(outside, connection, endpoints, &told).await?;
    let keys = provider::keys(outside, endpoints).await?;
    provider::proven(&token, keys, connection, &attempt.nonce, asker.now())
}

/// Finds or makes the person, and lets them in; in one transaction.
async fn enter(asker: &Asker<'_>, connection: &SsoConnection, claimed: &Claimed) -> Result<Entered, Refused> {
    let email = claimed.email().and_then(|email| Email::parse(email).ok()).ok_or(Refused::Reason("no_address"))?;
    let work = asker.db().begin().await?;
    match named(asker, &work, connection, claimed, &email).await {
        Ok((person, email_fold)) => {
            // The provider may have remembered them: then it is as long ago as it says that they showed who they are.
            let alone = Beside::Earlier(claimed.shown_at(asker.now()));
            let entered = sign_in::enter_with(asker, work, person, &email_fold, Way::Company, alone).await;
            entered.map_err(Refused::SignIn)
        }
        Err(refused) => {
            work.roll_back().await?;
            Err(refused)
        }
    }
}

/// Who it is and by which address they come in, with all that follows for them but the session; what they are refused for
/// undoes it.
async fn named(
    asker: &Asker<'_>,
    work: &Work,
    connection: &SsoConnection,
    claimed: &Claimed,
    email: &Email,
) -> Result<(Id<Person>, String), Refused> {
    let domain = DomainName::of_address(email.as_str()).ok_or(Refused::Reason("foreign_domain"))?;
    let raw = work.unguarded();
    work.lock([Lock { table: SsoConnection::TABLE, id: connection.id.uuid(), shared: true }]).await?;
    let open = SsoConnection::ID.is(&connection.id).and(SsoConnection::ENABLED_AT.is_known());
    // It may have been changed while the provider was asked.
    if raw.first(open).await?.as_ref() != Some(connection) {
        return Err(Refused::Reason("changed"));
    }
    let proven = SsoDomain::ACCOUNT_ID.is(&connection.account_id).and(SsoDomain::VERIFIED_AT.is_known());
    if raw.first(proven.and(SsoDomain::DOMAIN.is(&domain.as_str().to_owned()))).await?.is_none() {
        return Err(Refused::Reason("foreign_domain"));
    }
    let known = people::known(asker, work, connection, claimed, email).await?;
    let Known { person, made, email_fold, gained, lost, ended } = known;
    let note = Note {
        command: SIGN_ON,
        by: Some(person),
        target: Ref::new("person", person),
        account: Some(connection.account_id),
        trace: &asker.visit().request_id,
        cause: None,
    };
    let event = SignedOn { connection: connection.id, person, made, gained, lost, ended };
    events::record(work, note, &event, asker.now()).await?;
    Ok((person, email_fold))
}

/// Writes down that somebody was not let in, and why: nobody is shown more than that they were not.
pub(super) async fn refuse(
    asker: &Asker<'_>,
    connection: &SsoConnection,
    reason: &'static str,
    error: SignOnError,
) -> SignOnError {
    let noted = async {
        let work = asker.db().begin().await?;
        let note = Note {
            command: SIGN_ON,
            by: None,
            target: Ref::new("account", connection.account_id),
            account: Some(connection.account_id),
            trace: &asker.visit().request_id,
            cause: None,
        };
        let event = SignOnRefused { connection: connection.id, reason };
        events::record(&work, note, &event, asker.now()).await?;
        work.commit().await
    };
    match noted.await {
        Ok(()) => error,
        Err(failed) => failed.into(),
    }
}

/// Writes down that this attempt came back; tells whether it was the first time.
pub(super) async fn used_first(asker: &Asker<'_>, state: &str) -> Result<bool, StoreError> {
    let wanted = Wanted {
        kind: ChallengeKind::Company,
        person: None,
        email: "",
        browser: &asker.visit().browser,
        device: &asker.device,
        next: None,
    };
    let Made { mut challenge, .. } = challenges::make(wanted, asker.now());
    challenge.token_hash = directory::token_hash(state);
    challenge.used_at = Some(asker.now());
    asker.db().unguarded().insert_if_new(&challenge).await
}
