use directory::Account;
use gateway::{Command, Effect, Granted, Input, Line, Path, Prose, Tx, post};
use saml::Provider;
use store::Json;

use super::{SsoError, connection::slug, may_give};
use crate::{
    events::SignOnChanged,
    sso::rows::{ConnectionKind, SsoConnection},
};

/// Says through whom an account's people sign in, by a provider that speaks SAML: its metadata, or where they stand, or
/// the three things in them that count. Of these the first that is told counts. A policy asks for a proof shown a
/// moment ago. What leads to another provider has to be tested and enabled again.
#[derive(Input)]
pub struct SetUpSaml {
    name: Line<60>,
    /// The provider's metadata.
    metadata: Option<Prose<100_000>>,
    /// Where they stand; they are read when the connection is tested.
    metadata_address: Option<Line<300>>,
    /// What the provider calls itself.
    entity_id: Option<Line<600>>,
    /// Where people are sent.
    address: Option<Line<600>>,
    /// The certificates it signs with, one below the other.
    certificate: Option<Prose<20_000>>,
    /// The attribute whose values give roles.
    claim: Option<Line<200>>,
    /// The role of whoever comes in.
    role: Option<Line<60>>,
    /// Whether people with an address of the account's domains may sign in by nothing else.
    required: bool,
}

/// What is told of a provider.
struct Told {
    provider: Option<Provider>,
    metadata_address: Option<String>,
}

impl SetUpSaml {
    fn told(&self) -> Result<Told, SsoError> {
        if let Some(metadata) = &self.metadata {
            let provider = Some(Provider::read(metadata.as_str())?);
            return Ok(Told { provider, metadata_address: None });
        }
        if let Some(address) = &self.metadata_address {
            return Ok(Told { provider: None, metadata_address: Some(address.as_str().to_owned()) });
        }
        let (Some(entity_id), Some(address), Some(certificate)) = (&self.entity_id, &self.address, &self.certificate)
        else {
            return Err(SsoError::Untold);
        };
        let provider = Some(Provider::of(entity_id.as_str(), address.as_str(), certificate.as_str())?);
        Ok(Told { provider, metadata_address: None })
    }
}

impl Command for SetUpSaml {
    const NAME: &'static str = "sso.set_up_saml";
    const PATH: Path = post("/accounts/{account}/sign_on/saml");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (SsoConnection,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let before = tx.parts::<SsoConnection, Account>(&account, None).await?.into_iter().next();
        let told = self.told()?;
        let role = self.role.map(|role| role.as_str().to_owned());
        let kept = before.as_ref().and_then(|before| before.role.clone());
        if let Some(role) = role.as_ref().filter(|role| Some(*role) != kept.as_ref())
            && !may_give(tx.caller(), Self::NAME, account.id, role)
        {
            return Err(SsoError::NotTheirsToGive("/role"));
        }
        let now = tx.now();
        let id = before.as_ref().map_or_else(|| tx.new_id(), |before| before.id);
        let moved = before.as_ref().is_some_and(|before| is_another(before, &told));
        let row = SsoConnection {
            id,
            account_id: account.id,
            kind: ConnectionKind::Saml,
            slug: before.as_ref().map_or_else(|| slug(&account.name, id), |before| before.slug.clone()),
            name: self.name.as_str().to_owned(),
            issuer: told.provider.as_ref().map(|provider| provider.entity_id.clone()).unwrap_or_default(),
            client_id: String::new(),
            client_secret: String::new(),
            claim: self.claim.map(|claim| claim.as_str().to_owned()),
            role,
            endpoints: Json(None),
            saml: Json(told.provider.clone()),
            metadata_address: told.metadata_address,
            tested_at: None,
            fault: None,
            enabled_at: None,
            required_since: self.required.then_some(now),
        };
        match before {
            Some(before) => {
                // What was read at the address, and what was found when it was tested, still holds.
                let stays = SsoConnection {
                    issuer: before.issuer.clone(),
                    saml: Json(told.provider.or_else(|| before.saml.0.clone())),
                    tested_at: before.tested_at,
                    fault: before.fault.clone(),
                    enabled_at: before.enabled_at,
                    ..row.clone()
                };
                tx.update_part(&before, |kept| *kept = if moved { row } else { stays }).await?;
            }
            None => {
                tx.insert(row).await?;
            }
        }
        tx.record(&SignOnChanged { connection: id, moved });
        Ok(())
    }
}

/// Whether what is told names somebody else than was there. A new certificate of the same provider does not.
fn is_another(before: &SsoConnection, told: &Told) -> bool {
    let is_other = match &told.provider {
        Some(provider) => {
            let leads_elsewhere = |known: &saml::Provider| known.address != provider.address;
            provider.entity_id != before.issuer || before.saml.0.as_ref().is_some_and(leads_elsewhere)
        }
        None => before.metadata_address != told.metadata_address,
    };
    before.kind != ConnectionKind::Saml || is_other
}
