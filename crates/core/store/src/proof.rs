#![expect(clippy::disallowed_methods, reason = "this is where proofs are made")]

use std::{marker::PhantomData, ops::Deref};

use access::{Account, Caller, Decision, Facts, Person, RowFacts};
use kernel::Id;
use uuid::Uuid;

use crate::{Denial, Object, Refused, Work, row::Flagged};

/// A row for which the question was asked and answered yes. Made only in this crate, from the row's own facts.
pub(crate) struct Proof<R> {
    row: R,
    facts: RowFacts,
    caller: Caller,
    because: Vec<String>,
}

impl<R: Object> Proof<R> {
    pub(crate) fn decide(caller: &Caller, action: &str, found: Option<Flagged<R>>) -> Result<Self, Refused> {
        let Flagged { row, facts } = found.ok_or(Refused::Hidden)?;
        let decision = ask(caller, action, &row, &facts)?;
        if decision.allowed {
            return Ok(Self { row, facts, caller: caller.clone(), because: decision.because });
        }
        // The forbidden is told apart from the absent only for those who may read the row.
        if ask(caller, R::READ, &row, &facts)?.allowed {
            let shown = Facts { fresh: true, ..caller.facts(action) };
            let stale = ask_as(&shown, caller, action, &row, &facts)?.allowed;
            let (action, account) = (action.to_owned(), row.account());
            return Err(Refused::Forbidden(Denial { action, account, because: decision.because, stale }));
        }
        Err(Refused::Hidden)
    }
}

/// What somebody would be answered about one row, and nothing of the row itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The answer, and the policies that led to it.
    pub decision: Decision,
    /// Whether only a proof shown a moment ago is missing.
    pub stale: bool,
}

/// What a caller would be answered about a row, without a proof of anything.
pub(crate) fn weigh<R: Object>(caller: &Caller, action: &str, flagged: &Flagged<R>) -> Result<Weighed, Refused> {
    let decision = ask(caller, action, &flagged.row, &flagged.facts)?;
    let shown = Facts { fresh: true, ..caller.facts(action) };
    let stale = !decision.allowed && ask_as(&shown, caller, action, &flagged.row, &flagged.facts)?.allowed;
    Ok(Weighed { decision, stale })
}

/// Asks about one row. A relation's flag was read for the caller's person and account, whatever the action.
fn ask<R: Object>(caller: &Caller, action: &str, row: &R, facts: &RowFacts) -> Result<access::Decision, Refused> {
    ask_as(&caller.facts(action), caller, action, row, facts)
}

fn ask_as<R: Object>(
    principal: &Facts,
    caller: &Caller,
    action: &str,
    row: &R,
    facts: &RowFacts,
) -> Result<access::Decision, Refused> {
    Ok(caller.rights.policies.decide(action, R::KIND, principal, row.id().uuid(), facts)?)
}

/// Asks again about a row that a list gave; used to make a wrong filter a loud failure.
pub(crate) fn admits<R: Object>(caller: &Caller, action: &str, flagged: &Flagged<R>) -> bool {
    ask(caller, action, &flagged.row, &flagged.facts).is_ok_and(|decision| decision.allowed)
}

/// A row locked in a transaction and permitted there. It cannot outlive the transaction.
pub struct Held<'t, R> {
    proof: Proof<R>,
    of: PhantomData<&'t Work>,
}

impl<'t, R> Held<'t, R> {
    pub(crate) fn new(proof: Proof<R>) -> Self {
        Self { proof, of: PhantomData }
    }

    /// The policies that allowed it, for the journal.
    pub fn because(&self) -> &[String] {
        &self.proof.because
    }
}

impl<R> Deref for Held<'_, R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.proof.row
    }
}

/// Proof that this principal may do `A` to this target, now.
///
/// `On` is one kind of object, or a tuple of them. Only the gateway hands these out.
pub struct Granted<'t, A, On: Target> {
    held: On::Held<'t>,
    to: PhantomData<fn() -> A>,
}

impl<'t, A, On: Target> Granted<'t, A, On> {
    pub(crate) fn over(held: On::Held<'t>) -> Self {
        Self { held, to: PhantomData }
    }

    /// The rows themselves, when a tuple is taken apart.
    pub fn into_held(self) -> On::Held<'t> {
        self.held
    }
}

impl<'t, A, On: Target> Deref for Granted<'t, A, On> {
    type Target = On::Held<'t>;

    fn deref(&self) -> &On::Held<'t> {
        &self.held
    }
}

