use std::collections::BTreeMap;

use front::{Assets, Texts};
use readiness::Group;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    parts::apart,
    steps::{Fault, Step},
};
use crate::init::answers::Raw;

/// The templates, samples and messages of the pages that set a portal up.
pub const TEXTS: Texts = front::texts! {
    folder: "first_run",
    pages: ["frame", "door", "step", "finish", "done", "opening"],
    parts: ["parts"],
    messages: [
        ("en-GB", "portico/messages/en-GB.ftl", include_str!("../../../messages/en-GB.ftl")),
        ("en-GB", "portico/messages/commands.en-GB.ftl", include_str!("../../../messages/commands.en-GB.ftl")),
        ("en-GB", "portico/messages/terminal.en-GB.ftl", include_str!("../../../messages/terminal.en-GB.ftl")),
    ],
};

/// What stands around a page: nobody is signed in, and there is no brand yet.
pub(super) fn shell(lang: &str, title: &str, csrf: &str, assets: &Assets) -> Value {
    json!({
        "lang": lang,
        "dir": "ltr",
        "theme": "system",
        "brand": { "name": "Portico", "logo": null, "stylesheet": null },
        "assets": { "css": assets.css(), "js": assets.js() },
        "title": title,
        "csrf": csrf,
    })
}

/// Before the pages are opened: the way in, or that there is none.
#[derive(Serialize)]
pub(super) struct DoorPage {
    /// Where the button leads; nothing where the address opens nothing.
    pub action: Option<String>,
}

/// One page of questions.
#[derive(Serialize)]
pub(super) struct StepPage {
    pub step: &'static str,
    pub number: usize,
    pub action: String,
    /// The page before, if there is one.
    pub back: Option<String>,
    pub steps: Vec<StepLine>,
    pub form: Form,
    /// Whether a password is kept for what is shown.
    pub has_password: bool,
}

/// A page of questions as the list beside every page has it.
#[derive(Serialize)]
pub(super) struct StepLine {
    pub word: &'static str,
    /// `done`, `now` or `todo`.
    pub state: &'static str,
    /// What was answered, without secrets.
    pub note: Option<String>,
    /// Where it is changed; nothing for the one that is shown.
    pub href: Option<String>,
}

/// What stands in a form, and what to put right.
#[derive(Serialize)]
pub(super) struct Form {
    pub values: BTreeMap<String, String>,
    pub errors: BTreeMap<&'static str, String>,
}

/// When all is answered.
#[derive(Serialize)]
pub(super) struct FinishPage {
    pub steps: Vec<StepLine>,
    pub back: String,
    /// Why it could not be set up.
    pub trouble: Option<String>,
}

/// When it is set up.
#[derive(Serialize)]
pub(super) struct DonePage {
    /// What was done, a sentence each.
    pub done: Vec<String>,
    /// Where the administrator comes in, once the portal is served.
    pub invitation: Option<String>,
    /// Whether the portal can be opened from here.
    pub opens: bool,
    /// Whether it would be served as root then.
    pub root: bool,
    pub red: i64,
    pub groups: Vec<Group>,
    pub terminal: String,
}

/// When the portal is about to be served in the pages' place.
#[derive(Serialize)]
pub(super) struct OpeningPage {
    /// Where the administrator begins.
    pub entrance: String,
}

impl StepPage {
    pub fn of(step: Step, draft: &Raw, form: Form) -> Self {
        let number = Step::ALL.into_iter().position(|one| one == step).unwrap_or_default();
        let back = number.checked_sub(1).and_then(|before| Step::ALL.get(before)).map(|before| before.path());
        let has_password = match step {
            Step::Mail => draft.mail_password.is_some(),
            Step::Place => draft.data.as_deref().is_some_and(|data| apart(data).1.is_some()),
            Step::Company | Step::Address | Step::Admin | Step::Copies => false,
        };
        let (word, steps) = (step.word(), lines(Some(step), draft));
        Self { step: word, number: number + 1, action: step.path(), back, steps, form, has_password }
    }
}

impl Form {
    /// What was answered before, or what is usual.
    pub fn of(step: Step, draft: &Raw) -> Self {
        let said = |answer: &Option<String>| answer.clone().unwrap_or_default();
        let values = match step {
            Step::Company => vec![("name", said(&draft.name))],
            Step::Address => of_address(draft),
            Step::Admin => vec![("admin", said(&draft.admin))],
            Step::Mail => of_mail(draft),
            Step::Place => of_place(draft),
            Step::Copies => vec![("backup", draft.backup.clone().filter(|to| to != "none").unwrap_or_default())],
        };
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { values, errors: BTreeMap::new() }
    }

