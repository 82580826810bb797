use access::Account as Noun;
use directory::{Account, ScimToken};
use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Id, Limit, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Seen};

use super::{
    domain::{proof_name, proof_value},
    rows::{ConnectionKind, SsoConnection, SsoDomain, SsoRole},
};

/// Shows how an account's people sign in through their company.
#[derive(Input)]
pub struct ShowSignOn {}

/// How an account's people sign in through their company.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SignOnShown {
    /// Whose.
    pub account: Id<Noun>,
    /// Through whom, once that is set up.
    pub connection: Option<ConnectionShown>,
    /// The domains they say are their own.
    pub domains: Vec<DomainShown>,
    /// Which value of the claim gives which role.
    pub roles: Vec<RoleShown>,
    /// What their directory shows, of those that were not revoked.
    pub tokens: Vec<TokenShown>,
}

/// A connection, without its secret.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConnectionShown {
    /// What its address ends with.
    pub slug: String,
    /// What people call the provider.
    pub name: String,
    /// Who speaks for the people.
    pub issuer: String,
    /// What the provider calls the portal.
    pub client_id: String,
    /// What is known of the provider, where it speaks SAML.
    pub saml: Option<SamlShown>,
    /// Which claim names the groups that give roles.
    pub claim: Option<String>,
    /// The role of whoever comes in.
    pub role: Option<String>,
    /// Whether it worked when it was last tested.
    pub works: bool,
    /// When it was last tested.
    pub tested: Option<Timestamp>,
    /// What was wrong then.
    pub fault: Option<String>,
    /// Since when people may come in by it.
    pub enabled: Option<Timestamp>,
    /// Whether they may come in by nothing else.
    pub required: bool,
}

/// A provider that speaks SAML.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SamlShown {
    /// Where its metadata are read again; nothing where they were typed.
    pub metadata_address: Option<String>,
    /// Where people are sent, once that is known.
    pub address: Option<String>,
    /// The certificates it signs with.
    pub certificates: Vec<String>,
}

/// A domain.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DomainShown {
    /// The domain.
    pub domain: String,
    /// Under which name its DNS is to say so.
    pub proof_name: String,
    /// What it is to say.
    pub proof_value: String,
    /// When somebody last had it checked.
    pub asked: Option<Timestamp>,
    /// When it was last checked.
    pub checked: Option<Timestamp>,
    /// What was wrong then.
    pub fault: Option<String>,
    /// Since when it is proven.
    pub verified: Option<Timestamp>,
}

/// A role that a value gives.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoleShown {
    /// The value.
    pub value: String,
    /// The role.
    pub role: String,
}

/// What a directory shows, without the token itself.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TokenShown {
    /// Its id.
    pub id: Id<access::ScimToken>,
    /// What people call it.
    pub name: String,
    /// Its last characters.
    pub ending: String,
    /// First instant it no longer counts.
    pub expires: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

impl Query for ShowSignOn {
    const NAME: &'static str = "sso.show";
    const PATH: Path = get("/accounts/{account}/sign_on");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Account;
    type Under = Seen<Self, Account>;
    type Output = SignOnShown;

    async fn run(self, account: Seen<Self, Account>) -> Result<SignOnShown, Problem> {
        let connections = List::by(Order::by(SsoConnection::SLUG, Direction::Ascending)).rows(Limit::clamp(1));
        let domains = List::by(Order::by(SsoDomain::DOMAIN, Direction::Ascending)).rows(Limit::clamp(50));
        let roles = List::by(Order::by(SsoRole::VALUE, Direction::Ascending)).rows(Limit::clamp(100));
        let tokens = List::by(Order::by(ScimToken::CREATED_AT, Direction::Ascending)).rows(Limit::clamp(50));
        let tokens = tokens.only(ScimToken::REVOKED_AT.is_unknown());
        let connection = account.parts(connections).await?.rows.into_iter().next();
        Ok(SignOnShown {
            account: account.id,
            connection: connection.map(ConnectionShown::of),
            domains: account.parts(domains).await?.rows.into_iter().map(DomainShown::of).collect(),
            roles: account.parts(roles).await?.rows.into_iter().map(RoleShown::of).collect(),
            tokens: account.parts(tokens).await?.rows.into_iter().map(TokenShown::of).collect(),
        })
    }
}

impl ConnectionShown {
    fn of(row: SsoConnection) -> Self {
        let works = row.works();
        let saml = match row.kind {
            ConnectionKind::Oidc => None,
            ConnectionKind::Saml => {
                let (address, certificates) = row.saml.0.map(|known| (known.address, known.certificates)).unzip();
                let certificates = certificates.unwrap_or_default();
                Some(SamlShown { metadata_address: row.metadata_address, address, certificates })
            }
        };
        Self {
            saml,
            works,
            slug: row.slug,
            name: row.name,
            issuer: row.issuer,
            client_id: row.client_id,
            claim: row.claim,
            role: row.role,
            tested: row.tested_at,
            fault: row.fault,
            enabled: row.enabled_at,
            required: row.required_since.is_some(),
        }
    }
}

impl DomainShown {
    fn of(row: SsoDomain) -> Self {
        Self {
            proof_name: proof_name(&row.domain),
            proof_value: proof_value(&row.token),
            domain: row.domain,
            asked: row.asked_at,
            checked: row.checked_at,
            fault: row.fault,
            verified: row.verified_at,
        }
    }
}

impl RoleShown {
    fn of(row: SsoRole) -> Self {
        Self { value: row.value, role: row.role }
    }
}

impl TokenShown {
    fn of(row: ScimToken) -> Self {
        Self { id: row.id, name: row.name, ending: row.ending, expires: row.expires_at, used: row.used_at }
    }
}
