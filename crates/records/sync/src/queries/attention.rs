use std::collections::BTreeMap;

use gateway::{Attention, Input, Path, Query, Slot, TOLD, Viewed, get};
use kernel::{Id, Limit, Message, Problem, Ref, Timestamp, Turn};
use store::{Direction, List, Object as _, Order, Scope};

use crate::{QuarantineState, Quarantined, Run, RunState};

/// Tells staff of documents that are held back, a line for each mapping.
#[derive(Input)]
pub struct AttendQuarantine {
    slot: Slot,
}

/// Tells staff of mappings whose last import failed.
#[derive(Input)]
pub struct AttendRuns {
    slot: Slot,
}

/// How many documents are counted.
const CAP: u32 = 1_000;

/// How far back the last imports are looked for.
const RUNS: u32 = 50;

impl Query for AttendQuarantine {
    const NAME: &'static str = "imports.attention";
    const PATH: Path = get("/imports/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Quarantined;
    type Under = Scope<Self, Quarantined>;
    type Output = Vec<Attention>;

    async fn run(self, held: Scope<Self, Quarantined>) -> Result<Vec<Attention>, Problem> {
        if self.slot != Slot::Waiting {
            return Ok(Vec::new());
        }
        let open = Quarantined::STATE.is(&QuarantineState::Open);
        let by = (Quarantined::MAPPING, Quarantined::RUN_ID);
        let tallies = held.tally(by, Quarantined::FOUND_AT, &open, CAP).await?;
        let more = tallies.iter().map(|tally| tally.rows).sum::<u64>() >= u64::from(CAP);
        // A line a mapping: how many, and the run that found the latest of them.
        let mut mappings: BTreeMap<String, (u64, Timestamp, Id<Run>)> = BTreeMap::new();
        for tally in tallies {
            let (mapping, run) = tally.by;
            let told = mappings.entry(mapping).or_insert((0, tally.latest, run));
            told.0 += tally.rows;
            if tally.latest > told.1 {
                (told.1, told.2) = (tally.latest, run);
            }
        }
        let told = mappings.into_iter().take(TOLD as usize).map(|(mapping, (rows, latest, run))| {
            let title = Message::new("sync-attention-held").with("mapping", mapping);
            let title = title.with("count", i64::try_from(rows).unwrap_or(i64::MAX));
            waiting(run, title.with("more", if more { "true" } else { "false" }), None, latest)
        });
        Ok(told.collect())
    }
}

impl Query for AttendRuns {
    const NAME: &'static str = "imports.attention_runs";
    const PATH: Path = get("/imports/attention/runs");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Run;
    type Under = Scope<Self, Run>;
    type Output = Vec<Attention>;

    async fn run(self, runs: Scope<Self, Run>) -> Result<Vec<Attention>, Problem> {
        if self.slot != Slot::Waiting {
            return Ok(Vec::new());
        }
        let latest = List::by(Order::by(Run::STARTED_AT, Direction::Descending)).rows(Limit::clamp(RUNS));
        // A failure that a later run of the same mapping made good waits for nobody.
        let mut last: BTreeMap<String, Run> = BTreeMap::new();
        for run in runs.page(latest).await?.rows {
            last.entry(run.mapping.clone()).or_insert(run);
        }
        let failed = last.into_values().filter(|run| run.state == RunState::Failed).take(TOLD as usize);
        let told = failed.map(|run| {
            let title = Message::new("sync-attention-failed").with("mapping", run.mapping);
            let why = run.trouble.map(|trouble| trouble.0.message());
            waiting(run.id, title, why, run.ended_at.unwrap_or(run.touched_at))
        });
        Ok(told.collect())
    }
}

fn waiting(run: Id<Run>, title: Message, more: Option<Message>, at: Timestamp) -> Attention {
    Attention {
        target: Ref::new(Run::KIND, run),
        path: format!("/imports/{run}"),
        icon: "database",
        title,
        more,
        amount: None,
        verb: Some(Message::new("sync-attention-open")),
        due: None,
        at,
        turn: Turn::Staff,
        track: None,
    }
}
