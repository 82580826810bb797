use access::Person;
use front::Shared;
use journal::follow::{Reactor, Sealed, Trouble};
use kernel::Id;
use mail::Recipient;
use serde::{Deserialize, Serialize};

use crate::{commands::ResetReason, events::ProofsReset};

/// Tells somebody that staff took away their second proofs.
pub(super) struct Resets {
    pub site: Shared,
}

/// What is read of the event.
#[derive(Deserialize)]
struct Told {
    person: Id<Person>,
    reason: ResetReason,
}

#[derive(Serialize)]
struct Says {
    name: String,
    /// Why: `lost`, `stolen` or `asked`.
    why: &'static str,
    link: String,
}

impl Reactor for Resets {
    const NAME: &'static str = "identity.resets";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == <ProofsReset as journal::Event>::NAME
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(told) = serde_json::from_value::<Told>(sealed.entry.payload()) else { return Ok(()) };
        let (site, db) = (&self.site, self.site.gateway.db());
        let Some((name, address)) = directory::mail_address(db, told.person).await? else { return Ok(()) };
        let says = Says { name, why: told.reason.word(), link: site.link("/sign-in") };
        let to = Recipient::at(&address)?.of(told.person);
        let letter = site.notice("identity/mail/proofs_reset", says, &to, sealed.entry.at)?;
        Ok(mail::queue(db, &letter.following(Self::NAME, sealed.seq, "person")).await?)
    }
}
