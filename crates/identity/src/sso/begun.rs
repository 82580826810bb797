use front::Seal;
use kernel::{Id, Timestamp};
use saml::Portal;
use store::StoreError;
use uuid::Uuid;

use super::{attempt::LIFETIME, keys::keys, rows::SsoConnection};
use crate::asker::Asker;

/// How long a sealed one is, in characters: it has to fit into the eighty that SAML lets a `RelayState` have.
pub(super) const SEALED: usize = 70;

/// Somebody on the way through their provider, where that speaks SAML.
///
/// As with OpenID Connect it travels with them, sealed for their browser, and reading the page that leads there writes
/// nothing. SAML gives it two places: the request is called so, which the provider's signed answer has to name
/// (`InResponseTo`), and so is what the answer brings back beside it (`RelayState`). Where the person was going does
/// not fit there; the browser keeps that.
pub(super) struct Begun {
    /// Through which connection.
    pub connection: Id<SsoConnection>,
    /// Until when.
    pub ends: Timestamp,
}

impl Begun {
    /// What an answer brought back, if this browser was given it and its time is not over.
    pub fn opened(asker: &Asker<'_>, state: &str) -> Option<Self> {
        Self::read(&asker.site().settings.seal, state, &about(asker), asker.now())
    }

    /// The same, by whatever it was sealed for.
    pub fn read(seal: &Seal, state: &str, about: &str, now: Timestamp) -> Option<Self> {
        let opened = seal.open(state, about)?;
        let (connection, ends) = opened.split_at_checked(16)?;
        let begun = Self {
            connection: Id::from_uuid(Uuid::from_slice(connection).ok()?),
            ends: Timestamp::from_micros(i64::from_be_bytes(ends.try_into().ok()?)),
        };
        (now < begun.ends).then_some(begun)
    }

    /// Sealed for this.
    pub fn sealed(&self, seal: &Seal, about: &str) -> String {
        let ends = self.ends.micros().to_be_bytes();
        let open = [self.connection.uuid().as_bytes().as_slice(), ends.as_slice()].concat();
        seal.close(&open, about)
    }
}

/// What somebody is sealed for who is on the way out. No browser is told apart: when they come back they are signed out,
/// and by a form their browser brings no cookies.
pub(super) const SIGN_OUT: &str = "sign-out by SAML";

fn about(asker: &Asker<'_>) -> String {
    format!("company sign-on by SAML of {}", asker.browser_hash)
}

/// What a request is called: a name of XML begins with no digit.
pub(super) fn request_id(state: &str) -> String {
    format!("_{state}")
}

/// The portal as an account's provider knows it. Each account has its own, so that no provider's answer for one could
/// be taken for another; and it is the same whether or not there is such an account.
pub(crate) fn portal(base_url: &str, account: Uuid) -> Portal {
    let entity_id = format!("{}{}", base_url.trim_end_matches('/'), metadata_path(account));
    Portal { acs: format!("{entity_id}/acs"), logout: format!("{entity_id}/logout"), entity_id }
}

/// Where the portal's metadata for an account's provider stand.
pub(crate) fn metadata_path(account: Uuid) -> String {
    format!("/sign-in/saml/{account}")
}

/// The address at the provider, which is to ask them `anew` who they are.
///
/// # Errors
/// The database's, where the provider wants to know by our key who asks.
pub(crate) async fn saml_address(
    asker: &Asker<'_>,
    connection: &SsoConnection,
    anew: bool,
) -> Result<Option<String>, StoreError> {
    let Some(provider) = connection.saml.0.as_ref() else { return Ok(None) };
    let key = if provider.wants_signed { Some(keys(asker.site()).await?.signs) } else { None };
    let begun = Begun { connection: connection.id, ends: asker.now().plus(LIFETIME) };
    let state = begun.sealed(&asker.site().settings.seal, &about(asker));
    let portal = portal(&asker.site().settings.base_url, connection.account_id.uuid());
    Ok(portal.request(provider, key.as_ref(), &request_id(&state), &state, anew, asker.now()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_one_fits_where_saml_has_room() {
        let sealed = front::Seal::of(&[7; 32]).close(&[0; 24], "ben");
        assert_eq!(sealed.len(), SEALED);
    }

    #[test]
    fn each_account_has_its_own_address() {
        let portal = portal("https://portal.example/", Uuid::nil());
        assert_eq!(portal.entity_id, "https://portal.example/sign-in/saml/00000000-0000-0000-0000-000000000000");
        assert_eq!(portal.acs, format!("{}/acs", portal.entity_id));
        assert_eq!(portal.logout, format!("{}/logout", portal.entity_id));
    }
}
