//! What a directory tells of a person or group: whole, or as changes (RFC 7644, section 3.5.2). What is told of attributes
//! that are not kept here is passed over, as the standard allows (section 3.3).

use std::collections::BTreeSet;

use kernel::Message;
use serde_json::{Map, Value};

use crate::{
    GroupShown, PersonShown,
    fault::Fault,
    filter::{Attribute, Compare, Filter, Literal, Path},
};

/// How many people one request may let belong to a group, or take from it.
const MOST: usize = 1000;

/// How many changes one request may make.
const CHANGES: usize = 200;

/// A person as the directory wants them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Person {
    pub user_name: String,
    pub name: String,
    pub title: Option<String>,
    pub external_id: Option<String>,
    pub active: bool,
    given: Option<String>,
    family: Option<String>,
}

/// A group as the directory wants it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group {
    pub name: String,
    pub external_id: Option<String>,
    pub members: BTreeSet<String>,
}

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Add,
    Replace,
    Remove,
}

/// What can be told of bit by bit.
trait Told {
    /// Does one change; `value` is nothing where something is taken away.
    fn change(&mut self, does: Does, path: &Path, value: Option<&Value>) -> Result<(), Fault>;
}

impl Person {
    /// The person as the body tells of them, who was so before, if at all. What a whole account of somebody leaves out is
    /// taken away; that they may come in stays.
    pub fn of(body: &Map<String, Value>, before: Option<&PersonShown>) -> Result<Self, Fault> {
        let mut person = Self { active: before.is_none_or(|before| before.active), ..Self::default() };
        fill(&mut person, body)?;
        if person.user_name.is_empty() {
            return Err(Fault::of("invalidValue", Message::new("scim-error-user-name")));
        }
        let address = person.user_name.split('@').next().unwrap_or_default().to_owned();
        person.call(before.map_or(&address, |before| &before.name));
        Ok(person)
    }

    /// The person after the changes in the body.
    pub fn changed(before: &PersonShown, body: &Map<String, Value>) -> Result<Self, Fault> {
        let mut person = Self {
            user_name: before.email.clone(),
            name: String::new(),
            title: before.title.clone(),
            external_id: before.external_id.clone(),
            active: before.active,
            given: None,
            family: None,
        };
        apply(&mut person, body)?;
        person.call(&before.name);
        Ok(person)
    }

    /// Settles what they are called: as it was said whole, or put together, or else as before.
    fn call(&mut self, otherwise: &str) {
        if !self.name.trim().is_empty() {
            return;
        }
        self.name = match (self.given.take(), self.family.take()) {
            (Some(given), Some(family)) => format!("{given} {family}"),
            _ => otherwise.to_owned(),
        };
    }
}

impl Group {
    /// The group as the body tells of it.
    pub fn of(body: &Map<String, Value>) -> Result<Self, Fault> {
        let mut group = Self::default();
        fill(&mut group, body)?;
        if group.name.is_empty() {
            return Err(Fault::of("invalidValue", Message::new("scim-error-display-name")));
        }
        Ok(group)
    }

    /// The group after the changes in the body.
    pub fn changed(before: &GroupShown, body: &Map<String, Value>) -> Result<Self, Fault> {
        let mut group = Self {
            name: before.name.clone(),
            external_id: before.external_id.clone(),
            members: before.members.iter().map(|member| member.id.clone()).collect(),
        };
        apply(&mut group, body)?;
        Ok(group)
    }
}

impl Told for Person {
    fn change(&mut self, does: Does, path: &Path, value: Option<&Value>) -> Result<(), Fault> {
        match path.attribute.named() {
            ("username", None) => self.user_name = text(value)?.ok_or_else(needed)?,
            ("displayname", None) | ("name", Some("formatted")) => self.name = text(value)?.unwrap_or_default(),
            ("name", Some("givenname")) => self.given = text(value)?,
            ("name", Some("familyname")) => self.family = text(value)?,
            ("name", None) => parts(self, does, "name", value)?,
            ("title", None) => self.title = text(value)?,
            ("externalid", None) => self.external_id = text(value)?,
            ("active", None) => self.active = truth(value)?.ok_or_else(needed)?,
            _ => {}
        }
        Ok(())
    }
}

