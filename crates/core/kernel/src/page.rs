use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

/// How many rows a page may hold: 1 to 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    /// The most rows one page gives.
    pub const MAX: u32 = 200;
    /// What a list shows when nobody says.
    pub const DEFAULT: Self = Self(25);
    /// What one look at many named things gives; for those who ask for each by its name, never for lists.
    pub const NAMED: Self = Self(2_000);
    /// What one look at the accounts of a tree gives: more than any tree has.
    pub const TREE: Self = Self(50_000);

    /// The nearest allowed number of rows.
    pub fn clamp(rows: u32) -> Self {
        Self(rows.clamp(1, Self::MAX))
    }

    /// The number of rows.
    pub const fn rows(self) -> u32 {
        self.0
    }
}

/// A place in a sorted list, opaque to whoever carries it: the sort key and id of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct Cursor {
    /// The row's sort key as JSON text.
    pub key: String,
    /// The row's id, which makes the order total.
    pub id: uuid::Uuid,
    /// Whether the page lies before the row instead of after it.
    pub backwards: bool,
}

impl JsonSchema for Cursor {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Cursor".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

/// The text is no place in a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a place in this list")]
pub struct CursorError;

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        let side = if cursor.backwards { 'b' } else { 'f' };
        let key: String = cursor.key.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("{side}{}{key}", cursor.id.simple())
    }
}

impl std::str::FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        if !text.is_ascii() || text.len() < 33 {
            return Err(CursorError);
        }
        let backwards = match &text[..1] {
            "b" => true,
            "f" => false,
            _ => return Err(CursorError),
        };
        let id = uuid::Uuid::try_parse(&text[1..33]).map_err(|_| CursorError)?;
        let key = &text[33..];
        // A number may have a sign, and half a byte is one too: neither is a place that was ever given out.
        if !key.len().is_multiple_of(2) || !key.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(CursorError);
        }
        let bytes = key.as_bytes().chunks(2).map(|pair| {
            let pair = std::str::from_utf8(pair).map_err(|_| CursorError)?;
            u8::from_str_radix(pair, 16).map_err(|_| CursorError)
        });
        let bytes = bytes.collect::<Result<Vec<_>, _>>()?;
        let key = String::from_utf8(bytes).map_err(|_| CursorError)?;
        Ok(Self { key, id, backwards })
    }
}

/// One page of a list, and where its neighbours begin.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub rows: Vec<T>,
    /// Where the page before begins, if there is one.
    pub previous: Option<Cursor>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// The same page of other things.
    pub fn map<U>(self, shape: impl FnMut(T) -> U) -> Page<U> {
        Page { rows: self.rows.into_iter().map(shape).collect(), previous: self.previous, next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_place_is_written_in_one_way_only() {
        let place = format!("f{}", "0".repeat(32));
        assert!(place.parse::<Cursor>().is_ok() && format!("{place}2f").parse::<Cursor>().is_ok());
        for odd in ["+a", "2", "2f2", "zz", "ff"] {
            assert!(format!("{place}{odd}").parse::<Cursor>().is_err(), "{odd}");
        }
    }
}
