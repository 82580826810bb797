use std::borrow::Cow;

use fluent_bundle::FluentValue;

/// A value for a message's `{ $name }`.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgValue<'a> {
    /// Words as they are: a name, or an amount or date already written out.
    Text(Cow<'a, str>),
    /// A whole number: chooses the plural and is written with the language's grouping.
    ///
    /// Exact up to 2^53, the limit of Fluent.
    Number(i64),
}

impl<'a> ArgValue<'a> {
    pub(crate) fn to_fluent(&'a self) -> FluentValue<'a> {
        match self {
            Self::Text(text) => FluentValue::String(isolated(text)),
            Self::Number(number) => FluentValue::from(*number),
        }
    }
}

impl<'a> From<&'a str> for ArgValue<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
impl From<String> for ArgValue<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}
impl From<i64> for ArgValue<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The text between bidirectional isolates (UAX #9) when it could turn its neighbours around.
fn isolated(text: &str) -> Cow<'_, str> {
    if text.chars().any(turns) {
        return Cow::Owned(format!("\u{2068}{text}\u{2069}"));
    }
    Cow::Borrowed(text)
}

/// Whether a character is written right to left, or overrides the direction of others.
fn turns(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8FF}'
            | '\u{202A}'..='\u{202E}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}
