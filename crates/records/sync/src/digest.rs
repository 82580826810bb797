use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// SHA-256, in hexadecimal, of a document in canonical form: keys sorted, nothing between them, and members left out
/// that say nothing: null, `false`, an empty list.
///
/// So it is the same whichever way the document came: as JSON without what nobody said, or as a struct with defaults.
pub fn digest(document: &impl Serialize) -> String {
    digest_of(&serde_json::to_value(document).unwrap_or(Value::Null))
}

/// The same of a document that is JSON already.
pub(crate) fn digest_of(document: &Value) -> String {
    let mut canonical = Vec::with_capacity(1024);
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

    use super::digest;

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
}
