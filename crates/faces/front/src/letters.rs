use kernel::Timestamp;
use mail::{Letter, Letterhead, Recipient, WriteError};
use serde::Serialize;
use words::{Formats, LanguageIdentifier};

use crate::Site;

/// What a letter's templates see: its head, and what it says.
#[derive(Serialize)]
struct Context<T> {
    mail: Letterhead,
    #[serde(flatten)]
    says: T,
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
        let brand = self.brand().on_letters(&self.settings.base_url);
        let mail = Letterhead::of(&brand, &self.catalogue, locale);
        mail::write(&self.templates, &self.catalogue, locale, formats, template, Context { mail, says }, to)
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
        let locale = self.catalogue.nearest(&LanguageIdentifier::default()).clone();
        let formats = Formats::new(&locale, self.settings.zone.clone(), at);
        self.letter(&locale, &formats, template, says, to)
    }

    /// A page's whole address, as mails write it.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.base_url)
    }
}
