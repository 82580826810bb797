use std::sync::{Arc, PoisonError, RwLock};

use access::Account;
use front::Shared;
use gateway::Announcement;
use journal::follow::{Follower, Reactor, Sealed, Trouble};
use kernel::{Id, Ref, Timestamp};
use serde_json::json;

use crate::{Delivery, Fault, Standing, Webhook, letters::Letters, queue, sender::maker};

/// What follows from the journal, for the program to run.
pub fn followers(site: &Shared) -> Vec<Follower> {
    vec![
        Follower::reactor(Deliveries { site: Shared::clone(site), live: RwLock::default() }),
        Follower::reactor(Letters { site: Shared::clone(site) }),
    ]
}

/// Makes a delivery for each endpoint of an event that it wants.
struct Deliveries {
    site: Shared,
    /// The endpoints that are sent to, as they were after the entries of this turn were read. An import of many documents
    /// that nobody wants to hear of costs nothing so.
    live: RwLock<Arc<Vec<Webhook>>>,
}

impl Reactor for Deliveries {
    const NAME: &'static str = "webhooks.deliveries";
    const OUTSIDE: bool = true;

    async fn prepare(&self) -> Result<(), Trouble> {
        let live = Arc::new(queue::live(self.site.gateway.db()).await?);
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live;
        Ok(())
    }

    fn listens(&self, event: &str) -> bool {
        let announced = self.site.gateway.registry().announced_by(event);
        announced.is_some_and(|announced| self.live().iter().any(|webhook| webhook.chose(announced.name)))
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let entry = &sealed.entry;
        let Some(announcement) = self.site.gateway.registry().announced_by(&entry.event) else { return Ok(()) };
        let (Some(account), Some(about)) = (entry.account_id, announcement.about(entry)) else { return Ok(()) };
        let message = format!("msg_{}", entry.id);
        for webhook in self.live().iter().filter(|webhook| webhook.wants(announcement.name, account, entry.at)) {
            let told = Told { announcement, account, about: &about, at: entry.at, message: &message };
            self.queue(webhook, told).await?;
        }
        Ok(())
    }
}

/// What is told to an endpoint.
struct Told<'a> {
    announcement: &'a Announcement,
    account: Id<Account>,
    about: &'a Ref,
    at: Timestamp,
    /// What receivers know it by: the same for all endpoints, and however often this is done.
    message: &'a str,
}

impl Deliveries {
    fn live(&self) -> Arc<Vec<Webhook>> {
        Arc::clone(&self.live.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Queues it. What whoever made the endpoint may not read is set aside at once, so that it does not just stay away.
    async fn queue(&self, webhook: &Webhook, told: Told<'_>) -> Result<(), Trouble> {
        let Told { announcement, account, about, at, message } = told;
        let gateway = &self.site.gateway;
        let maker = maker(gateway, webhook).await?;
        let number = gateway.number_for(&maker, announcement, about.id).await?;
        let (id, now) = (Id::from_uuid(uuid::Uuid::now_v7()), gateway.clock().now());
        let due = Delivery::due(id, webhook.id, message.to_owned(), announcement.name, now);
        let delivery = Delivery {
            payload: payload(announcement.name, at, Some(about), Some(account), number.as_deref()),
            about: Some(about.clone()),
            ..due
        };
        let delivery = match number {
            Some(number) => Delivery { number: Some(number), ..delivery },
            None => Delivery { state: Standing::SetAside, next_at: None, fault: Some(Fault::Rights), ..delivery },
        };
        Ok(queue::queue(gateway.db(), &delivery).await?)
    }
}

/// What is sent: which record, of which account, and its number. Whatever else there is to know is read over REST.
pub(crate) fn payload(
    event: &str,
    at: Timestamp,
    about: Option<&Ref>,
    account: Option<Id<Account>>,
    number: Option<&str>,
) -> String {
    let data = json!({ "ref": about.map(ToString::to_string), "account": account, "number": number });
    json!({ "type": event, "timestamp": at, "data": data }).to_string()
}

#[cfg(test)]
mod tests {
    use kernel::{Id, Ref, Timestamp};

    use super::payload;

    #[test]
    fn what_is_sent_names_a_record_and_says_nothing_of_it() {
        let (case, account) = (uuid::Uuid::from_u128(7), Id::from_uuid(uuid::Uuid::from_u128(9)));
        let about = Ref { kind: "case".into(), id: case };
        let at = Timestamp::from_micros(1_773_306_000_000_000);
        let sent = payload("case.raised", at, Some(&about), Some(account), Some("T-1"));
        let sent: serde_json::Value = serde_json::from_str(&sent).expect("JSON");
        let meant = serde_json::json!({
            "type": "case.raised",
            "timestamp": "2026-03-12T09:00:00Z",
            "data": {
                "ref": "case:00000000000000000000000000000007",
                "account": "00000000000000000000000000000009",
                "number": "T-1",
            },
        });
        assert_eq!(sent, meant);
    }
}
