#![expect(clippy::disallowed_methods, reason = "sessions are ended by what follows, in nobody's name")]

use access::Person;
use front::Shared;
use journal::follow::{Reactor, Sealed, Trouble};
use kernel::{Id, Ref};
use serde::Deserialize;
use store::Sql;

use crate::events::{self, Note, SessionsEnded};

/// Ends the sessions of somebody who was removed and has no place left. Their way into the account ended with the
/// removal itself; this signs them out, once the removal can no longer be undone.
pub(super) struct Departures {
    pub site: Shared,
}

#[derive(Deserialize)]
struct Told {
    person: Id<Person>,
}

impl Reactor for Departures {
    const NAME: &'static str = "identity.departures";
    const OUTSIDE: bool = true;

    fn listens(&self, event: &str) -> bool {
        event == "people.removed"
    }

    async fn react(&self, sealed: &Sealed) -> Result<(), Trouble> {
        let Ok(told) = serde_json::from_value::<Told>(sealed.entry.payload()) else { return Ok(()) };
        let now = self.site.gateway.clock().now();
        let work = self.site.gateway.db().begin().await?;
        let mut sql = Sql::new("UPDATE sessions SET ended_at = ");
        sql.bind(now.micros()).push(" WHERE ended_at IS NULL AND person_id = ").bind(told.person.uuid());
        sql.push(
            " AND NOT EXISTS (SELECT 1 FROM holdings AS h LEFT JOIN memberships AS m ON m.id = h.membership_id \
             WHERE h.person_id = sessions.person_id AND (h.membership_id IS NULL OR m.ended_at IS NULL) \
             AND (h.valid_until IS NULL OR h.valid_until > ",
        );
        sql.bind(now.micros()).push("))");
        let sessions = work.unguarded().execute(sql).await?;
        if sessions > 0 {
            let (target, trace) = (Ref::new("person", told.person), sealed.entry.trace.as_str());
            let note = Note {
                command: "identity.end_sessions",
                by: None,
                target,
                account: None,
                trace,
                cause: Some(&sealed.entry),
            };
            events::record(&work, note, &SessionsEnded { sessions }, now).await?;
        }
        Ok(work.commit().await?)
    }
}
