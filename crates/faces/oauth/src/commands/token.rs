//! Tokens of a key: made, and swept away once they count no more.

use std::time::Duration;

use access::{Actor, Principal};
use directory::{ApiKey, AppToken, TokenKind, token_hash};
use front::new_token;
use gateway::Tx;
use kernel::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Held, StoreError, Tables};

use super::AppError;

/// How long a code counts: the way from one page to the next.
const CODE: Duration = Duration::from_mins(1);

/// How long an access token counts. It is asked of the database at each use, so this is only how long one that was stolen
/// unseen is of use.
pub(crate) const ACCESS: Duration = Duration::from_mins(10);

/// How long an app may stay away without having to be let in again.
const REFRESH: Duration = Duration::from_hours(30 * 24);

/// What every refresh token begins with.
pub(crate) const REFRESH_MARK: &str = "porticorefresh_";

/// What an app is given. Nobody can be told it again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Issued {
    /// By which it asks and does.
    pub access: String,
    /// For which it is given the next; nothing for an app that shows its secret instead.
    pub refresh: Option<String>,
    /// What it may do, by the names of operations.
    pub actions: Vec<String>,
}

/// A token as it is wanted.
pub(super) struct Wanted<'w> {
    pub kind: TokenKind,
    pub audience: &'w str,
    /// Where a code is sent to, and what its verifier comes to.
    pub of_code: Option<(&'w str, &'w str)>,
}

impl Wanted<'_> {
    /// Makes it, as a part of a key that the command holds or has made.
    pub async fn make<W, I>(self, key: &ApiKey, tx: &Tx<'_, W>) -> Result<String, StoreError>
    where
        W: Tables<AppToken, I>,
    {
        let (mark, lasts) = match self.kind {
            TokenKind::Code => ("", CODE),
            TokenKind::Refresh => (REFRESH_MARK, REFRESH),
            TokenKind::Access => (api::APP_MARK, ACCESS),
        };
        let token = format!("{mark}{}", new_token());
        let row = AppToken {
            id: tx.new_id(),
            key_id: key.id,
            kind: self.kind,
            token_hash: token_hash(&token),
            audience: self.audience.to_owned(),
            redirect_uri: self.of_code.map(|(redirect, _)| redirect.to_owned()),
            challenge: self.of_code.map(|(_, challenge)| challenge.to_owned()),
            created_at: tx.now(),
            expires_at: tx.now().plus(lasts).min(key.expires_at),
            used_at: None,
        };
        tx.insert(row).await?;
        Ok(token)
    }
}

/// Takes away what counts no more.
pub(super) async fn sweep<'t, W, I>(key: &Held<'t, ApiKey>, tx: &Tx<'t, W>) -> Result<(), StoreError>
where
    W: Tables<AppToken, I>,
{
    for old in tx.parts::<AppToken, ApiKey>(key, Some(AppToken::EXPIRES_AT.up_to(&tx.now()))).await? {
        tx.delete_part(old).await?;
    }
    Ok(())
}

/// Refuses whoever is not the app that has the key.
pub(super) fn must_be_itself(key: Id<access::ApiKey>, principal: &Principal) -> Result<(), AppError> {
    if principal.actor == Actor::Key(key) { Ok(()) } else { Err(AppError::NotItself) }
}
