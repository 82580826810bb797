#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use std::time::Duration;

use kernel::Problem;
use store::{Target, Work};
use uuid::Uuid;

use crate::{
    Asked, Gateway, Outcomes, Raw, Told, Verb,
    execute::{Done, Stopped, locks},
    tx::Tx,
};

impl Gateway {
    /// Runs one command many times in one transaction, as imports do: the shared target is permitted once, each item
    /// has a savepoint, and one that fails is undone alone. After `budget` the transaction ends and gives the writer
    /// back; the caller goes on with what is left of `told`.
    ///
    /// # Errors
    /// What stops the batch as a whole: the target is refused, or the database fails; then nothing was done, and what
    /// was taken from `told` has to be sent again.
    pub async fn batch(
        &self,
        operation: &str,
        asked: &Asked,
        targets: &[Uuid],
        told: Told<'_>,
        budget: Duration,
    ) -> Result<Outcomes, Problem> {
        let operation = self.registry.operation(operation).ok_or_else(Problem::not_found)?;
        operation.run_batch(self, asked, targets, told, budget).await
    }

    pub(crate) async fn perform_batch<V: Verb>(
        &self,
        verb: &V,
        asked: &Asked,
        targets: &[Uuid],
        told: Told<'_>,
        budget: Duration,
    ) -> Result<Outcomes, Problem> {
        if asked.key.is_some() {
            return Err(Problem::unexpected("a batch takes no key; its items know by themselves what is new"));
        }
        let work = self.db.begin().await?;
        let own = directory::own_locks(&work, &asked.principal).await?;
        work.lock(locks::<V::On>(targets).chain(own)).await?;
        let principal = directory::refresh(&work, &asked.principal).await?;
        let asked = Asked { principal, ..asked.clone() };
        let began = self.clock.now();
        let mut outcomes = Outcomes::new();
        while self.clock.now().since(began) < budget || outcomes.is_empty() {
            let Some(raw) = told.next() else { break };
            work.savepoint().await?;
            let outcome = match self.item(verb, &asked, targets, &work, &raw).await {
                Ok(done) => Ok(done),
                Err(Stopped::Collided) => return Err(Problem::unavailable("the batch met another transaction")),
                Err(Stopped::Problem(problem)) => Err(problem),
            };
            work.end_part(outcome.is_ok()).await?;
            outcomes.push(outcome);
        }
        work.commit().await?;
        self.wake.notify_one();
        Ok(outcomes)
    }

    pub(crate) async fn item<V: Verb>(
        &self,
        verb: &V,
        asked: &Asked,
        targets: &[Uuid],
        work: &Work,
        raw: &Raw,
    ) -> Result<Done<serde_json::Value>, Stopped> {
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
        self.write_journal(work, asked, &caller, name, &outline, &notes).await?;
        Ok(Done { output, undo: notes.undo }.into_value()?)
    }
}
