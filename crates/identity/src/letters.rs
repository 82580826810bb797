//! The letters about signing in. Those that let somebody in keep no copy once they are sent.

use kernel::{Message, Timestamp};
use mail::{Letter, Recipient, WriteError};
use serde::Serialize;

use crate::{Device, asker::Asker, challenges::Made};

#[derive(Serialize)]
struct SignIn {
    code: String,
    link: String,
    refusal: String,
    browser: String,
    place: Option<String>,
    minutes: i64,
}

#[derive(Serialize)]
struct LinkCode<'a> {
    code: String,
    record: &'a str,
    browser: String,
    minutes: i64,
}

#[derive(Serialize)]
struct Reset<'a> {
    name: &'a str,
    link: String,
    minutes: i64,
}

#[derive(Serialize)]
struct Verification<'a> {
    name: &'a str,
    email: &'a str,
    link: String,
    minutes: i64,
}

#[derive(Serialize)]
struct Notice<'a> {
    name: &'a str,
    at: Timestamp,
    browser: String,
    place: Option<String>,
    link: String,
    /// Where they lock themselves out.
    lock: String,
}

#[derive(Serialize)]
struct FactorNotice<'a> {
    name: &'a str,
    /// What became of which.
    says: String,
    at: Timestamp,
    browser: String,
    link: String,
}

/// A code, and a link that works in the browser that asked.
pub(crate) fn sign_in(asker: &Asker<'_>, made: &Made, to: &Recipient) -> Result<Letter, WriteError> {
    let link = asker.link(&format!("/sign-in/link/{}", made.token.expose()));
    let says = SignIn {
        code: made.code.shown(),
        refusal: format!("{link}/refusal"),
        link,
        browser: asker.say(&asker.device.named()),
        place: None,
        minutes: made.challenge.minutes(asker.now()),
    };
    write(asker, "identity/mail/sign_in", says, to).map(Letter::keeping_no_copy)
}

/// A link to make a new password.
pub(crate) fn reset(asker: &Asker<'_>, made: &Made, name: &str, to: &Recipient) -> Result<Letter, WriteError> {
    let link = asker.link(&format!("/password/{}", made.token.expose()));
    let says = Reset { name, link, minutes: made.challenge.minutes(asker.now()) };
    write(asker, "identity/mail/password_reset", says, to).map(Letter::keeping_no_copy)
}

/// A link that proves that one reads the mail of an address.
pub(crate) fn verification(asker: &Asker<'_>, made: &Made, name: &str, to: &Recipient) -> Result<Letter, WriteError> {
    let says = Verification {
        name,
        email: &made.challenge.email,
        link: asker.link(&format!("/me/addresses/confirm/{}", made.token.expose())),
        minutes: made.challenge.minutes(asker.now()),
    };
    write(asker, "identity/mail/address_verification", says, to).map(Letter::keeping_no_copy)
}

/// A code that confirms the address of a link to one record, in the browser that asked.
pub(crate) fn link_code(asker: &Asker<'_>, made: &Made, record: &str, to: &Recipient) -> Result<Letter, WriteError> {
    let says = LinkCode {
        code: made.code.shown(),
        record,
        browser: asker.say(&asker.device.named()),
        minutes: made.challenge.minutes(asker.now()),
    };
    write(asker, "identity/mail/link_code", says, to).map(Letter::keeping_no_copy)
}

/// Tells somebody that a browser they had not used before is signed in.
pub(crate) fn new_device(asker: &Asker<'_>, name: &str, to: &Recipient) -> Result<Letter, WriteError> {
    write(asker, "identity/mail/new_device", notice(asker, name, &asker.device), to)
}

/// Tells somebody that their password was changed.
pub(crate) fn password_changed(asker: &Asker<'_>, name: &str, to: &Recipient) -> Result<Letter, WriteError> {
    write(asker, "identity/mail/password_changed", notice(asker, name, &asker.device), to)
}

/// Tells somebody what became of their second proofs.
pub(crate) fn factor_changed(
    asker: &Asker<'_>,
    name: &str,
    says: &Message,
    to: &Recipient,
) -> Result<Letter, WriteError> {
    let says = FactorNotice {
        name,
        says: asker.say(says),
        at: asker.now(),
        browser: asker.say(&asker.device.named()),
        link: asker.link("/me/sign-in"),
    };
    write(asker, "identity/mail/factor_changed", says, to)
}

fn notice<'a>(asker: &Asker<'_>, name: &'a str, device: &Device) -> Notice<'a> {
    let (link, lock) = (asker.link("/me/sign-in"), asker.link("/me/lock"));
    Notice { name, at: asker.now(), browser: asker.say(&device.named()), place: None, link, lock }
}

fn write(asker: &Asker<'_>, template: &str, says: impl Serialize, to: &Recipient) -> Result<Letter, WriteError> {
    let visit = asker.visit();
    asker.site().letter(&visit.locale, &visit.formats, template, says, to)
}
