//! What a company's directory, or whoever has its token, asks and tells.

use fuzz::{Target, lines};
use kernel::{Id, Timestamp};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    GroupShown, PersonShown, ScimGroup, ScimPerson,
    filter::{Attribute, Compare, Filter, Literal, Path},
    narrow::Narrow as _,
    queries::Named,
    wanted::{Group, Person},
};

/// A filter, and a path, is read as it is written, as are the conditions that come of it. Red when `and` no longer binds
/// more tightly than `or`, or a string ends at a mark that is escaped.
fn what_is_read_is_written_alike(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(filter) = Filter::parse(&text) {
        let written = written(&filter);
        assert_eq!(Filter::parse(&written).as_ref(), Ok(&filter), "{written}");
        let again = Filter::parse(&written).expect("it was read just now");
        assert_eq!(ScimPerson::narrowed(&filter).is_ok(), ScimPerson::narrowed(&again).is_ok());
        assert_eq!(ScimGroup::narrowed(&filter).is_ok(), ScimGroup::narrowed(&again).is_ok());
    }
    if let Ok(path) = Path::parse(&text) {
        let written = match &path.only {
            Some(only) => {
                let part = path.attribute.part.as_ref().map(|part| format!(".{part}")).unwrap_or_default();
                format!("{}[{}]{part}", path.attribute.name, self::written(only))
            }
            None => name(&path.attribute),
        };
        assert_eq!(Path::parse(&written), Ok(path), "{written}");
    }
}

fn name(attribute: &Attribute) -> String {
    match attribute.named() {
        (name, Some(part)) => format!("{name}.{part}"),
        (name, None) => name.to_owned(),
    }
}

/// A filter as somebody writes it who puts no bracket that is not needed.
fn written(filter: &Filter) -> String {
    let held = |inner: &Filter, needs: bool| if needs { format!("({})", written(inner)) } else { written(inner) };
    match filter {
        Filter::Or(one, other) => format!("{} or {}", written(one), held(other, matches!(**other, Filter::Or(..)))),
        Filter::And(one, other) => {
            let one = held(one, matches!(**one, Filter::Or(..)));
            format!("{one} and {}", held(other, matches!(**other, Filter::And(..) | Filter::Or(..))))
        }
        Filter::Not(inner) => format!("not ({})", written(inner)),
        Filter::Has(attribute) => format!("{} pr", name(attribute)),
        Filter::Any(attribute, inner) => format!("{}[{}]", name(attribute), written(inner)),
        Filter::Is(attribute, compare, literal) => {
            let literal = match literal {
                Literal::Text(text) => Value::from(text.as_str()).to_string(),
                Literal::Truth(truth) => truth.to_string(),
                Literal::Else => "null".to_owned(),
            };
            format!("{} {} {literal}", name(attribute), word(*compare))
        }
    }
}

fn word(compare: Compare) -> &'static str {
    match compare {
        Compare::Equal => "eq",
        Compare::Other => "ne",
        Compare::Contains => "co",
        Compare::Begins => "sw",
        Compare::Ends => "ew",
        Compare::Above => "gt",
        Compare::From => "ge",
        Compare::Below => "lt",
        Compare::UpTo => "le",
    }
}

fuzz::target!(
    filters,
    Target::of(
        lines(include_str!("../fuzz/filters.txt")),
        &[" and ", " or ", "not (", ")", "[", "]", "\"", "\\", " eq ", " pr", ".", "urn:", "true", "null"]
    ),
    what_is_read_is_written_alike
);

/// A whole account of somebody, or changes, leave a person with a name to sign in by and one to be called by, and a group
/// with members that are named as this server names them. Red when a name may be taken away, or an id keeps its hyphens.
fn whatever_is_told_somebody_stays_somebody(input: &[u8]) {
    let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(input) else { return };
    for person in [Person::of(&body, None), Person::of(&body, Some(&sade())), Person::changed(&sade(), &body)] {
        let Ok(person) = person else { continue };
        // Who is told of by an address without a name is refused by the command, which knows what an address is.
        let is_called = !person.name.is_empty() || person.user_name.starts_with('@');
        assert!(!person.user_name.is_empty() && is_called, "{person:?}");
    }
    for group in [Group::of(&body), Group::changed(&buyers(), &body)] {
        let Ok(group) = group else { continue };
        let is_plain = |id: &String| !id.contains('-') && *id == id.to_ascii_lowercase();
        assert!(!group.name.is_empty() && group.members.iter().all(is_plain), "{group:?}");
    }
}

fn sade() -> PersonShown {
    PersonShown {
        id: Id::from_uuid(Uuid::from_u128(1)),
        email: "sade@northgate.example".to_owned(),
        name: "Sade Adeyemi".to_owned(),
        title: None,
        external_id: None,
        active: true,
        created: Timestamp::from_micros(0),
        changed: Timestamp::from_micros(0),
        groups: Vec::new(),
        version: String::new(),
    }
}

fn buyers() -> GroupShown {
    GroupShown {
        id: Id::from_uuid(Uuid::from_u128(9)),
        name: "Buyers".to_owned(),
        external_id: None,
        created: Timestamp::from_micros(0),
        changed: Timestamp::from_micros(0),
        members: vec![Named { id: Uuid::from_u128(1).simple().to_string(), name: String::new() }],
        version: String::new(),
    }
}

fuzz::target!(
    changes,
    Target::of(
        lines(include_str!("../fuzz/changes.txt")),
        &["\"path\":", "\"value\":", "null", "[", "{", "\"members\"", "\"remove\"", "members[value eq \\\"1\\\"]"]
    ),
    whatever_is_told_somebody_stays_somebody
);
