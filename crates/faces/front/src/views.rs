//! Small things that pages of several services show, each as its component wants it.

use std::collections::BTreeMap;

use serde::Serialize;

/// A form as it is first shown. Once it comes back, [`form_page`](crate::Visit::form_page) puts what was typed in its
/// place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Blank {
    values: BTreeMap<&'static str, String>,
    errors: BTreeMap<&'static str, String>,
}

impl Blank {
    /// With what stands in its fields already.
    pub fn of(values: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self { values: values.into_iter().collect(), errors: BTreeMap::new() }
    }
}

/// A filter, which says its field and its value; its choices open below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// What it narrows by.
    pub field: String,
    /// What it is narrowed to.
    pub value: String,
    /// What else there is.
    pub choices: Vec<Choice>,
    /// Whether it leaves anything out.
    pub on: bool,
}

/// One choice of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it says.
    pub label: String,
    /// The list narrowed so.
    pub href: String,
    /// Whether it is.
    pub current: bool,
}

/// A term and what it means here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The term.
    pub term: String,
    /// What it means.
    pub detail: String,
}

/// A field that a form sends along unseen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub value: String,
}

/// One of several lists side by side, or a part of one with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tab {
    /// What it is called.
    pub label: String,
    /// Where it is.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
    /// How much is in it, where somebody counts.
    pub count: Option<String>,
}

/// A state: its words, its colour and its icon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// Its words.
    pub label: String,
    /// Its colour, by what it means: `ok`, `bad`, `off`.
    pub kind: &'static str,
    /// Its icon.
    pub icon: &'static str,
}
