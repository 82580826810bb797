//! Which door leads where: found before and while somebody is let in.
#![expect(clippy::disallowed_methods, reason = "a door is looked for before there is a principal")]

use access::{Account, Person};
use directory::Session;
use gateway::{Command as _, Email};
use kernel::Id;
use store::{Columns, Db, Lock, Row as _, Sql, StoreError, Work};

use super::{
    commands::DisableSignOn,
    domain::DomainName,
    rows::{SignOn, SsoConnection},
};
use crate::{SignInError, asker::Asker, rows::Way};

/// A company's door that is open.
pub(crate) struct Door {
    /// The connection.
    pub connection: SsoConnection,
    /// What the account is called.
    pub account: String,
}

/// What a connection's secret is sealed for: the account, and nobody else's connection.
pub(crate) fn sealed_for(account: Id<Account>) -> String {
    format!("sign-on secret of {account}")
}

/// The door that an address leads to, by its domain alone: it does not matter whether anybody has the address.
///
/// # Errors
/// The database's.
pub(crate) async fn of_address(db: &Db, email: &Email) -> Result<Option<String>, StoreError> {
    let Some(domain) = DomainName::of_address(email.as_str()) else { return Ok(None) };
    let mut sql = Sql::new(
        "SELECT c.slug FROM sso_domains AS d JOIN sso_connections AS c ON c.account_id = d.account_id \
         WHERE d.verified_at IS NOT NULL AND c.enabled_at IS NOT NULL AND d.domain = ",
    );
    sql.bind(domain.as_str());
    let found = db.unguarded().query(sql).await?;
    found.first().map(|row| Columns::of(row).take()).transpose()
}

/// The door with this address, if it is open.
///
/// # Errors
/// The database's.
pub(crate) async fn by_slug(db: &Db, slug: &str) -> Result<Option<Door>, StoreError> {
    let open = SsoConnection::SLUG.is(&slug.to_owned()).and(SsoConnection::ENABLED_AT.is_known());
    let found = db.unguarded().first(open).await?;
    let Some(connection) = found.filter(SsoConnection::is_known) else { return Ok(None) };
    let account = db.unguarded().first(directory::Account::ID.is(&connection.account_id)).await?;
    Ok(account.map(|account| Door { connection, account: account.name }))
}

/// The connection somebody's session began by, if it began by one.
///
/// # Errors
/// The database's.
pub(crate) async fn came_by(db: &Db, session: Id<Session>) -> Result<Option<SsoConnection>, StoreError> {
    let raw = db.unguarded();
    let Some(sign_on) = raw.first(SignOn::SESSION_ID.is(&Some(session))).await? else { return Ok(None) };
    raw.first(SsoConnection::ID.is(&sign_on.connection_id)).await
}

/// Ties the session that begins to the company it comes from, so that the company can end it; both in one transaction.
///
/// # Errors
/// [`SignInError::Wrong`] when the company's door was shut meanwhile; the database's.
pub(crate) async fn attach(
    work: &Work,
    person: Id<Person>,
    browser_hash: &str,
    session: Id<Session>,
) -> Result<(), SignInError> {
    let raw = work.unguarded();
    let came = SignOn::PERSON_ID.is(&person).and(SignOn::BROWSER_HASH.is(&browser_hash.to_owned()));
    let came = raw.last(came.and(SignOn::SESSION_ID.is_unknown()), SignOn::ID).await?;
    let sign_on = came.ok_or(SignInError::Wrong)?;
    work.lock([Lock { table: SsoConnection::TABLE, id: sign_on.connection_id.uuid(), shared: true }]).await?;
    let open = SsoConnection::ID.is(&sign_on.connection_id).and(SsoConnection::ENABLED_AT.is_known());
    if raw.first(open).await?.is_none() {
        return Err(SignInError::Wrong);
    }
    raw.update(&SignOn { session_id: Some(session), ..sign_on }).await?;
    Ok(())
}

/// Refuses every way in but the company's to whoever has an address of an account that demands it. Who could open the
/// door again keeps the way by mail, so that a broken provider shuts nobody out for good.
///
/// # Errors
/// [`SignInError::Company`]; the database's.
pub(crate) async fn must_use(asker: &Asker<'_>, work: &Work, person: Id<Person>, way: Way) -> Result<(), SignInError> {
    if matches!(way, Way::Company | Way::Invitation) {
        return Ok(());
    }
    let mut sql = Sql::new(
        "SELECT DISTINCT c.account_id FROM sso_connections AS c \
         JOIN memberships AS m ON m.account_id = c.account_id AND m.ended_at IS NULL \
         JOIN addresses AS a ON a.person_id = m.person_id AND a.verified_at IS NOT NULL \
         JOIN sso_domains AS d ON d.account_id = c.account_id AND d.verified_at IS NOT NULL \
         WHERE c.enabled_at IS NOT NULL AND c.required_since IS NOT NULL AND a.email_fold LIKE ('%@' || d.domain) \
         AND m.person_id = ",
    );
    sql.bind(person.uuid());
    let found = work.unguarded().query(sql).await?;
    let accounts: Vec<Id<Account>> = found.iter().map(|row| Columns::of(row).take()).collect::<Result<_, _>>()?;
    for account in accounts {
        if !(matches!(way, Way::Link | Way::Code) && opens(asker, person, account).await?) {
            return Err(SignInError::Company);
        }
    }
    Ok(())
}

/// The session this browser has, if somebody came to it by a company's door that is still open and shows by mail that
/// it is still them. Their provider may not say when they showed who they are, and they may have nothing else to show.
///
/// # Errors
/// The database's.
pub(crate) async fn goes_on(
    asker: &Asker<'_>,
    work: &Work,
    person: Id<Person>,
    way: Way,
) -> Result<Option<Id<Session>>, StoreError> {
    let Some(session) = asker.session().filter(|_| matches!(way, Way::Link | Way::Code)) else { return Ok(None) };
    let raw = work.unguarded();
    let came = SignOn::SESSION_ID.is(&Some(session)).and(SignOn::PERSON_ID.is(&person));
    let Some(sign_on) = raw.first(came).await? else { return Ok(None) };
    let open = SsoConnection::ID.is(&sign_on.connection_id).and(SsoConnection::ENABLED_AT.is_known());
    Ok(raw.first(open).await?.map(|_| session))
}

/// Whether somebody may shut and open the company's door.
async fn opens(asker: &Asker<'_>, person: Id<Person>, account: Id<Account>) -> Result<bool, SignInError> {
    let member = directory::member(asker.db(), person, account).await?;
    let caller = asker.site().gateway.caller(&member, None).await;
    let caller = caller.map_err(|_| StoreError::Fault("the rights in force could not be read"))?;
    Ok(!caller.facts(DisableSignOn::NAME).is_nothing())
}
