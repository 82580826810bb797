use std::borrow::Cow;

use access::{Role, RoleBook};
use axum::response::Response;
use front::{Blank, Failure, Form, Signed, Staff, Step, Targets};
use gateway::{Action as _, Counts, Explain, Explained, HeldRole, Raw, Why};
use kernel::{Message, Problem, Ref};

use super::{
    member,
    tell::{self, say},
    views::{Answer, Choice, ExplainPage, RoleLine},
    whose::Whose,
};

/// Why somebody may or may not do something for the account, as staff ask.
pub(super) async fn show(me: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    if !me.may(Explain::NAME) {
        return Err(Problem::not_found().into());
    }
    let whose = Whose::read(&me, &targets)?;
    let mut view = view(&me, &whose, &raw).await?;
    let Some(action) = raw.text("action") else { return me.page("accounts/explain.html", view) };
    match explain(&me, &whose, &action, raw.text("record")).await {
        Ok(explained) => {
            view.answer = Some(answer(&me, &explained));
            me.page("accounts/explain.html", view)
        }
        Err(failure) if failure.is_mendable() => me.form_page("accounts/explain.html", view, &failure.0, &raw),
        Err(failure) => Err(failure),
    }
}

async fn explain(me: &Signed, whose: &Whose, action: &str, record: Option<String>) -> Result<Explained, Failure> {
    let wrong = |_| Problem::invalid(Vec::new()).at("/record", Message::new("explain-no-record"));
    let record = record.map(|record| record.parse::<Ref>().map_err(wrong)).transpose()?;
    Ok(me.site().gateway.explain_to(&me.asked(), whose.one()?, action, record.as_ref()).await?)
}

async fn view(me: &Signed, whose: &Whose, raw: &Raw) -> Result<ExplainPage, Failure> {
    let mut around = whose.around(me).await?;
    let member = member::find(me, whose).await?;
    let person = whose.person()?;
    around.trail.push(Step { label: say(me, "people-title"), href: whose.people.clone() });
    around.trail.push(Step { label: member.name.clone(), href: person.clone() });
    let typed = |name: &'static str| (name, raw.text(name).unwrap_or_default());
    let caller = tell::caller(me).await?;
    Ok(ExplainPage {
        title: say(me, "explain-title"),
        around,
        name: member.name,
        path: format!("{person}/access"),
        actions: actions(me, &caller.rights.book),
        answer: None,
        form: Blank::of([typed("action"), typed("record")]),
    })
}

/// Whatever a customer's role names, by its words.
fn actions(me: &Signed, book: &RoleBook) -> Vec<Choice> {
    let roles: Vec<&Role> = book.roles().filter(|role| role.is_for_customers()).collect();
    let is_named = |name: &str| roles.iter().any(|role| role.grants.iter().any(|grant| grant.action.names(name)));
    let named = me.site().gateway.registry().actions().filter(|action| is_named(&action.name));
    let choice = |name: &str| {
        let id = format!("did-{}", name.replace('.', "-"));
        let words = me.say(&Message { id: Cow::Owned(id), args: Vec::new() });
        Choice { value: name.to_owned(), label: format!("{name}: {words}"), hint: String::new() }
    };
    named.map(|action| choice(&action.name)).collect()
}

fn answer(me: &Signed, explained: &Explained) -> Answer {
    let (allowed, why) = match &explained.why {
        Why::Permitted(policies) if policies.is_empty() => (true, Message::new("explain-permitted")),
        Why::Permitted(policies) => (true, Message::new("explain-permitted-by").with("policies", policies.join(", "))),
        Why::NoRole => (false, Message::new("explain-no-role")),
        Why::Lacks => (false, Message::new("explain-lacks")),
        Why::NotNow => (false, Message::new("explain-not-now")),
        Why::TooShort => (false, Message::new("explain-too-short")),
        Why::Ruled(policies) => (false, Message::new("explain-ruled").with("policies", policies.join(", "))),
        Why::Stale => (false, Message::new("explain-stale")),
    };
    Answer {
        allowed,
        why: me.say(&why),
        held: explained.held.iter().map(|held| line(me, held)).collect(),
        opening: explained.opening.iter().map(|role| me.role(role)).collect(),
    }
}

fn line(me: &Signed, held: &HeldRole) -> RoleLine {
    let says = match held.counts {
        Counts::Permits => "explain-counts-permits",
        Counts::Lacks => "explain-counts-lacks",
        Counts::NotNow => "explain-counts-not-now",
        Counts::TooShort => "explain-counts-too-short",
    };
    RoleLine { role: me.role(&held.role), says: say(me, says) }
}
