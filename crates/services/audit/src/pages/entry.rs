use axum::response::Response;
use front::{Failure, Staff, Targets, Visit};
use gateway::Raw;
use journal::Audience;
use kernel::{Message, Ref};
use serde_json::Value;

use super::{
    names::{Mentioned, Names},
    tab::face,
    views::{EntryPage, Fact, Seal},
    words::{did, say},
};
use crate::queries::{EntryLine, EntryView, ShowEntry};

/// One entry: who did what to which record, through which door and by which right, and what it says.
pub(super) async fn show(me: Staff, targets: Targets) -> Result<Response, Failure> {
    let found = me.ask::<ShowEntry>(Some(targets.one()?), &Raw::empty()).await?;
    let names = Mentioned::by([&found.entry]).with_records(&me).await?;
    me.page("audit/entry.html", view(&me, found, &names))
}

fn view(me: &Visit, found: EntryView, names: &Names) -> EntryPage {
    let EntryView { entry, seal } = found;
    let words = did(me, &entry.event);
    EntryPage {
        name: words.is_some().then(|| entry.event.clone()),
        title: words.unwrap_or_else(|| entry.event.clone()),
        list: me.address("/journal"),
        facts: facts(me, &entry, names),
        says: says(entry.payload.as_deref()),
        erased: entry.payload.is_none(),
        seal: seal.map(|(number, hash)| Seal { number, hash }),
        digest: entry.digest,
    }
}

fn facts(me: &Visit, entry: &EntryLine, names: &Names) -> Vec<Fact> {
    let list = |name: &str, value: &str| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
        Some(me.address(&format!("/journal?{query}")))
    };
    let plain = |term: &'static str, detail: String| Fact { term: say(me, term), detail, href: None };
    let about = |term: &'static str, object: &Ref| Fact {
        term: say(me, term),
        detail: names.record(me, object),
        href: list("object", &object.to_string()),
    };
    let who = match entry.on_behalf_of {
        Some(person) => format!("person:{person}"),
        None => entry.actor.clone(),
    };
    let when = format!("{}, {}", me.formats.day(entry.at), me.formats.clock(entry.at));
    let who = Fact { term: say(me, "journal-who"), detail: names.actor(me, &entry.actor), href: list("who", &who) };
    let mut facts = vec![plain("journal-when", when), who];
    facts.extend(names.on_behalf(me, entry).map(|name| plain("journal-on-behalf", name)));
    facts.push(plain("journal-acting", names.capacity(me, &entry.acting)));
    facts.push(plain("journal-from", face(me, entry.face)));
    facts.push(about("journal-record", &entry.target));
    facts.extend(entry.account_id.map(|account| Fact {
        term: say(me, "journal-customer"),
        detail: names.account(account.uuid()).map_or_else(|| say(me, "journal-some-account"), str::to_owned),
        href: list("account", &account.to_string()),
    }));
    let others = entry.refs.iter().filter(|other| Some(other.id) != entry.account_id.map(kernel::Id::uuid));
    facts.extend(others.map(|other| about("journal-also-names", other)));
    facts.push(plain("journal-event", version(me, entry)));
    facts.push(plain("journal-command", entry.command.clone()));
    if !entry.decision.is_empty() {
        facts.push(plain("journal-decision", entry.decision.join(", ")));
    }
    facts.extend(entry.cause.map(|cause| Fact {
        term: say(me, "journal-cause"),
        detail: say(me, "journal-cause-entry"),
        href: Some(me.address(&format!("/journal/entries/{cause}"))),
    }));
    let audience = match entry.audience {
        Audience::Account => "journal-audience-account",
        Audience::Desk => "journal-audience-desk",
    };
    facts.push(plain("journal-audience", say(me, audience)));
    facts
}

fn version(me: &Visit, entry: &EntryLine) -> String {
    let event = Message::new("journal-event-version").with("event", entry.event.as_str());
    me.say(&event.with("version", entry.event_version))
}

/// What the event says, name by name; its values are plain data, never free text.
fn says(payload: Option<&str>) -> Vec<Fact> {
    let said: Value = payload.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
    let Value::Object(fields) = said else { return Vec::new() };
    let detail = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    fields.into_iter().map(|(term, value)| Fact { term, detail: detail(value), href: None }).collect()
}
