//! Reading forms that come before there is a principal, and saying what to put right in them.

use gateway::{Email, Raw, RawField};
use kernel::{Message, Problem};

use crate::{factors::Proof, passkeys::Answer};

/// What a field holds, as typed; nothing when it was left out or came twice.
pub(super) fn text(raw: &Raw, name: &str) -> String {
    match raw.field(name) {
        RawField::Text(text) => text,
        RawField::Absent | RawField::Null | RawField::Json(_) | RawField::Many(_) => String::new(),
    }
}

/// The address in the field `email`.
pub(super) fn email(raw: &Raw) -> Result<Email, Message> {
    let typed = text(raw, "email");
    if typed.trim().is_empty() {
        return Err(Message::new("identity-error-email-blank"));
    }
    Email::parse(&typed).map_err(|_| Message::new("identity-error-email"))
}

/// The password in the field `password`, for signing in: whatever was typed.
pub(super) fn password(raw: &Raw) -> Result<String, Message> {
    let typed = text(raw, "password");
    match typed.chars().count() {
        0 => Err(Message::new("identity-error-password-blank")),
        // Nobody has a password of this length; hashing it would only cost time.
        count if count > crate::passwords::MOST => Err(Message::new("identity-error-password")),
        _ => Ok(typed),
    }
}

/// What a passkey answered, as the script beside its form put it into the fields `answer` and `state`.
pub(super) fn answer(raw: &Raw) -> Answer {
    Answer { answer: text(raw, "answer"), state: text(raw, "state") }
}

/// A second proof: what a passkey answered, where its form was sent; else what was typed into the field `code`, if that
/// can be one.
pub(super) fn second_proof(raw: &Raw) -> Option<Proof> {
    if is_passkey(raw) { Some(Proof::Passkey(answer(raw))) } else { Proof::parse(&text(raw, "code")) }
}

/// Whether it is the form of a passkey that was sent.
pub(super) fn is_passkey(raw: &Raw) -> bool {
    raw.names().contains("answer")
}

/// Whether a script found that this device can keep a passkey; it says so in the forms of signing in.
pub(super) fn can_keep_passkeys(raw: &Raw) -> bool {
    text(raw, "passkeys") == "yes"
}

/// Whether the box was ticked that says that this is meant. Scanners of mail follow links and press buttons; they tick
/// nothing.
///
/// # Errors
/// It was not.
pub(super) fn sure(raw: &Raw) -> Result<(), Problem> {
    if text(raw, "sure") == "yes" { Ok(()) } else { Err(wrong("/sure", Message::new("identity-error-sure"))) }
}

/// A fault of one field.
pub(super) fn wrong(field: &'static str, says: Message) -> Problem {
    Problem::invalid(Vec::new()).at(field, says)
}

/// Words as they stand in a query.
pub(super) fn encoded(words: &str) -> String {
    form_urlencoded::byte_serialize(words.as_bytes()).collect()
}

/// A form with these fields, as a page of our own sends it to an operation.
pub(super) fn told(fields: &[(&str, String)]) -> Raw {
    Raw::Form(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(name: &str, value: &str) -> Raw {
        told(&[(name, value.to_owned())])
    }

    #[test]
    fn an_address_is_asked_for_and_then_in_full() {
        let id = |typed: &str| email(&raw("email", typed)).err().map(|says| says.id.into_owned());
        assert_eq!(id(" ").as_deref(), Some("identity-error-email-blank"));
        assert_eq!(id("priya@").as_deref(), Some("identity-error-email"));
        assert_eq!(id(" priya@northgate.example "), None);
    }

    #[test]
    fn a_password_is_taken_as_it_was_typed() {
        assert_eq!(password(&raw("password", " two words ")), Ok(" two words ".to_owned()));
        assert!(password(&raw("password", "")).is_err());
        assert!(password(&raw("password", &"x".repeat(201))).is_err());
    }
}
