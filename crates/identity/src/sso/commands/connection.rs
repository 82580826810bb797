use directory::Account;
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, delete, post};
use store::{Held, Json, Part};
use url::Url;

use super::{
    SsoError,
    set_up::{Told, keep, known},
};
use crate::{
    events::{SignOnDisabled, SignOnEnabled, SignOnTestAsked},
    sso::rows::{ConnectionKind, SsoConnection, SsoDomain},
};

/// Says through whom an account's people sign in. A policy asks for a proof shown a moment ago. The page has sealed the
/// secret; left out, it stays, unless the provider is another. What leads to another provider has to be tested and
/// enabled again.
#[derive(Input)]
pub struct SetUpSignOn {
    name: Line<60>,
    issuer: Line<300>,
    client_id: Line<200>,
    secret: Option<Line<600>>,
    /// The claim whose values give roles.
    claim: Option<Line<60>>,
    /// The role of whoever comes in.
    role: Option<Line<60>>,
    /// Whether people with an address of the account's domains may sign in by nothing else.
    required: bool,
}

impl Command for SetUpSignOn {
    const NAME: &'static str = "sso.set_up";
    const PATH: Path = post("/accounts/{account}/sign_on");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (SsoConnection,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let before = known(&account, tx).await?;
        let issuer = issuer(self.issuer.as_str()).ok_or(SsoError::Issuer)?;
        let told = Told { name: self.name, claim: self.claim, role: self.role, required: self.required };
        let row = told.row::<Self>(&account, tx, before.as_deref())?;
        let client_id = self.client_id.as_str().to_owned();
        let moved = before.as_ref().is_some_and(|before| is_another(before, &issuer, &client_id));
        let stays = before.as_ref().filter(|_| !moved);
        let secret = self.secret.map(|secret| secret.as_str().to_owned());
        let client_secret = secret.or_else(|| stays.map(|before| before.client_secret.clone()));
        let client_secret = client_secret.ok_or(SsoError::SecretNeeded)?;
        let endpoints = Json(stays.and_then(|before| before.endpoints.0.clone()));
        let row = SsoConnection { kind: ConnectionKind::Oidc, issuer, client_id, client_secret, endpoints, ..row };
        keep(tx, before, row, moved).await
    }
}

/// Asks whether the provider answers. What it says is there a moment later; see `follow`.
#[derive(Input)]
pub struct TestSignOn {}

impl Command for TestSignOn {
    const NAME: &'static str = "sso.test";
    const PATH: Path = post("/accounts/{account}/sign_on/test");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Account;
    type Writes = (SsoConnection,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let connection = connection(&account, tx).await?;
        tx.update_part(&connection, |row| (row.tested_at, row.fault) = (None, None)).await?;
        tx.record(&SignOnTestAsked { connection: connection.id });
        Ok(())
    }
}

/// Lets people come in through their company.
#[derive(Input)]
pub struct EnableSignOn {}

impl Command for EnableSignOn {
    const NAME: &'static str = "sso.enable";
    const PATH: Path = post("/accounts/{account}/sign_on/activation");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (SsoConnection,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let connection = connection(&account, tx).await?;
        if connection.enabled_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        if !connection.works() {
            return Err(SsoError::Untested);
        }
        let proven = tx.parts::<SsoDomain, Account>(&account, Some(SsoDomain::VERIFIED_AT.is_known())).await?;
        if proven.is_empty() {
            return Err(SsoError::NoDomain);
        }
        let now = tx.now();
        tx.update_part(&connection, |row| row.enabled_at = Some(now)).await?;
        tx.record(&SignOnEnabled { connection: connection.id });
        Ok(())
    }
}

/// Lets nobody come in through their company any more. Whoever did is signed out; see `follow`.
#[derive(Input)]
pub struct DisableSignOn {}

impl Command for DisableSignOn {
    const NAME: &'static str = "sso.disable";
    const PATH: Path = delete("/accounts/{account}/sign_on/activation");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (SsoConnection,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let connection = connection(&account, tx).await?;
        if connection.enabled_at.is_none() {
            tx.nothing_happened();
            return Ok(());
        }
        tx.update_part(&connection, |row| row.enabled_at = None).await?;
        tx.record(&SignOnDisabled { connection: connection.id });
        Ok(())
    }
}

/// The account's connection.
async fn connection<'t, W>(account: &Held<'t, Account>, tx: &Tx<'t, W>) -> Result<Part<'t, SsoConnection>, SsoError> {
    known(account, tx).await?.ok_or(SsoError::NotSetUp)
}

/// An issuer as the provider writes it, if it can be one: what is not TLS is for the settings to allow, when it is asked.
fn issuer(typed: &str) -> Option<String> {
    let url = Url::parse(typed).ok()?;
    let is_plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    (matches!(url.scheme(), "https" | "http") && is_plain && url.host_str().is_some()).then(|| typed.to_owned())
}

/// Whether what is told names somebody else than was there.
fn is_another(before: &SsoConnection, issuer: &str, client_id: &str) -> bool {
    before.kind != ConnectionKind::Oidc || before.issuer != issuer || before.client_id != client_id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_stays_as_the_provider_writes_it() {
        for typed in ["https://login.example", "https://login.example/", "https://login.example/tenant/v2.0"] {
            assert_eq!(issuer(typed).as_deref(), Some(typed));
        }
        for typed in ["login.example", "ftp://login.example", "https://login.example/?x=1", "https://a@login.example"] {
            assert_eq!(issuer(typed), None, "{typed}");
        }
    }
}
