use kernel::{Id, Message, Problem, Timestamp};
use serde::Serialize;
use words::{Catalogue, Formats, LanguageIdentifier, Templates, WordsError};

use crate::{Letter, Recipient, State, subject};

/// Why a letter could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// No mail can go to this address.
    #[error("the address cannot receive mail")]
    Address,
    /// The template has no `<title>`, or an empty one.
    #[error("template {template} gives a letter no subject")]
    NoSubject {
        /// The template, without ending.
        template: String,
    },
    /// A template failed.
    #[error("a letter could not be put into words")]
    Words(#[from] WordsError),
}

/// Writes a letter from `{template}.html` and `{template}.txt`, as of the instant of `formats`. `ctx` holds the fields of
/// both templates; `mail` among them is a [`Letterhead`](crate::Letterhead).
///
/// The subject is what the block `subject` says, which the layout puts into the page's title.
///
/// # Errors
/// [`WriteError::Words`] when a template fails, [`WriteError::NoSubject`] when it says nothing of a subject.
pub fn write(
    templates: &Templates,
    catalogue: &Catalogue,
    locale: &LanguageIdentifier,
    formats: &Formats,
    template: &str,
    ctx: impl Serialize,
    to: &Recipient,
) -> Result<Letter, WriteError> {
    let html = templates.render(&format!("{template}.html"), locale, formats, &ctx)?;
    let text = templates.render(&format!("{template}.txt"), locale, formats, &ctx)?;
    let no_subject = || WriteError::NoSubject { template: template.to_owned() };
    let subject = subject::of(&html).ok_or_else(no_subject)?;
    let now = formats.now();
    Ok(Letter {
        id: born(now),
        to_address: to.address.clone(),
        to_person: to.person,
        template: template.to_owned(),
        locale: catalogue.nearest(locale).to_string(),
        subject,
        text: format!("{}\n", text.trim()),
        html,
        state: State::Queued,
        attempts: 0,
        next_at: Some(now),
        created_at: now,
        sent_at: None,
        last_problem: None,
        secret: false,
        thread: None,
        trace: telemetry::here(),
    })
}

/// An id that sorts by the time of writing.
fn born(now: Timestamp) -> Id<Letter> {
    let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
    let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
    let at = uuid::Timestamp::from_unix_time(millis / 1000, nanos, 0, 0);
    Id::from_uuid(uuid::Uuid::new_v7(at))
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Address => Self::of(&Self::INVALID, Message::new("input-not-an-address")).because(error),
            WriteError::NoSubject { .. } | WriteError::Words(_) => Self::unexpected(error),
        }
    }
}
