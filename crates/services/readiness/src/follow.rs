//! What follows when somebody asks how the portal stands: the doctor looks, and what it found is kept.
#![expect(clippy::disallowed_methods, reason = "what the doctor found is written down in nobody's name")]

use std::{sync::Arc, time::Duration};

use front::Shared;
use futures::future::BoxFuture;
use journal::{
    Event as _,
    follow::{Follower, Reactor, Sealed, Trouble},
};
use kernel::{Id, Message, Timestamp};
use serde::Deserialize;
use store::{Column as _, Db, Json, Sql, StoreError};

use crate::{Finding, InWords, Look, LookAsked};

/// The follower that looks. It asks servers outside and waits for them, so it takes its turns beside the others.
pub const LOOKING: &str = "readiness.looking";

/// How long an instance has a look to itself. Shorter than whoever asked waits before they may ask once more.
const OWN: Duration = Duration::from_secs(90);

/// Who can look at the program, its database and the machine it runs on.
pub trait Doctor: Send + Sync + 'static {
    /// Looks at everything once, and changes nothing. It may ask servers outside.
    fn look<'a>(&'a self, db: &'a Db, now: Timestamp) -> BoxFuture<'a, Vec<Finding>>;

    /// The words for a message where nobody's language is known.
    fn say(&self, message: &Message) -> String;
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
    const NAME: &'static str = LOOKING;
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == LookAsked::NAME
    }

    /// A look that another instance is at, or has done, is left alone. Where that one is killed meanwhile, whoever
    /// waits for the look asks once more.
    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(asked) = serde_json::from_value::<Asked>(sealed.entry.payload()) else { return Ok(()) };
        let (db, clock) = (self.site.gateway.db(), self.site.gateway.clock());
        if !claim(db, asked.look, clock.now()).await? {
            return Ok(());
        }
        let found = self.doctor.look(db, clock.now()).await;
        let in_words: Vec<InWords> =
            found.iter().map(|finding| finding.in_words(&|message| self.doctor.say(message))).collect();
        let mut sql = Sql::new("UPDATE readiness_looks SET looking_until = NULL, looked_at = ");
        sql.bind(clock.now().micros()).push(", found = ").bind(Json(found).put());
        sql.push(", findings = ").bind(Json(in_words).put());
        sql.push(" WHERE id = ").bind(asked.look.uuid());
        db.unguarded().execute(sql).await?;
        Ok(())
    }
}

/// Takes a look for this instance; tells whether it is to be looked at all, and nobody else is at it.
async fn claim(db: &Db, look: Id<Look>, now: Timestamp) -> Result<bool, StoreError> {
    let mut sql = Sql::new("UPDATE readiness_looks SET looking_until = ");
    sql.bind(now.plus(OWN).micros()).push(" WHERE id = ").bind(look.uuid());
    sql.push(" AND (looked_at IS NULL OR looked_at < asked_at) AND (looking_until IS NULL OR looking_until <= ");
    sql.bind(now.micros()).push(")");
    Ok(db.unguarded().execute(sql).await? == 1)
}
