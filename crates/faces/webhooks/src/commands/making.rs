//! What the two ways to make a webhook have in common.

use std::collections::BTreeSet;

use access::{Account, Actor};
use gateway::{Line, Tx};
use kernel::{Id, Ref};
use store::{Json, Object as _, StoreError, Tables};

use super::{WebhookCreated, WebhookError};
use crate::{Address, State, Webhook};

/// A webhook as it is wanted.
pub(super) struct Wanted {
    pub url: Address,
    pub events: Vec<Line<80>>,
    /// The secret, as the page that will show it sealed it.
    pub secret: Line<200>,
}

impl Wanted {
    /// Makes it, on the rights of the person who asks.
    pub async fn make<W, I>(self, account: Option<Id<Account>>, tx: &Tx<'_, W>) -> Result<Id<Webhook>, WebhookError>
    where
        W: Tables<Webhook, I>,
    {
        let Actor::Person(person) = &tx.principal().actor else { return Err(WebhookError::NotOneself) };
        let (id, events) = (tx.new_id(), chosen(&self.events, tx)?);
        let webhook = Webhook {
            id,
            account_id: account,
            person_id: *person,
            url: self.url.as_str().to_owned(),
            events: Json(events.clone()),
            secret: self.secret.as_str().to_owned(),
            secret_since: tx.now(),
            previous_secret: None,
            previous_until: None,
            state: State::On,
            created_at: tx.now(),
            last_at: None,
            last_status: None,
            last_ms: None,
            last_fault: None,
            given_up_at: None,
        };
        tx.insert(webhook).await.map_err(|error| match error {
            StoreError::Taken(_) => WebhookError::Known,
            other => other.into(),
        })?;
        tx.record_naming(&WebhookCreated { webhook: id, events }, [Ref::new(Webhook::KIND, id)]);
        Ok(id)
    }
}

/// The events that were chosen, each once, if all of them are announced.
pub(super) fn chosen<W>(events: &[Line<80>], tx: &Tx<'_, W>) -> Result<Vec<String>, WebhookError> {
    let events: BTreeSet<&str> = events.iter().map(Line::as_str).collect();
    if events.is_empty() {
        return Err(WebhookError::Nothing);
    }
    if let Some(unknown) = events.iter().find(|event| !tx.is_announced(event)) {
        return Err(WebhookError::Unknown((*unknown).to_owned()));
    }
    Ok(events.into_iter().map(str::to_owned).collect())
}
