//! What the two ways to a key for an app have in common.

use std::{collections::BTreeSet, time::Duration};

use access::{Account, Person};
use directory::{ApiKey, token_hash};
use front::new_token;
use gateway::{Line, Tx};
use kernel::Id;
use store::{Json, Tables};

use super::AppError;

/// A key as an app is to have it.
pub(super) struct Wanted<'w> {
    pub client_id: &'w str,
    pub name: &'w str,
    pub account: Option<Id<Account>>,
    pub person: Id<Person>,
    pub actions: Vec<String>,
    pub lasts: Duration,
}

impl Wanted<'_> {
    pub async fn make<W, I>(self, tx: &Tx<'_, W>) -> Result<ApiKey, AppError>
    where
        W: Tables<ApiKey, I>,
    {
        let key = ApiKey {
            id: tx.new_id(),
            account_id: self.account,
            person_id: self.person,
            made_by: tx.own_name().await?.unwrap_or_default(),
            name: self.name.to_owned(),
            // Of a token that nobody is told.
            token_hash: token_hash(&new_token()),
            ending: String::new(),
            actions: Json(self.actions),
            created_at: tx.now(),
            expires_at: tx.now().plus(self.lasts),
            used_at: None,
            revoked_at: None,
            client_id: Some(self.client_id.to_owned()),
        };
        Ok(tx.insert(key).await?)
    }
}

/// The actions that were asked for, each once, if whoever asks may let a program do all of them.
pub(super) fn chosen<W>(actions: &[Line<80>], tx: &Tx<'_, W>) -> Result<Vec<String>, AppError> {
    let actions: BTreeSet<&str> = actions.iter().map(Line::as_str).collect();
    match actions.iter().find(|action| !(tx.is_operation(action) && api::may_choose(tx.caller(), action))) {
        Some(beyond) => Err(AppError::NotTheirs((*beyond).to_owned())),
        None => Ok(actions.into_iter().map(str::to_owned).collect()),
    }
}
