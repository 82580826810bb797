#![expect(clippy::disallowed_methods, reason = "the link is drawn where nobody looks on, and follows from the journal")]

use directory::{Person, RecordLink};
use front::Shared;
use journal::{
    Event as _,
    follow::{Reactor, Sealed, Trouble},
};
use kernel::{Date, Id, Ref};
use mail::{Letter, Recipient};
use serde::Serialize;
use store::{Object as _, Sql, Unguarded, Work};

use crate::{
    Token,
    events::{self, Note},
    links::{LinkSent, LinkWritten},
};

/// Writes the letter of a link to a record, which is drawn only then.
pub(super) struct Links {
    pub site: Shared,
}

#[derive(Serialize)]
struct Says {
    record: String,
    sender: Option<String>,
    note: Option<String>,
    link: String,
    expires: Date,
    /// Whether there is anything to answer.
    answers: bool,
}

impl Reactor for Links {
    const NAME: &'static str = "identity.links";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == LinkSent::NAME
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(sent) = serde_json::from_value::<LinkSent>(sealed.entry.payload()) else { return Ok(()) };
        let work = self.site.gateway.db().begin().await?;
        if self.send(&work, sent.link, sealed).await? {
            work.commit().await?;
        }
        Ok(())
    }
}

impl Links {
    /// Draws the link and queues its letter, in one transaction; tells whether there was anything to do.
    async fn send(&self, work: &Work, id: Id<access::RecordLink>, sealed: &Sealed) -> Result<bool, Trouble> {
        let (raw, now) = (work.unguarded(), self.site.gateway.clock().now());
        let Some(link) = raw.first(RecordLink::ID.is(&id)).await? else { return Ok(false) };
        if !link.is_open(now) {
            return Ok(false);
        }
        let token = Token::random();
        let mut sql = Sql::new("UPDATE record_links SET token_hash = ");
        sql.bind(token.hash()).push(", sent_at = ").bind(now.micros());
        sql.push(" WHERE token_hash IS NULL AND revoked_at IS NULL AND id = ").bind(id.uuid());
        if raw.execute(sql).await? != 1 {
            return Ok(false);
        }
        let letter = self.letter(raw, &link, &token, sealed).await?;
        raw.insert_if_new(&letter).await?;
        let note = Note {
            command: "links.write",
            by: None,
            target: Ref::new(RecordLink::KIND, id),
            account: Some(link.account_id),
            trace: &sealed.entry.trace,
            cause: Some(&sealed.entry),
        };
        events::record(work, note, &LinkWritten { link: id }, now).await?;
        Ok(true)
    }

    async fn letter(
        &self,
        raw: Unguarded<'_>,
        link: &RecordLink,
        token: &Token,
        sealed: &Sealed,
    ) -> Result<Letter, Trouble> {
        let site = &self.site;
        let sender = raw.first(Person::ID.is(&link.sent_by)).await?;
        let linkable = site.gateway.registry().linkable(&link.target.kind);
        let says = Says {
            record: link.name.clone(),
            sender: sender.map(|sender| sender.name),
            note: link.note.clone(),
            link: site.link(&format!("/l/{}", token.expose())),
            expires: Date::from(site.settings.zone.to_datetime(link.expires_at.to_jiff()).date()),
            answers: linkable.is_some_and(|linkable| !linkable.acts.is_empty()),
        };
        let letter = site.notice("identity/mail/link", says, &Recipient::at(&link.email)?, sealed.entry.at)?;
        Ok(letter.keeping_no_copy().following(Self::NAME, sealed.seq, "link"))
    }
}
