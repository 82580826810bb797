//! What an account's admin does to how its people sign in through their company.

mod connection;
mod domains;
mod roles;
mod set_up;
mod set_up_saml;
mod tokens;

use access::{Account, Caller};
use kernel::{Id, Message, Problem};
use saml::ProviderError;
use store::StoreError;

pub use connection::{DisableSignOn, EnableSignOn, SetUpSignOn, TestSignOn};
pub use domains::{CheckDomain, ClaimDomain, ReleaseDomain};
pub use roles::{MapRole, UnmapRole};
pub use set_up_saml::SetUpSaml;
pub use tokens::{MakeScimToken, NewScimToken, RevokeScimToken};

/// Whether somebody may have a provider give this role. It gives it without an end, so only what they hold without one
/// themselves counts.
pub(crate) fn may_give(caller: &Caller, action: &str, account: Id<Account>, role: &str) -> bool {
    caller.may_offer(action, account, role, None)
}

/// Why nothing was done about it.
#[derive(Debug, thiserror::Error)]
pub enum SsoError {
    /// The account has no connection.
    #[error("the account has no connection")]
    NotSetUp,
    /// Another provider is named, and the secret is not told anew: what was told to one goes to no other.
    #[error("a secret goes to nobody but whom it was told for")]
    SecretNeeded,
    /// The issuer is no address of a provider.
    #[error("the issuer is no address")]
    Issuer,
    /// What is said of a provider that speaks SAML cannot be used.
    #[error("what is said of the provider cannot be used")]
    Saml(#[from] ProviderError),
    /// Nothing is said of it.
    #[error("nothing is said of the provider")]
    Untold,
    /// It did not work when it was last tested.
    #[error("the connection was not tested, or did not work")]
    Untested,
    /// No domain is proven, so nobody could come in.
    #[error("no domain is proven")]
    NoDomain,
    /// The account has this domain already.
    #[error("the account has this domain already")]
    Claimed,
    /// The account has as many as any may.
    #[error("no more of them")]
    Enough,
    /// There is no such thing in the account.
    #[error("there is no such thing in the account")]
    Absent,
    /// Only a person makes tokens.
    #[error("a token is made by a person")]
    NotOneself,
    /// The role permits more than whoever gives it.
    #[error("the role is not theirs to give")]
    NotTheirsToGive(&'static str),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SsoError> for Problem {
    fn from(error: SsoError) -> Self {
        let at = |field: &'static str, id| Self::invalid(Vec::new()).at(field, Message::new(id));
        match error {
            SsoError::NotSetUp => Self::conflict(Message::new("identity-error-sso-not-set-up")),
            SsoError::SecretNeeded => at("/secret", "identity-error-sso-secret"),
            SsoError::Issuer => at("/issuer", "identity-error-sso-issuer"),
            SsoError::Saml(fault) => {
                let (field, id) = saml_fault(fault);
                at(field, id)
            }
            SsoError::Untold => at("/metadata", "identity-error-saml-untold"),
            SsoError::Untested => Self::conflict(Message::new("identity-error-sso-untested")),
            SsoError::NoDomain => Self::conflict(Message::new("identity-error-sso-no-domain")),
            SsoError::Claimed => at("/domain", "identity-error-domain-claimed"),
            SsoError::Enough => Self::conflict(Message::new("identity-error-sso-enough")),
            SsoError::Absent | SsoError::NotOneself => Self::not_found(),
            SsoError::NotTheirsToGive(field) => at(field, "identity-error-sso-role"),
            SsoError::Store(error) => error.into(),
        }
    }
}

/// Where what is wrong with a provider is put right, and how.
fn saml_fault(fault: ProviderError) -> (&'static str, &'static str) {
    match fault {
        ProviderError::Unreadable => ("/metadata", "identity-error-saml-metadata"),
        ProviderError::NoAddress => ("/metadata", "identity-error-saml-no-address"),
        ProviderError::Name => ("/entity_id", "identity-error-saml-entity"),
        ProviderError::Address => ("/address", "identity-error-saml-address"),
        ProviderError::Certificate => ("/certificate", "identity-error-saml-certificate"),
    }
}
