//! Filters as conditions on rows, so that the database does what they say.

use directory::fold;
use kernel::{Id, Timestamp};
use store::{Col, Column, Condition, Row};

use crate::{
    ScimGroup, ScimPerson,
    filter::{Attribute, Compare, Filter, Literal},
    rows::{GroupOfMember, MemberOfGroup},
};

/// A filter names an attribute that is not known, or compares one as it cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unknown;

/// What filters can ask of a kind of row.
pub(crate) trait Narrow: Row {
    /// The condition for one comparison.
    fn compare(attribute: &Attribute, compare: Compare, literal: &Literal) -> Result<Condition<Self>, Unknown>;
    /// The condition for an attribute that has a value.
    fn has(attribute: &Attribute) -> Result<Condition<Self>, Unknown>;

    /// The condition for a whole filter.
    fn narrowed(filter: &Filter) -> Result<Condition<Self>, Unknown> {
        Ok(match filter {
            Filter::And(one, other) => Self::narrowed(one)?.and(Self::narrowed(other)?),
            Filter::Or(one, other) => Self::narrowed(one)?.or(Self::narrowed(other)?),
            Filter::Not(inner) => Self::narrowed(inner)?.fails(),
            Filter::Has(attribute) => Self::has(attribute)?,
            Filter::Is(attribute, compare, literal) => Self::compare(attribute, *compare, literal)?,
            Filter::Any(attribute, inner) => Self::narrowed(&within(attribute, inner)?)?,
        })
    }
}

/// `members[value eq "…"]` asks what `members.value eq "…"` does; several questions about one value nobody needs here.
fn within(of: &Attribute, inner: &Filter) -> Result<Filter, Unknown> {
    let of_part = |part: &Attribute| match (&of.part, &part.part) {
        (None, None) => Ok(Attribute { name: of.name.clone(), part: Some(part.name.clone()) }),
        _ => Err(Unknown),
    };
    Ok(match inner {
        Filter::And(one, other) => Filter::And(Box::new(within(of, one)?), Box::new(within(of, other)?)),
        Filter::Or(one, other) => Filter::Or(Box::new(within(of, one)?), Box::new(within(of, other)?)),
        Filter::Not(inner) => Filter::Not(Box::new(within(of, inner)?)),
        Filter::Has(part) => Filter::Has(of_part(part)?),
        Filter::Is(part, compare, literal) => Filter::Is(of_part(part)?, *compare, literal.clone()),
        Filter::Any(..) => return Err(Unknown),
    })
}

fn all<R: Row>() -> Condition<R> {
    Condition::nothing().fails()
}

/// Words in a column kept folded.
fn folded<R: Row>(column: Col<R, String>, compare: Compare, literal: &Literal) -> Result<Condition<R>, Unknown> {
    let Literal::Text(text) = literal else { return Err(Unknown) };
    let text = fold(text);
    Ok(match compare {
        Compare::Equal => column.is(&text),
        Compare::Other => column.is_not(&text),
        Compare::Contains => column.contains(&text),
        Compare::Begins => column.begins(&text),
        Compare::Ends => column.ends(&text),
        Compare::Above => column.from(&text).and(column.is_not(&text)),
        Compare::From => column.from(&text),
        Compare::Below => column.below(&text),
        Compare::UpTo => column.up_to(&text),
    })
}

/// A word that is the same or not.
fn exact<R: Row, C: Column>(column: Col<R, C>, compare: Compare, value: Option<&C>) -> Result<Condition<R>, Unknown> {
    match (compare, value) {
        (Compare::Equal, Some(value)) => Ok(column.is(value)),
        (Compare::Other, Some(value)) => Ok(column.is_not(value)),
        // What cannot be a value is nobody's.
        (Compare::Equal, None) => Ok(Condition::nothing()),
        (Compare::Other, None) => Ok(all()),
        _ => Err(Unknown),
    }
}

/// An instant.
fn at<R: Row>(column: Col<R, Timestamp>, compare: Compare, literal: &Literal) -> Result<Condition<R>, Unknown> {
    let Literal::Text(text) = literal else { return Err(Unknown) };
    let instant: jiff::Timestamp = text.parse().map_err(|_| Unknown)?;
    let instant = Timestamp::from_micros(instant.as_microsecond());
    Ok(match compare {
        Compare::Equal => column.is(&instant),
        Compare::Other => column.is_not(&instant),
        Compare::Above => column.from(&instant).and(column.is_not(&instant)),
        Compare::From => column.from(&instant),
        Compare::Below => column.below(&instant),
        Compare::UpTo => column.up_to(&instant),
        Compare::Contains | Compare::Begins | Compare::Ends => return Err(Unknown),
    })
}

fn words(literal: &Literal) -> Result<Option<String>, Unknown> {
    match literal {
        Literal::Text(text) => Ok(Some(text.clone())),
        Literal::Truth(_) | Literal::Else => Err(Unknown),
    }
}

