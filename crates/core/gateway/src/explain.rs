#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use access::{Account, Acting, ActionSpec, Caller, Holding, Principal, Reach, Role};
use directory::Membership;
use futures::future::BoxFuture;
use kernel::{Id, Message, Problem, Ref};
use store::{Db, Object, Refused, Weighed};
use uuid::Uuid;

use crate::{Action, Asked, Gateway};

/// Asking why a customer's person may or may not do something; done to their membership, by staff.
#[derive(Debug)]
pub enum Explain {}

impl Action for Explain {
    const NAME: &'static str = "people.explain";
    type On = Membership;
}

/// Why somebody may or may not do something where they act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What decides.
    pub why: Why,
    /// Each role they hold there or above, and what it counts for.
    pub held: Vec<HeldRole>,
    /// The roles that permit it, by name.
    pub opening: Vec<String>,
}

/// What decides whether somebody may do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// They may: a role of theirs reaches it, and these policies let it through; none where no record was named.
    Permitted(Vec<String>),
    /// They may not: they hold no role there.
    NoRole,
    /// No role of theirs names the action.
    Lacks,
    /// A role that names it has ended, or not begun.
    NotNow,
    /// A role names it, and does not reach so far.
    TooShort,
    /// These policies forbid it.
    Ruled(Vec<String>),
    /// Only a proof shown a moment ago is missing.
    Stale,
}

/// A role somebody holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    /// Its name.
    pub role: String,
    /// Where it is held; nowhere for roles at the desk.
    pub account: Option<Id<Account>>,
    /// What it counts for.
    pub counts: Counts,
}

/// What a role that somebody holds counts for where one action is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// It permits it, as far as it reaches.
    Permits,
    /// It does not name it.
    Lacks,
    /// It has ended, or not begun.
    NotNow,
    /// It is held at an account above, and does not reach down.
    TooShort,
}

type Weigh =
    for<'a> fn(&'a Db, Option<&'a Caller>, &'a Caller, &'a str, Uuid) -> BoxFuture<'a, Result<Weighed, Refused>>;

/// A kind of object of which it can be explained what may be done to it, as the registry holds it.
#[derive(Clone, Copy)]
pub(crate) struct Weighing {
    pub kind: &'static str,
    weigh: Weigh,
}

impl Weighing {
    pub fn of<R: Object>() -> Self {
        let weigh: Weigh =
            |db, reader, caller, action, id| Box::pin(db.weigh::<R>(reader, caller, action, Id::from_uuid(id)));
        Self { kind: R::KIND, weigh }
    }
}

impl Gateway {
    /// Why a customer's person may or may not do `action` for the account of their membership, or to one record that
    /// whoever asks may read. Only staff ask; that they did is noted before they are told.
    ///
    /// # Errors
    /// Not found for whoever may not ask; the fields `action` and `record` where they name nothing.
    pub async fn explain_to(
        &self,
        asked: &Asked,
        membership: Uuid,
        action: &str,
        record: Option<&Ref>,
    ) -> Result<Explained, Problem> {
        let caller = self.asker(asked).await?;
        let target = Ref { kind: Membership::KIND.into(), id: membership };
        let id = Id::from_uuid(membership);
        let seen = match self.db.show::<Explained, Membership>(&caller, Explain::NAME, id).await {
            Ok(seen) if caller.principal.acting == Acting::Desk => seen,
            Ok(_) => return Err(Problem::not_found()),
            Err(refused) => {
                self.note_refusal(asked, Explain::NAME, Some(target), &refused);
                return Err(refused.into());
            }
        };
        self.logs.view(caller.now, &asked.principal, Explain::NAME, Some(target), Some(seen.account_id));
        self.logs.flush(&self.db).await?;
        let of = directory::member(&self.db, seen.person_id, seen.account_id).await?;
        self.explain(&of, action, record, Some(&caller)).await
    }

    /// Why a principal may or may not do `action`, at all or to one record. `reader` must be able to read the record;
    /// without one it is for the command line, which acts for nobody.
    ///
    /// # Errors
    /// As [`Self::explain_to`].
    pub async fn explain(
        &self,
        of: &Principal,
        action: &str,
        record: Option<&Ref>,
        reader: Option<&Caller>,
    ) -> Result<Explained, Problem> {
        let spec = self.registry.action(action).ok_or_else(|| at("/action", "explain-no-action"))?;
        let caller = self.caller(of, None).await?;
        let weighed = match record {
            Some(record) => Some(self.weigh(spec, &caller, record, reader).await?),
            None => None,
        };
        let held: Vec<HeldRole> = of.holdings.iter().map(|holding| held(&caller, holding, action)).collect();
        let why = by_roles(&held).unwrap_or_else(|| weighed.map_or(Why::Permitted(Vec::new()), by_policies));
        let at_desk = of.acting == Acting::Desk;
        let is_theirs = |role: &&Role| if at_desk { role.staff } else { role.is_for_customers() };
        let names = |role: &&Role| role.grants.iter().any(|grant| grant.action.names(action));
        let opening = caller.rights.book.roles().filter(is_theirs).filter(names);
        Ok(Explained { why, held, opening: opening.map(|role| role.name.to_string()).collect() })
    }

