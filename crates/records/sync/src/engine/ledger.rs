//! Keeps, in the transaction that imports documents, the run's place and the quarantine.

#![expect(clippy::disallowed_methods, reason = "the import keeps its own place and quarantine")]

use futures::future::BoxFuture;
use gateway::{Broken, Keeper, Together};
use kernel::{Id, Message, Problem, Timestamp};
use store::{Json, Sql, Work};

use super::{
    tally,
    todo::{Todo, Verdict},
};
use crate::{QuarantineState, Quarantined, Run, RunState, error::Moved, said, shape::Fault, staging};

pub(super) struct Ledger<'l> {
    pub run: &'l Run,
    pub todos: &'l [Todo],
    pub now: Timestamp,
}

impl Keeper for Ledger<'_> {
    fn keep<'a>(&'a self, work: &'a Work, outcomes: &'a [Together]) -> BoxFuture<'a, Result<(), Problem>> {
        Box::pin(async move {
            let raw = work.unguarded();
            let after = tally::after(self.run, self.todos, outcomes, self.now);
            // First of all: whoever finds the run elsewhere than it left it is not alone; then nothing of this happens.
            if raw.execute(moved(self.run, &after)).await? == 0 {
                return Err(Problem::unexpected(Moved));
            }
            let mut fresh = Vec::new();
            for (todo, outcome) in self.todos.iter().zip(outcomes) {
                match self.changed(todo, outcome) {
                    Some(held) if todo.held.is_some() => {
                        raw.update(&held).await?;
                    }
                    Some(held) => fresh.push(held),
                    None => {}
                }
            }
            if !fresh.is_empty() {
                raw.insert_all(&fresh).await?;
            }
            staging::discard(work, &after, after.position).await?;
            Ok(())
        })
    }
}

impl Ledger<'_> {
    /// The document's row in quarantine, if it needs one or has to change.
    fn changed(&self, todo: &Todo, outcome: &Together) -> Option<Quarantined> {
        let fault = match (&todo.verdict, outcome) {
            (Verdict::Dirty(fault), _) => fault.clone(),
            (Verdict::Send(_), Err(broken)) => broken_fault(broken, todo),
            (Verdict::Send(_) | Verdict::Same, Ok(_)) => return self.resolved(todo),
            (Verdict::Same | Verdict::LeftOut | Verdict::Mended, _) => return None,
        };
        let held = self.quarantined(todo, &fault);
        match &todo.held {
            // The same again: nothing changes, and nobody is bothered twice.
            Some(before) if is_same(before, &held) => None,
            Some(before) => Some(Quarantined { id: before.id, ..held }),
            None => Some(held),
        }
    }

    /// What was held back has come in by itself.
    fn resolved(&self, todo: &Todo) -> Option<Quarantined> {
        let held = todo.held.as_ref().filter(|held| held.state != QuarantineState::Resolved)?;
        Some(Quarantined { state: QuarantineState::Resolved, settled_at: Some(self.now), ..held.clone() })
    }

    fn quarantined(&self, todo: &Todo, fault: &Fault) -> Quarantined {
        let numbers = || todo.document.lines.iter().filter_map(|line| line.number);
        let first = todo.document.lines.first();
        let file = first.and_then(|line| todo.content.files.get(line.file)).map(|file| file.name.clone());
        Quarantined {
            id: Id::from_uuid(uuid::Uuid::now_v7()),
            feed_id: self.run.feed_id,
            run_id: self.run.id,
            mapping_id: self.run.mapping_id,
            mapping: self.run.mapping.clone(),
            document: todo.document.key.clone(),
            file: file.unwrap_or_default(),
            first_line: numbers().next().unwrap_or(0),
            last_line: numbers().next_back().unwrap_or(0),
            lines: i64::try_from(todo.document.lines.len()).unwrap_or(0),
            state: QuarantineState::Open,
            reason: Json(fault.said.clone()),
            hit: held_back(fault),
            digest: todo.content.digest(),
            content: Json(todo.content.clone()),
            mended: None,
            found_at: self.now,
            settled_at: None,
        }
    }
}

/// The line at fault, as it is kept.
pub(crate) fn held_back(fault: &Fault) -> Option<i64> {
    fault.hit.and_then(|hit| i64::try_from(hit).ok())
}

fn is_same(before: &Quarantined, now: &Quarantined) -> bool {
    let waits = matches!(before.state, QuarantineState::Open | QuarantineState::Replaying);
    waits && before.digest == now.digest && before.reason == now.reason
}

fn broken_fault(broken: &Broken, todo: &Todo) -> Fault {
    if broken.problem.kind() == &Problem::UNEXPECTED {
        tracing::error!(
            line = todo.document.lines.first().and_then(|line| line.number),
            error = &broken.problem as &dyn std::error::Error,
            "Could not import a document"
        );
    }
    Fault { said: reason_of(broken), hit: None }
}

/// Why a document was refused by a service, to be shown at the desk.
pub(crate) fn reason_of(broken: &Broken) -> Message {
    if broken.problem.kind() == &Problem::UNEXPECTED {
        return Message::new("sync-reason-unexpected");
    }
    said::of_problem(&broken.problem)
}

fn moved(before: &Run, after: &Run) -> Sql {
    let mut sql = Sql::new("UPDATE sync_runs SET position = ");
    sql.bind(after.position).push(", lines = ").bind(after.lines).push(", created = ").bind(after.created);
    sql.push(", changed = ").bind(after.changed).push(", unchanged = ").bind(after.unchanged);
    sql.push(", quarantined = ").bind(after.quarantined).push(", touched_at = ").bind(after.touched_at.micros());
    sql.push(" WHERE id = ").bind(before.id.uuid()).push(" AND position = ").bind(before.position);
    sql.push(" AND state = ").bind(RunState::Importing.word());
    sql
}
