//! What follows when an account changes how its people sign in: the provider is asked, DNS is asked, sessions end.
#![expect(clippy::disallowed_methods, reason = "what follows is written down in nobody's name")]

use access::Account;
use front::Shared;
use journal::{
    Event as _,
    follow::{Follower, Reactor, Sealed, Trouble},
};
use kernel::{Id, Ref, Timestamp};
use serde::Deserialize;
use store::{Column as _, Json, Lock, Row as _, Sql, StoreError, Work};

use super::{
    FAULTS,
    outside::{Outside, OutsideError},
    provider::{self, ProviderError},
    proving,
    rows::{ConnectionKind, SsoConnection, SsoDomain},
};
use crate::events::{
    self, DomainCheckAsked, Note, SignOnChanged, SignOnDisabled, SignOnTestAsked, SignOnTested, SignedOutByCompany,
};

/// What of it follows from the journal.
pub fn followers(site: &Shared, outside: &Outside) -> Vec<Follower> {
    vec![
        Follower::reactor(Testing { site: site.clone(), outside: outside.clone() }),
        Follower::reactor(Proving { site: site.clone(), outside: outside.clone() }),
        Follower::reactor(Ending { site: site.clone() }),
    ]
}

/// Asks a provider where it is asked what.
struct Testing {
    site: Shared,
    outside: Outside,
}

/// What is read of an event about a connection.
#[derive(Deserialize)]
struct About {
    connection: Id<SsoConnection>,
    #[serde(default)]
    moved: bool,
}

impl Reactor for Testing {
    const NAME: &'static str = "sso.testing";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == SignOnTestAsked::NAME
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(about) = serde_json::from_value::<About>(sealed.entry.payload()) else { return Ok(()) };
        let (db, now) = (self.site.gateway.db(), self.site.gateway.clock().now());
        let found = db.unguarded().first(SsoConnection::ID.is(&about.connection)).await?;
        let Some(connection) = found else { return Ok(()) };
        if is_done_since(sealed, connection.tested_at) {
            return Ok(());
        }
        let Looked { fault, found, still } = match connection.kind {
            ConnectionKind::Oidc => self.look_at_oidc(&connection).await,
            ConnectionKind::Saml => self.look_at_saml(&connection).await,
        };
        let works = fault.is_none();
        let note = note(connection.account_id, sealed);
        let work = db.begin().await?;
        // One at a time: whoever comes second finds what the first has written.
        work.lock([Lock { table: SsoConnection::TABLE, id: connection.id.uuid(), shared: false }]).await?;
        if journal::has_followed(&work, &note.target, sealed.entry.id).await? {
            return Ok(());
        }
        let mut sql = Sql::new("UPDATE sso_connections SET tested_at = ");
        sql.bind(now.micros()).push(", fault = ").bind(fault.map(str::to_owned));
        sql.append(found);
        // Unless it leads elsewhere by now.
        sql.push(" WHERE id = ").bind(connection.id.uuid()).push(" AND issuer = ").bind(connection.issuer);
        sql.push(" AND kind = ").bind(connection.kind.word());
        sql.append(still);
        work.unguarded().execute(sql).await?;
        events::record(&work, note, &SignOnTested { connection: about.connection, works }, now).await?;
        Ok(work.commit().await?)
    }
}

/// Whether what somebody asks for was begun after they asked. It waits for servers outside, and all other followers wait
/// for it: asked for over and over, it is done once for all.
fn is_done_since(sealed: &Sealed, begun: Option<Timestamp>) -> bool {
    begun.is_some_and(|begun| sealed.entry.at < begun)
}

/// What a look at a provider found. What worked before is kept: people may be on their way.
struct Looked {
    fault: Option<&'static str>,
    /// What is written of it, beside the fault.
    found: Sql,
    /// What must be as it was, beside whose provider it is.
    still: Sql,
}

impl Testing {
    /// Asks where the provider is asked what.
    async fn look_at_oidc(&self, connection: &SsoConnection) -> Looked {
        let (endpoints, fault) = match provider::discover(&self.outside, &connection.issuer).await {
            Ok(endpoints) => (Some(endpoints), None),
            Err(error) => (connection.endpoints.0.clone(), Some(fault(&error))),
        };
        let mut found = Sql::new(", endpoints = ");
        found.bind(Json(endpoints).put());
        Looked { fault, found, still: Sql::default() }
    }

