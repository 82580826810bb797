//! What the templates see.

use axum::{http::StatusCode, response::Response};
use front::{Blank, Fact, Failure, Visit};
use kernel::{Date, Message, Timestamp};
use serde::Serialize;

use crate::{qr::Picture, rows::Challenge};

mod company;
mod security;
mod staff;

pub(super) use company::{
    CompanyDoor, CompanyOut, CompanyRefused, ScimTokenMade, SignOn, SignOnChoice, SignOnConnection, SignOnDirectory,
    SignOnDomain, SignOnProvider, SignOnRole, SignOnSaml, SignOnToken,
};
pub(super) use security::{
    Address, Authenticator, Changed, Device, LockAsked, Recovery, Remembered, Security, SignInRow, SignIns, SignedIn,
};
pub(super) use staff::{StaffPage, StaffRow};

/// Who helps those who cannot get in: nobody, until brands say who.
pub(super) type Help = ();

#[derive(Serialize)]
pub(super) struct SignIn {
    pub title: String,
    pub way: &'static str,
    pub next: Option<String>,
    pub notice: Option<String>,
    /// Whether a mail is asked for although a company has a door of its own.
    pub instead: bool,
    pub help: Option<Help>,
    pub form: Blank,
}

#[derive(Serialize)]
pub(super) struct CheckMail {
    pub title: String,
    pub purpose: &'static str,
    pub email: String,
    pub minutes: i64,
    pub notice: Option<String>,
    pub help: Option<Help>,
    pub form: Blank,
}

/// Where a link was asked for.
#[derive(Serialize)]
pub(super) struct AskedFrom {
    pub at: Timestamp,
    pub browser: String,
    pub place: Option<String>,
}

#[derive(Serialize)]
pub(super) struct OtherDevice {
    pub title: String,
    pub asked: AskedFrom,
    pub code: Option<String>,
    pub minutes: i64,
    pub here: Option<String>,
    pub refusal: String,
    pub help: Option<Help>,
    pub form: Blank,
}

/// Where somebody says that a letter is not for them, by a box that they tick.
#[derive(Serialize)]
pub(super) struct Refusing {
    pub title: String,
    pub lede: String,
    /// What the box says.
    pub sure: String,
    pub action: String,
    pub label: String,
    pub busy: String,
    pub help: Option<Help>,
    pub form: Blank,
}

/// A page with one thing to press, because following a link alone does nothing.
#[derive(Serialize)]
pub(super) struct Press {
    pub title: String,
    pub lede: String,
    pub action: String,
    pub label: String,
    pub busy: String,
    pub refusal: Option<String>,
    pub help: Option<Help>,
}

/// Where the code is typed that confirms the address of a link to one record.
#[derive(Serialize)]
pub(super) struct LinkCode {
    pub title: String,
    pub record: String,
    pub back: String,
    pub email: String,
    pub minutes: i64,
    pub action: String,
    pub again: String,
    pub form: Blank,
}

