use std::collections::BTreeMap;

use kernel::Id;
use store::{Db, StoreError};

use crate::{Feed, Mark, shape::Shaped};

/// What was last agreed about documents, by kind and remote id; read for many of them at once.
pub(super) struct Known(BTreeMap<(String, String), String>);

impl Known {
    /// What is known of all these: one question for each kind.
    #[expect(clippy::disallowed_methods, reason = "marks are the import's own memory")]
    pub async fn of<'s>(db: &Db, feed: Id<Feed>, shaped: impl Iterator<Item = &'s Shaped>) -> Result<Self, StoreError> {
        let mut wanted: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        for part in shaped {
            wanted.entry(&part.kind).or_default().push(&part.remote);
        }
        let mut known = BTreeMap::new();
        for (kind, mut remotes) in wanted {
            remotes.sort_unstable();
            remotes.dedup();
            let named = Mark::KIND.is(&kind.to_owned()).and(Mark::REMOTE_ID.is_in(remotes));
            for mark in db.unguarded().find(Mark::FEED_ID.is(&feed).and(named)).await? {
                known.insert((mark.kind, mark.remote_id), mark.digest);
            }
        }
        Ok(Self(known))
    }

    /// Whether the document is as it was last taken.
    pub fn is_same(&self, part: &Shaped) -> bool {
        self.0.get(&(part.kind.clone(), part.remote.clone())) == Some(&part.digest)
    }
}
