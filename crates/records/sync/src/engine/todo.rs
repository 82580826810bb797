use std::collections::BTreeMap;

use gateway::Step;
use store::{Db, StoreError};

use super::{marks::Known, steps};
use crate::{
    QuarantineState, Quarantined, Run,
    shape::{Document, Fault, Shaped, Shaper},
    staging,
};

/// A document about to be imported, and what is known of it.
pub(crate) struct Todo {
    pub number: i64,
    pub document: Document,
    pub content: crate::Content,
    pub verdict: Verdict,
    /// Its place in quarantine, from an earlier run.
    pub held: Option<Quarantined>,
}

/// What is to be done with a document, as far as it can be known beforehand.
pub(crate) enum Verdict {
    /// The source says what it said before.
    Same,
    /// These parts are new or have changed.
    Send(Vec<Shaped>),
    /// It cannot be imported.
    Dirty(Fault),
    /// Staff have left it out for good, and it says what it said then.
    LeftOut,
    /// Staff have mended it, and the source still says what was mended.
    Mended,
}

impl Todo {
    /// The commands it comes down to.
    pub fn steps(&self, run: &Run) -> Vec<Step> {
        match &self.verdict {
            Verdict::Send(shaped) => steps(run.feed_id.uuid(), shaped),
            Verdict::Same | Verdict::Dirty(_) | Verdict::LeftOut | Verdict::Mended => Vec::new(),
        }
    }
}

/// The next documents after the run's place, judged as far as that goes without the services.
pub(crate) async fn next(db: &Db, run: &Run, shaper: &Shaper<'_>, files: &[String]) -> Result<Vec<Todo>, StoreError> {
    let batch = staging::load(db, run, run.position).await?;
    let mut held = held(db, run, batch.iter().map(|(_, document)| &document.key)).await?;
    let shaped: Vec<Result<Vec<Shaped>, Fault>> = batch.iter().map(|(_, document)| shaper.shape(document)).collect();
    let known = Known::of(db, run.feed_id, shaped.iter().flatten().flatten()).await?;
    let todos = batch.into_iter().zip(shaped).map(|((number, document), shaped)| {
        let held = held.remove(&document.key);
        let content = document.content(files, shaper.headers);
        let settled = held.as_ref().filter(|held| held.digest == content.digest()).map(|held| held.state);
        let verdict = match (settled, shaped) {
            (Some(QuarantineState::Dismissed), _) => Verdict::LeftOut,
            (Some(QuarantineState::Replayed), _) => Verdict::Mended,
            (_, Err(fault)) => Verdict::Dirty(fault),
            (_, Ok(shaped)) => {
                let changed: Vec<Shaped> = shaped.into_iter().filter(|part| !known.is_same(part)).collect();
                if changed.is_empty() { Verdict::Same } else { Verdict::Send(changed) }
            }
        };
        Todo { number, document, content, verdict, held }
    });
    Ok(todos.collect())
}

/// What earlier runs have put into quarantine of these documents.
#[expect(clippy::disallowed_methods, reason = "the import keeps its own quarantine")]
async fn held(
    db: &Db,
    run: &Run,
    keys: impl Iterator<Item = &String>,
) -> Result<BTreeMap<String, Quarantined>, StoreError> {
    let own = Quarantined::FEED_ID.is(&run.feed_id).and(Quarantined::MAPPING.is(&run.mapping));
    let found = db.unguarded().find(own.and(Quarantined::DOCUMENT.is_in(keys))).await?;
    Ok(found.into_iter().map(|held| (held.document.clone(), held)).collect())
}
