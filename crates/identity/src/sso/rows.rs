use access::{Account, Person};
use directory::Session;
use kernel::{Id, Timestamp};
use macros::Row;
use saml::{Naming, Provider};
use serde::{Deserialize, Serialize};
use store::Json;

/// How an account's people sign in through their company. Not printable, so that no log gets the secret, sealed as it
/// is.
#[derive(Clone, PartialEq, Row)]
#[row(table = "sso_connections", parent(directory::Account, "account_id"))]
pub struct SsoConnection {
    /// Its id.
    pub id: Id<SsoConnection>,
    /// Whose people.
    pub account_id: Id<Account>,
    /// By which protocol.
    pub kind: ConnectionKind,
    /// What its address ends with.
    pub slug: String,
    /// What people call the provider.
    pub name: String,
    /// Who speaks for the people, as OpenID Connect names it.
    pub issuer: String,
    /// What the provider calls the portal.
    pub client_id: String,
    /// What the portal shows the provider, sealed.
    pub client_secret: String,
    /// Which claim names the groups that give roles.
    pub claim: Option<String>,
    /// The role of whoever comes in.
    pub role: Option<String>,
    /// What the provider said of itself when it was last asked.
    pub endpoints: Json<Option<Endpoints>>,
    /// What is known of the provider, where it speaks SAML.
    pub saml: Json<Option<Provider>>,
    /// Where that is read again; nothing where it was typed.
    pub metadata_address: Option<String>,
    /// When it was last asked.
    pub tested_at: Option<Timestamp>,
    /// What was wrong then, as one of the faults the page has words for.
    pub fault: Option<String>,
    /// Since when people may come in by it.
    pub enabled_at: Option<Timestamp>,
    /// Since when they may come in by nothing else.
    pub required_since: Option<Timestamp>,
}

/// By which protocol a provider speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionKind {
    /// OpenID Connect, by code with PKCE.
    Oidc,
    /// SAML 2.0.
    Saml,
}
store::text_column!(ConnectionKind { Oidc = "oidc", Saml = "saml" });

impl SsoConnection {
    /// Whether it is known where people are sent.
    pub(crate) fn is_known(&self) -> bool {
        match self.kind {
            ConnectionKind::Oidc => self.endpoints.0.is_some(),
            ConnectionKind::Saml => self.saml.0.is_some(),
        }
    }

    /// Whether it worked when it was last tested.
    pub(crate) fn works(&self) -> bool {
        let is_tested = match self.kind {
            ConnectionKind::Oidc => true,
            // What was typed is known before anybody looked at it.
            ConnectionKind::Saml => self.tested_at.is_some(),
        };
        self.is_known() && is_tested && self.fault.is_none()
    }
}

/// Where a provider is asked what, from its discovery document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoints {
    /// Where people show who they are.
    pub authorization: String,
    /// Where a code becomes a token.
    pub token: String,
    /// Where its keys are.
    pub keys: String,
    /// Where people sign out.
    pub end_session: Option<String>,
    /// Whether it names itself when it sends people back (RFC 9207).
    pub names_itself: bool,
    /// Whether it takes the secret in the body only.
    pub secret_in_body: bool,
}

/// A domain of which an account says that it is its own.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sso_domains", parent(directory::Account, "account_id"))]
pub struct SsoDomain {
    /// Its id.
    pub id: Id<SsoDomain>,
    /// Whose.
    pub account_id: Id<Account>,
    /// The domain, in lower case.
    pub domain: String,
    /// What its DNS is to say.
    pub token: String,
    /// Since when they say so.
    pub claimed_at: Timestamp,
    /// When somebody last had it checked.
    pub asked_at: Option<Timestamp>,
    /// When it was last checked.
    pub checked_at: Option<Timestamp>,
    /// What was wrong then, as one of the faults the page has words for.
    pub fault: Option<String>,
    /// Since when it is proven; only then it counts.
    pub verified_at: Option<Timestamp>,
    /// Since when a proven one says so no more.
    pub missed_at: Option<Timestamp>,
}

/// A role that a value of the claim gives.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sso_roles", parent(directory::Account, "account_id"))]
pub struct SsoRole {
    /// Its id.
    pub id: Id<SsoRole>,
    /// Where it is given.
    pub account_id: Id<Account>,
    /// The value.
    pub value: String,
    /// The role.
    pub role: String,
}

/// Whom a provider calls so.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sso_identities")]
pub struct SsoIdentity {
    /// Its id.
    pub id: Id<SsoIdentity>,
    /// Through which connection.
    pub connection_id: Id<SsoConnection>,
    /// Who calls them so.
    pub issuer: String,
    /// What they are called.
    pub subject: String,
    /// Who they are here.
    pub person_id: Id<Person>,
    /// The roles that the claim gave last.
    pub roles: Json<Vec<String>>,
    /// Since when.
    pub linked_at: Timestamp,
}

/// Somebody came from their company.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sso_sign_ons")]
pub struct SignOn {
    /// Its id.
    pub id: Id<SignOn>,
    /// Through which connection.
    pub connection_id: Id<SsoConnection>,
    /// As whom.
    pub identity_id: Id<SsoIdentity>,
    /// Who.
    pub person_id: Id<Person>,
    /// SHA-256 of the browser's secret.
    pub browser_hash: String,
    /// What the provider calls its own session.
    pub provider_session: Option<String>,
    /// How the provider named them, where it speaks SAML.
    pub naming: Json<Option<Naming>>,
    /// The session that began; none while a second proof is due.
    pub session_id: Option<Id<Session>>,
    /// When.
    pub at: Timestamp,
}

/// A logout token that was taken.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sso_logout_tokens")]
pub struct LogoutToken {
    /// Drawn from what it is called.
    pub id: Id<LogoutToken>,
    /// When it would not be taken anyway.
    pub expires_at: Timestamp,
}

/// An answer that a browser brought from a provider that speaks SAML, until it comes for it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sso_answers")]
pub struct HeldAnswer {
    /// Drawn from what the request was called.
    pub id: Id<HeldAnswer>,
    /// The answer as it came, sealed.
    pub answer: String,
    /// How long it waits.
    pub expires_at: Timestamp,
}

/// A key of the portal's, by which providers that speak SAML know it. Not printable, so that no log gets it, sealed as it
/// is.
#[derive(Clone, PartialEq, Row)]
#[row(table = "sso_keys")]
pub struct SamlKey {
    /// Its id.
    pub id: Id<SamlKey>,
    /// The key, sealed.
    pub secret: String,
    /// The certificate that providers are told.
    pub certificate: String,
    /// Since when it is there.
    pub made_at: Timestamp,
}

/// An assertion that was used.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sso_assertions")]
pub struct UsedAssertion {
    /// Drawn from what it is called.
    pub id: Id<UsedAssertion>,
    /// When it would not be taken anyway.
    pub expires_at: Timestamp,
}
