#![expect(clippy::disallowed_methods, reason = "the link is drawn where nobody looks on, and follows from the journal")]

use directory::{Invitation, Person};
use front::{InvitationLetter, Shared};
use journal::follow::{Reactor, Sealed, Trouble};
use kernel::{Id, Ref, Timestamp};
use mail::{Letter, Recipient};
use serde::Deserialize;
use store::{Db, Unguarded, Work};

use crate::{
    Token,
    events::{self, InvitationSent, Note},
    invitations::{names, owner},
};

/// Writes the letter of an invitation that has no link yet: made, renewed, or put back before it was sent. It waits
/// until the invitation can no longer be undone.
pub(super) struct Sending {
    pub site: Shared,
}

/// What is read of the events.
#[derive(Deserialize)]
struct Told {
    invitation: Id<Invitation>,
}

impl Reactor for Sending {
    const NAME: &'static str = "identity.invitations";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        matches!(event, "people.invited" | "people.reinvited" | "people.reinstated")
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(told) = serde_json::from_value::<Told>(sealed.entry.payload()) else { return Ok(()) };
        let db: &Db = self.site.gateway.db();
        let work = db.begin().await?;
        if self.send(&work, told.invitation, sealed).await? {
            work.commit().await?;
        }
        Ok(())
    }
}

impl Sending {
    /// Draws the link and queues its letter, in one transaction; tells whether there was anything to do.
    async fn send(&self, work: &Work, id: Id<Invitation>, sealed: &Sealed) -> Result<bool, Trouble> {
        let (raw, now) = (work.unguarded(), self.site.gateway.clock().now());
        let Some(found) = raw.first(Invitation::ID.is(&id)).await? else { return Ok(false) };
        if found.token_hash.is_some() || !found.is_open(now) {
            return Ok(false);
        }
        let token = Token::random();
        let sent = Invitation { token_hash: Some(token.hash()), sent_at: Some(now), ..found };
        let letter = self.letter(raw, &sent, &token, sealed).await?;
        if !issue(raw, &sent, &letter, now).await? {
            return Ok(false);
        }
        raw.insert_if_new(&letter).await?;
        let note = Note {
            command: "identity.send_invitation",
            by: None,
            target: Ref::new("invitation", sent.id),
            account: sent.account_id,
            trace: &sealed.entry.trace,
            cause: Some(&sealed.entry),
        };
        events::record(work, note, &InvitationSent { invitation: sent.id }, now).await?;
        Ok(true)
    }

    async fn letter(
        &self,
        raw: Unguarded<'_>,
        invitation: &Invitation,
        token: &Token,
        sealed: &Sealed,
    ) -> Result<Letter, Trouble> {
        let site = &self.site;
        let (inviter, account) = names(raw, invitation).await?;
        let name = match owner(raw, &invitation.email_fold).await? {
            Some(person) => raw.first(Person::ID.is(&person)).await?.map(|person| person.name),
            None => None,
        };
        let told = InvitationLetter {
            name: name.as_deref(),
            inviter: inviter.as_deref(),
            company: account.as_deref(),
            role: &invitation.role,
            note: invitation.note.as_deref(),
            expires_at: invitation.expires_at,
        };
        let link = site.link(&format!("/invitations/{}", token.expose()));
        let letter = site.invitation(told, &link, &Recipient::at(&invitation.email)?, sealed.entry.at)?;
        Ok(letter.keeping_no_copy().following(Self::NAME, sealed.seq, "invitation"))
    }
}

/// Writes down the link's hash and which letter it is in, unless somebody was quicker or the invitation has ended.
async fn issue(raw: Unguarded<'_>, sent: &Invitation, letter: &Letter, now: Timestamp) -> Result<bool, Trouble> {
    let mut sql = store::Sql::new("UPDATE invitations SET token_hash = ");
    sql.bind(sent.token_hash.clone()).push(", sent_at = ").bind(now.micros());
    sql.push(", letter_id = ").bind(letter.id.uuid()).push(", letter_at = ").bind(now.micros());
    sql.push(" WHERE token_hash IS NULL AND accepted_at IS NULL AND revoked_at IS NULL AND id = ");
    sql.bind(sent.id.uuid());
    Ok(raw.execute(sql).await? == 1)
}
