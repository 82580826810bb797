use directory::Account;
use gateway::{Command, Effect, Granted, Input, Line, Path, Prose, Tx, post};
use saml::Provider;
use store::Json;

use super::{
    SsoError,
    set_up::{Told, keep, known},
};
use crate::sso::rows::{ConnectionKind, SsoConnection};

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

/// Where people are to be sent.
struct Leads {
    provider: Option<Provider>,
    metadata_address: Option<String>,
}

impl SetUpSaml {
    /// What is told of them; what only metadata tell stays as it was `known` of the same provider.
    fn leads(&self, known: Option<&Provider>) -> Result<Leads, SsoError> {
        if let Some(metadata) = &self.metadata {
            let provider = Some(Provider::read(metadata.as_str())?);
            return Ok(Leads { provider, metadata_address: None });
        }
        if let Some(address) = &self.metadata_address {
            return Ok(Leads { provider: None, metadata_address: Some(address.as_str().to_owned()) });
        }
        let (Some(entity_id), Some(address), Some(certificate)) = (&self.entity_id, &self.address, &self.certificate)
        else {
            return Err(SsoError::Untold);
        };
        let typed = Provider::of(entity_id.as_str(), address.as_str(), certificate.as_str())?;
        let provider = match known {
            Some(known) => typed.keeping(known),
            None => typed,
        };
        Ok(Leads { provider: Some(provider), metadata_address: None })
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
        let before = known(&account, tx).await?;
        let Leads { provider, metadata_address } =
            self.leads(before.as_ref().and_then(|before| before.saml.0.as_ref()))?;
        let told = Told { name: self.name, claim: self.claim, role: self.role, required: self.required };
        let row = told.row::<Self>(&account, tx, before.as_deref())?;
        let stands = metadata_address.as_ref();
        let moved = before.as_ref().is_some_and(|before| is_another(before, provider.as_ref(), stands));
        // What was read at the address still holds.
        let stays = before.as_ref().filter(|_| !moved);
        let named = || provider.as_ref().map(|provider| provider.entity_id.clone()).unwrap_or_default();
        let issuer = stays.map_or_else(named, |before| before.issuer.clone());
        let saml = Json(provider.or_else(|| stays.and_then(|before| before.saml.0.clone())));
        let row = SsoConnection { kind: ConnectionKind::Saml, issuer, saml, metadata_address, ..row };
        keep(tx, before, row, moved).await
    }
}

/// Whether what is told names somebody else than was there. A new certificate of the same provider does not.
fn is_another(before: &SsoConnection, provider: Option<&Provider>, metadata_address: Option<&String>) -> bool {
    let is_other = match provider {
        Some(provider) => {
            let leads_elsewhere = |known: &Provider| known.address != provider.address;
            provider.entity_id != before.issuer || before.saml.0.as_ref().is_some_and(leads_elsewhere)
        }
        None => before.metadata_address.as_ref() != metadata_address,
    };
    before.kind != ConnectionKind::Saml || is_other
}
