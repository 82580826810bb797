#![expect(clippy::disallowed_methods, reason = "whoever invited is told by what follows, in nobody's name")]

use access::{Account, Caller, Person};
use directory::Invitation;
use front::Shared;
use journal::follow::{Reactor, Sealed, Trouble};
use kernel::{Date, Id};
use mail::Recipient;
use serde::{Deserialize, Serialize};

use crate::{events::InvitationAskedAgain, invitations::names};

/// The command by which an invitation goes out again.
const RENEWAL: &str = "people.reinvite";

/// Tells whoever invited that the invited ask for a new link, as long as they may still send one.
pub(super) struct Askings {
    pub site: Shared,
}

/// What is read of the event.
#[derive(Deserialize)]
struct Told {
    invitation: Id<Invitation>,
}

#[derive(Serialize)]
struct Says {
    name: String,
    email: String,
    company: String,
    ended: Date,
    link: String,
}

impl Reactor for Askings {
    const NAME: &'static str = "identity.askings";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == <InvitationAskedAgain as journal::Event>::NAME
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(told) = serde_json::from_value::<Told>(sealed.entry.payload()) else { return Ok(()) };
        let (site, db) = (&self.site, self.site.gateway.db());
        let found = db.unguarded().first(Invitation::ID.is(&told.invitation)).await?;
        // It may have been sent again or taken back meanwhile.
        let waits = |found: &Invitation| found.is_unanswered() && found.asked_again_at.is_some();
        let Some(asked) = found.filter(waits) else { return Ok(()) };
        let (Some(inviter), Some(account)) = (asked.invited_by, asked.account_id) else { return Ok(()) };
        let Some(place) = self.place(inviter, account, &asked.role).await? else { return Ok(()) };
        let Some((name, address)) = directory::mail_address(db, inviter).await? else { return Ok(()) };
        let (_, company) = names(db.unguarded(), &asked).await?;
        let says = Says {
            name,
            email: asked.email,
            company: company.unwrap_or_else(|| site.brand().name.clone()),
            ended: Date::from(site.settings.zone.to_datetime(asked.expires_at.to_jiff()).date()),
            link: site.link(&place),
        };
        let to = Recipient::at(&address)?.of(inviter);
        let letter = site.notice("identity/mail/asked_again", says, &to, sealed.entry.at)?;
        Ok(mail::queue(db, &letter.following(Self::NAME, sealed.seq, "inviter")).await?)
    }
}

impl Askings {
    /// Where somebody sends an account's invitations again: among its people, or at the desk. Nowhere, if they may not.
    async fn place(&self, person: Id<Person>, account: Id<Account>, role: &str) -> Result<Option<String>, Trouble> {
        let gateway = &self.site.gateway;
        let member = directory::member(gateway.db(), person, account).await?;
        if may_renew(&gateway.caller(&member, None).await?, account, role) {
            return Ok(Some(format!("/a/{account}/people/invitations")));
        }
        let staff = directory::staff(gateway.db(), person).await?;
        let may = may_renew(&gateway.caller(&staff, None).await?, account, role);
        Ok(may.then(|| format!("/desk/invitations?account={account}")))
    }
}

fn may_renew(caller: &Caller, account: Id<Account>, role: &str) -> bool {
    !caller.facts(RENEWAL).is_nothing() && caller.may_offer(RENEWAL, account, role, None)
}
