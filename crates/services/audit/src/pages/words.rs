//! Technical names in words, as far as some part of the portal has words for them: each brings `did-…` for what it
//! does and tells of, `kind-…` for its objects, `part-…` for itself and `actor-…` for the systems it acts as.

use std::borrow::Cow;

use front::Visit;
use kernel::Message;

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

fn word(visit: &Visit, about: &str, name: &str) -> Option<String> {
    let id = format!("{about}-{}", name.replace('.', "-"));
    let known = visit.site().catalogue.knows(&id);
    known.then(|| visit.say(&Message { id: Cow::Owned(id), args: Vec::new() }))
}
