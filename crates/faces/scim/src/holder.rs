use std::{borrow::Cow, collections::BTreeSet};

use access::Principal;
use axum::http::{HeaderMap, header};
use front::Site;
use kernel::{Message, Problem};

/// What the names of everything begin with that a directory does.
const OURS: &str = "scim.";

/// The directory that shows a token. One that is not known, has run out or was revoked is none.
///
/// # Errors
/// Signed out; the database's.
pub(crate) async fn admit(site: &Site, headers: &HeaderMap) -> Result<Principal, Problem> {
    let token = bearer(headers).ok_or_else(|| signed_out("scim-error-no-token"))?;
    let (gateway, now) = (&site.gateway, site.gateway.clock().now());
    let found = directory::admit_scim(gateway.db(), &directory::token_hash(token), now).await?;
    let token = found.ok_or_else(|| signed_out("scim-error-token"))?;
    // Failing here fails no request: it is tried again with the next one.
    if let Err(error) = directory::note_scim_use(gateway.db(), &token, now).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "Could not note that a directory's token is in use");
    }
    let ours = gateway.registry().actions().filter(|action| action.name.starts_with(OURS));
    let actions: BTreeSet<Cow<'static, str>> = ours.map(|action| action.name.clone()).collect();
    Ok(token.principal(actions))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn signed_out(says: &'static str) -> Problem {
    Problem::of(&Problem::SIGNED_OUT, Message::new(says))
}
