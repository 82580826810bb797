use front::Visit;
use gateway::{Raw, RawField};
use store::Count;

use crate::View;

/// What the list is narrowed to, as its address says it; it makes the addresses of the lists beside it.
pub(super) struct Narrowed {
    base: String,
    told: Vec<(&'static str, String)>,
    /// The view shown when the address names none.
    usual: View,
}

/// What an address of the list may say.
const NAMES: [&str; 4] = ["words", "view", "account", "from"];

/// The word of the view that leaves nothing out.
pub(super) const ALL: &str = "all";

impl Narrowed {
    /// Reads the address of this visit.
    pub fn read(visit: &Visit, raw: &Raw, usual: View) -> Self {
        Self::of(visit.address("/cases"), raw, usual)
    }

    fn of(base: String, raw: &Raw, usual: View) -> Self {
        let told = NAMES.iter().filter_map(|name| Some((*name, text(raw, name)?)));
        let known =
            |(name, value): &(&str, String)| *name != "view" || value == ALL || View::from_word(value).is_some();
        Self { base, told: told.filter(known).collect(), usual }
    }

    /// What it says of one thing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.told.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The view it shows; nothing for all of them.
    pub fn view(&self) -> Option<View> {
        match self.get("view") {
            Some(word) => View::from_word(word),
            None => Some(self.usual),
        }
    }

    /// Whether it leaves anything out besides what the view does.
    pub fn is_narrowed(&self) -> bool {
        self.get("words").is_some() || self.get("account").is_some()
    }

    /// As the query is told it.
    pub fn raw(&self) -> Raw {
        let mut told: Vec<(String, String)> = Vec::new();
        told.extend(self.view().map(|view| ("view".to_owned(), view.word().to_owned())));
        let others = self.told.iter().filter(|(name, _)| *name != "view");
        told.extend(others.map(|(name, value)| ((*name).to_owned(), value.clone())));
        Raw::Form(told)
    }

    /// What a search in this list keeps: all but the words and the place.
    pub fn kept(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let kept = self.told.iter().filter(|(name, _)| !matches!(*name, "words" | "from"));
        kept.map(|(name, value)| (*name, value.as_str()))
    }

    /// The address of the list with other values, from its beginning; one without a value is dropped.
    pub fn with(&self, changes: &[(&'static str, Option<&str>)]) -> String {
        let changed = |name: &str| name == "from" || changes.iter().any(|(changed, _)| *changed == name);
        let mut query = form_urlencoded::Serializer::new(String::new());
        let same = self.told.iter().filter(|(name, _)| !changed(name)).map(|(name, value)| (*name, value.as_str()));
        let new = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        query.extend_pairs(same.chain(new));
        match query.finish() {
            query if query.is_empty() => self.base.clone(),
            query => format!("{}?{query}", self.base),
        }
    }

    /// The list's own address.
    pub fn base(&self) -> &str {
        &self.base
    }
}

/// What a form or an address says in a field; nothing when it is blank.
pub(super) fn text(raw: &Raw, name: &str) -> Option<String> {
    match raw.field(name) {
        RawField::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        RawField::Absent | RawField::Null | RawField::Text(_) | RawField::Json(_) | RawField::Many(_) => None,
    }
}

/// A number as far as anybody counted: "500+".
pub(super) fn counted(visit: &Visit, count: Count) -> String {
    let rows = visit.formats.number(i64::try_from(count.rows).unwrap_or(i64::MAX));
    if count.more { visit.say(&kernel::Message::new("cases-more-than").with("count", rows)) } else { rows }
}

#[cfg(test)]
mod tests {
    use gateway::Raw;

    use super::Narrowed;
    use crate::View;

    fn at(pairs: &[(&str, &str)]) -> Narrowed {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Narrowed::of("/a/1/cases".to_owned(), &Raw::Form(pairs.collect()), View::Open)
    }

    #[test]
    fn an_address_without_a_view_shows_the_usual_one() {
        assert_eq!(at(&[]).view(), Some(View::Open));
        assert_eq!(at(&[("view", "closed")]).view(), Some(View::Closed));
        assert_eq!(at(&[("view", "all")]).view(), None);
        assert_eq!(at(&[("view", "nonsense")]).view(), Some(View::Open));
    }

    #[test]
    fn a_change_keeps_the_rest_and_begins_again() {
        let here = at(&[("words", "seal & kit"), ("view", "closed"), ("from", "f00"), ("utm", "x")]);
        assert_eq!(here.with(&[("view", None)]), "/a/1/cases?words=seal+%26+kit");
        assert_eq!(here.kept().collect::<Vec<_>>(), [("view", "closed")]);
        assert!(here.is_narrowed() && !at(&[("view", "closed")]).is_narrowed());
    }
}
