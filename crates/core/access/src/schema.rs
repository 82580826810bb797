use std::{borrow::Cow, fmt::Write as _};

use crate::Side;

/// What policies may know of a kind of object: its facts and relations, taken from its table.
#[derive(Clone, Debug)]
pub struct ObjectType {
    /// The noun, `case`; an identifier.
    pub kind: &'static str,
    /// Its columns that policies may read.
    pub facts: Vec<Fact>,
    /// The fact that says which account it belongs to, if it belongs to one.
    pub account: Option<&'static str>,
    /// The fact that says whose own it is.
    pub owner: Option<&'static str>,
    /// Declared relations to people and accounts; each is a flag named `linked_…`.
    pub relations: Vec<&'static str>,
}

/// One column a policy may read.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// The name in policies: the column without `_id`.
    pub name: &'static str,
    /// What it holds.
    pub kind: FactKind,
    /// Whether it may be unknown; a policy has to test it with `has` first.
    pub optional: bool,
}

/// What a fact holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Words, or a state's name.
    Text,
    /// A whole number, a day or an instant.
    Int,
    /// Yes or no.
    Bool,
    /// An object of this kind.
    Object(&'static str),
}

/// One action and the kinds of objects it is done to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActionSpec {
    /// Its name: `cases.reply`.
    pub name: Cow<'static, str>,
    /// The kinds; several when it is done to several objects at once.
    pub on: Vec<&'static str>,
}

/// The schema against which every policy is checked, in Cedar's own notation.
pub(crate) fn cedar(types: &[ObjectType], actions: &[ActionSpec]) -> String {
    let mut text = String::from("entity Account;\nentity Person;\nentity Brand;\n");
    for side in Side::ALL {
        let _ = writeln!(
            text,
            "entity {} = {{ person?: Person, account?: Account, brand?: Brand, all: Bool, whole: Bool, own: Bool, \
             linked: Set<String>, fresh: Bool }};",
            side.entity()
        );
    }
    let known: Vec<&str> = types.iter().map(|object| object.kind).collect();
    let mut others: Vec<&str> = types.iter().flat_map(foreign_kinds).filter(|kind| !known.contains(kind)).collect();
    others.sort_unstable();
    others.dedup();
    for kind in others {
        let _ = writeln!(text, "entity {kind};");
    }
    for object in types {
        let columns = object
            .facts
            .iter()
            .map(|fact| format!("{}{}: {}", fact.name, if fact.optional { "?" } else { "" }, cedar_type(fact.kind)));
        let flags = object.relations.iter().map(|kind| format!("linked_{kind}: Bool"));
        let attributes: Vec<String> = columns.chain(flags).collect();
        let _ = writeln!(text, "entity {} = {{ {} }};", object.kind, attributes.join(", "));
    }
    for action in actions {
        let sides: Vec<&str> = Side::ALL.iter().map(|side| side.entity()).collect();
        let _ = writeln!(
            text,
            "action \"{}\" appliesTo {{ principal: [{}], resource: [{}] }};",
            action.name,
            sides.join(", "),
            action.on.join(", ")
        );
    }
    text
}

/// The one permit every kind has: it reads the reach, and nothing else.
pub(crate) fn generic_permits(types: &[ObjectType]) -> String {
    let mut text = String::new();
    for object in types {
        let mut ways = vec!["principal.all".to_owned()];
        if let Some(account) = object.account {
            let placed = known(object, account);
            ways.push(format!(
                "(principal.whole && principal has account && {placed}resource.{account} == principal.account)"
            ));
            if let Some(owner) = object.owner {
                let known = known(object, owner);
                ways.push(format!(
                    "(principal.own && principal has account && principal has person && {placed}resource.{account} == \
                     principal.account && {known}resource.{owner} == principal.person)"
                ));
                // Whoever minds their own things acts for no account; what is theirs is, wherever it lies.
                ways.push(format!(
                    "(principal is {} && principal.own && principal has person && {known}resource.{owner} == \
                     principal.person)",
                    Side::Oneself.entity()
                ));
            }
        } else if let Some(owner) = object.owner {
            let known = known(object, owner);
            ways.push(format!(
                "(principal.own && principal has person && {known}resource.{owner} == principal.person)"
            ));
        }
        for kind in &object.relations {
            ways.push(format!("(principal.linked.contains(\"{kind}\") && resource.linked_{kind})"));
        }
        let _ = writeln!(
            text,
            "@id(\"reach.{kind}\")\npermit (principal, action, resource is {kind}) when {{ {} }};",
            ways.join(" || "),
            kind = object.kind
        );
    }
    text
}

/// The test that a fact is known, where it may not be.
fn known(object: &ObjectType, name: &str) -> String {
    let optional = object.facts.iter().any(|fact| fact.name == name && fact.optional);
    if optional { format!("resource has {name} && ") } else { String::new() }
}

fn foreign_kinds(object: &ObjectType) -> impl Iterator<Item = &'static str> {
    object.facts.iter().filter_map(|fact| match fact.kind {
        FactKind::Object(kind) if !matches!(kind, "Account" | "Person" | "Brand") => Some(kind),
        _ => None,
    })
}

fn cedar_type(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Text => "String",
        FactKind::Int => "Long",
        FactKind::Bool => "Bool",
        FactKind::Object(kind) => kind,
    }
}
