//! What a refusal inside one's own account says: what was refused, to which role, which ones permit it, and who can
//! grant them. It is asked for only when there is such a page to show.

use gateway::{Grantors, Waiting};
use kernel::{Message, Problem, Timestamp};
use serde_json::{Value, json};
use store::{Denial, Refused};

use crate::{Blank, Visit, problem};

/// What was refused, if a role or a policy refused it.
pub(crate) fn denial(problem: &Problem) -> Option<&Denial> {
    match problem.cause()?.downcast_ref::<Refused>()? {
        Refused::Forbidden(denial) => Some(denial),
        Refused::Hidden | Refused::Undecided(_) | Refused::Store(_) => None,
    }
}

/// Whether nothing is missing but a proof shown a moment ago.
pub(crate) fn is_stale(problem: &Problem) -> bool {
    denial(problem).is_some_and(|denial| denial.stale)
}

/// Who can grant it; not being able to tell fails no page.
pub(crate) async fn grantors(visit: &Visit, problem: &Problem) -> Option<Grantors> {
    let (denial, caller) = (denial(problem)?, visit.caller.as_ref()?);
    match visit.site.gateway.grantors(caller, denial).await {
        Ok(grantors) => grantors,
        Err(failed) => {
            problem::note(visit, &failed);
            None
        }
    }
}

/// Whether no role of an account would help who was refused inside it.
pub(crate) fn is_beyond_help(visit: &Visit, problem: &Problem, grantors: Option<&Grantors>) -> bool {
    let by_role = denial(problem).is_some_and(Denial::is_by_role);
    let inside = visit.caller.as_ref().is_some_and(|caller| caller.principal.account().is_some());
    by_role && inside && grantors.is_none()
}

/// The refusal as the page tells it; nothing outside an account of one's own.
pub(crate) fn told(visit: &Visit, problem: &Problem, grantors: Option<&Grantors>) -> Option<Value> {
    let denial = denial(problem)?;
    let caller = visit.caller.as_ref().filter(|caller| caller.principal.account().is_some())?;
    let account = &visit.admission.as_ref()?.here.as_ref()?.name;
    let active = caller.principal.holdings.iter().filter(|holding| holding.is_active(caller.now));
    let mut roles: Vec<String> = active.map(|holding| visit.role(&holding.role)).collect();
    roles.sort();
    roles.dedup();
    let at = |id: &'static str| Message::new(id).with("account", account.clone());
    let asks = grantors.is_some_and(|grantors| grantors.declined.is_none()) && may_ask(visit, denial);
    let asking = Some(denial).filter(|_| asks);
    Some(json!({
        "what": done(visit, &denial.action),
        "yours": visit.say(&at("problem-grant-yours").with("roles", roles.join(", "))),
        "opens": grantors.map(|grantors| named(visit, &grantors.opening)),
        "who": grantors.map(|grantors| visit.say(&who(visit, grantors, account))),
        "action": asking.map(|_| visit.address(ASKING)),
        "wanted": asking.map(|denial| &denial.action),
        "ask": asking.map(|_| visit.say(&Message::new("problem-grant-ask"))),
        "form": asking.map(|_| Blank::default()),
    }))
}

/// What they have asked for because of this already, where they could ask for it.
pub(crate) fn waiting<'g>(visit: &Visit, problem: &Problem, grantors: Option<&'g Grantors>) -> Option<&'g Waiting> {
    let asking = denial(problem).filter(|denial| may_ask(visit, denial));
    asking.and(grantors)?.asked.as_ref()
}

/// From when on they may ask for it again, where they could ask for it and somebody has just said no.
pub(crate) fn declined(visit: &Visit, problem: &Problem, grantors: Option<&Grantors>) -> Option<Timestamp> {
    let asking = denial(problem).filter(|denial| may_ask(visit, denial));
    asking.and(grantors)?.declined
}

/// How far it is, as the page tells it: since when they wait, and for whom.
pub(crate) fn progress(visit: &Visit, waiting: &Waiting, grantors: &Grantors) -> Option<Value> {
    let account = &visit.admission.as_ref()?.here.as_ref()?.name;
    let asked = visit.formats.moment(waiting.since, &visit.site.catalogue);
    let steps = [
        ("problem-asked-step", "done", asked),
        ("problem-asked-deciding", "now", visit.say(&who(visit, grantors, account))),
        ("problem-asked-open", "todo", visit.say(&Message::new("problem-asked-open-when"))),
    ];
    let steps = steps
        .map(|(name, state, note)| json!({ "name": visit.say(&Message::new(name)), "state": state, "note": note }));
    Some(json!({ "steps": steps }))
}

/// Where a member asks for what was refused, below their account, and by which action.
const ASKING: &str = "/access-requests";
const ASK: &str = "access.request";

/// Whether what was refused can be asked for: in an account they are a member of, about what is that account's own.
fn may_ask(visit: &Visit, denial: &Denial) -> bool {
    let here = visit.caller.as_ref().and_then(|caller| caller.principal.account());
    let places = visit.admission.iter().flat_map(|admission| &admission.places);
    let is_member = places.into_iter().any(|place| Some(place.account) == here);
    denial.is_by_role() && denial.account == here && is_member && visit.may(ASK) && !visit.views_as()
}

/// The words for an operation, as the journal has them; nothing for one that nobody has put into words.
fn done(visit: &Visit, action: &str) -> Option<String> {
    let id = format!("did-{}", action.replace('.', "-"));
    visit.site.catalogue.knows(&id).then(|| visit.say(&Message { id: id.into(), args: Vec::new() }))
}

fn named(visit: &Visit, roles: &[String]) -> String {
    roles.iter().map(|role| visit.role(role)).collect::<Vec<_>>().join(", ")
}

fn who(visit: &Visit, grantors: &Grantors, account: &str) -> Message {
    let says = match grantors.people.as_deref() {
        None => Message::new("problem-grant-role").with("roles", named(visit, &grantors.granting)),
        Some([]) => Message::new("problem-grant-nobody").with("brand", visit.brand.name.clone()),
        Some(people) => {
            let more = if grantors.more { "yes" } else { "no" };
            Message::new("problem-grant-people").with("people", people.join(", ")).with("more", more)
        }
    };
    says.with("account", account)
}
