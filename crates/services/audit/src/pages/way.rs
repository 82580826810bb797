use front::Visit;
use gateway::{Raw, RawField};
use kernel::{Date, FieldError, Message};

/// Where somebody is in a list: its address, and what it is narrowed to. Every filter and page is an address.
#[derive(Clone, Debug)]
pub(super) struct Way {
    base: String,
    told: Vec<(&'static str, String)>,
}

/// What an address may say. Other words in it are not for us.
const NAMES: [&str; 9] = ["account", "who", "what", "kind", "object", "outcome", "since", "until", "from"];

/// Those that mean the same in each of the lists.
const SHARED: [&str; 7] = ["account", "who", "what", "kind", "object", "since", "until"];

impl Way {
    /// Reads an address or a form of the list below `path`. Days may be typed as people write them; those that are
    /// none are told of and left out.
    pub fn read(visit: &Visit, path: &str, raw: &Raw) -> (Self, Vec<FieldError>) {
        let mut told = Vec::new();
        let mut faults = Vec::new();
        for name in NAMES {
            let Some(text) = text(raw.field(name)) else { continue };
            if !matches!(name, "since" | "until") {
                told.push((name, text));
                continue;
            }
            match text.parse::<Date>().ok().or_else(|| visit.formats.parse_date(&text).ok()) {
                Some(day) => told.push((name, day.to_string())),
                None => {
                    faults.push(FieldError { at: format!("/{name}").into(), says: Message::new("input-not-a-day") })
                }
            }
        }
        (Self { base: visit.address(path), told }, faults)
    }

    /// What it says of one thing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.told.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// A day it names.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.get(name)?.parse().ok()
    }

    /// Whether it leaves anything out.
    pub fn is_narrowed(&self) -> bool {
        self.told.iter().any(|(name, _)| *name != "from")
    }

    /// As a query is told it; `from` another place than its own.
    pub fn raw(&self, from: Option<&str>) -> Raw {
        let kept = self.told.iter().filter(|(name, _)| *name != "from");
        let kept = kept.map(|(name, value)| ((*name).to_owned(), value.clone()));
        Raw::Form(kept.chain(from.map(|from| ("from".to_owned(), from.to_owned()))).collect())
    }

    /// What a form in this list sends along, without `but`.
    pub fn rest(&self, but: &[&str]) -> Vec<(&'static str, String)> {
        let kept = self.told.iter().filter(|(name, _)| *name != "from" && !but.contains(name));
        kept.cloned().collect()
    }

    /// The list with other values, from its beginning; one without a value is dropped.
    pub fn with(&self, changes: &[(&'static str, Option<&str>)]) -> String {
        let changed = |name: &str| name == "from" || changes.iter().any(|(changed, _)| *changed == name);
        let same = self.told.iter().filter(|(name, _)| !changed(name)).map(|(name, value)| (*name, value.as_str()));
        address(&self.base, same.chain(changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)))))
    }

    /// The same state at another address.
    pub fn at(&self, address_of_other: &str) -> String {
        let kept = self.told.iter().filter(|(name, _)| SHARED.contains(name));
        address(address_of_other, kept.map(|(name, value)| (*name, value.as_str())))
    }

    /// A file of exactly this list.
    pub fn file(&self, address_of_file: &str) -> String {
        let kept = self.told.iter().filter(|(name, _)| *name != "from");
        address(address_of_file, kept.map(|(name, value)| (*name, value.as_str())))
    }

    /// The whole list.
    pub fn bare(&self) -> &str {
        &self.base
    }
}

fn address<'v>(base: &str, pairs: impl Iterator<Item = (&'static str, &'v str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    match query.finish() {
        query if query.is_empty() => base.to_owned(),
        query => format!("{base}?{query}"),
    }
}

/// The first thing a field says.
pub(super) fn text(field: RawField) -> Option<String> {
    match field {
        RawField::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        RawField::Many(several) => several.into_iter().find_map(text),
        RawField::Absent | RawField::Null | RawField::Text(_) | RawField::Json(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use gateway::Raw;

    use super::Way;

    fn way() -> Way {
        let told = [("who", "people"), ("what", "billing."), ("outcome", "hidden"), ("from", "f0")];
        Way { base: "/desk/journal".to_owned(), told: told.map(|(name, value)| (name, value.to_owned())).to_vec() }
    }

    #[test]
    fn a_change_keeps_the_rest_and_begins_again() {
        assert_eq!(way().with(&[("what", None)]), "/desk/journal?who=people&outcome=hidden");
        assert_eq!(way().with(&[("who", Some("systems"))]), "/desk/journal?what=billing.&outcome=hidden&who=systems");
        assert_eq!(way().at("/desk/journal/views"), "/desk/journal/views?who=people&what=billing.");
        assert_eq!(way().file("/x.csv"), "/x.csv?who=people&what=billing.&outcome=hidden");
    }

    #[test]
    fn a_file_begins_at_the_head_and_goes_on_where_it_was() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let kept = [pair("who", "people"), pair("what", "billing."), pair("outcome", "hidden")];
        assert_eq!(way().raw(None), Raw::Form(kept.to_vec()));
        assert_eq!(way().raw(Some("f1")), Raw::Form([&kept[..], &[pair("from", "f1")]].concat()));
    }
}
