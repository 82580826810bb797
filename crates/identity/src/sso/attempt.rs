use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use front::own_path;
use kernel::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::rows::{Endpoints, SsoConnection};
use crate::asker::Asker;

/// Where a provider sends people back to.
pub(crate) const CALLBACK: &str = "/sign-in/callback";

/// How long somebody may take at their provider.
pub(crate) const LIFETIME: Duration = Duration::from_mins(15);

/// Somebody on the way through their provider. It travels with them, sealed for their browser, so that reading the page
/// that leads there writes nothing; that it was used is a row.
#[derive(Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// Through which connection.
    pub connection: Id<SsoConnection>,
    /// What the token is to hold.
    pub nonce: String,
    /// What the code is exchanged with.
    pub verifier: String,
    /// Where the person was going.
    pub next: Option<String>,
    ends: i64,
}

impl Attempt {
    /// A new one.
    pub fn new(connection: &SsoConnection, next: Option<&str>, now: Timestamp) -> Self {
        Self {
            connection: connection.id,
            nonce: front::new_token(),
            verifier: front::new_token(),
            next: next.and_then(own_path).map(str::to_owned),
            ends: now.plus(LIFETIME).micros(),
        }
    }

    /// What an address brought back, if this browser was given it and its time is not over.
    pub fn opened(asker: &Asker<'_>, state: &str) -> Option<Self> {
        let opened = asker.site().settings.seal.open(state, &about(asker))?;
        let attempt: Self = serde_json::from_slice(&opened).ok()?;
        (asker.now().micros() < attempt.ends).then_some(attempt)
    }

    /// The address at the provider, which is to ask them `anew` who they are, whatever it remembers of them.
    pub fn address(
        &self,
        asker: &Asker<'_>,
        connection: &SsoConnection,
        endpoints: &Endpoints,
        anew: bool,
    ) -> Option<String> {
        let mut url = Url::parse(&endpoints.authorization).ok()?;
        let state = serde_json::to_vec(self).ok()?;
        let state = asker.site().settings.seal.close(&state, &about(asker));
        let mut query = url.query_pairs_mut();
        query.append_pair("response_type", "code").append_pair("client_id", &connection.client_id);
        query.append_pair("redirect_uri", &asker.link(CALLBACK)).append_pair("scope", "openid email profile");
        query.append_pair("state", &state).append_pair("nonce", &self.nonce);
        query.append_pair("code_challenge", &challenge(&self.verifier)).append_pair("code_challenge_method", "S256");
        if anew {
            query.append_pair("prompt", "login").append_pair("max_age", "0");
        }
        drop(query);
        Some(url.into())
    }
}

fn about(asker: &Asker<'_>) -> String {
    format!("company sign-on of {}", asker.browser_hash)
}

/// As RFC 7636 makes it.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

#[cfg(test)]
mod tests {
    use super::challenge;

    #[test]
    fn a_challenge_is_as_the_standard_s_example_has_it() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
