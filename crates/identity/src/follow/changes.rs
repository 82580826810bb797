#![expect(clippy::disallowed_methods, reason = "whoever asked is told by what follows, in nobody's name")]

use directory::ChangeRequest;
use front::Shared;
use journal::follow::{Reactor, Sealed, Trouble};
use kernel::Id;
use mail::Recipient;
use serde::{Deserialize, Serialize};

/// The events by which staff answer a request to change legal data.
const ANSWERED: [&str; 2] = ["legal.approved", "legal.declined"];

/// Tells whoever asked for other legal data that it was decided. The values stay on the page.
pub(super) struct Changes {
    pub site: Shared,
}

/// What is read of the events.
#[derive(Deserialize)]
struct Told {
    request: Id<ChangeRequest>,
}

#[derive(Serialize)]
struct Says {
    name: String,
    company: String,
    approved: bool,
    note: Option<String>,
    link: String,
}

impl Reactor for Changes {
    const NAME: &'static str = "identity.changes";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        ANSWERED.contains(&event)
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(told) = serde_json::from_value::<Told>(sealed.entry.payload()) else { return Ok(()) };
        let (site, db) = (&self.site, self.site.gateway.db());
        let Some(asked) = db.unguarded().first(ChangeRequest::ID.is(&told.request)).await? else { return Ok(()) };
        let Some((name, address)) = directory::mail_address(db, asked.proposer_id).await? else { return Ok(()) };
        let says = Says {
            name,
            company: asked.company,
            approved: asked.approved_at.is_some(),
            note: asked.note,
            link: site.link(&format!("/a/{}/company/changes", asked.account_id)),
        };
        let to = Recipient::at(&address)?.of(asked.proposer_id);
        let letter = site.notice("identity/mail/change_answered", says, &to, sealed.entry.at)?;
        let letter = letter.following(Self::NAME, sealed.seq, &asked.proposer_id.to_string());
        Ok(mail::queue(db, &letter).await?)
    }
}
