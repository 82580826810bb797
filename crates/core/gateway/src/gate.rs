use std::sync::Arc;

use access::{Caller, KnownTree, Policies, Principal, Rights, RoleBook};
use journal::{Deed, Entry, Face, Logs};
use kernel::{Clock, Id, Problem};
use store::Db;
use tokio::sync::Notify;
use words::Formats;

use crate::{Key, Registry, Version, rights::Current};

/// The gate, with all it needs. One in a process.
pub struct Gateway {
    pub(crate) db: Db,
    pub(crate) registry: Arc<Registry>,
    pub(crate) rights: Current,
    pub(crate) logs: Logs,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) wake: Arc<Notify>,
}

/// What a gateway is made of.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Every operation.
    pub registry: Registry,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// Who asks, through which door, and in which words.
#[derive(Clone)]
pub struct Asked {
    /// Who.
    pub principal: Principal,
    /// Through which door.
    pub face: Face,
    /// How they write dates and numbers.
    pub formats: Arc<Formats>,
    /// So that the same request sent twice is done once.
    pub key: Option<Key>,
    /// The entry this follows from, and how many causes lie behind it.
    pub cause: Option<(Id<Entry>, i64)>,
    /// The trace it belongs to.
    pub trace: String,
    /// What it takes back, which must still stand; see [`Gateway::take_back`].
    pub undoes: Option<Deed>,
    /// The version of its target that whoever asks has seen, and which must still be the last.
    pub expects: Option<Version>,
    /// What was read of the tree it acts for, by the same request.
    pub tree: KnownTree,
}

impl Asked {
    /// A request without a key, a cause or a trace.
    pub fn by(principal: Principal, face: Face, formats: Arc<Formats>) -> Self {
        Self {
            principal,
            face,
            formats,
            key: None,
            cause: None,
            trace: String::new(),
            undoes: None,
            expects: None,
            tree: KnownTree::default(),
        }
    }

    /// The request under a key.
    #[must_use]
    pub fn keyed(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }
}

impl Gateway {
    /// A gateway over these parts, with the roles the database holds.
    ///
    /// # Errors
    /// A policy that is not valid, or the database's.
    pub async fn open(parts: Parts) -> Result<Self, Problem> {
        let Parts { db, registry, clock } = parts;
        let registry = Arc::new(registry);
        let rights = Current::load(&db, &registry).await?;
        Ok(Self { db, registry, rights, logs: Logs::default(), clock, wake: Arc::new(Notify::new()) })
    }

    /// A principal under the rights now in force, if they are at least as new as `generation`; else they are read
    /// again first. A request learns the generation from the query that loads its session.
    ///
    /// # Errors
    /// The database's.
    pub async fn caller(&self, principal: &Principal, generation: Option<u64>) -> Result<Caller, Problem> {
        let rights = self.rights.at_least(generation, &self.db, &self.registry).await?;
        Ok(Caller { principal: principal.clone(), rights, now: self.clock.now(), tree: KnownTree::default() })
    }

    /// Whoever asks, under the rights now in force, with what their request knows already.
    pub(crate) async fn asker(&self, asked: &Asked) -> Result<Caller, Problem> {
        Ok(Caller { tree: asked.tree.clone(), ..self.caller(&asked.principal, None).await? })
    }

    /// Every operation.
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// The logs of views and attempts.
    pub fn logs(&self) -> &Logs {
        &self.logs
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The database, for the machinery.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Rings after each committed command, for the sealer and the followers.
    pub fn wake(&self) -> &Arc<Notify> {
        &self.wake
    }
}

/// Compiles the policies of a registry over a book of roles.
pub(crate) fn compile(registry: &Registry, book: RoleBook, generation: u64) -> Result<Rights, access::PolicyError> {
    let actions: Vec<_> = registry.actions().cloned().collect();
    let texts: Vec<_> = registry.policies().collect();
    let policies = Policies::build(registry.objects().to_vec(), &actions, &texts)?;
    Ok(Rights { book, policies, generation })
}
