use std::time::Duration;

use access::Actor;
use directory::{Account, ApiKey, AppToken, TokenKind};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::Ref;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Object as _;

use super::{
    AppError,
    making::{self, chosen},
    token,
};
use crate::{clients::is_address, events::AppAllowed};

/// How long an app may act for somebody before they are asked again.
pub(crate) const LASTS: Duration = Duration::from_hours(180 * 24);

/// Lets an app act for the account, on the rights of whoever lets it in and with no other actions than those shown to them.
/// The app is told a code, once. What the same person allowed it for the account before ends.
#[derive(Input)]
pub struct AllowApp {
    /// What the app calls itself.
    client_id: Line<400>,
    /// What people call it.
    name: Line<80>,
    /// Where the code is sent to.
    redirect_uri: Line<2000>,
    /// What the app's verifier comes to.
    challenge: Line<43>,
    /// Where its tokens are to count.
    audience: Line<400>,
    /// What it may do, by the names of operations.
    actions: Vec<Line<80>>,
}

/// An app that was let in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Allowed {
    /// What the app is to show within a minute.
    pub code: String,
}

impl Command for AllowApp {
    const NAME: &'static str = "apps.allow";
    const PATH: Path = post("/apps/consent");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (ApiKey, AppToken);
    type Output = Allowed;
    type Error = AppError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Allowed, AppError> {
        let Actor::Person(person) = &tx.principal().actor else { return Err(AppError::NotOneself) };
        if tx.principal().account() != Some(account.id) {
            return Err(AppError::NotOneself);
        }
        let actions = chosen(&self.actions, tx)?;
        if actions.is_empty() {
            return Err(AppError::Nothing);
        }
        if is_address(self.client_id.as_str()) && !tx.hear_app(self.client_id.as_str(), self.name.as_str()).await? {
            return Err(AppError::Refused);
        }
        let key = making::Wanted {
            client_id: self.client_id.as_str(),
            name: self.name.as_str(),
            account: Some(account.id),
            person: *person,
            actions: actions.clone(),
            lasts: LASTS,
        };
        let key = key.make(tx).await?;
        tx.end_other_keys(&key).await?;
        let code = token::Wanted {
            kind: TokenKind::Code,
            audience: self.audience.as_str(),
            of_code: Some((self.redirect_uri.as_str(), self.challenge.as_str())),
        };
        let code = code.make(&key, tx).await?;
        let client_id = self.client_id.as_str().to_owned();
        let allowed = AppAllowed { key: key.id, client_id, actions, expires_at: key.expires_at };
        tx.record_naming(&allowed, [Ref::new(ApiKey::KIND, key.id)]);
        Ok(Allowed { code })
    }
}