/// What a command can be done to: an object, or several at once.
pub trait Target: Send + Sync + Sized + 'static {
    /// The rows under proof.
    type Held<'t>: Send + Sync;
    /// The objects' kinds and tables, in the order of the path's ids.
    const KINDS: &'static [(&'static str, &'static str)];
    /// The actions by which each may be read.
    const READS: &'static [&'static str];

    /// Loads, locks and permits each.
    fn permit<'t>(
        work: &'t Work,
        caller: &Caller,
        action: &str,
        ids: &[Uuid],
    ) -> impl Future<Output = Result<Self::Held<'t>, Refused>> + Send;
    /// Whether each may at least be read; what was answered before is given again only then.
    fn readable(work: &Work, caller: &Caller, ids: &[Uuid]) -> impl Future<Output = Result<(), Refused>> + Send;
    /// What the journal says about them.
    fn outline(held: &Self::Held<'_>) -> Outline;
}

/// The first target as the journal names it.
#[derive(Clone, Debug)]
pub struct Outline {
    /// The kind.
    pub kind: &'static str,
    /// The id.
    pub id: Uuid,
    /// The account it belongs to.
    pub account: Option<Id<Account>>,
    /// All accounts among the targets.
    pub accounts: Vec<Id<Account>>,
    /// Every target: kind, table and id.
    pub targets: Vec<(&'static str, &'static str, Uuid)>,
    /// The policies that allowed it.
    pub because: Vec<String>,
}

impl<R: Object> Target for R {
    type Held<'t> = Held<'t, R>;
    const KINDS: &'static [(&'static str, &'static str)] = &[(R::KIND, R::TABLE)];
    const READS: &'static [&'static str] = &[R::READ];

    async fn permit<'t>(work: &'t Work, caller: &Caller, action: &str, ids: &[Uuid]) -> Result<Held<'t, R>, Refused> {
        let id = ids.first().copied().ok_or(Refused::Hidden)?;
        work.permit::<R>(caller, action, Id::from_uuid(id)).await
    }

    async fn readable(work: &Work, caller: &Caller, ids: &[Uuid]) -> Result<(), Refused> {
        R::permit(work, caller, R::READ, ids).await.map(|_| ())
    }

    fn outline(held: &Held<'_, R>) -> Outline {
        let account = held.account();
        Outline {
            kind: R::KIND,
            id: held.id().uuid(),
            account,
            accounts: account.into_iter().collect(),
            targets: vec![(R::KIND, R::TABLE, held.id().uuid())],
            because: held.because().to_vec(),
        }
    }
}

impl<A: Object, B: Object> Target for (A, B) {
    type Held<'t> = (Held<'t, A>, Held<'t, B>);
    const KINDS: &'static [(&'static str, &'static str)] = &[(A::KIND, A::TABLE), (B::KIND, B::TABLE)];
    const READS: &'static [&'static str] = &[A::READ, B::READ];

    async fn permit<'t>(
        work: &'t Work,
        caller: &Caller,
        action: &str,
        ids: &[Uuid],
    ) -> Result<Self::Held<'t>, Refused> {
        let [first, second] = ids else { return Err(Refused::Hidden) };
        let first = work.permit::<A>(caller, action, Id::from_uuid(*first)).await?;
        let second = work.permit::<B>(caller, action, Id::from_uuid(*second)).await?;
        Ok((first, second))
    }

    async fn readable(work: &Work, caller: &Caller, ids: &[Uuid]) -> Result<(), Refused> {
        let [first, second] = ids else { return Err(Refused::Hidden) };
        A::readable(work, caller, &[*first]).await?;
        B::readable(work, caller, &[*second]).await
    }

    fn outline((first, second): &Self::Held<'_>) -> Outline {
        let (mut outline, other) = (A::outline(first), B::outline(second));
        outline.accounts.extend(other.accounts);
        outline.targets.extend(other.targets);
        outline.because.extend(other.because.into_iter().filter(|policy| !first.because().contains(policy)));
        outline
    }
}

/// What may be done next to a row already in hand; asked without another query.
pub struct Offers<'r> {
    caller: &'r Caller,
    kind: &'static str,
    id: Uuid,
    facts: &'r RowFacts,
}

impl<R: Object> Proof<R> {
    pub(crate) fn row(&self) -> &R {
        &self.row
    }

    /// What may be done next to this row.
    pub(crate) fn offers(&self) -> Offers<'_> {
        Offers { caller: &self.caller, kind: R::KIND, id: self.row.id().uuid(), facts: &self.facts }
    }
}

impl<R: Object> Held<'_, R> {
    /// What may be done next to this row.
    pub fn offers(&self) -> Offers<'_> {
        self.proof.offers()
    }
}

impl Offers<'_> {
    /// Whether this action may be done.
    pub fn may(&self, action: &str) -> bool {
        let facts = self.caller.facts(action);
        let decision = self.caller.rights.policies.decide(action, self.kind, &facts, self.id, self.facts);
        decision.is_ok_and(|decision| decision.allowed)
    }

    /// Who asks.
    pub fn person(&self) -> Option<Id<Person>> {
        self.caller.principal.person
    }
}
