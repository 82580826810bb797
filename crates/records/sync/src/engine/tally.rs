use gateway::Together;
use kernel::Timestamp;

use super::todo::{Todo, Verdict};
use crate::{Ingested, Run};

/// The run after these documents, as many as have an outcome. Pure: the same inside the transaction and after it.
pub(super) fn after(run: &Run, todos: &[Todo], outcomes: &[Together], now: Timestamp) -> Run {
    let mut run = run.clone();
    for (todo, outcome) in todos.iter().zip(outcomes) {
        run.position = todo.number;
        run.lines += i64::try_from(todo.document.lines.len()).unwrap_or(0);
        match (&todo.verdict, outcome) {
            (Verdict::Dirty(_) | Verdict::LeftOut, _) | (Verdict::Send(_), Err(_)) => run.quarantined += 1,
            (Verdict::Same | Verdict::Mended, _) => run.unchanged += 1,
            (Verdict::Send(_), Ok(done)) => {
                let ingested =
                    done.iter().filter_map(|done| serde_json::from_value::<Ingested>(done.output.clone()).ok());
                match ingested.max() {
                    Some(Ingested::Created) => run.created += 1,
                    Some(Ingested::Changed) => run.changed += 1,
                    Some(Ingested::Unchanged) | None => run.unchanged += 1,
                }
            }
        }
    }
    run.touched_at = now;
    run
}
