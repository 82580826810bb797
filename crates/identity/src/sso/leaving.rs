//! Who came from their company signs out there, too: where the browser goes for it, by whichever protocol.
#![expect(clippy::disallowed_methods, reason = "where somebody came from is looked up as they leave")]

use directory::Session;
use front::Site;
use kernel::Id;
use saml::Leaving;
use store::StoreError;
use url::Url;

use super::{
    attempt::LIFETIME,
    begun::{Begun, SIGN_OUT, portal, request_id},
    keys::keys,
    rows::{ConnectionKind, SignOn, SsoConnection, SsoIdentity},
};

/// Where somebody goes on to sign out.
pub(crate) struct Leaves {
    /// What people call the provider.
    pub provider: String,
    /// The address there.
    pub href: String,
}

/// Where somebody whose session this is signs out of their company, if they came from one that has such a place.
///
/// # Errors
/// The database's.
pub(crate) async fn leaves_by(site: &Site, session: Id<Session>) -> Result<Option<Leaves>, StoreError> {
    let raw = site.gateway.db().unguarded();
    let Some(sign_on) = raw.first(SignOn::SESSION_ID.is(&Some(session))).await? else { return Ok(None) };
    let Some(connection) = raw.first(SsoConnection::ID.is(&sign_on.connection_id)).await? else { return Ok(None) };
    let href = match connection.kind {
        ConnectionKind::Oidc => by_oidc(site, &connection),
        ConnectionKind::Saml => by_saml(site, &connection, &sign_on).await?,
    };
    Ok(href.map(|href| Leaves { provider: connection.name, href }))
}

/// As OpenID Connect RP-Initiated Logout 1.0 has it.
fn by_oidc(site: &Site, connection: &SsoConnection) -> Option<String> {
    let mut url = Url::parse(connection.endpoints.0.as_ref()?.end_session.as_deref()?).ok()?;
    let here = format!("{}/sign-in?said=out", site.settings.base_url.trim_end_matches('/'));
    url.query_pairs_mut()
        .append_pair("client_id", &connection.client_id)
        .append_pair("post_logout_redirect_uri", &here);
    Some(url.into())
}

/// By a signed request that names them as their provider did. Whatever is in the way of it is in the way of nothing else:
/// they are signed out here.
async fn by_saml(site: &Site, connection: &SsoConnection, sign_on: &SignOn) -> Result<Option<String>, StoreError> {
    let Some(provider) = connection.saml.0.as_ref().filter(|known| known.logout.is_some()) else { return Ok(None) };
    // What one provider called them is told to no other.
    let named = SsoIdentity::ID.is(&sign_on.identity_id).and(SsoIdentity::ISSUER.is(&provider.entity_id));
    let Some(identity) = site.gateway.db().unguarded().first(named).await? else { return Ok(None) };
    let account = connection.account_id;
    let keys = match keys(site).await {
        Ok(keys) => keys,
        Err(error) => {
            tracing::error!(
                %account,
                error = &error as &dyn std::error::Error,
                "Nobody of account {account} is signed out at their provider"
            );
            return Ok(None);
        }
    };
    let now = site.gateway.clock().now();
    let begun = Begun { connection: connection.id, ends: now.plus(LIFETIME) };
    let state = begun.sealed(&site.settings.seal, SIGN_OUT);
    let leaving = Leaving {
        subject: &identity.subject,
        naming: sign_on.naming.0.as_ref(),
        session: sign_on.provider_session.as_deref(),
    };
    let portal = portal(&site.settings.base_url, account.uuid());
    match portal.sign_out(provider, &keys.signs, &request_id(&state), &state, &leaving, now) {
        Ok(href) => Ok(Some(href)),
        Err(error) => {
            tracing::warn!(%account, %error, "Nobody of account {account} is signed out at their provider");
            Ok(None)
        }
    }
}
