//! The portal's own keys, by which providers that speak SAML know that it is the portal who asks: one pair for the whole
//! portal, so that its metadata are alike for every account, whether or not there is one. It is made when it is first
//! needed, and lies in the database, sealed.
//!
//! A key is changed without a gap: the new one is told beside the old as soon as it is made, and signs once providers
//! had a while to read of it.
#![expect(clippy::disallowed_methods, reason = "a key of the portal is nobody's")]

use std::time::Duration;

use front::Site;
use kernel::{Id, Ref};
use saml::Key;
use store::StoreError;
use url::Url;

use super::{answers::drawn, rows::SamlKey};
use crate::events::{self, Note, SamlKeyMade};

/// How long a new key is told to providers before it signs.
const TOLD: Duration = Duration::from_hours(14 * 24);

/// What a key is sealed for.
const ABOUT: &str = "the portal's key towards providers that speak SAML";

/// The key that signs now, and the certificates of it and of those that will.
pub(crate) struct Keys {
    /// The key.
    pub signs: Key,
    /// Each in base64 without its frame.
    pub certificates: Vec<String>,
}

/// The portal's keys; the first is made if there is none yet.
///
/// # Errors
/// The database's, or the key that seals is another than it was.
pub(crate) async fn keys(site: &Site) -> Result<Keys, StoreError> {
    let (raw, now) = (site.gateway.db().unguarded(), site.gateway.clock().now());
    let mut known = raw.find(SamlKey::ID.is_known()).await?;
    if known.is_empty() {
        // Whichever instance is first, it is one key.
        raw.insert_if_new(&made(site, drawn("the portal's first key")).await?).await?;
        known = raw.find(SamlKey::ID.is_known()).await?;
    }
    known.sort_by_key(|key| key.made_at);
    let told = known.iter().rposition(|key| key.made_at <= now.minus(TOLD)).unwrap_or(0);
    let current = known.split_off(told);
    let opened = current.first().and_then(|key| site.settings.seal.open(&key.secret, ABOUT));
    let signs = opened.and_then(|secret| Key::read(&secret).ok());
    let signs = signs.ok_or(StoreError::Fault("the portal's key towards providers cannot be opened"))?;
    Ok(Keys { signs, certificates: current.into_iter().map(|key| key.certificate).collect() })
}

/// Makes the key that takes the place of the one before, once it was told for a while; the journal says which of the
/// program's own systems did it. Gives its certificate.
///
/// # Errors
/// The database's.
pub async fn next_key(site: &Site, by: &'static str) -> Result<String, StoreError> {
    // What it takes the place of has to be there.
    keys(site).await?;
    let key = made(site, crate::fresh()).await?;
    let work = site.gateway.db().begin().await?;
    work.unguarded().insert(&key).await?;
    let target = Ref::new("saml_key", key.id);
    let note = Note { command: "sso.make_key", by: None, target, account: None, trace: "", cause: None };
    let event = SamlKeyMade { key: key.id, signs_from: key.made_at.plus(TOLD) };
    events::record_by(by, &work, note, &event, key.made_at).await?;
    work.commit().await?;
    Ok(key.certificate)
}

async fn made(site: &Site, id: Id<SamlKey>) -> Result<SamlKey, StoreError> {
    let url = Url::parse(&site.settings.base_url).ok();
    let owner = url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let made = tokio::task::spawn_blocking(move || Key::make(&owner)).await;
    let made = made.ok().and_then(Result::ok).ok_or(StoreError::Fault("a key could not be made"))?;
    let secret = site.settings.seal.close(&made.secret, ABOUT);
    Ok(SamlKey { id, secret, certificate: made.certificate, made_at: site.gateway.clock().now() })
}