    async fn weigh(
        &self,
        spec: &ActionSpec,
        caller: &Caller,
        record: &Ref,
        reader: Option<&Caller>,
    ) -> Result<Weighed, Problem> {
        if !spec.on.iter().any(|kind| **kind == *record.kind) {
            return Err(at("/record", "explain-other-kind"));
        }
        let weighing = self.registry.weighing(&record.kind).ok_or_else(|| at("/record", "explain-no-record"))?;
        match (weighing.weigh)(&self.db, reader, caller, &spec.name, record.id).await {
            Ok(weighed) => Ok(weighed),
            Err(Refused::Hidden | Refused::Forbidden(_)) => Err(at("/record", "explain-no-record")),
            Err(other) => Err(other.into()),
        }
    }
}

fn at(field: &'static str, says: &'static str) -> Problem {
    Problem::invalid(Vec::new()).at(field, Message::new(says))
}

/// What a role counts for where an action is meant.
fn held(caller: &Caller, holding: &Holding, action: &str) -> HeldRole {
    let role = caller.rights.book.role(&holding.role).filter(|role| role.staff == holding.account.is_none());
    let named = role.into_iter().flat_map(|role| &role.grants).filter(|grant| grant.action.names(action));
    let reaches: Vec<&Reach> = named.map(|grant| &grant.reach).collect();
    let is_here = holding.account == caller.principal.account();
    let counts = match reaches.as_slice() {
        [] => Counts::Lacks,
        _ if !holding.is_active(caller.now) => Counts::NotNow,
        reaches if !is_here && !reaches.contains(&&Reach::Tree) => Counts::TooShort,
        _ => Counts::Permits,
    };
    HeldRole { role: holding.role.to_string(), account: holding.account, counts }
}

/// What the roles alone decide: nothing where one of them permits it.
fn by_roles(held: &[HeldRole]) -> Option<Why> {
    let any = |counts| held.iter().any(|held| held.counts == counts);
    match held {
        [] => Some(Why::NoRole),
        _ if any(Counts::Permits) => None,
        _ if any(Counts::TooShort) => Some(Why::TooShort),
        _ if any(Counts::NotNow) => Some(Why::NotNow),
        _ => Some(Why::Lacks),
    }
}

/// What the policies decide about one record that a role names.
fn by_policies(weighed: Weighed) -> Why {
    let Weighed { decision, stale } = weighed;
    match decision.because.as_slice() {
        _ if decision.allowed => Why::Permitted(decision.because),
        _ if stale => Why::Stale,
        [] => Why::TooShort,
        _ => Why::Ruled(decision.because),
    }
}

#[cfg(test)]
mod tests {
    use access::Decision;
    use store::Weighed;

    use super::{Counts, HeldRole, Why, by_policies, by_roles};

    fn held(counts: &[Counts]) -> Vec<HeldRole> {
        counts.iter().map(|counts| HeldRole { role: "x".to_owned(), account: None, counts: *counts }).collect()
    }

    #[test]
    fn the_nearest_reason_is_told() {
        use Counts::{Lacks, NotNow, Permits, TooShort};
        assert_eq!(by_roles(&[]), Some(Why::NoRole));
        assert_eq!(by_roles(&held(&[Lacks, Lacks])), Some(Why::Lacks));
        assert_eq!(by_roles(&held(&[Lacks, NotNow])), Some(Why::NotNow));
        assert_eq!(by_roles(&held(&[NotNow, TooShort])), Some(Why::TooShort));
        assert_eq!(by_roles(&held(&[NotNow, Permits])), None);
    }

    #[test]
    fn a_policy_is_told_by_its_name() {
        let weighed = |allowed, because: &[&str], stale| {
            let because = because.iter().map(|policy| (*policy).to_owned()).collect();
            by_policies(Weighed { decision: Decision { allowed, because }, stale })
        };
        assert_eq!(weighed(true, &["reach.case"], false), Why::Permitted(vec!["reach.case".to_owned()]));
        assert_eq!(weighed(false, &[], false), Why::TooShort);
        assert_eq!(weighed(false, &["cases.closed"], false), Why::Ruled(vec!["cases.closed".to_owned()]));
        assert_eq!(weighed(false, &["proofs.fresh"], true), Why::Stale);
    }
}
