use gateway::Raw;
use kernel::Cursor;

use crate::{Chip, Choice, Kept};

/// What a list is narrowed to and its place, as its address says it. It makes the addresses of the lists beside it, so
/// that every filter and every page is a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowed {
    base: String,
    told: Vec<(&'static str, String)>,
}

/// The place in the list. Narrowed otherwise, a list begins at its head.
const FROM: &str = "from";

impl Narrowed {
    /// The list at `base`, narrowed so.
    pub fn of(base: String, told: Vec<(&'static str, String)>) -> Self {
        Self { base, told }
    }

    /// Reads what was asked of the list at `base`: its place, and what `names` say. Other words, such as a newsletter's,
    /// are not for us.
    pub fn read(base: String, names: &[&'static str], raw: &Raw) -> Self {
        let told = names.iter().chain(&[FROM]).filter_map(|name| Some((*name, raw.text(name)?)));
        Self::of(base, told.collect())
    }

    /// The same at another address: a file of the list, say.
    #[must_use]
    pub fn moved(&self, base: String) -> Self {
        Self::of(base, self.told.clone())
    }

    /// What it says of one thing.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.told.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether anything but these, and the place, narrows it.
    pub fn is_narrowed_beside(&self, names: &[&str]) -> bool {
        self.told.iter().any(|(name, _)| *name != FROM && !names.contains(name))
    }

    /// As a query is told it.
    pub fn raw(&self) -> Raw {
        Raw::Form(self.told.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    /// What a form in this list sends along: all but what it asks itself, and the place.
    pub fn kept(&self, but: &[&str]) -> Vec<Kept> {
        let kept = self.told.iter().filter(|(name, _)| *name != FROM && !but.contains(name));
        kept.map(|(name, value)| Kept { name, value: value.clone() }).collect()
    }

    /// The address of the list with other values, from its head; one without a value is left out.
    pub fn with(&self, changes: &[(&'static str, Option<&str>)]) -> String {
        let changed = |name: &str| name == FROM || changes.iter().any(|(changed, _)| *changed == name);
        let same = self.told.iter().filter(|(name, _)| !changed(name)).map(|(name, value)| (*name, value.as_str()));
        let new = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        match form_urlencoded::Serializer::new(String::new()).extend_pairs(same.chain(new)).finish() {
            query if query.is_empty() => self.base.clone(),
            query => format!("{}?{query}", self.base),
        }
    }

    /// The address of the same list at another place.
    pub fn at(&self, place: Option<&Cursor>) -> Option<String> {
        place.map(|place| self.with(&[(FROM, Some(String::from(place.clone()).as_str()))]))
    }

    /// The list's own address.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A filter by one thing: any, or one of these values, each with its label. A value that is none of them stands for
    /// itself.
    pub fn chip(
        &self,
        name: &'static str,
        field: String,
        any: String,
        values: impl IntoIterator<Item = (String, String)>,
    ) -> Chip {
        let here = self.get(name);
        let all = Choice { label: any, href: self.with(&[(name, None)]), current: here.is_none() };
        let each = values.into_iter().map(|(label, value)| Choice {
            label,
            href: self.with(&[(name, Some(value.as_str()))]),
            current: here == Some(value.as_str()),
        });
        let choices: Vec<Choice> = std::iter::once(all).chain(each).collect();
        let current = choices.iter().find(|choice| choice.current).map(|choice| choice.label.clone());
        let value = current.unwrap_or_else(|| here.unwrap_or_default().to_owned());
        Chip { field, value, choices, on: here.is_some() }
    }
}

#[cfg(test)]
mod tests {
    use gateway::Raw;

    use super::{Kept, Narrowed};

    fn at(pairs: &[(&str, &str)]) -> Narrowed {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Narrowed::read("/a/1/orders".to_owned(), &["words", "view", "site"], &Raw::Form(pairs.collect()))
    }

    #[test]
    fn a_change_keeps_the_rest_and_begins_again() {
        let here = at(&[("words", "pink & red"), ("view", "late"), ("from", "f00"), ("utm", "x"), ("site", " ")]);
        assert_eq!(here.with(&[("view", None)]), "/a/1/orders?words=pink+%26+red");
        assert_eq!(here.with(&[("site", Some("Aire"))]), "/a/1/orders?words=pink+%26+red&view=late&site=Aire");
        assert_eq!(here.moved("/x.csv".to_owned()).with(&[]), "/x.csv?words=pink+%26+red&view=late");
        assert_eq!(here.kept(&["words"]), [Kept { name: "view", value: "late".to_owned() }]);
        assert_eq!(at(&[]).with(&[]), "/a/1/orders");
    }

    #[test]
    fn a_place_narrows_nothing_and_is_told() {
        let here = at(&[("from", "f00"), ("view", "late")]);
        assert!(!here.is_narrowed_beside(&["view"]) && here.is_narrowed_beside(&[]));
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(here.raw(), Raw::Form(vec![pair("view", "late"), pair("from", "f00")]));
    }

    #[test]
    fn a_filter_shows_what_is_chosen() {
        let sites = || ["Aire", "Tees"].map(|site| (site.to_owned(), site.to_owned()));
        let chip = |list: &Narrowed| list.chip("site", "Site".to_owned(), "Any".to_owned(), sites());
        let any = chip(&at(&[("from", "f00")]));
        assert_eq!((any.value.as_str(), any.on, any.choices.len()), ("Any", false, 3));
        let tees = chip(&at(&[("site", "Tees")]));
        assert_eq!((tees.value.as_str(), tees.on), ("Tees", true));
        assert_eq!(tees.choices[0].href, "/a/1/orders");
        assert_eq!(chip(&at(&[("site", "Ouse")])).value, "Ouse");
    }
}
