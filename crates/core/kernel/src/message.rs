use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Date, Money, Timestamp};

/// Something to be said: a Fluent message and its arguments, put into words at the face.
///
/// It can be kept until then; words and numbers come back as they were, days and instants as words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// The message's id in the catalogue, such as `cases-reply-closed`.
    pub id: Cow<'static, str>,
    /// Named values the words may use.
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

/// A value inside a message, formatted in the reader's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Arg {
    /// Words as they are.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An amount.
    Money(Money),
    /// A day.
    Date(Date),
    /// An instant, shown in the reader's zone.
    At(Timestamp),
}

impl Message {
    /// A message without arguments.
    pub const fn new(id: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), args: Vec::new() }
    }

    /// The message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((Cow::Borrowed(name), value.into()));
        self
    }
}

macro_rules! arg {
    ($($from:ty => $variant:ident),*) => { $(
        impl From<$from> for Arg {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )* };
}
arg!(String => Text, &str => Text, i64 => Number, u32 => Number, Money => Money, Date => Date, Timestamp => At);
