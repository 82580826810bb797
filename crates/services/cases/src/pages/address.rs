use std::ops::Deref;

use front::{Narrowed, Visit};
use gateway::Raw;

use crate::View;

/// What the list is narrowed to, and what it shows where nobody says. Leads to [`Narrowed`].
pub(super) struct Asked {
    list: Narrowed,
    /// The view shown when the address names none.
    usual: View,
}

/// The word of the view that leaves nothing out.
pub(super) const ALL: &str = "all";

impl Asked {
    /// Reads the address of this visit.
    pub fn read(visit: &Visit, raw: &Raw, usual: View) -> Self {
        Self::of(visit.address("/cases"), raw, usual)
    }

    fn of(base: String, raw: &Raw, usual: View) -> Self {
        let is_view = raw.text("view").is_none_or(|word| word == ALL || View::from_word(&word).is_some());
        let names: &[&'static str] = if is_view { &["words", "view", "account"] } else { &["words", "account"] };
        Self { list: Narrowed::read(base, names, raw), usual }
    }

    /// The view it shows; nothing for all of them.
    pub fn view(&self) -> Option<View> {
        match self.get("view") {
            Some(word) => View::from_word(word),
            None => Some(self.usual),
        }
    }

    /// As the query is told it: with the view it shows, whether the address names it or not.
    pub fn told(&self) -> Raw {
        let Raw::Form(mut told) = self.raw() else { return Raw::empty() };
        told.retain(|(name, _)| name != "view");
        told.extend(self.view().map(|view| ("view".to_owned(), view.word().to_owned())));
        Raw::Form(told)
    }
}

impl Deref for Asked {
    type Target = Narrowed;

    fn deref(&self) -> &Narrowed {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use gateway::Raw;

    use super::Asked;
    use crate::View;

    #[test]
    fn an_address_without_a_view_shows_the_usual_one() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let at = |word: &str| Asked::of("/a/1/cases".to_owned(), &Raw::Form(vec![pair("view", word)]), View::Open);
        let told = |word: &str| Raw::Form(vec![pair("view", word)]);
        for (word, view, asked) in [
            ("", Some(View::Open), told("open")),
            ("closed", Some(View::Closed), told("closed")),
            ("all", None, Raw::empty()),
            ("nonsense", Some(View::Open), told("open")),
        ] {
            assert_eq!((at(word).view(), at(word).told()), (view, asked), "{word}");
        }
    }
}
