#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use access::{Account, Caller};
use journal::{Audience, Draft, Outcome, Recorded};
use kernel::{FieldError, Id, Message, Problem, Ref};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::{Lock, Object, Outline, Refused, StoreError, Target, Work};
use telemetry::spans;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::{
    Asked, Command, Gateway, Key, LinkTo, Raw, Typed, Verb, WayBack, ended,
    idempotency::{self, Claim},
    tx::{Notes, Tx},
    undo::{self, GRACE},
};

/// What a command did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done<T> {
    /// Its answer.
    pub output: T,
    /// The way back, if there is one.
    #[serde(default, deserialize_with = "undo::kept")]
    pub undo: Option<WayBack>,
    /// Whether it was done before, under the same key, and nothing was done now.
    #[serde(skip)]
    pub repeated: bool,
}

/// How often a transaction that met another one is tried again.
const TRIES: u32 = 5;

/// How many causes may lie behind an entry, before a circle of followers is suspected.
const DEPTH: i64 = 16;

impl<T: Serialize> Done<T> {
    pub(crate) fn plain(output: T) -> Self {
        Self { output, undo: None, repeated: false }
    }

    pub(crate) fn into_value(self) -> Result<Done<Value>, Problem> {
        let output = serde_json::to_value(&self.output).map_err(Problem::unexpected)?;
        Ok(Done { output, undo: self.undo, repeated: self.repeated })
    }
}

impl Gateway {
    /// Does `C` to its targets, as they were named in the path; without names the target is the account one acts for.
    ///
    /// # Errors
    /// What is hidden answers as what is absent; fields that need attention; the command's own problems.
    pub async fn execute<C: Command>(
        &self,
        asked: &Asked,
        targets: &[Uuid],
        raw: &Raw,
    ) -> Result<Done<C::Output>, Problem> {
        self.perform(&Typed::<C>::new(), asked, targets, raw).await
    }

    /// Does `C` to each target by itself; one that fails does not keep the others from being done.
    pub async fn execute_each<C: Command>(
        &self,
        asked: &Asked,
        targets: &[Uuid],
        raw: &Raw,
    ) -> Vec<(Uuid, Result<Done<C::Output>, Problem>)> {
        let mut outcomes = Vec::with_capacity(targets.len());
        for target in targets {
            let mut one = asked.clone();
            one.key = asked.key.as_ref().map(|key| key.of_part(*target));
            outcomes.push((*target, self.execute::<C>(&one, &[*target], raw).await));
        }
        outcomes
    }

    /// Does what a verb says: prepare, begin, load and lock, permit, validate, run, journal, commit.
    pub(crate) async fn perform<V: Verb>(
        &self,
        verb: &V,
        asked: &Asked,
        targets: &[Uuid],
        raw: &Raw,
    ) -> Result<Done<V::Output>, Problem> {
        if asked.cause.is_some_and(|(_, depth)| depth >= DEPTH) {
            return Err(Problem::unexpected("followers have been answering each other in a circle"));
        }
        let own = asked.principal.account().map(Id::uuid);
        let targets = match (targets, own) {
            ([], Some(account)) => vec![account],
            (named, _) => named.to_vec(),
        };
        if asked.principal.views_as() {
            let (name, target) = (&verb.spec().name, first_target::<V::On>(&targets));
            self.logs.attempt(self.clock.now(), &asked.principal, name, target, Outcome::Forbidden);
            return Err(Problem::of(&Problem::FORBIDDEN, Message::new("problem-view-as")));
        }
        let name = &verb.spec().name;
        let told = spans::operation(name);
        let ended = self.try_until_done(verb, asked, &targets, raw).instrument(told.clone()).await;
        ended::tell(&told, name.clone(), &ended);
        ended
    }

