//! The letters about webhooks: whoever may switch one on again is told that it is set aside, or takes nothing any more.

use access::{Account, Caller, Person, Reach};
use front::Shared;
use gateway::{Asked, Command as _};
use journal::{
    Face,
    follow::{Reactor, Sealed, Trouble},
};
use kernel::Id;
use mail::Recipient;
use serde::Serialize;

use crate::{ChangeWebhook, GiveUpDelivery, SetWebhookAside, State, Webhook, queue, sender::maker};

/// How many of those who look after an account's webhooks are written to.
const TOLD: u32 = 20;

/// Writes once for each time that a webhook is set aside or given up: to the admins of its account or, of the desk's own,
/// to whoever made it.
pub(crate) struct Letters {
    pub site: Shared,
}

#[derive(Serialize)]
struct Says {
    name: String,
    /// Whose it is; nothing of the desk's own.
    company: Option<String>,
    /// Where it goes, without what only the receiver should know.
    host: String,
    /// Whether it said that it is gone; else it takes nothing.
    gone: bool,
    link: String,
}

impl Reactor for Letters {
    const NAME: &'static str = "webhooks.letters";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        [SetWebhookAside::NAME, GiveUpDelivery::NAME].contains(&event)
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let (gateway, id) = (&self.site.gateway, Id::from_uuid(sealed.entry.target.id));
        // Removed, switched on or taking messages again since.
        let Some(webhook) = queue::webhook(gateway.db(), id).await?.filter(Webhook::is_failing) else { return Ok(()) };
        let Some(account) = webhook.account_id else {
            let maker = gateway.caller(&maker(gateway, &webhook).await?, None).await?;
            return self.tell(sealed, &webhook, (webhook.person_id, &maker), None).await;
        };
        let Some(company) = queue::account(gateway.db(), account).await? else { return Ok(()) };
        for person in self.keepers(account).await? {
            let member = gateway.caller(&directory::member(gateway.db(), person, account).await?, None).await?;
            self.tell(sealed, &webhook, (person, &member), Some(&company.name)).await?;
        }
        Ok(())
    }
}

impl Letters {
    /// Some members of an account whose roles name the way to switch a webhook on again.
    async fn keepers(&self, account: Id<Account>) -> Result<Vec<Id<Person>>, Trouble> {
        let gateway = &self.site.gateway;
        let system = Asked::system(Self::NAME, Face::Inside, gateway.clock().now()).principal;
        let rights = gateway.caller(&system, None).await?.rights;
        let opening = rights.book.opening(ChangeWebhook::NAME, &Reach::Account);
        let roles: Vec<&str> = opening.iter().map(|role| &*role.name).collect();
        Ok(directory::members::with_roles(gateway.db(), account, &roles, TOLD).await?)
    }

    /// Writes to somebody, if they may still do something about it and have an address.
    async fn tell(
        &self,
        sealed: &Sealed,
        webhook: &Webhook,
        (person, caller): (Id<Person>, &Caller),
        company: Option<&str>,
    ) -> Result<(), Trouble> {
        let (site, db) = (&self.site, self.site.gateway.db());
        if caller.facts(ChangeWebhook::NAME).is_nothing() {
            return Ok(());
        }
        let Some((name, address)) = directory::mail_address(db, person).await? else { return Ok(()) };
        let door = webhook.account_id.map_or_else(|| "/desk".to_owned(), |account| format!("/a/{account}"));
        let says = Says {
            name,
            company: company.map(str::to_owned),
            host: webhook.host(),
            gone: webhook.state == State::SetAside,
            link: site.link(&format!("{door}/webhooks/{}", webhook.id)),
        };
        let to = Recipient::at(&address)?.of(person);
        let letter = site.notice("webhooks/mail/failing", says, &to, sealed.entry.at)?;
        Ok(mail::queue(db, &letter.following(Self::NAME, sealed.seq, &person.to_string())).await?)
    }
}
