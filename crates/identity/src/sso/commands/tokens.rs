use std::time::Duration;

use access::{Actor, Caller};
use directory::{Account, ScimToken, token_hash};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, Whole, delete, post};
use kernel::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Json;

use super::{SsoError, may_give};
use crate::{
    events::{ScimTokenMade, ScimTokenRevoked},
    sso::rows::SsoConnection,
};

/// What every token begins with, so that one that lies around is known for what it is.
const MARK: &str = "portico_scim_";

/// How many of its last characters are kept, so that people know which token it is. All others stay unknown.
const SHOWN: usize = 4;

/// How many tokens of an account count at once: the one in use, the one that takes its place, and as many again.
const MOST: usize = 4;

/// A token that was made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewScimToken {
    /// The token itself; nobody can be told it again.
    pub token: String,
}

/// Makes what the company's directory shows when it tells who its people are. A policy asks for a proof shown a moment
/// ago. A group may give, by its name alone, no role beyond those that whoever makes the token may give now.
#[derive(Input)]
pub struct MakeScimToken {
    label: Line<60>,
    /// For how many days it counts.
    days: Whole<1, 366>,
}

impl Command for MakeScimToken {
    const NAME: &'static str = "sso.make_token";
    const PATH: Path = post("/accounts/{account}/sign_on/tokens");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (ScimToken,);
    type Output = NewScimToken;
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<NewScimToken, SsoError> {
        if !matches!(tx.principal().actor, Actor::Person(_)) {
            return Err(SsoError::NotOneself);
        }
        let connection = tx.parts::<SsoConnection, Account>(&account, None).await?.into_iter().next();
        let connection = connection.ok_or(SsoError::NotSetUp)?;
        let known = tx.parts::<ScimToken, Account>(&account, Some(ScimToken::REVOKED_AT.is_unknown())).await?;
        if known.iter().filter(|token| token.is_open(tx.now())).count() >= MOST {
            return Err(SsoError::Enough);
        }
        let token = format!("{MARK}{}", front::new_token());
        let days = u64::try_from(self.days.value()).unwrap_or_default();
        let expires_at = tx.now().plus(Duration::from_hours(24 * days));
        let row = ScimToken {
            id: tx.new_id(),
            account_id: account.id,
            connection_id: connection.id.cast(),
            name: self.label.as_str().to_owned(),
            token_hash: token_hash(&token),
            ending: token.chars().skip(token.chars().count().saturating_sub(SHOWN)).collect(),
            gives: Json(gives(tx.caller(), account.id)),
            created_at: tx.now(),
            expires_at,
            used_at: None,
            revoked_at: None,
        };
        let row = tx.insert(row).await?;
        tx.record(&ScimTokenMade { connection: connection.id, token: row.id, expires_at });
        Ok(NewScimToken { token })
    }
}

/// The roles that somebody may have a directory give.
fn gives(caller: &Caller, account: Id<access::Account>) -> Vec<String> {
    let roles = caller.rights.book.roles().map(|role| role.name.to_string());
    roles.filter(|role| may_give(caller, MakeScimToken::NAME, account, role)).collect()
}

/// Revokes a token. The next request that shows it is refused.
#[derive(Input)]
pub struct RevokeScimToken {
    token: Line<36>,
}

impl Command for RevokeScimToken {
    const NAME: &'static str = "sso.revoke_token";
    const PATH: Path = delete("/accounts/{account}/sign_on/tokens");
    const EFFECT: Effect = Effect::Destroys;
    type On = Account;
    type Writes = (ScimToken,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let id: Id<access::ScimToken> = self.token.as_str().parse().map_err(|_| SsoError::Absent)?;
        let found = tx.parts::<ScimToken, Account>(&account, Some(ScimToken::ID.is(&id))).await?;
        let token = found.into_iter().next().ok_or(SsoError::Absent)?;
        if token.revoked_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        let now = tx.now();
        tx.update_part(&token, |token| token.revoked_at = Some(now)).await?;
        tx.record(&ScimTokenRevoked { token: id });
        Ok(())
    }
}
