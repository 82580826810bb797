//! What a key may do, in people's words: part by part of the portal, what is read there and what is done.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use front::{Signed, Visit};
use gateway::{Operation, Raw, Shape, Viewed};
use kernel::Message;

use crate::{answer::FROM, openapi::part, routes::operations};

/// The field of the form by which actions are chosen.
pub(super) const FIELD: &str = "actions";

/// What follows the name of a part where everything is chosen that reads in it.
const EVERYTHING: &str = ".*";

/// What whoever looks can let a key do in one part of the portal.
#[derive(Default)]
pub(super) struct Group<'r> {
    /// What reads.
    pub reads: Vec<&'r Operation>,
    /// What does something.
    pub does: Vec<&'r Operation>,
}

/// What whoever looks can let a key do, by the part of the portal.
pub(super) fn groups(me: &Signed) -> BTreeMap<&str, Group<'_>> {
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for operation in operations(me.site().gateway.registry()) {
        if me.may(&operation.spec().name) {
            let group = groups.entry(part(operation.spec())).or_default();
            let side = if operation.shape() == Shape::Command { &mut group.does } else { &mut group.reads };
            side.push(operation);
        }
    }
    groups
}

/// Whether something reads for pages of ours only: it lists, but not page by page, and nobody notes who looks. It goes
/// with everything, and nobody need choose it by hand.
pub(super) fn is_for_pages(operation: &Operation) -> bool {
    let spec = operation.spec();
    let is_paged = spec.fields.iter().any(|field| field.name == FROM);
    operation.shape() == Shape::List && spec.viewed == Viewed::Silent && !is_paged
}

/// What the form sends for everything that reads in a part.
pub(super) fn everything(part: &str) -> String {
    format!("{part}{EVERYTHING}")
}

/// What was chosen, with the operations that read in a part now in the place of everything there: what is added later
/// was not chosen by anybody.
pub fn spelled_out(me: &Signed, raw: &Raw) -> Raw {
    let Raw::Form(pairs) = raw else { return raw.clone() };
    let groups = groups(me);
    let mut told = Vec::new();
    for (name, value) in pairs {
        let group = value.strip_suffix(EVERYTHING).filter(|_| name == FIELD).and_then(|part| groups.get(part));
        match group.filter(|group| !group.reads.is_empty()) {
            Some(group) => {
                told.extend(group.reads.iter().map(|reads| (FIELD.to_owned(), reads.spec().name.to_string())));
            }
            None => told.push((name.clone(), value.clone())),
        }
    }
    Raw::Form(told)
}

/// What these actions come to: "Read invoices", then what is done. A part of which whoever looks could let a key read
/// more is read in part.
pub fn in_words(me: &Signed, actions: &[String]) -> Vec<String> {
    let chosen: BTreeSet<&str> = actions.iter().map(String::as_str).collect();
    let (mut reads, mut does) = (BTreeMap::new(), Vec::new());
    for operation in operations(me.site().gateway.registry()) {
        let name = &*operation.spec().name;
        let is_chosen = chosen.contains(name);
        if operation.shape() != Shape::Command {
            let (any, all) = reads.entry(part(operation.spec())).or_insert((false, true));
            *any |= is_chosen;
            *all &= is_chosen || !me.may(name);
        } else if is_chosen {
            does.push(worded(me, "may", name));
        }
    }
    let read = reads.into_iter().filter(|(_, (any, _))| *any).map(|(part, (_, all))| {
        let what = worded(me, "reads", part);
        if all { what } else { me.say(&Message::new("keys-in-part").with("what", what)) }
    });
    read.chain(does).collect()
}

/// The words for a technical name, which the part of the portal it is of brings itself; or the name.
pub(super) fn worded(visit: &Visit, about: &str, name: &str) -> String {
    let id = format!("{about}-{}", name.replace('.', "-"));
    if !visit.site().catalogue.knows(&id) {
        return name.to_owned();
    }
    visit.say(&Message { id: Cow::Owned(id), args: Vec::new() })
}
