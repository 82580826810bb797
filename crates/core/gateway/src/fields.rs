use kernel::{Date, Message};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use words::Formats;

use crate::{Field, FieldKind, LinkTo, RawField};

/// Words on one line, never blank, of at most `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line<const MAX: usize>(String);

/// Words on as many lines as it takes, never blank, of at most `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose<const MAX: usize>(String);

/// An e-mail address that mail can be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

/// A whole number between two bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Whole<const MIN: i64, const MAX: i64>(i64);

/// A change to one thing among several: left alone, cleared, or set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<T> {
    /// Nothing was said.
    Leave,
    /// It is to be nothing.
    Clear,
    /// It is to be this.
    Set(T),
}

impl<const MAX: usize> Line<MAX> {
    /// Reads words; spaces at the ends do not count.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(raw: &str) -> Result<Self, Message> {
        let text = raw.trim();
        match text.chars().count() {
            0 => Err(Message::new("input-blank")),
            count if count > MAX => Err(too_long(MAX, count)),
            _ if text.chars().any(char::is_control) => Err(Message::new("input-one-line")),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> Prose<MAX> {
    /// Reads words; line ends become `\n`, blank lines at the ends do not count.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(raw: &str) -> Result<Self, Message> {
        let text = raw.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_matches('\n').trim_end();
        match text.chars().count() {
            _ if text.trim().is_empty() => Err(Message::new("input-blank")),
            count if count > MAX => Err(too_long(MAX, count)),
            _ if text.contains('\0') => Err(Message::new("input-not-text")),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Email {
    /// Reads an address: one `@`, something before it, a host with a dot behind it, no spaces; whether mail arrives is
    /// for the mail to show.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, Message> {
        let text = raw.trim();
        let wrong = || Message::new("input-not-an-address");
        let (name, host) = text.rsplit_once('@').ok_or_else(wrong)?;
        let host_is_right =
            host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
        let odd = |letter: char| letter.is_whitespace() || letter.is_control() || "<>(),;:\"[]\\".contains(letter);
        if name.is_empty() || name.contains('@') || !host_is_right || text.len() > 254 || text.chars().any(odd) {
            return Err(wrong());
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MIN: i64, const MAX: i64> Whole<MIN, MAX> {
    /// The number.
    pub fn value(self) -> i64 {
        self.0
    }
}

fn too_long(max: usize, count: usize) -> Message {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Message::new("input-too-long").with("max", number(max)).with("over", number(count - max))
}

fn words_of(raw: &RawField) -> Result<&str, Message> {
    match raw {
        RawField::Text(text) => Ok(text),
        RawField::Absent | RawField::Null => Err(Message::new("input-blank")),
        RawField::Json(_) | RawField::Many(_) => Err(Message::new("input-not-text")),
    }
}

impl<const MAX: usize> Field for Line<MAX> {
    fn kind() -> FieldKind {
        FieldKind::Text { max: MAX, lines: false }
    }
    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        Self::parse(words_of(raw)?)
    }
}

impl<const MAX: usize> Field for Prose<MAX> {
    fn kind() -> FieldKind {
        FieldKind::Text { max: MAX, lines: true }
    }
    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        Self::parse(words_of(raw)?)
    }
}

impl Field for Email {
    fn kind() -> FieldKind {
        FieldKind::Email
    }
    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        Self::parse(words_of(raw)?)
    }
}

impl<const MIN: i64, const MAX: i64> Field for Whole<MIN, MAX> {
    fn kind() -> FieldKind {
        FieldKind::Whole { min: MIN, max: MAX }
    }
    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        let number = match raw {
            RawField::Json(Value::Number(number)) => number.as_i64(),
            RawField::Text(text) => text.trim().parse().ok().or_else(|| formats.parse_number(text).ok()),
            RawField::Absent | RawField::Null => return Err(Message::new("input-blank")),
            RawField::Json(_) | RawField::Many(_) => None,
        };
        let number = number.ok_or_else(|| Message::new("input-not-a-number"))?;
        if (MIN..=MAX).contains(&number) {
            return Ok(Self(number));
        }
        Err(Message::new("input-out-of-range").with("min", MIN).with("max", MAX))
    }
}

/// A box that is ticked or not; a form leaves out one that is not.
impl Field for bool {
    fn kind() -> FieldKind {
        FieldKind::Truth
    }
    const OPTIONAL: bool = true;
    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        match raw {
            RawField::Absent | RawField::Null => Ok(false),
            RawField::Json(Value::Bool(truth)) => Ok(*truth),
            RawField::Text(text) => match text.as_str() {
                "on" | "true" | "1" => Ok(true),
                "" | "false" | "0" => Ok(false),
                _ => Err(Message::new("input-not-yes-or-no")),
            },
            RawField::Json(_) | RawField::Many(_) => Err(Message::new("input-not-yes-or-no")),
        }
    }
}

impl Field for Date {
    fn kind() -> FieldKind {
        FieldKind::Day
    }
    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        let text = words_of(raw)?.trim();
        if text.is_empty() {
            return Err(Message::new("input-blank"));
        }
        text.parse().ok().or_else(|| formats.parse_date(text).ok()).ok_or_else(|| Message::new("input-not-a-day"))
    }
}

impl<F: Field> Field for Option<F> {
    fn kind() -> FieldKind {
        F::kind()
    }
    const OPTIONAL: bool = true;
    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        if raw.is_blank() { Ok(None) } else { F::read(raw, formats).map(Some) }
    }
    fn links(&self) -> Vec<LinkTo> {
        self.as_ref().map_or_else(Vec::new, F::links)
    }
}

impl<F: Field> Field for Change<F> {
    fn kind() -> FieldKind {
        F::kind()
    }
    const OPTIONAL: bool = true;
    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        match raw {
            RawField::Absent => Ok(Self::Leave),
            blank if blank.is_blank() => Ok(Self::Clear),
            value => F::read(value, formats).map(Self::Set),
        }
    }
    fn links(&self) -> Vec<LinkTo> {
        match self {
            Self::Set(value) => value.links(),
            Self::Leave | Self::Clear => Vec::new(),
        }
    }
}

impl<F: Field> Field for Vec<F> {
    fn kind() -> FieldKind {
        FieldKind::Many(Box::new(F::kind()))
    }
    const OPTIONAL: bool = true;
    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        match raw {
            blank if blank.is_blank() => Ok(Self::new()),
            RawField::Many(items) => items.iter().map(|item| F::read(item, formats)).collect(),
            single => Ok(vec![F::read(single, formats)?]),
        }
    }
    fn links(&self) -> Vec<LinkTo> {
        self.iter().flat_map(F::links).collect()
    }
}

/// Lets a person choose a value of an enum made a column by `store::text_column!`.
#[macro_export]
macro_rules! choice {
    ($ty:ty) => {
        impl $crate::Field for $ty {
            fn kind() -> $crate::FieldKind {
                $crate::FieldKind::Choice(<$ty>::ALL.iter().map(|value| value.word()).collect())
            }
            fn read(raw: &$crate::RawField, _: &::words::Formats) -> Result<Self, ::kernel::Message> {
                match raw {
                    $crate::RawField::Text(text) => Self::from_word(text),
                    _ => None,
                }
                .ok_or_else(|| ::kernel::Message::new("input-not-a-choice"))
            }
        }
    };
}
