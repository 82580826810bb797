//! What follows when somebody asks how the portal stands: the doctor looks, and what it found is kept.
#![expect(clippy::disallowed_methods, reason = "what the doctor found is written down in nobody's name")]

use std::sync::Arc;

use front::Shared;
use futures::future::BoxFuture;
use journal::{
    Event as _,
    follow::{Follower, Reactor, Sealed, Trouble},
};
use kernel::{Id, Timestamp};
use serde::Deserialize;
use store::{Column as _, Db, Json, Sql};

use crate::{Finding, Look, LookAsked};

/// Who can look at the program, its database and the machine it runs on.
pub trait Doctor: Send + Sync + 'static {
    /// Looks at everything once, and changes nothing. It may ask servers outside.
    fn look<'a>(&'a self, db: &'a Db, now: Timestamp) -> BoxFuture<'a, Vec<Finding>>;
}

/// What of it follows from the journal.
pub fn followers(site: &Shared, doctor: Arc<dyn Doctor>) -> Vec<Follower> {
    vec![Follower::reactor(Looking { site: Arc::clone(site), doctor })]
}

struct Looking {
    site: Shared,
    doctor: Arc<dyn Doctor>,
}

#[derive(Deserialize)]
struct Asked {
    look: Id<Look>,
}

impl Reactor for Looking {
    const NAME: &'static str = "readiness.looking";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == LookAsked::NAME
    }

    /// Twice does no harm: the later look is kept.
    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(asked) = serde_json::from_value::<Asked>(sealed.entry.payload()) else { return Ok(()) };
        let (db, clock) = (self.site.gateway.db(), self.site.gateway.clock());
        let findings = self.doctor.look(db, clock.now()).await;
        let mut sql = Sql::new("UPDATE readiness_looks SET looked_at = ");
        sql.bind(clock.now().micros()).push(", findings = ").bind(Json(findings).put());
        sql.push(" WHERE id = ").bind(asked.look.uuid());
        db.unguarded().execute(sql).await?;
        Ok(())
    }
}
