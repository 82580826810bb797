//! What the policies cost: a decision about one row, and the filter of a list, asked for the first time and again.

use std::time::Instant;

use access::{Facts, Filter, Policies, Side};
use anyhow::ensure;
use cases::Case;
use gateway::Registry;
use kernel::{Clock as _, SystemClock};
use portico::compose;
use store::Object as _;
use uuid::Uuid;

use crate::{
    stock,
    table::{Reach, Rounds, Table},
    town,
};

/// How many rounds there are.
const ROUNDS: usize = 7;

/// How often a round asks.
const CALLS: usize = 3_000;

/// How often a round asks for a filter that nobody asked for before. Of all rounds fewer than are remembered.
const COLD_CALLS: usize = 500;

/// How many policies are to speak about a case.
const POLICIES: usize = 64;

/// The median of one round each, in microseconds.
struct Round {
    decision: f64,
    cold: f64,
    cached: f64,
}

/// Measures decisions and filters. No database is asked.
///
/// # Errors
/// The policies do not fit, or decide otherwise than is meant.
pub fn measure(table: &mut Table) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let account = stock::fresh();
    let person = stock::member(account, "Priya Raman", now).person;
    let case = town::case(account, 10_001, &person, now);
    let reach = Facts::none(Side::Customer);
    let facts = Facts { person: Some(person.id), account: Some(account), whole: true, fresh: true, ..reach };
    // Of the program's own policies only the reach of cases speaks about reading one.
    let (many, own) = (policies(POLICIES - 1)?, policies(0)?);
    let mut with_many = Vec::new();
    let mut with_own = Vec::new();
    for _ in 0..ROUNDS {
        with_many.push(once(&many, &case, &facts)?);
        with_own.push(once(&own, &case, &facts)?);
    }
    let told = |rounds: &[Round], of: fn(&Round) -> f64| Rounds::of(rounds.iter().map(of));
    let (decision, cold, cached) =
        (told(&with_many, |r| r.decision), told(&with_many, |r| r.cold), told(&with_many, |r| r.cached));
    table.add("decision about a case, entities made for it, 64 policies", Reach::AtMost(40.0), "µs", decision);
    table.add("filter of the list of cases, 64 policies, for the first time", Reach::AtMost(200.0), "µs", cold);
    table.add("the same filter, again", Reach::AtMost(5.0), "µs", cached);
    let (decision, cold) = (told(&with_own, |r| r.decision), told(&with_own, |r| r.cold));
    table.add("  the decision, with the program's own policies alone", Reach::Told, "µs", decision);
    table.add("  the filter for the first time, with those alone", Reach::Told, "µs", cold);
    Ok(())
}

/// The program's policies, and invented ones that speak about reading a case too.
fn policies(invented: usize) -> anyhow::Result<Policies> {
    let registry = Registry::of(compose::services())?;
    let actions: Vec<_> = registry.actions().cloned().collect();
    let invented: Vec<String> = (0..invented).map(invent).collect();
    let mut texts: Vec<(&str, &str)> = registry.policies().collect();
    texts.extend(invented.iter().map(|text| ("invented.cedar", text.as_str())));
    Ok(Policies::build(registry.objects().to_vec(), &actions, &texts)?)
}

/// One that forbids nothing here: every other asks for a fresh proof, as the program's own do; the rest read the row.
fn invent(number: usize) -> String {
    let (action, kind) = (Case::READ, Case::KIND);
    let other = Uuid::now_v7().simple();
    if number.is_multiple_of(2) {
        format!(
            "@id(\"invented.{number}\") forbid (principal, action == Action::\"{action}\", resource is {kind}) \
             unless {{ principal.fresh }};"
        )
    } else {
        format!(
            "@id(\"invented.{number}\") forbid (principal is Customer, action, resource is {kind}) \
             when {{ resource.account == Account::\"{other}\" }};"
        )
    }
}

fn once(policies: &Policies, case: &Case, facts: &Facts) -> anyhow::Result<Round> {
    let decision = median(CALLS, || {
        let decision = policies.decide(Case::READ, Case::KIND, facts, case.id.uuid(), &case.facts())?;
        ensure!(decision.allowed, "the case may not be read");
        Ok(())
    })?;
    let strangers = (0..COLD_CALLS).map(|_| Facts { person: Some(stock::fresh()), ..facts.clone() });
    let strangers: Vec<Facts> = strangers.collect();
    let mut asking = strangers.iter();
    let cold = median(COLD_CALLS, || asking.next().map_or(Ok(()), |facts| narrowed(policies, facts)))?;
    narrowed(policies, facts)?;
    let cached = median(CALLS, || narrowed(policies, facts))?;
    Ok(Round { decision, cold, cached })
}

/// Asks for the filter of a list.
fn narrowed(policies: &Policies, facts: &Facts) -> anyhow::Result<()> {
    let filter = policies.filter(Case::READ, Case::KIND, facts)?;
    ensure!(!matches!(*filter, Filter::All | Filter::None), "the list of cases is not narrowed to an account");
    Ok(())
}

/// The median of so many calls, in microseconds.
fn median(calls: usize, mut call: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let mut took = Vec::with_capacity(calls);
    for _ in 0..calls {
        let began = Instant::now();
        call()?;
        took.push(began.elapsed().as_secs_f64() * 1e6);
    }
    Ok(Rounds::of(took).median())
}
