//! The eight questions. Each is asked again, with how to mend it, until its answer is of use.

use anyhow::Context as _;
use dialoguer::{Input, Password};
use kernel::Message;

use super::answers::{self, Raw, Wrong};
use crate::terminal::say;

/// Asks all of them.
///
/// # Errors
/// The terminal's.
pub(super) fn everything() -> anyhow::Result<Raw> {
    println!("{}", say(&Message::new("init-ask")));
    let name = ask("init-ask-name", None, |raw| answers::name(raw).map(drop))?;
    let here = "http://localhost:8080";
    let address = ask("init-ask-address", Some(here), |raw| answers::address(raw).map(drop))?;
    let parsed = answers::address(&address).map_err(anyhow::Error::msg)?;
    let is_here = parsed.is_here();
    let data = ask("init-ask-data", Some("data"), |raw| answers::place(raw).map(drop))?;
    let admin = admin()?;
    let none = is_here.then_some("none");
    let mail = ask("init-ask-mail", none, |raw| {
        // The password is asked for after this.
        answers::server(raw, Some("asked for next".to_owned()), is_here).map(drop)
    })?;
    let mail_password = if mail.contains('@') { Some(password()?) } else { None };
    let usual = format!("portal@{}", parsed.host);
    let from = ask("init-ask-from", Some(&usual), |raw| answers::sender(raw).map(drop))?;
    let usual = if is_here { "none" } else { "proxy" };
    let tls = ask("init-ask-tls", Some(usual), |raw| answers::tls(raw, is_here).map(drop))?;
    let backup = ask("init-ask-backup", Some("none"), |raw| answers::backup(raw).map(drop))?;
    let some = Some::<String>;
    Ok(Raw {
        name: some(name),
        address: some(address),
        data: some(data),
        admin: some(admin),
        mail: some(mail),
        mail_password,
        from: some(from),
        tls: some(tls),
        backup: some(backup),
    })
}

/// Asks for the administrator alone.
///
/// # Errors
/// The terminal's.
pub(super) fn admin() -> anyhow::Result<String> {
    ask("init-ask-admin", None, |raw| answers::email(raw).map(drop))
}

fn ask(
    question: &'static str,
    usual: Option<&str>,
    check: impl Fn(&str) -> Result<(), Wrong>,
) -> anyhow::Result<String> {
    let mut input = Input::<String>::new().with_prompt(say(&Message::new(question)));
    if let Some(usual) = usual {
        input = input.default(usual.to_owned());
    }
    let check = |raw: &String| check(raw);
    input.validate_with(check).interact_text().with_context(unanswered)
}

fn password() -> anyhow::Result<String> {
    // It belongs to the question before.
    let prompt = format!("   {}", say(&Message::new("init-ask-mail-password")));
    Password::new().with_prompt(prompt).interact().with_context(unanswered)
}

fn unanswered() -> String {
    say(&Message::new("init-ask-unanswered"))
}
