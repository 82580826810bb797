#![expect(clippy::disallowed_methods, reason = "browsers are forgotten by what follows, in nobody's name")]

use access::Person;
use front::Shared;
use journal::follow::{Reactor, Sealed, Trouble};
use kernel::Id;
use serde::Deserialize;

use crate::remembered;

/// Forgets the browsers of somebody whom staff locked out or signed out everywhere: whoever has one of them shows a second
/// proof again.
pub(super) struct Forgotten {
    pub site: Shared,
}

#[derive(Deserialize)]
struct Told {
    person: Id<Person>,
}

impl Reactor for Forgotten {
    const NAME: &'static str = "identity.forgotten";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        ["persons.locked", "persons.signed_out"].contains(&event)
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(told) = serde_json::from_value::<Told>(sealed.entry.payload()) else { return Ok(()) };
        let work = self.site.gateway.db().begin().await?;
        remembered::end_all(&work, told.person).await?;
        Ok(work.commit().await?)
    }
}
