use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sync::Decimal;

/// A decimal number in a document: `"12.50"`, or a whole number. Never a float: 0.1 is not one.
#[derive(Clone, Copy, Debug)]
pub struct Exact(pub Decimal);

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.0.compared(other.0).is_some_and(std::cmp::Ordering::is_eq)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl de::Visitor<'_> for Reader {
    type Value = Exact;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number as text, such as \"12.50\", or a whole number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Exact, E> {
        text.parse().map(Exact).map_err(|_| E::invalid_value(de::Unexpected::Other("text"), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Exact, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Exact, E> {
        self.visit_str(&number.to_string())
    }
}
