use access::{Atom, FactKind};
use kernel::{Currency, Date, Id, Noun, Ref, Timestamp};
use schemars::JsonSchema;
use sea_orm::{QueryResult, TryGetable, Value};
use serde::{Serialize, de::DeserializeOwned};

use crate::StoreError;

/// A type a column can hold, the same on both databases.
///
/// Instants are microseconds, days and enums are text, money is minor units beside a currency, ids are UUIDs.
pub trait Column: Sized {
    /// What a policy sees.
    const FACT: FactKind;
    /// Whether the column may be null.
    const OPTIONAL: bool = false;

    /// The value to store.
    fn put(&self) -> Value;
    /// The typed null.
    fn null() -> Value;
    /// Reads the next column.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] if the column holds something else.
    fn take(from: &mut Columns<'_>) -> Result<Self, StoreError> {
        Self::take_optional(from)?.ok_or_else(|| from.unreadable())
    }
    /// Reads the next column, which may be null.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] if the column holds something else.
    fn take_optional(from: &mut Columns<'_>) -> Result<Option<Self>, StoreError>;
    /// The value as a fact; nothing where it is null.
    fn atom(&self) -> Option<Atom>;
}

/// The columns of one result row, read in order.
pub struct Columns<'r> {
    row: &'r QueryResult,
    at: usize,
}

impl<'r> Columns<'r> {
    /// Begins at the first column.
    pub fn of(row: &'r QueryResult) -> Self {
        Self { row, at: 0 }
    }

    /// Begins at the column with this place, counted from 0.
    pub(crate) fn from(row: &'r QueryResult, at: usize) -> Self {
        Self { row, at }
    }

    /// Reads the next column.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] if it holds something else.
    pub fn take<C: Column>(&mut self) -> Result<C, StoreError> {
        C::take(self)
    }

    fn raw<T: TryGetable>(&mut self) -> Result<Option<T>, StoreError> {
        let value = self.row.try_get_by_index::<Option<T>>(self.at).map_err(|_| self.unreadable());
        self.at += 1;
        value
    }

    fn unreadable(&self) -> StoreError {
        StoreError::Unreadable { table: "a result", column: self.at.to_string() }
    }
}

/// A column that stores `$ty` as `$raw`.
macro_rules! column {
    ($ty:ty as $raw:ty, $fact:expr, put $put:expr, take $take:expr, atom $atom:expr) => {
        impl Column for $ty {
            const FACT: FactKind = $fact;
            fn put(&self) -> Value {
                let put: fn(&Self) -> $raw = $put;
                Value::from(put(self))
            }
            fn null() -> Value {
                Value::from(None::<$raw>)
            }
            fn take_optional(from: &mut Columns<'_>) -> Result<Option<Self>, StoreError> {
                let take: fn($raw) -> Option<Self> = $take;
                from.raw::<$raw>()?.map(|raw| take(raw).ok_or_else(|| from.unreadable())).transpose()
            }
            fn atom(&self) -> Option<Atom> {
                let atom: fn(&Self) -> Atom = $atom;
                Some(atom(self))
            }
        }
    };
}

column!(String as String, FactKind::Text, put Clone::clone, take Some, atom |text| Atom::Text(text.clone()));
column!(i64 as i64, FactKind::Int, put |number| *number, take Some, atom |number| Atom::Int(*number));
column!(bool as bool, FactKind::Bool, put |truth| *truth, take Some, atom |truth| Atom::Bool(*truth));
column!(Vec<u8> as Vec<u8>, FactKind::Text, put Clone::clone, take Some, atom |_| Atom::Text(String::new()));
column!(
    Timestamp as i64,
    FactKind::Int,
    put | at | at.micros(),
    take | raw | Some(Timestamp::from_micros(raw)),
    atom | at | Atom::Int(at.micros())
);
column!(Date as String, FactKind::Text, put ToString::to_string, take |raw| raw.parse().ok(), atom |day| Atom::Text(day.to_string()));
column!(
    Currency as String,
    FactKind::Text,
    put | currency | currency.code().to_owned(),
    take | raw | raw.parse().ok(),
    atom | currency | Atom::Text(currency.code().to_owned())
);
column!(Ref as String, FactKind::Text, put ToString::to_string, take |raw| raw.parse().ok(), atom |target| Atom::Text(target.to_string()));

