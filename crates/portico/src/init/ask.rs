//! The eight questions. Each is asked again, with how to mend it, until its answer is of use.

use anyhow::Context as _;
use dialoguer::{Input, Password};

use super::answers::{self, Raw, Wrong};

/// Asks all of them.
///
/// # Errors
/// The terminal's.
pub(super) fn everything() -> anyhow::Result<Raw> {
    println!("Eight questions; an answer in brackets is taken by the return key.");
    let name = ask("1. What do customers call the company?", None, |raw| answers::name(raw).map(drop))?;
    let here = "http://localhost:8080";
    let address =
        ask("2. At which address will they find the portal?", Some(here), |raw| answers::address(raw).map(drop))?;
    let parsed = answers::address(&address).map_err(anyhow::Error::msg)?;
    let is_here = parsed.is_here();
    let data = ask("3. Where do its data lie? A folder, or postgres://…", Some("data"), |raw| {
        answers::place(raw).map(drop)
    })?;
    let admin = admin()?;
    let none = is_here.then_some("none");
    let mail = ask("5. Which server takes its mail? smtps://user@host, smtp://user@host (STARTTLS)", none, |raw| {
        // The password is asked for after this.
        answers::server(raw, Some("asked for next".to_owned()), is_here).map(drop)
    })?;
    let mail_password = if mail.contains('@') { Some(password()?) } else { None };
    let usual = format!("portal@{}", parsed.host);
    let from = ask("6. From which address does its mail come?", Some(&usual), |raw| answers::sender(raw).map(drop))?;
    let usual = if is_here { "none" } else { "proxy" };
    let tls = ask("7. Who speaks TLS? proxy, acme, or CERTIFICATE KEY (two files)", Some(usual), |raw| {
        answers::tls(raw, is_here).map(drop)
    })?;
    let backup = ask("8. Where do copies go? A folder on another disk, s3://…, or none", Some("none"), |raw| {
        answers::backup(raw).map(drop)
    })?;
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
    ask("4. What is the first administrator's e-mail address?", None, |raw| answers::email(raw).map(drop))
}

fn ask(question: &str, usual: Option<&str>, check: impl Fn(&str) -> Result<(), Wrong>) -> anyhow::Result<String> {
    let mut input = Input::<String>::new().with_prompt(question);
    if let Some(usual) = usual {
        input = input.default(usual.to_owned());
    }
    let check = |raw: &String| check(raw);
    input.validate_with(check).interact_text().context("the question got no answer")
}

fn password() -> anyhow::Result<String> {
    Password::new().with_prompt("   Its password (it is not shown)").interact().context("the question got no answer")
}