impl Told for Group {
    fn change(&mut self, does: Does, path: &Path, value: Option<&Value>) -> Result<(), Fault> {
        match path.attribute.named() {
            ("displayname", None) => self.name = text(value)?.ok_or_else(needed)?,
            ("externalid", None) => self.external_id = text(value)?,
            ("members", None) => {
                let named = members(value)?;
                match (does, &path.only) {
                    (Does::Add, None) => self.members.extend(named),
                    (Does::Replace, None) => self.members = named,
                    // Some directories name those who leave beside the path instead of in it.
                    (Does::Remove, None) if !named.is_empty() => self.members.retain(|id| !named.contains(id)),
                    (Does::Remove, None) => self.members.clear(),
                    (Does::Remove, Some(only)) => {
                        let mut kept = BTreeSet::new();
                        for id in &self.members {
                            if !is_member(only, id)? {
                                kept.insert(id.clone());
                            }
                        }
                        self.members = kept;
                    }
                    (Does::Add | Does::Replace, Some(_)) => {
                        return Err(Fault::of("noTarget", Message::new("scim-error-target")));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether a filter over a group's members means this one: they have an id, and all of them are people.
fn is_member(filter: &Filter, id: &str) -> Result<bool, Fault> {
    let same = |one: &str| plain(one) == id;
    Ok(match filter {
        Filter::And(one, other) => is_member(one, id)? && is_member(other, id)?,
        Filter::Or(one, other) => is_member(one, id)? || is_member(other, id)?,
        Filter::Not(inner) => !is_member(inner, id)?,
        Filter::Has(_) => true,
        Filter::Is(attribute, compare, Literal::Text(text)) => match (attribute.named(), compare) {
            (("value", None), Compare::Equal) => same(text),
            (("value", None), Compare::Other) => !same(text),
            (("type", None), Compare::Equal) => text.eq_ignore_ascii_case("user"),
            _ => return Err(unknown_path()),
        },
        Filter::Is(..) | Filter::Any(..) => return Err(unknown_path()),
    })
}

/// A whole account of something: each attribute is set.
fn fill(what: &mut impl Told, body: &Map<String, Value>) -> Result<(), Fault> {
    for (name, value) in body {
        set(what, Does::Replace, name, value)?;
    }
    Ok(())
}

/// Sets what a name says, which may be a path of its own. Names that are none are of attributes not kept here.
fn set(what: &mut impl Told, does: Does, name: &str, value: &Value) -> Result<(), Fault> {
    match Path::parse(name) {
        Ok(path) => what.change(does, &path, Some(value).filter(|value| !value.is_null())),
        Err(_) => Ok(()),
    }
}

/// An attribute with parts, told as an object.
fn parts(what: &mut impl Told, does: Does, name: &str, value: Option<&Value>) -> Result<(), Fault> {
    let Some(value) = value else { return Ok(()) };
    for (part, value) in value.as_object().ok_or_else(needed)? {
        set(what, does, &format!("{name}.{part}"), value)?;
    }
    Ok(())
}

/// Changes, one after the other. Words are taken in any case, as some directories write them.
fn apply(what: &mut impl Told, body: &Map<String, Value>) -> Result<(), Fault> {
    let syntax = || Fault::of("invalidSyntax", Message::new("scim-error-changes"));
    let changes = field(body, "operations").and_then(Value::as_array).ok_or_else(syntax)?;
    if changes.is_empty() || changes.len() > CHANGES {
        return Err(syntax());
    }
    for change in changes {
        let change = change.as_object().ok_or_else(syntax)?;
        let does = field(change, "op").and_then(Value::as_str).unwrap_or_default();
        let does = match does.to_ascii_lowercase().as_str() {
            "add" => Does::Add,
            "replace" => Does::Replace,
            "remove" => Does::Remove,
            _ => return Err(syntax()),
        };
        let value = field(change, "value").filter(|value| !value.is_null());
        match (field(change, "path").and_then(Value::as_str), value) {
            (Some(path), value) => {
                let path = Path::parse(path).map_err(|_| unknown_path())?;
                if does != Does::Remove && value.is_none() {
                    return Err(needed());
                }
                // What is taken away has no value; but members are named so by some directories.
                let is_members = path.attribute == Attribute { name: "members".to_owned(), part: None };
                what.change(does, &path, value.filter(|_| does != Does::Remove || is_members))?;
            }
            (None, Some(Value::Object(told))) if does != Does::Remove => {
                for (name, value) in told {
                    set(what, does, name, value)?;
                }
            }
            (None, _) => return Err(Fault::of("noTarget", Message::new("scim-error-target"))),
        }
    }
    Ok(())
}

/// What an object says under a name in whatever case.
pub(crate) fn field<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Words; blank ones are none.
fn text(value: Option<&Value>) -> Result<Option<String>, Fault> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        // A directory may send a value of one as a list of one, or as an object.
        Some(Value::Array(several)) if several.len() == 1 => text(several.first()),
        Some(Value::Object(object)) if object.contains_key("value") => text(object.get("value")),
        Some(_) => Err(needed()),
    }
}

/// Yes or no, which some directories write as words.
fn truth(value: Option<&Value>) -> Result<Option<bool>, Fault> {
    match value {
        Some(Value::Bool(truth)) => Ok(Some(*truth)),
        _ => match text(value)? {
            Some(word) if word.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(word) if word.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(_) => Err(needed()),
            None => Ok(None),
        },
    }
}

/// The ids of members, as this server writes ids.
fn members(value: Option<&Value>) -> Result<BTreeSet<String>, Fault> {
    let one = |value: &Value| text(Some(value))?.map(|id| plain(&id)).ok_or_else(needed);
    let named = match value {
        None => BTreeSet::new(),
        Some(Value::Array(several)) => several.iter().map(one).collect::<Result<_, _>>()?,
        Some(value) => BTreeSet::from([one(value)?]),
    };
    if named.len() > MOST {
        return Err(Fault::of("tooMany", Message::new("scim-error-too-many")));
    }
    Ok(named)
}

/// An id without hyphens and in small letters.
fn plain(id: &str) -> String {
    id.trim().replace('-', "").to_ascii_lowercase()
}

fn needed() -> Fault {
    Fault::of("invalidValue", Message::new("scim-error-value"))
}

fn unknown_path() -> Fault {
    Fault::of("invalidPath", Message::new("scim-error-path"))
}

#[cfg(test)]
mod tests;
