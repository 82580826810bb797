use serde::Deserialize;

/// What one member of a document holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "snake_case", deny_unknown_fields)]
pub(crate) enum Expression {
    /// The document's key.
    Key,
    /// The line's place in the document, from 1. Together with the key it is the line's identity, so that exact repeats
    /// are kept.
    Ordinal,
    /// Always the same.
    Constant(Scalar),
    /// A column's words, without spaces around them.
    Text {
        column: String,
        /// What is put before them.
        #[serde(default)]
        prefix: String,
        /// The column read where the first is blank.
        #[serde(default)]
        otherwise: Option<String>,
        /// Whether it may be blank; then the member is null.
        #[serde(default)]
        optional: bool,
    },
    /// What a table says of a column's words.
    Lookup {
        column: String,
        table: String,
        /// Whether words that are not in the table stand for themselves; else they hold the document back.
        #[serde(default)]
        keep: bool,
        /// Whether it may be blank, or the table's answer empty; then the member is null.
        #[serde(default)]
        optional: bool,
    },
    /// An instant, written as a clock on the wall of this zone showed it; of several lines, the earliest.
    Instant { column: String, pattern: String, zone: String },
    /// A day; of several lines, the first.
    Day {
        column: String,
        pattern: String,
        /// Days after it: terms that are known.
        #[serde(default)]
        plus_days: i32,
        #[serde(default)]
        optional: bool,
    },
    /// A number in whole steps of 10^-`scale`. What is finer holds the document back, unless it is to be rounded, a half
    /// to the even neighbour.
    Number {
        of: Number,
        scale: u32,
        #[serde(default)]
        round: bool,
        #[serde(default)]
        optional: bool,
    },
    /// The same as text: `"6.95"`.
    Decimal {
        of: Number,
        #[serde(default)]
        optional: bool,
    },
    /// One of two.
    Choose { when: Vec<Condition>, yes: Box<Expression>, no: Box<Expression> },
}

/// A value written in the mapping.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Scalar {
    Truth(bool),
    Whole(i64),
    Text(String),
}

/// Exact arithmetic with decimal numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Number {
    /// As a column writes it.
    Column(String),
    /// As it is written here.
    Constant(String),
    /// To so many decimals, a half to the even neighbour: what binary floats leave behind goes away.
    Rounded { of: Box<Number>, places: u32 },
    /// All of them multiplied.
    Times(Vec<Number>),
    /// All of them added.
    Plus(Vec<Number>),
    /// The first less the others.
    Minus(Vec<Number>),
    /// The sum over all lines, without rounding any.
    Sum(Box<Number>),
}

/// What may hold of a document.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Condition {
    /// Of at least one line.
    Any(Test),
    /// Of every line.
    Every(Test),
    /// Of no line.
    None(Test),
    /// Two lines say different things in this column.
    Differ(String),
}

/// What may hold of a line: exactly one of these.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Test {
    pub column: String,
    /// Nothing stands there, or something does.
    pub blank: Option<bool>,
    /// It begins with one of these.
    pub starts_with: Option<Vec<String>>,
    /// It is one of these.
    pub one_of: Option<Vec<String>>,
    /// It is a number below this one.
    pub below: Option<String>,
    /// It is a number above this one.
    pub above: Option<String>,
}
