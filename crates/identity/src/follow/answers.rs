#![expect(clippy::disallowed_methods, reason = "whoever asked is told by what follows, in nobody's name")]

use access::Person;
use directory::AccessRequest;
use front::Shared;
use journal::follow::{Reactor, Sealed, Trouble};
use kernel::{Date, Id, Timestamp};
use mail::Recipient;
use serde::{Deserialize, Serialize};

/// The events by which what somebody asked for was given to them, or not.
const GRANTED: &str = "access.granted";
const DECLINED: &str = "access.declined";

/// Tells whoever asked for a role what came of it.
pub(super) struct Answers {
    pub site: Shared,
}

/// What is read of both events.
#[derive(Deserialize)]
struct Told {
    request: Id<AccessRequest>,
    person: Id<Person>,
    /// First instant the role no longer counts.
    #[serde(default)]
    until: Option<Timestamp>,
}

#[derive(Serialize)]
struct Says {
    name: String,
    company: String,
    role: String,
    granted: bool,
    /// The last day, if it is for a while.
    until: Option<Date>,
    link: String,
}

impl Reactor for Answers {
    const NAME: &'static str = "identity.access_answers";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        [GRANTED, DECLINED].contains(&event)
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(told) = serde_json::from_value::<Told>(sealed.entry.payload()) else { return Ok(()) };
        let (site, db) = (&self.site, self.site.gateway.db());
        let Some(asked) = db.unguarded().first(AccessRequest::ID.is(&told.request)).await? else { return Ok(()) };
        let Some(company) = db.unguarded().first(directory::Account::ID.is(&asked.account_id)).await? else {
            return Ok(());
        };
        let Some((name, address)) = directory::mail_address(db, told.person).await? else { return Ok(()) };
        let says = Says {
            name,
            company: company.name,
            role: site.role(&words::LanguageIdentifier::default(), &asked.role),
            granted: asked.granted_at.is_some(),
            until: told.until.map(|until| {
                let last = Timestamp::from_micros(until.micros() - 1);
                Date::from(site.settings.zone.to_datetime(last.to_jiff()).date())
            }),
            link: site.link(&format!("/a/{}", asked.account_id)),
        };
        let to = Recipient::at(&address)?.of(told.person);
        let letter = site.notice("identity/mail/access_answered", says, &to, sealed.entry.at)?;
        Ok(mail::queue(db, &letter.following(Self::NAME, sealed.seq, "person")).await?)
    }
}
