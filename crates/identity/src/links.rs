//! Links to one record: staff send one to an address; whoever reads its mail opens exactly that record, without an
//! account. What a link opens its record's service says ([`gateway::Linkable`]); it is a principal like any other, whose
//! mandate is that and nothing else (`directory::RecordLink::principal`). Reading its page uses nothing up, and whatever
//! is more than looking asks for a code first, so that the address is known to be read in that browser.

mod confirm;
mod list;
mod revoke;
mod send;

use access::{Grant, Reach};
use directory::RecordLink;
use gateway::{Command as _, Query as _, Service};
use journal::Event;
use kernel::{Id, Message, Problem};
use serde::{Deserialize, Serialize};
use store::{Object as _, Refused, StoreError};

pub(crate) use confirm::{ask, confirm};
pub use list::{LinkLine, ListLinks};
pub use revoke::RevokeLink;
pub use send::SendLink;

/// Links, as they are sent, listed and revoked.
pub fn links() -> Service {
    Service::named("links").object::<RecordLink>().command::<SendLink>().command::<RevokeLink>().query::<ListLinks>()
}

/// Who may list and revoke links, and how far.
const KEEPERS: [(&str, Reach); 4] =
    [("admin", Reach::Account), ("group", Reach::Tree), ("agent", Reach::All), ("desk-admin", Reach::All)];

/// What stock roles may do with links: staff send them; an account's admins, too, list and revoke those to its records.
pub fn link_grants() -> Vec<(&'static str, Grant)> {
    let keeping = [RecordLink::READ, ListLinks::NAME, RevokeLink::NAME];
    let of = |(role, reach): (&'static str, Reach)| keeping.map(|action| (role, Grant::new(action, reach.clone())));
    let sending = ["agent", "desk-admin"].map(|role| (role, Grant::new(SendLink::NAME, Reach::All)));
    KEEPERS.into_iter().flat_map(of).chain(sending).collect()
}

/// Why no link was sent or revoked.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Only a person sends links: they lead out of the portal.
    #[error("a link is sent by a person")]
    NotAPerson,
    /// The record belongs to another account than the one it is sent for.
    #[error("the record is another account's")]
    Elsewhere,
    /// There are no links to records of this kind, or to a part of one.
    #[error("there are no links to such records")]
    NoLinks,
    /// The link could do what whoever sends it may not do themselves.
    #[error("a link could do more than its sender")]
    NotTheirs,
    /// A record that may not be read.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        let about = |id| Self::invalid(Vec::new()).at("/about", Message::new(id));
        match error {
            LinkError::NotAPerson => Self::conflict(Message::new("links-error-person")),
            LinkError::Elsewhere => about("input-link-not-found"),
            LinkError::NoLinks => about("links-error-kind"),
            LinkError::NotTheirs => Self::conflict(Message::new("links-error-not-theirs")),
            LinkError::Refused(refused) => refused.into(),
            LinkError::Store(error) => error.into(),
        }
    }
}

/// A link was sent to somebody.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LinkSent {
    /// The link.
    pub link: Id<access::RecordLink>,
}

impl Event for LinkSent {
    const NAME: &'static str = "links.sent";
}

/// A link's letter was written.
#[derive(Clone, Debug, Serialize)]
pub struct LinkWritten {
    /// The link.
    pub link: Id<access::RecordLink>,
}

impl Event for LinkWritten {
    const NAME: &'static str = "links.written";
}

/// A link was revoked.
#[derive(Clone, Debug, Serialize)]
pub struct LinkRevoked {
    /// The link.
    pub link: Id<access::RecordLink>,
}

impl Event for LinkRevoked {
    const NAME: &'static str = "links.revoked";
}
