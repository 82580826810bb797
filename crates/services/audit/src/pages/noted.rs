use access::{Account, Person};
use journal::{Attempt, View};
use kernel::{Id, Ref, Timestamp};

use crate::queries::EntryLine;

/// What a line of any of the three lists says.
pub(super) trait Noted {
    /// When.
    fn at(&self) -> Timestamp;
    /// Whose hand it was.
    fn actor(&self) -> &str;
    /// On whose rights it acted, where that is kept.
    fn for_person(&self) -> Option<Id<Person>>;
    /// In which capacity.
    fn acting(&self) -> &str;
    /// Whose record it is about.
    fn account(&self) -> Option<Id<Account>>;
    /// What happened, by its technical name.
    fn called(&self) -> &str;
    /// To what.
    fn target(&self) -> Option<&Ref>;
    /// What it names beside that.
    fn others(&self) -> &[Ref];
}

impl Noted for EntryLine {
    fn at(&self) -> Timestamp {
        self.at
    }
    fn actor(&self) -> &str {
        &self.actor
    }
    fn for_person(&self) -> Option<Id<Person>> {
        self.on_behalf_of
    }
    fn acting(&self) -> &str {
        &self.acting
    }
    fn account(&self) -> Option<Id<Account>> {
        self.account_id
    }
    fn called(&self) -> &str {
        &self.event
    }
    fn target(&self) -> Option<&Ref> {
        Some(&self.target)
    }
    fn others(&self) -> &[Ref] {
        &self.refs
    }
}

/// The logs beside the journal have the same columns.
macro_rules! logged {
    ($ty:ty) => {
        impl Noted for $ty {
            fn at(&self) -> Timestamp {
                self.at
            }
            fn actor(&self) -> &str {
                &self.actor
            }
            fn for_person(&self) -> Option<Id<Person>> {
                self.on_behalf_of
            }
            fn acting(&self) -> &str {
                &self.acting
            }
            fn account(&self) -> Option<Id<Account>> {
                self.account_id
            }
            fn called(&self) -> &str {
                &self.action
            }
            fn target(&self) -> Option<&Ref> {
                self.target.as_ref()
            }
            fn others(&self) -> &[Ref] {
                &[]
            }
        }
    };
}
logged!(View);
logged!(Attempt);
