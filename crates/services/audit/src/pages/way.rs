use std::ops::Deref;

use front::{Narrowed, Visit};
use gateway::Raw;
use kernel::{Date, FieldError, Message};

/// Where somebody is in one of the lists. Leads to [`Narrowed`].
#[derive(Clone, Debug)]
pub(super) struct Way(Narrowed);

/// What an address may say. Other words in it are not for us.
const NAMES: [&str; 9] = ["account", "who", "what", "kind", "object", "outcome", "since", "until", "from"];

impl Way {
    /// Reads an address or a form of the list below `path`. Days may be typed as people write them; those that are
    /// none are told of and left out.
    pub fn read(visit: &Visit, path: &str, raw: &Raw) -> (Self, Vec<FieldError>) {
        let mut told = Vec::new();
        let mut faults = Vec::new();
        for name in NAMES {
            let Some(text) = raw.text(name) else { continue };
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
        (Self(Narrowed::of(visit.address(path), told)), faults)
    }

    /// A day it names.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.get(name)?.parse().ok()
    }

    /// As a query is told it, from another place than its own.
    pub fn raw_from(&self, place: Option<&str>) -> Raw {
        let kept = self.kept(&[]).into_iter().map(|kept| (kept.name.to_owned(), kept.value));
        Raw::Form(kept.chain(place.map(|place| ("from".to_owned(), place.to_owned()))).collect())
    }

    /// Another of the lists, narrowed the same, as far as that means the same there.
    pub fn beside(&self, address: String) -> String {
        self.moved(address).with(&[("outcome", None)])
    }
}

impl Deref for Way {
    type Target = Narrowed;

    fn deref(&self) -> &Narrowed {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use front::Narrowed;
    use gateway::Raw;

    use super::Way;

    fn way() -> Way {
        let told = [("who", "people"), ("what", "billing."), ("outcome", "hidden"), ("from", "f0")];
        let told = told.map(|(name, value)| (name, value.to_owned()));
        Way(Narrowed::of("/desk/journal".to_owned(), told.to_vec()))
    }

    #[test]
    fn in_another_list_only_attempts_have_an_outcome() {
        let views = "/desk/journal/views";
        assert_eq!(way().beside(views.to_owned()), format!("{views}?who=people&what=billing."));
    }

    #[test]
    fn a_file_begins_at_the_head_and_goes_on_where_it_was() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let kept = [pair("who", "people"), pair("what", "billing."), pair("outcome", "hidden")];
        assert_eq!(way().raw_from(None), Raw::Form(kept.to_vec()));
        assert_eq!(way().raw_from(Some("f1")), Raw::Form([&kept[..], &[pair("from", "f1")]].concat()));
    }
}