/// Links to records.
#[derive(Serialize)]
pub(super) struct LinksPage {
    pub title: String,
    pub lede: String,
    pub rows: Vec<LinkRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A link to a record.
#[derive(Serialize)]
pub(super) struct LinkRow {
    pub record: String,
    /// Where the record is, for those who may read it.
    pub href: Option<String>,
    pub email: String,
    pub used: Option<Timestamp>,
    pub expires: Date,
    pub over: bool,
    /// Whether it opens nothing while somebody is locked out. Who, is not for an account to know.
    pub suspended: bool,
    /// Where it is revoked, for those who may.
    pub revocation: Option<String>,
}

/// A link to be sent.
#[derive(Serialize)]
pub(super) struct LinkNew {
    pub title: String,
    pub record: String,
    pub back: String,
    pub action: String,
    /// The record, as a form sends it.
    pub about: String,
    /// Whether whoever gets it may answer.
    pub answers: bool,
    /// Those that were sent before.
    pub rows: Vec<LinkRow>,
    pub form: Blank,
}

#[derive(Serialize)]
pub(super) struct LinkExpired {
    title: String,
    used: bool,
    again: &'static str,
    resent: bool,
    minutes: i64,
    going_to: Option<String>,
    help: Option<Help>,
    form: Blank,
}

#[derive(Serialize)]
pub(super) struct PasswordReset {
    pub title: String,
    pub help: Option<Help>,
    pub form: Blank,
}

#[derive(Serialize)]
pub(super) struct PasswordSet {
    pub title: String,
    pub email: String,
    pub action: String,
    pub least: usize,
    pub help: Option<Help>,
    pub form: Blank,
}

#[derive(Serialize)]
pub(super) struct PasswordChange {
    pub title: String,
    pub has_password: bool,
    pub least: usize,
    pub form: Blank,
}

/// The second proof, at sign-in.
#[derive(Serialize)]
pub(super) struct SecondProof {
    pub title: String,
    /// What is asked for: `app` or `recovery`.
    pub way: &'static str,
    /// Whether a passkey will do as well.
    pub passkey: bool,
    /// Whether the browser may be remembered.
    pub remembering: bool,
    pub next: Option<String>,
    pub help: Option<Help>,
    pub form: Blank,
}

/// A second proof that is owed, signed in.
#[derive(Serialize)]
pub(super) struct SecondDue {
    pub title: String,
    /// What is asked for: `app`, `passkey`, or `none` where one is to be set up.
    pub way: &'static str,
    /// Whether a passkey will do.
    pub passkey: bool,
    pub next: Option<String>,
    pub help: Option<Help>,
    pub form: Blank,
}

/// Of whom a second proof is asked.
#[derive(Serialize)]
pub(super) struct ProofRules {
    pub title: String,
    pub rules: Vec<ProofRule>,
    /// Where to send a change.
    pub action: String,
}

#[derive(Serialize)]
pub(super) struct ProofRule {
    /// The role it is of; empty where it is of none.
    pub role: String,
    /// Of whom, in words.
    pub name: String,
    pub demanded: bool,
}

/// A proof shown once more, signed in.
#[derive(Serialize)]
pub(super) struct Proof {
    pub title: String,
    /// What is asked for: `app`, `password`, or `mail` where neither is there.
    pub way: &'static str,
    /// Whether a passkey will do as well.
    pub passkey: bool,
    /// Their company, where they came in by its door: it may ask them, too.
    pub company: Option<ProofCompany>,
    pub next: Option<String>,
    pub form: Blank,
}

/// A company whose people show once more there that it is them.
#[derive(Serialize)]
pub(super) struct ProofCompany {
    pub provider: String,
    pub href: String,
}

#[derive(Serialize)]
pub(super) struct NewAuthenticator {
    pub title: String,
    /// The secret for a phone's camera.
    pub picture: Option<Picture>,
    /// The secret for those who type it.
    pub typed: String,
    /// The secret sealed, for the form to bring back.
    pub secret: String,
    pub form: Blank,
}

#[derive(Serialize)]
pub(super) struct NewPasskey {
    pub title: String,
    /// What the browser is asked, as JSON; nothing where there can be no passkeys.
    pub options: Option<String>,
    /// What is to come back with its answer, sealed.
    pub state: String,
    /// Where to go on from there.
    pub next: Option<String>,
    pub form: Blank,
}

/// A passkey, offered after a sign-in without one.
#[derive(Serialize)]
pub(super) struct PasskeyOffer {
    pub title: String,
    /// What the browser is asked, as JSON.
    pub options: String,
    /// What is to come back with its answer, sealed.
    pub state: String,
    /// What it is called, until they call it something else.
    pub name: String,
    /// Where to go on from there.
    pub next: String,
}

#[derive(Serialize)]
pub(super) struct RecoveryCodes {
    pub title: String,
    /// Whether there is an app whose loss they are for.
    pub has_app: bool,
    /// How many are left of those made last.
    pub left: Option<usize>,
    /// Those just made; shown this once.
    pub codes: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Rename {
    pub title: String,
    pub form: Blank,
}

#[derive(Serialize)]
pub(super) struct AddAddress {
    pub title: String,
    pub form: Blank,
}

#[derive(Serialize)]
pub(super) struct Invitation {
    pub title: String,
    pub company: String,
    pub inviter: Option<String>,
    pub email: String,
    pub facts: Vec<Fact>,
    pub takes_password: bool,
    pub passkey: Option<JoinPasskey>,
    pub terms: Option<String>,
    pub expires: Date,
    pub action: String,
    pub refusal: String,
    pub help: Option<Help>,
    pub form: Blank,
}

/// A passkey to be made by whoever takes an invitation up.
#[derive(Serialize)]
pub(super) struct JoinPasskey {
    /// What the browser is asked, as JSON.
    pub options: String,
    /// What is to come back with its answer, sealed.
    pub state: String,
}

/// An invitation whose link opens nothing any more.
#[derive(Serialize)]
pub(super) struct InvitationRanOut {
    pub title: String,
    pub company: String,
    pub ended: Date,
    /// When a new link was asked for last.
    pub asked: Option<Date>,
    /// Where to ask for one, unless that was done just now.
    pub action: Option<String>,
    pub help: Option<Help>,
}

/// What a message says to this visitor.
pub(super) fn say(visit: &Visit, id: &'static str) -> String {
    visit.say(&Message::new(id))
}

/// The page while a mail is on its way. It shows what was typed, and nothing that depends on whose it is.
pub(super) fn check_mail(visit: &Visit, challenge: &Challenge, purpose: &'static str, again: bool) -> CheckMail {
    CheckMail {
        title: say(visit, "identity-mail"),
        purpose,
        email: challenge.email.clone(),
        minutes: challenge.minutes(visit.formats.now()),
        notice: again.then(|| say(visit, "identity-mail-again-done")),
        help: None,
        form: Blank::default(),
    }
}

/// The page of a link that does not work any more (410). An unknown link reads like an old one.
pub(super) fn gone(visit: &Visit, used: bool) -> Result<Response, Failure> {
    let title = say(visit, if used { "identity-link-used" } else { "identity-link-old" });
    let view = LinkExpired {
        title,
        used,
        again: again(&visit.path),
        resent: false,
        minutes: 0,
        going_to: None,
        help: None,
        form: Blank::default(),
    };
    let mut response = visit.page("identity/link_expired.html", view)?;
    *response.status_mut() = StatusCode::GONE;
    Ok(response)
}

/// Where a new link of the same kind is asked for.
fn again(path: &str) -> &'static str {
    if path.starts_with("/password/") {
        "/password"
    } else if path.starts_with("/me/") {
        "/me/sign-in"
    } else {
        "/sign-in"
    }
}

/// The day an instant falls on for the visitor.
pub(super) fn day(visit: &Visit, at: Timestamp) -> Date {
    Date::from(visit.formats.zone().to_datetime(at.to_jiff()).date())
}
