#![expect(clippy::disallowed_methods, reason = "whoever looks after access is told by what follows, in nobody's name")]

use access::{Account, Person, Reach};
use directory::AccessRequest;
use front::Shared;
use gateway::Asked;
use journal::{
    Face,
    follow::{Reactor, Sealed, Trouble},
};
use kernel::{Date, Id, Timestamp};
use mail::Recipient;
use serde::{Deserialize, Serialize};

/// The event by which somebody asks for a role, and the command by which it is given.
const REQUESTED: &str = "access.requested";
const GRANT: &str = "access.grant";

/// How many of those who look after access in an account are written to.
const TOLD: u32 = 20;

/// Tells those who look after access in an account that somebody there asks for a role, as long as they may give it.
pub(super) struct Requests {
    pub site: Shared,
}

/// What is read of the event.
#[derive(Deserialize)]
struct Told {
    request: Id<AccessRequest>,
}

#[derive(Serialize)]
struct Says {
    name: String,
    asker: String,
    company: String,
    role: String,
    note: Option<String>,
    ends: Date,
    link: String,
}

impl Reactor for Requests {
    const NAME: &'static str = "identity.requests";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == REQUESTED
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(told) = serde_json::from_value::<Told>(sealed.entry.payload()) else { return Ok(()) };
        let (gateway, at) = (&self.site.gateway, sealed.entry.at);
        let db = gateway.db();
        let found = db.unguarded().first(AccessRequest::ID.is(&told.request)).await?;
        // It may have been answered meanwhile.
        let Some(asked) = found.filter(|found| found.is_open(gateway.clock().now())) else { return Ok(()) };
        let Some(company) = db.unguarded().first(directory::Account::ID.is(&asked.account_id)).await? else {
            return Ok(());
        };
        for person in self.keepers(asked.account_id).await? {
            let member = gateway.caller(&directory::member(db, person, asked.account_id).await?, None).await?;
            // For a while, at least.
            let gives = member.may_offer(GRANT, asked.account_id, &asked.role, Some(member.now));
            if gives && member.facts(GRANT).whole && person != asked.person_id {
                self.write(sealed.seq, at, person, &asked, &company.name).await?;
            }
        }
        Ok(())
    }
}

impl Requests {
    /// Some members of an account whose roles name the answer to what is asked for.
    async fn keepers(&self, account: Id<Account>) -> Result<Vec<Id<Person>>, Trouble> {
        let gateway = &self.site.gateway;
        let system = Asked::system(Self::NAME, Face::Inside, gateway.clock().now()).principal;
        let rights = gateway.caller(&system, None).await?.rights;
        let opening = rights.book.opening(GRANT, &Reach::Account);
        let roles: Vec<&str> = opening.iter().map(|role| &*role.name).collect();
        Ok(directory::members::with_roles(gateway.db(), account, &roles, TOLD).await?)
    }

    async fn write(
        &self,
        seq: i64,
        at: Timestamp,
        person: Id<Person>,
        asked: &AccessRequest,
        company: &str,
    ) -> Result<(), Trouble> {
        let (site, db) = (&self.site, self.site.gateway.db());
        let Some((name, address)) = directory::mail_address(db, person).await? else { return Ok(()) };
        let says = Says {
            name,
            asker: asked.person_name.clone(),
            company: company.to_owned(),
            role: site.role(&words::LanguageIdentifier::default(), &asked.role),
            note: asked.note.clone(),
            ends: Date::from(site.settings.zone.to_datetime(asked.expires_at.to_jiff()).date()),
            link: site.link(&format!("/a/{}/people/requests", asked.account_id)),
        };
        let to = Recipient::at(&address)?.of(person);
        let letter = site.notice("identity/mail/access_requested", says, &to, at)?;
        Ok(mail::queue(db, &letter.following(Self::NAME, seq, &person.to_string())).await?)
    }
}
