use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Kinds in whose documents an empty list says that there is none of it, while one that is left out says nothing.
///
/// With receipts this was not so before it was kept what of them is left. Their digest is another since then: what the
/// release before took in, also while it serves beside this one, is taken in once more.
const EMPTY_COUNTS: &[&str] = &["receipt"];

/// SHA-256, in hexadecimal, of a document in canonical form: keys sorted, nothing between them, and members left out
/// that say nothing: null, `false`, an empty list.
///
/// So it is the same whichever way the document came: as JSON without what nobody said, or as a struct with defaults.
pub fn digest(document: &impl Serialize) -> String {
    of_canonical(Vec::new(), &serde_json::to_value(document).unwrap_or(Value::Null))
}

/// The same of a document of this kind, as its mark keeps it: of a receipt, an empty list counts.
pub fn digest_of(kind: &str, document: &impl Serialize) -> String {
    of_kind(kind, &serde_json::to_value(document).unwrap_or(Value::Null))
}

/// The same of a document that is JSON already.
pub(crate) fn of_kind(kind: &str, document: &Value) -> String {
    let mut before = Vec::with_capacity(1024);
    if EMPTY_COUNTS.contains(&kind) {
        let members = document.as_object().into_iter().flatten();
        let empty = members.filter(|(_, value)| value.as_array().is_some_and(Vec::is_empty));
        let mut empty: Vec<&str> = empty.map(|(name, _)| name.as_str()).collect();
        empty.sort_unstable();
        plain(&mut before, &empty);
    }
    of_canonical(before, document)
}

/// Of a document in canonical form, behind what stands before it.
fn of_canonical(mut canonical: Vec<u8>, document: &Value) -> String {
    write(&mut canonical, document);
    of_bytes(&canonical)
}

pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn write(to: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().filter(|(_, value)| !is_silent(value)).collect();
            members.sort_unstable_by_key(|(name, _)| name.as_str());
            to.push(b'{');
            for (index, (name, value)) in members.into_iter().enumerate() {
                if index > 0 {
                    to.push(b',');
                }
                plain(to, name);
                to.push(b':');
                write(to, value);
            }
            to.push(b'}');
        }
        Value::Array(items) => {
            to.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    to.push(b',');
                }
                write(to, item);
            }
            to.push(b']');
        }
        other => plain(to, other),
    }
}

fn is_silent(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) | Value::Object(_) => false,
    }
}

fn plain(to: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    serde_json::to_writer(to, value).expect("words, numbers and truths always serialise");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{digest, digest_of};

    #[test]
    fn order_and_silence_do_not_count_but_every_value_does() {
        let one = json!({ "number": "489434", "lines": [{ "code": "85048", "note": null }], "due": null });
        let same = json!({ "lines": [{ "code": "85048" }], "number": "489434", "derived": false, "taxes": [] });
        assert_eq!(digest(&one), digest(&same));
        for other in [
            json!({ "lines": [{ "code": "85048 " }], "number": "489434" }),
            json!({ "lines": [{ "code": "85048" }, { "code": "85048" }], "number": "489434" }),
            json!({ "lines": [], "number": "489434" }),
            json!({ "lines": [{ "code": "85048" }], "number": "489434", "derived": true }),
            json!({ "lines": [{ "code": "85048" }], "number": 489_434 }),
        ] {
            assert_ne!(digest(&one), digest(&other), "{other}");
        }
    }

    #[test]
    fn of_a_receipt_an_empty_list_is_another_word_than_none_and_neither_is_what_it_was_before() {
        let untold = json!({ "number": "R-1", "amount": "150", "allocations": null });
        let none = json!({ "number": "R-1", "amount": "150", "allocations": [] });
        assert_eq!(digest_of("invoice", &none), digest_of("invoice", &untold));
        assert_eq!(digest_of("invoice", &none), digest(&none));
        assert_ne!(digest_of("receipt", &none), digest_of("receipt", &untold));
        for receipt in [untold, none] {
            assert_ne!(digest_of("receipt", &receipt), digest(&receipt), "{receipt}");
        }
        let short = json!({ "amount": "150", "number": "R-1" });
        let long = json!({ "number": "R-1", "amount": "150", "method": null });
        assert_eq!(digest_of("receipt", &short), digest_of("receipt", &long));
    }
}