impl<T: Noun> Column for Id<T> {
    const FACT: FactKind = FactKind::Object(T::NAME);
    fn put(&self) -> Value {
        Value::from(self.uuid())
    }
    fn null() -> Value {
        Value::from(None::<uuid::Uuid>)
    }
    fn take_optional(from: &mut Columns<'_>) -> Result<Option<Self>, StoreError> {
        Ok(from.raw::<uuid::Uuid>()?.map(Self::from_uuid))
    }
    fn atom(&self) -> Option<Atom> {
        Some(Atom::Id(self.uuid()))
    }
}

impl<C: Column> Column for Option<C> {
    const FACT: FactKind = C::FACT;
    const OPTIONAL: bool = true;
    fn put(&self) -> Value {
        self.as_ref().map_or_else(C::null, C::put)
    }
    fn null() -> Value {
        C::null()
    }
    fn take(from: &mut Columns<'_>) -> Result<Self, StoreError> {
        C::take_optional(from)
    }
    fn take_optional(from: &mut Columns<'_>) -> Result<Option<Self>, StoreError> {
        C::take_optional(from).map(Some)
    }
    fn atom(&self) -> Option<Atom> {
        self.as_ref().and_then(C::atom)
    }
}

/// Anything serde knows, kept as JSON text. Never compared or sorted by the database.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Json<T>(pub T);

impl<T: Serialize + DeserializeOwned> Column for Json<T> {
    const FACT: FactKind = FactKind::Text;
    fn put(&self) -> Value {
        Value::from(serde_json::to_string(&self.0).unwrap_or_default())
    }
    fn null() -> Value {
        Value::from(None::<String>)
    }
    fn take_optional(from: &mut Columns<'_>) -> Result<Option<Self>, StoreError> {
        let Some(text) = from.raw::<String>()? else { return Ok(None) };
        serde_json::from_str(&text).map(|value| Some(Self(value))).map_err(|_| from.unreadable())
    }
    fn atom(&self) -> Option<Atom> {
        None
    }
}

/// Makes a unit-only enum a column: `text_column!(State { Open = "open", Closed = "closed" })`.
#[macro_export]
macro_rules! text_column {
    ($ty:ty { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $ty {
            /// The word the database and policies use.
            pub const fn word(&self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            /// The value a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($text => Some(Self::$variant),)+ _ => None }
            }
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        }
        $crate::parsed_column!($ty, word, from_word);
    };
}

/// Makes a type that is text with rules a column: `parsed_column!(Subject, as_str, known)`, where `known` gives
/// `None` for what breaks the rules.
#[macro_export]
macro_rules! parsed_column {
    ($ty:ty, $put:ident, $take:ident) => {
        impl $crate::Column for $ty {
            const FACT: ::access::FactKind = ::access::FactKind::Text;
            fn put(&self) -> $crate::Value {
                $crate::Value::from(self.$put().to_owned())
            }
            fn null() -> $crate::Value {
                $crate::Value::from(None::<String>)
            }
            fn take_optional(from: &mut $crate::Columns<'_>) -> Result<Option<Self>, $crate::StoreError> {
                let Some(text) = <String as $crate::Column>::take_optional(from)? else { return Ok(None) };
                match <$ty>::$take(&text) {
                    Some(value) => Ok(Some(value)),
                    None => Err($crate::StoreError::Unreadable { table: stringify!($ty), column: text }),
                }
            }
            fn atom(&self) -> Option<::access::Atom> {
                Some(::access::Atom::Text(self.$put().to_owned()))
            }
        }
    };
}
