use std::{collections::BTreeSet, time::Duration};

use access::{Actor, Caller};
use directory::{Account, ApiKey, token_hash};
use front::new_token;
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, Whole, post};
use kernel::{Id, Ref};
use serde::{Deserialize, Serialize};
use store::{Json, Object as _, StoreError};

use super::{KeyCreated, KeyError};

/// What every key begins with, so that one that lies around is known for what it is.
const MARK: &str = "portico_";

/// What is done to keys themselves: a key that could make another would outlive its own end.
const KEYS: &str = "keys.";

/// Makes a key by which a program acts for the account, on the rights of whoever makes it and with no other actions than
/// those chosen. The key itself is told once, and only its hash is kept.
#[derive(Input)]
pub struct CreateKey {
    name: Line<80>,
    /// For how many days it counts.
    days: Whole<1, 366>,
    /// What it may do, by the names of operations.
    actions: Vec<Line<80>>,
}

/// A key that was made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewKey {
    /// Its id.
    pub key: Id<access::ApiKey>,
    /// The key itself; nobody can be told it again.
    pub token: String,
}

impl Command for CreateKey {
    const NAME: &'static str = "keys.create";
    const PATH: Path = post("/keys");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (ApiKey,);
    type Output = NewKey;
    type Error = KeyError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<NewKey, KeyError> {
        let Actor::Person(person) = &tx.principal().actor else { return Err(KeyError::NotOneself) };
        if tx.principal().account() != Some(account.id) {
            return Err(KeyError::NotOneself);
        }
        let actions = chosen(tx.caller(), &self.actions)?;
        let (id, token, name) = (tx.new_id(), format!("{MARK}{}", new_token()), self.name.as_str().to_owned());
        let days = u64::try_from(self.days.value()).unwrap_or_default();
        let expires_at = tx.now().plus(Duration::from_hours(24 * days));
        let key = ApiKey {
            id,
            account_id: Some(account.id),
            person_id: *person,
            name: name.clone(),
            token_hash: token_hash(&token),
            actions: Json(actions.clone()),
            created_at: tx.now(),
            expires_at,
            used_at: None,
            revoked_at: None,
        };
        tx.insert(key).await.map_err(|error| match error {
            StoreError::Taken(_) => KeyError::Named(name),
            other => other.into(),
        })?;
        tx.record_naming(&KeyCreated { key: id, actions, expires_at }, [Ref::new(ApiKey::KIND, id)]);
        Ok(NewKey { key: id, token })
    }
}

/// The actions that were chosen, each once; never one that whoever chooses could not do themselves.
fn chosen(caller: &Caller, actions: &[Line<80>]) -> Result<Vec<String>, KeyError> {
    let actions: BTreeSet<&str> = actions.iter().map(Line::as_str).collect();
    if actions.is_empty() {
        return Err(KeyError::Nothing);
    }
    if let Some(beyond) = actions.iter().find(|action| !may_choose(caller, action)) {
        return Err(KeyError::NotTheirs((*beyond).to_owned()));
    }
    Ok(actions.into_iter().map(str::to_owned).collect())
}

/// Whether somebody may let a key do this: they can do it themselves where they act, and it is not about keys.
pub(crate) fn may_choose(caller: &Caller, action: &str) -> bool {
    !action.starts_with(KEYS) && !caller.facts(action).is_nothing()
}
