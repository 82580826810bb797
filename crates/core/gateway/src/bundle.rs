#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use std::{borrow::Cow, collections::BTreeSet, time::Duration};

use futures::future::BoxFuture;
use journal::Draft;
use kernel::{Message, Problem};
use serde_json::Value;
use store::{Lock, Target as _, Work};
use uuid::Uuid;

use crate::{
    Asked, Gateway, Raw, Verb,
    execute::{Done, Stopped, drafts},
    tx::Tx,
};

/// One command of a bundle.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub operation: Cow<'static, str>,
    /// What it is done to.
    pub targets: Vec<Uuid>,
    /// What it is told.
    pub told: Raw,
}

/// The step of a bundle that could not be done; the others were undone with it.
#[derive(Debug)]
pub struct Broken {
    /// Its place, from 0.
    pub at: usize,
    /// Why.
    pub problem: Problem,
}

/// What came of a bundle: the answer of each step, or the one that broke it.
pub type Together = Result<Vec<Done<Value>>, Broken>;

/// What was done, and the entries that tell of it; those of all bundles are written together, before the end.
pub(crate) type Noted<T> = (T, Vec<Draft>);

/// Writes, in the transaction of the bundles themselves, how far their sender has come: then they count once, whenever
/// the program is killed.
pub trait Keeper: Send + Sync {
    /// Keeps what came of the bundles done in this transaction, in their order.
    fn keep<'a>(&'a self, work: &'a Work, outcomes: &'a [Together]) -> BoxFuture<'a, Result<(), Problem>>;
}

impl Gateway {
    /// Does bundles of commands, as imports do: each bundle stands or falls as one, under a savepoint of its own. After
    /// `budget` the transaction ends and gives the writer back; the caller goes on with what is left of `told`. A bundle
    /// without steps only counts.
    ///
    /// # Errors
    /// What stops everything: the database fails, or the keeper does. Then nothing was done, and what was taken from
    /// `told` has to be sent again.
    pub async fn bundles(
        &self,
        asked: &Asked,
        told: &mut (dyn Iterator<Item = Vec<Step>> + Send),
        keeper: &dyn Keeper,
        budget: Duration,
    ) -> Result<Vec<Together>, Problem> {
        if asked.principal.views_as() {
            return Err(Problem::of(&Problem::FORBIDDEN, Message::new("problem-view-as")));
        }
        let work = self.db.begin().await?;
        work.lock(directory::own_locks(&work, &asked.principal).await?).await?;
        let present = directory::present(&work, &asked.principal).await?;
        let asked = Asked { principal: present.principal, ..asked.clone() };
        // From here on, the roles in force are at least as new as this transaction sees them.
        self.rights.at_least(Some(present.rights), &self.db, &self.registry).await?;
        let began = self.clock.now();
        let mut locked = BTreeSet::new();
        let (mut outcomes, mut entries) = (Vec::new(), Vec::new());
        while self.clock.now().since(began) < budget || outcomes.is_empty() {
            let Some(steps) = told.next() else { break };
            let noted = self.together(&work, &asked, &steps, &mut locked).await?;
            outcomes.push(noted.map(|(done, drafts)| {
                entries.extend(drafts);
                done
            }));
        }
        journal::append_all(&work, entries).await?;
        keeper.keep(&work, &outcomes).await?;
        work.commit().await?;
        self.wake.notify_one();
        Ok(outcomes)
    }

    async fn together(
        &self,
        work: &Work,
        asked: &Asked,
        steps: &[Step],
        locked: &mut BTreeSet<Lock>,
    ) -> Result<Result<Noted<Vec<Done<Value>>>, Broken>, Problem> {
        if steps.is_empty() {
            return Ok(Ok((Vec::new(), Vec::new())));
        }
        self.lock_targets(work, steps, locked).await?;
        work.begin_part().await?;
        let (mut done, mut entries) = (Vec::with_capacity(steps.len()), Vec::new());
        for (at, step) in steps.iter().enumerate() {
            match self.step(work, asked, step).await {
                Ok((outcome, drafts)) => {
                    done.push(outcome);
                    entries.extend(drafts);
                }
                Err(Stopped::Collided) => return Err(Problem::unavailable("a bundle met another transaction")),
                // What is away is away for all of them; none is to blame.
                Err(Stopped::Problem(problem)) if *problem.kind() == Problem::UNAVAILABLE => return Err(problem),
                Err(Stopped::Problem(problem)) => {
                    work.undo_part().await?;
                    return Ok(Err(Broken { at, problem }));
                }
            }
        }
        Ok(Ok((done, entries)))
    }

    /// Locks what has not been locked in this transaction yet.
    async fn lock_targets(&self, work: &Work, steps: &[Step], locked: &mut BTreeSet<Lock>) -> Result<(), Problem> {
        let mut fresh = Vec::new();
        for step in steps {
            let Some(operation) = self.registry.operation(&step.operation) else { continue };
            fresh.extend(operation.locks(&step.targets).filter(|lock| locked.insert(lock.clone())));
        }
        Ok(work.lock(fresh).await?)
    }

    async fn step(&self, work: &Work, asked: &Asked, step: &Step) -> Result<Noted<Done<Value>>, Stopped> {
        let operation = self.registry.operation(&step.operation).ok_or_else(Problem::not_found)?;
        operation.run_item(self, asked, &step.targets, work, &step.told).await
    }

    /// One command inside a transaction that somebody else began and will end.
    pub(crate) async fn item<V: Verb>(
        &self,
        verb: &V,
        asked: &Asked,
        targets: &[Uuid],
        work: &Work,
        raw: &Raw,
    ) -> Result<Noted<Done<Value>>, Stopped> {
        let name = &verb.spec().name;
        let told = match verb.read(raw, &asked.formats) {
            Ok(told) => Ok(verb.prepare(told).await?),
            Err(errors) => Err(errors),
        };
        let caller = self.caller(&asked.principal, None).await?;
        let granted = work.grant::<V::Of, V::On>(&caller, name, targets).await?;
        let told = told.map_err(Problem::invalid)?;
        let links = verb.links(&told);
        self.permit_links(work, asked, &caller, &links).await?;
        let outline = V::On::outline(&granted);
        let links = links.into_iter().map(|(_, link)| link).collect();
        let tx = Tx::over(work, work.tables::<V::Writes>(&caller), &outline, links, &self.registry);
        let output = verb.run(told, granted, &tx).await?;
        let notes = tx.into_notes()?;
        let drafts = drafts(asked, &caller, name, &outline, &notes);
        let undo = notes.undo.map(|undo| undo.way_back(name.clone(), &outline, caller.now));
        Ok((Done { output, undo, repeated: false }.into_value()?, drafts))
    }
}
