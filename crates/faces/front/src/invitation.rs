use kernel::{Date, Timestamp};
use mail::{Letter, Recipient, WriteError};
use serde::Serialize;
use words::{LanguageIdentifier, WordsError};

use crate::{LetterPreview, Site};

/// What the letter of an invitation tells of. Whoever sends it and whoever shows it before hand in the same, and it is
/// written from the same template, which is identity's.
#[derive(Clone, Copy, Debug)]
pub struct InvitationLetter<'a> {
    /// What whoever gets it is called, if that is known.
    pub name: Option<&'a str>,
    /// Who invites; nobody when the program does.
    pub inviter: Option<&'a str>,
    /// What the account is called; none means the desk.
    pub company: Option<&'a str>,
    /// The role, by its name.
    pub role: &'a str,
    /// A line from whoever invites.
    pub note: Option<&'a str>,
    /// When the invitation ends.
    pub expires_at: Timestamp,
}

#[derive(Serialize)]
struct Says<'a> {
    name: Option<&'a str>,
    inviter: Option<&'a str>,
    company: String,
    role: String,
    note: Option<&'a str>,
    link: &'a str,
    refusal: &'a str,
    expires: Date,
}

const TEMPLATE: &str = "identity/mail/invitation";

/// Where the links of a letter lead that is only shown: to the line below it; see `components/mail.html`.
const NO_LINK: &str = "#preview-note";

impl Site {
    /// Writes the letter of an invitation; `link` is the whole address of the invitation's page.
    ///
    /// # Errors
    /// As [`Self::letter`].
    pub fn invitation(
        &self,
        told: InvitationLetter<'_>,
        link: &str,
        to: &Recipient,
        at: Timestamp,
    ) -> Result<Letter, WriteError> {
        self.notice(TEMPLATE, told.says(self, link, &format!("{link}/refusal")), to, at)
    }

    /// The letter of an invitation as it is shown before it is sent: without a link, as that is its reader's alone.
    ///
    /// # Errors
    /// As [`Self::preview`].
    pub fn invitation_preview(&self, told: InvitationLetter<'_>, at: Timestamp) -> Result<LetterPreview, WordsError> {
        self.preview(TEMPLATE, told.says(self, NO_LINK, NO_LINK), at)
    }
}

impl<'a> InvitationLetter<'a> {
    fn says(self, site: &Site, link: &'a str, refusal: &'a str) -> Says<'a> {
        Says {
            name: self.name,
            inviter: self.inviter,
            company: self.company.map_or_else(|| site.brand().name.clone(), str::to_owned),
            role: site.role(&LanguageIdentifier::default(), self.role),
            note: self.note,
            link,
            refusal,
            expires: Date::from(site.settings.zone.to_datetime(self.expires_at.to_jiff()).date()),
        }
    }
}