    /// Reads the metadata again, where their address is known, and looks at what is known of the provider.
    async fn look_at_saml(&self, connection: &SsoConnection) -> Looked {
        let (known, fault) = match provider::read(&self.outside, connection).await {
            Ok(known) => (Some(known), None),
            Err(error) => (connection.saml.0.clone(), Some(fault(&error))),
        };
        let issuer = known.as_ref().map_or_else(|| connection.issuer.clone(), |known| known.entity_id.clone());
        let mut found = Sql::new(", saml = ");
        found.bind(Json(known).put()).push(", issuer = ").bind(issuer);
        let mut still = Sql::new(" AND saml = ");
        still.bind(connection.saml.put()).push(" AND COALESCE(metadata_address, '') = ");
        still.bind(connection.metadata_address.clone().unwrap_or_default());
        Looked { fault, found, still }
    }
}

/// Which of the faults that the page has words for.
fn fault(error: &ProviderError) -> &'static str {
    let [unreachable, not_allowed, unreadable, other_issuer] = FAULTS;
    match error {
        ProviderError::Outside(OutsideError::NotAllowed) => not_allowed,
        ProviderError::Outside(_) => unreachable,
        ProviderError::Unreadable | ProviderError::Token(_) => unreadable,
        ProviderError::OtherIssuer => other_issuer,
    }
}

/// Asks DNS whether a domain is an account's.
struct Proving {
    site: Shared,
    outside: Outside,
}

#[derive(Deserialize)]
struct Checked {
    domain: Id<SsoDomain>,
}

impl Reactor for Proving {
    const NAME: &'static str = "sso.proving";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == DomainCheckAsked::NAME
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(asked) = serde_json::from_value::<Checked>(sealed.entry.payload()) else { return Ok(()) };
        let (db, now) = (self.site.gateway.db(), self.site.gateway.clock().now());
        let found = db.unguarded().first(SsoDomain::ID.is(&asked.domain)).await?;
        let Some(domain) = found else { return Ok(()) };
        if is_done_since(sealed, domain.checked_at) {
            return Ok(());
        }
        Ok(proving::look(db, &self.outside, domain, now, Some(&sealed.entry)).await?)
    }
}

/// Signs whoever came in by a connection out, once it is shut or leads elsewhere.
struct Ending {
    site: Shared,
}

impl Reactor for Ending {
    const NAME: &'static str = "sso.ending";
    const OUTSIDE: bool = false;

    fn listens(&self, event: &str) -> bool {
        event == SignOnDisabled::NAME || event == SignOnChanged::NAME
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(about) = serde_json::from_value::<About>(sealed.entry.payload()) else { return Ok(()) };
        if sealed.entry.event == SignOnChanged::NAME && !about.moved {
            return Ok(());
        }
        let now = self.site.gateway.clock().now();
        let work = self.site.gateway.db().begin().await?;
        let sessions = end_all(&work, about.connection, now.micros()).await?;
        if sessions > 0
            && let Some(account) = sealed.entry.account_id
        {
            let event = SignedOutByCompany { connection: about.connection, sessions };
            events::record(&work, note(account, sealed), &event, now).await?;
        }
        Ok(work.commit().await?)
    }
}

async fn end_all(work: &Work, connection: Id<SsoConnection>, now: i64) -> Result<u64, StoreError> {
    let mut sql = Sql::new("UPDATE sessions SET ended_at = ");
    sql.bind(now).push(" WHERE ended_at IS NULL AND id IN (SELECT session_id FROM sso_sign_ons WHERE connection_id = ");
    sql.bind(connection.uuid()).push(")");
    work.unguarded().execute(sql).await
}

fn note(account: Id<Account>, sealed: &Sealed) -> Note<'_> {
    Note {
        command: "sso.follow",
        by: None,
        target: Ref::new("account", account),
        account: Some(account),
        trace: &sealed.entry.trace,
        cause: Some(&sealed.entry),
    }
}
