//! What comes in by name and value. OAuth lets nothing be said twice, and takes what is empty for not said (RFC 6749,
//! section 3.1).

use gateway::{Raw, RawField};

/// Something was said twice.
#[derive(Debug)]
pub(crate) struct Twice;

/// What is said of one thing, as it was sent.
pub(crate) fn one(raw: &Raw, name: &str) -> Result<Option<String>, Twice> {
    match raw.field(name) {
        RawField::Text(text) if text.is_empty() => Ok(None),
        RawField::Text(text) => Ok(Some(text)),
        RawField::Absent | RawField::Null => Ok(None),
        RawField::Many(_) | RawField::Json(_) => Err(Twice),
    }
}

/// As an operation is told it.
pub(crate) fn told(pairs: &[(&str, &str)], actions: &[String]) -> Raw {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Raw::Form(pairs.chain(actions.iter().map(|action| ("actions".to_owned(), action.clone()))).collect())
}
