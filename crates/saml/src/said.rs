use std::collections::BTreeMap;

use kernel::Timestamp;
use saml_rs::{NameId, NameIdFormat, SsoSession};
use serde::{
    Deserialize, Serialize,
    de::{IntoDeserializer as _, value},
};

use crate::Refusal;

/// The longest name a provider may give somebody, in bytes: as long as the standard lets a lasting one be.
pub(crate) const LONGEST: usize = 256;

/// Attributes that hold an address, the surest first.
const ADDRESS: [&str; 5] = [
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "email",
    "mail",
    "emailaddress",
];

/// Attributes that hold what somebody is called.
const NAME: [&str; 5] = [
    "http://schemas.microsoft.com/identity/claims/displayname",
    "urn:oid:2.16.840.1.113730.3.1.241",
    "displayName",
    "name",
    "cn",
];

/// Attributes that hold the two halves of it.
const HALVES: [[&str; 2]; 2] = [
    [
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
    ],
    ["urn:oid:2.5.4.42", "urn:oid:2.5.4.4"],
];

/// How a provider names somebody, beside the name: it may know its own name again only with all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// Of which kind the name is.
    pub format: Option<String>,
    /// Among whose names.
    pub qualifier: Option<String>,
    /// For whom it is a name.
    pub portal_qualifier: Option<String>,
}

impl Naming {
    fn of(named: &NameId) -> Self {
        Self {
            format: named.format().map(|format| format.as_uri().to_owned()),
            qualifier: named.name_qualifier().map(str::to_owned),
            portal_qualifier: named.sp_name_qualifier().map(str::to_owned),
        }
    }
}

/// What a provider says of somebody, proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What it calls them, now and later.
    pub subject: String,
    /// How it names them.
    pub naming: Naming,
    /// Their address: of an attribute for it, else what they are called, where that may be one.
    pub email: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// What it calls its own session.
    pub session: Option<String>,
    /// When they last showed it who they are, if it says so.
    pub shown_at: Option<Timestamp>,
    /// What the assertion is called: it counts once.
    pub assertion: String,
    /// Everything it says, by the attributes' names.
    pub attributes: BTreeMap<String, Vec<String>>,
}

impl Said {
    /// Reads what was proven, and nothing else.
    pub(crate) fn of(session: &SsoSession) -> Result<Self, Refusal> {
        let named = session.name_id();
        let subject = named.value().trim();
        let is_lasting = !matches!(named.format(), Some(NameIdFormat::Transient));
        if subject.is_empty() || subject.len() > LONGEST || !is_lasting {
            return Err(Refusal::Nameless);
        }
        let mut attributes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for attribute in session.attributes().as_slice() {
            let values = attribute.values().iter().map(|value| value.as_str().trim().to_owned());
            attributes.entry(attribute.name().to_owned()).or_default().extend(values);
        }
        let is_address = matches!(named.format(), None | Some(NameIdFormat::EmailAddress | NameIdFormat::Unspecified));
        let as_address = Some(subject).filter(|subject| is_address && subject.contains('@')).map(str::to_owned);
        Ok(Self {
            email: first(&attributes, &ADDRESS).or(as_address),
            name: first(&attributes, &NAME).or_else(|| halves(&attributes)),
            session: session.authn_session().session_index().map(|index| index.as_str().to_owned()),
            shown_at: session.authn_session().authn_instant().and_then(|at| instant(at.as_str())),
            assertion: session.assertion_id().as_str().to_owned(),
            subject: subject.to_owned(),
            naming: Naming::of(named),
            attributes,
        })
    }
}

/// An instant as XML has it.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let text: value::StrDeserializer<'_, value::Error> = text.trim().into_deserializer();
    Timestamp::deserialize(text).ok()
}

/// The first value of the first of these attributes that has one.
fn first(attributes: &BTreeMap<String, Vec<String>>, names: &[&str]) -> Option<String> {
    let mut values = names.iter().filter_map(|name| attributes.get(*name)?.first());
    values.find(|value| !value.is_empty()).cloned()
}

fn halves(attributes: &BTreeMap<String, Vec<String>>) -> Option<String> {
    let whole = |[given, family]: &[&str; 2]| {
        let (given, family) = (first(attributes, &[*given])?, first(attributes, &[*family])?);
        Some(format!("{given} {family}"))
    };
    HALVES.iter().find_map(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect()
    }

    #[test]
    fn the_surest_attribute_counts() {
        let attributes = told(&[("mail", "b@x.example"), (ADDRESS[0], "a@x.example"), ("email", "")]);
        assert_eq!(first(&attributes, &ADDRESS).as_deref(), Some("a@x.example"));
        assert_eq!(first(&told(&[("email", ""), ("mail", "b@x.example")]), &ADDRESS).as_deref(), Some("b@x.example"));
        assert_eq!(first(&told(&[]), &ADDRESS), None);
    }

    #[test]
    fn an_instant_is_read_and_nonsense_is_none() {
        let known = Timestamp::from_micros(1_773_302_460_000_000);
        assert_eq!(instant("2026-03-12T08:01:00Z"), Some(known));
        assert_eq!(instant("2026-03-12T09:01:00.000+01:00"), Some(known));
        assert_eq!(instant("yesterday"), None);
    }

    #[test]
    fn a_name_may_come_in_halves() {
        let [given, family] = HALVES[0];
        assert_eq!(halves(&told(&[(given, "Sade"), (family, "Adeyemi")])).as_deref(), Some("Sade Adeyemi"));
        assert_eq!(halves(&told(&[(given, "Sade")])), None);
    }
}
