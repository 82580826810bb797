use std::borrow::Cow;

use access::{Caller, Mandate};
use axum::http::{HeaderMap, header};
use directory::KeyAdmission;
use front::Site;
use kernel::{Message, Problem};

use crate::{APP_MARK, audience};

/// By which people let apps act on their own rights. No program does it: it has no address here, and only a person can.
/// That a role permits it, as every role of a customer does, is no reason why a program could not hand the role out.
const LETS_IN: &str = "apps.allow";

/// Whoever holds a key, or an app's access token that stands for one, under the rights now in force.
pub(crate) struct Holder {
    /// What it acts as.
    pub caller: Caller,
    /// The operations that were chosen for the key.
    actions: Vec<String>,
}

impl Holder {
    /// Finds out whose key was shown. A key that is not known, has run out or was revoked, or whose person has no role
    /// left where it acts, is none.
    ///
    /// # Errors
    /// Signed out; the database's.
    pub async fn of(site: &Site, headers: &HeaderMap) -> Result<Self, Problem> {
        let token = bearer(headers).ok_or_else(|| signed_out("api-key-missing"))?;
        let (gateway, now) = (&site.gateway, site.gateway.clock().now());
        let (db, hash) = (gateway.db(), directory::token_hash(token));
        let admitted = if token.starts_with(APP_MARK) {
            directory::admit_app(db, &hash, &audience(&site.settings.base_url), now).await?
        } else {
            directory::admit_key(db, &hash, now).await?
        };
        let admission = admitted.ok_or_else(|| signed_out("api-key-unknown"))?;
        let mut principal = admission.principal.clone();
        principal.mandate = gateway.registry().mandate(admission.actions.iter().map(String::as_str));
        if let Mandate::Only(actions) = &mut principal.mandate {
            actions.insert(Cow::Borrowed(LETS_IN));
        }
        let caller = gateway.caller(&principal, Some(admission.rights)).await?;
        if !caller.is_of_use() {
            return Err(signed_out("api-key-unknown"));
        }
        note(site, &admission, &caller).await;
        Ok(Self { caller, actions: admission.actions })
    }

    /// Whether this operation was chosen for the key.
    pub fn may_try(&self, operation: &str) -> bool {
        self.actions.iter().any(|chosen| chosen == operation)
    }
}

/// Failing here fails no request: it is tried again with the next one.
async fn note(site: &Site, admission: &KeyAdmission, caller: &Caller) {
    if let Err(error) = directory::note_key_use(site.gateway.db(), admission, caller.now).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "Could not note that a key is in use");
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn signed_out(says: &'static str) -> Problem {
    Problem::of(&Problem::SIGNED_OUT, Message::new(says))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::bearer;

    fn shown(line: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static(line));
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn a_key_is_shown_as_a_bearer_token() {
        assert_eq!(shown("Bearer portico_a"), Some("portico_a".to_owned()));
        assert_eq!(shown("bearer portico_a"), Some("portico_a".to_owned()));
        assert_eq!(shown("Basic portico_a"), None);
        assert_eq!(shown("Bearer "), None);
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
