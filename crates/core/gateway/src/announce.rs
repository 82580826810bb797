#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use access::{Caller, Principal};
use futures::future::BoxFuture;
use journal::{Audience, Entry, Event};
use kernel::{Id, Problem, Ref};
use store::{Db, Refused};
use uuid::Uuid;

use crate::{Gateway, Numbered};

type Look = for<'a> fn(&'a Db, &'a Caller, Uuid) -> BoxFuture<'a, Result<Option<String>, Refused>>;

/// An event of which programs outside may be told: which record it is about, and no word of what it says.
#[derive(Clone, Copy)]
pub struct Announcement {
    /// What the world calls it: `invoice.received`. It never changes.
    pub name: &'static str,
    /// The kind of record it is about.
    pub kind: &'static str,
    /// What the journal calls it.
    pub(crate) event: &'static str,
    /// Whether customers may see it; what is staff's alone is told to nobody outside.
    pub(crate) is_customers: bool,
    look: Look,
}

impl Announcement {
    pub(crate) fn of<E: Event, R: Numbered>(name: &'static str) -> Self {
        Self {
            name,
            kind: R::KIND,
            event: E::NAME,
            is_customers: E::AUDIENCE == Audience::Account,
            look: |db, caller, id| Box::pin(look::<R>(db, caller, id)),
        }
    }

    /// The record an entry tells of; nothing when it tells of none, or is staff's alone.
    pub fn about(&self, entry: &Entry) -> Option<Ref> {
        if entry.event != self.event || entry.audience != Audience::Account {
            return None;
        }
        let mut named = std::iter::once(&entry.target).chain(&entry.refs.0);
        named.find(|named| named.kind == self.kind).cloned()
    }
}

async fn look<R: Numbered>(db: &Db, caller: &Caller, id: Uuid) -> Result<Option<String>, Refused> {
    match db.show::<Announcement, R>(caller, R::READ, Id::from_uuid(id)).await {
        Ok(seen) => Ok(Some(seen.number())),
        Err(Refused::Hidden | Refused::Forbidden(_)) => Ok(None),
        Err(refused) => Err(refused),
    }
}

impl Gateway {
    /// The number of the record that is announced, as far as this principal may read the record at this moment; nothing
    /// when they may not, or it is gone. It tells no more than that it is there, so no look is noted.
    ///
    /// # Errors
    /// The database's.
    pub async fn number_for(
        &self,
        principal: &Principal,
        announcement: &Announcement,
        record: Uuid,
    ) -> Result<Option<String>, Problem> {
        // Nobody's request brings the generation of rights, so it is asked for: another instance may have changed them.
        let generation = directory::generation(&self.db, "rights").await?;
        let caller = self.caller(principal, Some(u64::try_from(generation).unwrap_or(0))).await?;
        Ok((announcement.look)(&self.db, &caller, record).await?)
    }
}
