//! What the two ways to make a key have in common.

use std::{collections::BTreeSet, time::Duration};

use access::{Account, Actor, Caller};
use directory::{ApiKey, token_hash};
use front::new_token;
use gateway::{Line, Tx, Whole};
use kernel::{Id, Ref};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Json, Object as _, StoreError, Tables};

use super::{KeyCreated, KeyError};
use crate::routes::is_programs;

/// What every key begins with, so that one that lies around is known for what it is.
pub(crate) const MARK: &str = "portico_";

/// How many of its last characters are kept, so that people know which key it is. All others stay unknown.
const SHOWN: usize = 4;

/// A key that was made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewKey {
    /// Its id.
    pub key: Id<access::ApiKey>,
    /// The key itself; nobody can be told it again.
    pub token: String,
}

/// A key as it is wanted.
pub(super) struct Wanted {
    pub name: Line<80>,
    pub days: Whole<1, 366>,
    pub actions: Vec<Line<80>>,
}

impl Wanted {
    /// Makes it, on the rights of the person who asks.
    pub async fn make<W, I>(self, account: Option<Id<Account>>, tx: &Tx<'_, W>) -> Result<NewKey, KeyError>
    where
        W: Tables<ApiKey, I>,
    {
        let Actor::Person(person) = &tx.principal().actor else { return Err(KeyError::NotOneself) };
        let is_known = |action: &str| tx.is_operation(action) && may_choose(tx.caller(), action);
        let actions = chosen(&self.actions, is_known)?;
        let (id, token, name) = (tx.new_id(), format!("{MARK}{}", new_token()), self.name.as_str().to_owned());
        let made_by = tx.own_name().await?.unwrap_or_default();
        let days = u64::try_from(self.days.value()).unwrap_or_default();
        let expires_at = tx.now().plus(Duration::from_hours(24 * days));
        let key = ApiKey {
            id,
            account_id: account,
            person_id: *person,
            made_by,
            name: name.clone(),
            token_hash: token_hash(&token),
            ending: token.chars().skip(token.chars().count().saturating_sub(SHOWN)).collect(),
            actions: Json(actions.clone()),
            created_at: tx.now(),
            expires_at,
            used_at: None,
            revoked_at: None,
            client_id: None,
        };
        tx.insert(key).await.map_err(|error| match error {
            StoreError::Taken(_) => KeyError::Named(name),
            other => other.into(),
        })?;
        tx.record_naming(&KeyCreated { key: id, actions, expires_at }, [Ref::new(ApiKey::KIND, id)]);
        Ok(NewKey { key: id, token })
    }
}

/// The actions that were chosen, each once, if all of them may be.
fn chosen(actions: &[Line<80>], may: impl Fn(&str) -> bool) -> Result<Vec<String>, KeyError> {
    let actions: BTreeSet<&str> = actions.iter().map(Line::as_str).collect();
    if actions.is_empty() {
        return Err(KeyError::Nothing);
    }
    if let Some(beyond) = actions.iter().find(|action| !may(action)) {
        return Err(KeyError::NotTheirs((*beyond).to_owned()));
    }
    Ok(actions.into_iter().map(str::to_owned).collect())
}

/// Whether somebody may let a program do this: they can do it themselves where they act, and it is not for people alone.
pub fn may_choose(caller: &Caller, action: &str) -> bool {
    is_programs(action) && !caller.facts(action).is_nothing()
}