    async fn try_until_done<V: Verb>(
        &self,
        verb: &V,
        asked: &Asked,
        targets: &[Uuid],
        raw: &Raw,
    ) -> Result<Done<V::Output>, Problem> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.attempt(verb, asked, targets, raw).await {
                Err(Stopped::Collided) if tries < TRIES => {}
                Err(Stopped::Collided) => return Err(Problem::unavailable("transactions kept meeting each other")),
                Err(Stopped::Problem(problem)) => return Err(problem),
                Ok(done) => {
                    self.wake.notify_one();
                    return Ok(done);
                }
            }
        }
    }

    async fn attempt<V: Verb>(
        &self,
        verb: &V,
        asked: &Asked,
        targets: &[Uuid],
        raw: &Raw,
    ) -> Result<Done<V::Output>, Stopped> {
        // What is wrong with the input is told only to those who may do this at all.
        let told = match verb.read(raw, &asked.formats) {
            Ok(told) => Ok(verb.prepare(told).await?),
            Err(errors) => Err(errors),
        };
        let name = &verb.spec().name;
        let work = self.db.begin().await?;
        let claim = match &asked.key {
            Some(key) => Some(
                idempotency::claim(&work, &asked.principal, name, targets, key, &raw.bytes(), self.clock.now()).await?,
            ),
            None => None,
        };
        let links = told.as_ref().map_or_else(|_| Vec::new(), |told| verb.links(told));
        let locks = locks::<V::On>(targets).chain(links.iter().filter_map(|(_, link)| link.lock(&self.registry)));
        let own = directory::own_locks(&work, &asked.principal).await?;
        work.lock(locks.chain(own)).await?;
        // Only now, behind the locks, is it certain which roles the principal holds.
        let present = directory::present(&work, &asked.principal).await?;
        let caller = self.caller(&present.principal, Some(present.rights)).await?;
        if let Some(Claim::Again(answer)) = claim {
            // Given again only to whoever may still do such a thing, and may still read what it was done to.
            if caller.facts(name).is_nothing() {
                return Err(Refused::Hidden.into());
            }
            V::On::readable(&work, &caller, targets).await?;
            return Ok(replay(answer)?);
        }
        let granted = match work.grant::<V::Of, V::On>(&caller, name, targets).await {
            Ok(granted) => granted,
            Err(refused) => {
                self.note_refusal(asked, name, first_target::<V::On>(targets), &refused);
                return Err(refused.into());
            }
        };
        let told = match told {
            Ok(told) => told,
            Err(errors) => {
                // No form of ours has such a field: somebody tries what is locked.
                if errors.iter().any(|error| error.says.id == "input-unknown-field") {
                    let target = first_target::<V::On>(targets);
                    self.logs.attempt(self.clock.now(), &asked.principal, name, target, Outcome::Forbidden);
                }
                return Err(Problem::invalid(errors).into());
            }
        };
        self.permit_links(&work, asked, &caller, &links).await?;
        let outline = V::On::outline(&granted);
        if let Some(deed) = &asked.undoes {
            undo::still_stands(&work, &caller, deed, &outline).await?;
        }
        if let Some(version) = &asked.expects {
            version.still_stands(&work, &outline).await?;
        }
        let links = links.into_iter().map(|(_, link)| link).collect();
        let tx = Tx::over(&work, work.tables::<V::Writes>(&caller), &outline, links, &self.registry);
        let tx = tx.called(present.name);
        let output = verb.run(told, granted, &tx).await?;
        let notes = tx.into_notes()?;
        journal::append_all(&work, drafts(asked, &caller, name, &outline, &notes)).await?;
        let undo = notes.undo.map(|undo| undo.way_back(name.clone(), &outline, caller.now));
        let done = Done { output, undo, repeated: false };
        if let Some(Claim::First(kept)) = claim {
            kept.answer(&work, &done).await?;
        }
        work.commit().await?;
        Ok(done)
    }

    /// Asks for each link by itself. What may not be pointed at answers as what is not there, at its field.
    pub(crate) async fn permit_links(
        &self,
        work: &Work,
        asked: &Asked,
        caller: &Caller,
        links: &[(&'static str, LinkTo)],
    ) -> Result<(), Problem> {
        let mut errors = Vec::new();
        for (field, link) in links {
            match link.permit(&self.registry, work, caller).await {
                Ok(()) => {}
                Err(refused @ (Refused::Hidden | Refused::Forbidden { .. })) => {
                    let action = link.action(&self.registry).unwrap_or_default();
                    self.note_refusal(asked, action, Some(Ref { kind: link.kind.clone(), id: link.id }), &refused);
                    errors.push(FieldError {
                        at: format!("/{field}").into(),
                        says: Message::new("input-link-not-found"),
                    });
                }
                Err(other) => return Err(other.into()),
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
    }
}

/// The entries for what a command noted; one that recorded nothing of its own still leaves a trace.
pub(crate) fn drafts(asked: &Asked, caller: &Caller, name: &str, outline: &Outline, notes: &Notes) -> Vec<Draft> {
    if notes.nothing_happened {
        return Vec::new();
    }
    let plain = [done_event(name)];
    let events = if notes.events.is_empty() { &plain[..] } else { &notes.events };
    let others = outline.targets.iter().skip(1).map(|(kind, _, id)| Ref { kind: (*kind).into(), id: *id });
    let others: Vec<Ref> = others.chain(notes.links.iter().cloned()).collect();
    let draft = |event: &Recorded| Draft {
        at: caller.now,
        principal: caller.principal.clone(),
        face: asked.face,
        command: name.to_owned(),
        event: event.clone().naming(others.clone()),
        target: Ref { kind: outline.kind.into(), id: outline.id },
        account: outline.account.or_else(|| named_account(&event.refs)),
        cause: asked.cause.map(|(entry, _)| entry),
        depth: asked.cause.map_or(0, |(_, depth)| depth + 1),
        decision: outline.because.clone(),
        trace: asked.trace.clone(),
        held_until: notes.undo.as_ref().map(|_| caller.now.plus(GRACE)),
    };
    events.iter().map(draft).collect()
}

/// Why an attempt ended without an outcome.
pub(crate) enum Stopped {
    Collided,
    Problem(Problem),
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Self {
        let collided =
            problem.cause().and_then(|cause| cause.downcast_ref::<StoreError>()).is_some_and(StoreError::is_passing);
        if collided { Self::Collided } else { Self::Problem(problem) }
    }
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Problem::from(error).into()
    }
}

impl From<Refused> for Stopped {
    fn from(refused: Refused) -> Self {
        Problem::from(refused).into()
    }
}

/// Whose an entry is where its target is nobody's, such as a feed: the one account that the event names.
fn named_account(refs: &[Ref]) -> Option<Id<Account>> {
    let mut accounts = refs.iter().filter(|named| named.kind == <directory::Account as Object>::KIND);
    accounts.next().filter(|_| accounts.next().is_none()).map(|only| Id::from_uuid(only.id))
}

/// The first target, as the logs name it.
fn first_target<On: Target>(targets: &[Uuid]) -> Option<Ref> {
    let named = On::KINDS.first().zip(targets.first());
    named.map(|((kind, _), id)| Ref { kind: (*kind).into(), id: *id })
}

fn lock(table: &'static str, id: Uuid) -> Lock {
    Lock { table, id, shared: false }
}

pub(crate) fn locks<'a, On: Target>(targets: &'a [Uuid]) -> impl Iterator<Item = Lock> + use<'a, On> {
    On::KINDS.iter().zip(targets).map(|((_, table), id)| lock(table, *id))
}

fn replay<T: DeserializeOwned>(answer: Value) -> Result<Done<T>, Problem> {
    let done: Done<T> = serde_json::from_value(answer).map_err(Problem::unexpected)?;
    Ok(Done { repeated: true, ..done })
}

fn done_event(name: &str) -> Recorded {
    Recorded { name: name.to_owned(), version: 1, audience: Audience::Account, payload: Value::Null, refs: Vec::new() }
}

impl Key {
    /// The key of one row of a bulk request.
    pub(crate) fn of_part(&self, part: Uuid) -> Self {
        self.with_suffix(&part.simple().to_string())
    }
}