    /// What was typed, without secrets, and what to put right.
    pub fn again(
        typed: BTreeMap<String, String>,
        faults: Vec<Fault>,
        say: impl Fn(&kernel::Message) -> String,
    ) -> Self {
        let errors = faults.into_iter().map(|(field, message)| (field, say(&message))).collect();
        Self { values: typed, errors }
    }
}

type Values = Vec<(&'static str, String)>;

fn of_address(draft: &Raw) -> Values {
    let address = draft.address.clone().unwrap_or_else(|| "http://localhost:8080".to_owned());
    let tls = draft.tls.as_deref().unwrap_or("none");
    let (way, cert, key) = match tls.split_once(' ') {
        Some((cert, key)) => ("files", cert, key),
        None => (tls, "", ""),
    };
    vec![("address", address), ("tls", way.to_owned()), ("cert", cert.to_owned()), ("key", key.to_owned())]
}

fn of_mail(draft: &Raw) -> Values {
    let (way, rest) = draft.mail.as_deref().and_then(|mail| mail.split_once("://")).unwrap_or(("none", ""));
    let (user, server) = rest.rsplit_once('@').unwrap_or(("", rest));
    let address = draft.address.as_deref().and_then(|address| address.split_once("://"));
    let host = address.and_then(|(_, rest)| rest.split(':').next()).unwrap_or("localhost");
    let from = draft.from.clone().unwrap_or_else(|| format!("portal@{host}"));
    vec![("way", way.to_owned()), ("server", server.to_owned()), ("user", user.to_owned()), ("from", from)]
}

fn of_place(draft: &Raw) -> Values {
    let data = draft.data.as_deref().unwrap_or("data");
    let (address, _) = apart(data);
    if data.contains("://") {
        vec![("place", "postgres".to_owned()), ("folder", "data".to_owned()), ("database", address)]
    } else {
        vec![("place", "folder".to_owned()), ("folder", address), ("database", String::new())]
    }
}

/// All pages of questions, as they stand.
pub(super) fn lines(now: Option<Step>, draft: &Raw) -> Vec<StepLine> {
    let line = |step: Step| {
        let state = match (now == Some(step), step.is_done(draft)) {
            (true, _) => "now",
            (false, true) => "done",
            (false, false) => "todo",
        };
        let href = (state == "done").then(|| step.path());
        StepLine { word: step.word(), state, note: note(step, draft), href }
    };
    Step::ALL.into_iter().map(line).collect()
}

fn note(step: Step, draft: &Raw) -> Option<String> {
    let answer = match step {
        Step::Company => &draft.name,
        Step::Address => &draft.address,
        Step::Admin => &draft.admin,
        Step::Mail => &draft.mail,
        Step::Place => &draft.data,
        Step::Copies => &draft.backup,
    };
    answer.as_deref().map(|answer| apart(answer).0)
}

#[cfg(test)]
mod tests {
    use super::{Form, Raw, Step, TEXTS, lines};

    #[test]
    fn every_page_renders_with_every_sample() {
        let pages = front::check_texts(&[&TEXTS, &readiness::TEXTS]).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(pages > TEXTS.samples.len());
    }

    #[test]
    fn no_page_shows_a_password_that_is_kept() {
        let some = |text: &str| Some(text.to_owned());
        let draft = Raw {
            address: some("https://portal.harrow.example"),
            data: some("postgres://portal:secret@db/portal"),
            mail: some("smtps://portal@harrow.example@smtp.harrow.example:465"),
            mail_password: some("secret"),
            ..Raw::default()
        };
        for step in Step::ALL {
            let shown = serde_json::to_string(&Form::of(step, &draft)).expect("a form");
            assert!(!shown.contains("secret"), "{shown}");
        }
        let beside = serde_json::to_string(&lines(None, &draft)).expect("lines");
        assert!(!beside.contains("secret") && beside.contains("postgres://portal@db/portal"), "{beside}");
        let form = Form::of(Step::Mail, &draft).values;
        let told = ["way", "user", "server", "from"].map(|name| form.get(name).map_or("", String::as_str).to_owned());
        assert_eq!(told, ["smtps", "portal@harrow.example", "smtp.harrow.example:465", "portal@portal.harrow.example"]);
    }
}
