//! Technical names in words, as far as some part of the portal has words for them: each brings `did-…` for what it
//! does and tells of, `kind-…` for its objects, `part-…` for itself and `actor-…` for the systems it acts as.

use std::borrow::Cow;

use front::Visit;
use kernel::{Message, Ref};

/// A message without values.
pub(super) fn say(visit: &Visit, id: &'static str) -> String {
    visit.say(&Message::new(id))
}

/// The words for an event, a command or a query.
pub(super) fn did(visit: &Visit, name: &str) -> Option<String> {
    word(visit, "did", name)
}

/// The words for a kind of object, or its technical name.
pub(super) fn kind(visit: &Visit, name: &str) -> String {
    word(visit, "kind", name).unwrap_or_else(|| name.to_owned())
}

/// The words for a part of the portal, or its technical name.
pub(super) fn part(visit: &Visit, name: &str) -> String {
    word(visit, "part", name).unwrap_or_else(|| name.to_owned())
}

/// The words for a system that acts by itself, or its technical name.
pub(super) fn system(visit: &Visit, name: &str) -> String {
    word(visit, "actor", name).unwrap_or_else(|| name.to_owned())
}

/// An object: its kind, and as much of its id as tells it apart on a page.
pub(super) fn record(visit: &Visit, object: &Ref) -> String {
    let id = object.id.simple().to_string();
    let end = id.get(id.len() - 8..).unwrap_or(&id).to_owned();
    visit.say(&Message::new("journal-record-named").with("kind", kind(visit, &object.kind)).with("id", end))
}

fn word(visit: &Visit, about: &str, name: &str) -> Option<String> {
    let id = format!("{about}-{}", name.replace('.', "-"));
    let known = visit.site().catalogue.knows(&id);
    known.then(|| visit.say(&Message { id: Cow::Owned(id), args: Vec::new() }))
}
