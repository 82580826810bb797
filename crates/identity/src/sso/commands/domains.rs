use directory::Account;
use gateway::{Command, Effect, Granted, Input, Path, Tx, delete, post};
use store::{Held, Part, StoreError};

use super::SsoError;
use crate::{
    events::{DomainCheckAsked, DomainClaimed, DomainReleased},
    sso::{domain::DomainName, rows::SsoDomain},
};

/// How many domains one account may say are its own.
const MOST: usize = 20;

/// Says that a domain is the account's own. It counts for nothing until DNS says so too.
#[derive(Input)]
pub struct ClaimDomain {
    domain: DomainName,
}

impl Command for ClaimDomain {
    const NAME: &'static str = "sso.claim_domain";
    const PATH: Path = post("/accounts/{account}/sign_on/domains");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (SsoDomain,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        if tx.parts::<SsoDomain, Account>(&account, None).await?.len() >= MOST {
            return Err(SsoError::Enough);
        }
        let row = SsoDomain {
            id: tx.new_id(),
            account_id: account.id,
            domain: self.domain.as_str().to_owned(),
            token: front::new_token(),
            claimed_at: tx.now(),
            asked_at: None,
            checked_at: None,
            fault: None,
            verified_at: None,
            missed_at: None,
        };
        let row = tx.insert(row).await.map_err(|error| match error {
            StoreError::Taken(_) => SsoError::Claimed,
            other => other.into(),
        })?;
        tx.record(&DomainClaimed { domain: row.id });
        Ok(())
    }
}

/// Asks whether a domain's DNS says that it is the account's. What it says is there a moment later; see `follow`.
#[derive(Input)]
pub struct CheckDomain {
    domain: DomainName,
}

impl Command for CheckDomain {
    const NAME: &'static str = "sso.check_domain";
    const PATH: Path = post("/accounts/{account}/sign_on/domains/check");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Account;
    type Writes = (SsoDomain,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let domain = domain(&account, tx, &self.domain).await?;
        let now = tx.now();
        tx.update_part(&domain, |row| row.asked_at = Some(now)).await?;
        tx.record(&DomainCheckAsked { domain: domain.id });
        Ok(())
    }
}

/// Gives a domain up: nobody comes in with an address of it any more.
#[derive(Input)]
pub struct ReleaseDomain {
    domain: DomainName,
}

impl Command for ReleaseDomain {
    const NAME: &'static str = "sso.release_domain";
    const PATH: Path = delete("/accounts/{account}/sign_on/domains");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (SsoDomain,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let domain = domain(&account, tx, &self.domain).await?;
        let id = domain.id;
        tx.delete_part(domain).await?;
        tx.record(&DomainReleased { domain: id });
        Ok(())
    }
}

/// One of the account's domains.
async fn domain<'t, W>(
    account: &Held<'t, Account>,
    tx: &Tx<'t, W>,
    wanted: &DomainName,
) -> Result<Part<'t, SsoDomain>, SsoError> {
    let named = SsoDomain::DOMAIN.is(&wanted.as_str().to_owned());
    let found = tx.parts::<SsoDomain, Account>(account, Some(named)).await?;
    found.into_iter().next().ok_or(SsoError::Absent)
}
