use std::sync::{Arc, OnceLock};

use kernel::Id;

use crate::Account;

/// The accounts of the tree below the one somebody acts for, once they were read, of a large tree only the first: a page
/// has several lists, and asks the database once. Copies share what was read.
///
/// One that is made by [`Self::of_request`] lives as long as a request does: the next reads anew. Any other remembers
/// nothing.
#[derive(Clone, Debug, Default)]
pub struct KnownTree(Option<Arc<OnceLock<Tree>>>);

/// An account, and those of its tree.
type Tree = (Id<Account>, Vec<Id<Account>>);

impl KnownTree {
    /// One that remembers what is read.
    pub fn of_request() -> Self {
        Self(Some(Arc::default()))
    }

    /// The tree below this account, if it was read.
    pub fn below(&self, account: Id<Account>) -> Option<&[Id<Account>]> {
        let (top, tree) = self.0.as_ref()?.get()?;
        (*top == account).then_some(tree)
    }

    /// Remembers it; what was remembered before stays.
    pub fn keep(&self, account: Id<Account>, tree: &[Id<Account>]) {
        if let Some(kept) = &self.0 {
            // Two lists may have been read at once; they have read the same.
            let _ = kept.set((account, tree.to_vec()));
        }
    }
}
