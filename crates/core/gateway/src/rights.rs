use std::sync::{Arc, PoisonError, RwLock};

use access::Rights;
use kernel::Problem;
use store::Db;

use crate::{Registry, gate::compile};

/// Roles and policies in force; replaced as one, never changed.
pub(crate) struct Current(RwLock<Arc<Rights>>);

impl Current {
    pub async fn load(db: &Db, registry: &Registry) -> Result<Self, Problem> {
        Ok(Self(RwLock::new(Arc::new(read(db, registry).await?))))
    }

    /// The rights in force; read again when the database has moved on.
    pub async fn at_least(
        &self,
        generation: Option<u64>,
        db: &Db,
        registry: &Registry,
    ) -> Result<Arc<Rights>, Problem> {
        let held = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        if generation.is_none_or(|wanted| wanted <= held.generation) {
            return Ok(held);
        }
        let fresh = Arc::new(read(db, registry).await?);
        let mut slot = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Another request may have been quicker.
        if slot.generation < fresh.generation {
            *slot = Arc::clone(&fresh);
        }
        Ok(fresh)
    }
}

async fn read(db: &Db, registry: &Registry) -> Result<Rights, Problem> {
    // The number first: what is read afterwards is at least as new.
    let generation = directory::generation(db, "rights").await?;
    let book = directory::load_roles(db).await?;
    let generation = u64::try_from(generation).unwrap_or(0);
    compile(registry, book, generation).map_err(Problem::unexpected)
}