fn id<T>(literal: &Literal) -> Result<Option<Id<T>>, Unknown> {
    Ok(words(literal)?.and_then(|text| text.parse().ok()))
}

fn external(literal: &Literal) -> Result<Option<Option<String>>, Unknown> {
    words(literal).map(Some)
}

/// Whether a value that is the same for everybody is what is asked for.
fn always<R: Row>(value: &str, compare: Compare, literal: &Literal) -> Result<Condition<R>, Unknown> {
    let Literal::Text(text) = literal else { return Err(Unknown) };
    match (compare, text.eq_ignore_ascii_case(value)) {
        (Compare::Equal, true) | (Compare::Other, false) => Ok(all()),
        (Compare::Equal, false) | (Compare::Other, true) => Ok(Condition::nothing()),
        _ => Err(Unknown),
    }
}

impl Narrow for ScimPerson {
    fn compare(attribute: &Attribute, compare: Compare, literal: &Literal) -> Result<Condition<Self>, Unknown> {
        match attribute.named() {
            ("id", None) => exact(Self::ID, compare, id(literal)?.as_ref()),
            ("externalid", None) => exact(Self::EXTERNAL_ID, compare, external(literal)?.as_ref()),
            ("username", None) | ("emails", None | Some("value")) => folded(Self::EMAIL_FOLD, compare, literal),
            ("emails", Some("type")) => always("work", compare, literal),
            ("displayname", None) | ("name", Some("formatted")) => folded(Self::NAME_FOLD, compare, literal),
            ("active", None) => {
                let Literal::Truth(truth) = literal else { return Err(Unknown) };
                match (compare, *truth) {
                    (Compare::Equal, true) | (Compare::Other, false) => Ok(Self::ENDED_AT.is_unknown()),
                    (Compare::Equal, false) | (Compare::Other, true) => Ok(Self::ENDED_AT.is_known()),
                    _ => Err(Unknown),
                }
            }
            ("groups", None | Some("value")) => {
                let group = exact(GroupOfMember::GROUP_ID, Compare::Equal, id(literal)?.as_ref())?;
                each(Condition::any_child(group), compare)
            }
            ("meta", Some("created")) => at(Self::CREATED_AT, compare, literal),
            ("meta", Some("lastmodified")) => at(Self::CHANGED_AT, compare, literal),
            ("meta", Some("resourcetype")) => always("User", compare, literal),
            _ => Err(Unknown),
        }
    }

    fn has(attribute: &Attribute) -> Result<Condition<Self>, Unknown> {
        match attribute.named() {
            ("externalid", None) => Ok(Self::EXTERNAL_ID.is_known()),
            ("title", None) => Ok(Self::TITLE.is_known()),
            ("groups", None | Some("value")) => Ok(Condition::any_child(GroupOfMember::ID.is_known())),
            ("id" | "username" | "displayname" | "active" | "emails" | "name" | "meta", None)
            | ("name", Some("formatted"))
            | ("emails", Some("value" | "type")) => Ok(all()),
            _ => Err(Unknown),
        }
    }
}

impl Narrow for ScimGroup {
    fn compare(attribute: &Attribute, compare: Compare, literal: &Literal) -> Result<Condition<Self>, Unknown> {
        match attribute.named() {
            ("id", None) => exact(Self::ID, compare, id(literal)?.as_ref()),
            ("externalid", None) => exact(Self::EXTERNAL_ID, compare, external(literal)?.as_ref()),
            ("displayname", None) => folded(Self::NAME_FOLD, compare, literal),
            ("members", None | Some("value")) => {
                let member = exact(MemberOfGroup::MEMBERSHIP_ID, Compare::Equal, id(literal)?.as_ref())?;
                each(Condition::any_child(member), compare)
            }
            ("members", Some("type")) => always("User", compare, literal),
            ("meta", Some("created")) => at(Self::CREATED_AT, compare, literal),
            ("meta", Some("lastmodified")) => at(Self::CHANGED_AT, compare, literal),
            ("meta", Some("resourcetype")) => always("Group", compare, literal),
            _ => Err(Unknown),
        }
    }

    fn has(attribute: &Attribute) -> Result<Condition<Self>, Unknown> {
        match attribute.named() {
            ("externalid", None) => Ok(Self::EXTERNAL_ID.is_known()),
            ("members", None | Some("value")) => Ok(Condition::any_child(MemberOfGroup::ID.is_known())),
            ("id" | "displayname" | "meta", None) => Ok(all()),
            _ => Err(Unknown),
        }
    }
}

/// One of several values is the one asked for, or is none of them.
fn each<R: Row>(any: Condition<R>, compare: Compare) -> Result<Condition<R>, Unknown> {
    match compare {
        Compare::Equal => Ok(any),
        Compare::Other => Ok(any.fails()),
        _ => Err(Unknown),
    }
}
