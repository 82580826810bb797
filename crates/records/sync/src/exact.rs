use std::{cmp::Ordering, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Decimal;

/// A decimal number in a document: `"12.50"`, or a whole number. Never a float: 0.1 is not one.
#[derive(Clone, Copy, Debug)]
pub struct Exact(pub Decimal);

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.0.compared(other.0) == Some(Ordering::Equal)
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

#[cfg(test)]
mod tests {
    use super::Exact;

    #[test]
    fn numbers_are_text_or_whole() {
        let read = |json: &str| serde_json::from_str::<Exact>(json);
        assert_eq!(read("\"12.50\"").expect("text").0.scaled(2), Some(1250));
        assert_eq!(read("-3").expect("a whole number").0.scaled(0), Some(-3));
        assert!(read("0.1").is_err(), "a float is not exact");
        assert!(read("\"1,000\"").is_err());
        assert_eq!(serde_json::to_string(&read("\"12.50\"").expect("text")).expect("json"), "\"12.5\"");
    }
}
