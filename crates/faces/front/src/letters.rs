use kernel::Timestamp;
use mail::{Letter, Letterhead, Recipient, WriteError};
use serde::Serialize;
use words::{Formats, LanguageIdentifier, WordsError};

use crate::Site;

/// What a letter's templates see: its head, and what it says.
#[derive(Serialize)]
struct Context<T> {
    mail: Letterhead,
    #[serde(flatten)]
    says: T,
}

/// A letter as a page shows it before it is sent: what its own template says, without the sheet around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LetterPreview {
    /// The name it comes from.
    pub sender: String,
    /// What it is about, as HTML.
    pub subject: String,
    /// Its words, as HTML.
    pub body: String,
    /// Why it is sent, as HTML.
    pub reason: String,
}

impl Site {
    /// Writes a letter of this portal in a reader's language, as they write dates and numbers: see [`mail::write`].
    ///
    /// # Errors
    /// [`WriteError`]: a template that fails.
    pub fn letter(
        &self,
        locale: &LanguageIdentifier,
        formats: &Formats,
        template: &str,
        says: impl Serialize,
        to: &Recipient,
    ) -> Result<Letter, WriteError> {
        let context = self.context(locale, says);
        mail::write(&self.templates, &self.catalogue, locale, formats, template, context, to)
    }

    /// Writes a letter that follows from the journal: to somebody who is not here, so in the portal's own language.
    ///
    /// # Errors
    /// As [`Self::letter`].
    pub fn notice(
        &self,
        template: &str,
        says: impl Serialize,
        to: &Recipient,
        at: Timestamp,
    ) -> Result<Letter, WriteError> {
        let (locale, formats) = self.own_language(at);
        self.letter(&locale, &formats, template, says, to)
    }

    /// The notice that [`Self::notice`] would write, to be shown before it is sent.
    ///
    /// # Errors
    /// A template that fails.
    pub fn preview(&self, template: &str, says: impl Serialize, at: Timestamp) -> Result<LetterPreview, WordsError> {
        let (locale, formats) = self.own_language(at);
        let (template, context) = (format!("{template}.html"), self.context(&locale, says));
        let blocks = ["subject", "body", "reason"];
        let [subject, body, reason] = self.templates.render_blocks(&template, blocks, &locale, &formats, &context)?;
        Ok(LetterPreview { sender: context.mail.brand.name.clone(), subject, body, reason })
    }

    /// A page's whole address, as mails write it.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.base_url)
    }

    fn context<T>(&self, locale: &LanguageIdentifier, says: T) -> Context<T> {
        let brand = self.brand().on_letters(&self.settings.base_url);
        Context { mail: Letterhead::of(&brand, &self.catalogue, locale), says }
    }

    /// The portal's own language, and how it writes numbers and dates.
    fn own_language(&self, at: Timestamp) -> (LanguageIdentifier, Formats) {
        let locale = self.catalogue.nearest(&LanguageIdentifier::default()).clone();
        let formats = Formats::new(&locale, self.settings.zone.clone(), at);
        (locale, formats)
    }
}
