use std::sync::{Arc, Mutex, PoisonError};

use kernel::Id;

use crate::Account;

/// The accounts of the tree below the one somebody acts for, once they were read: a page has several lists, and asks
/// the database once. Copies share what was read.
///
/// One that is made by [`Self::of_request`] lives as long as a request does: the next reads anew. Any other remembers
/// nothing.
#[derive(Clone, Debug, Default)]
pub struct KnownTree(Option<Arc<Mutex<Option<Tree>>>>);

/// An account, and those of its tree.
type Tree = (Id<Account>, Vec<Id<Account>>);

impl KnownTree {
    /// One that remembers what is read.
    pub fn of_request() -> Self {
        Self(Some(Arc::default()))
    }

    /// The tree below this account, if it was read.
    pub fn below(&self, account: Id<Account>) -> Option<Vec<Id<Account>>> {
        let known = self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().filter(|(top, _)| *top == account).map(|(_, tree)| tree.clone())
    }

    /// Remembers it.
    pub fn keep(&self, account: Id<Account>, tree: &[Id<Account>]) {
        self.put(Some((account, tree.to_vec())));
    }

    /// Forgets what was read: an answer that is sent in pieces may take long.
    pub fn forget(&self) {
        self.put(None);
    }

    fn put(&self, tree: Option<Tree>) {
        if let Some(known) = &self.0 {
            *known.lock().unwrap_or_else(PoisonError::into_inner) = tree;
        }
    }
}
