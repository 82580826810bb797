#![expect(clippy::disallowed_methods, reason = "nobody else who is locked out is written to")]

use access::Person;
use front::Shared;
use journal::follow::{Reactor, Sealed, Trouble};
use kernel::{Id, Timestamp};
use mail::Recipient;
use serde::Serialize;

use crate::{events::LockedOneself, people};

/// Tells somebody that they locked themselves out, in case it was somebody else who pressed the button.
pub(super) struct Locks {
    pub site: Shared,
}

#[derive(Serialize)]
struct Says {
    name: String,
    at: Timestamp,
}

impl Reactor for Locks {
    const NAME: &'static str = "identity.locks";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == <LockedOneself as journal::Event>::NAME
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let (entry, db) = (&sealed.entry, self.site.gateway.db());
        let person: Id<Person> = Id::from_uuid(entry.target.id);
        let Some(address) = people::main_address(db.unguarded(), person).await? else { return Ok(()) };
        let Some(known) = db.unguarded().first(directory::Person::ID.is(&person)).await? else { return Ok(()) };
        let to = Recipient::at(&address.email)?.of(person);
        let letter =
            self.site.notice("identity/mail/locked", Says { name: known.name, at: entry.at }, &to, entry.at)?;
        Ok(mail::queue(db, &letter.following(Self::NAME, sealed.seq, "person")).await?)
    }
}
