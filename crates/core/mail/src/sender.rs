use lettre::message::Mailbox;

use crate::{SettingsError, address, subject};

/// Whom letters come from.
#[derive(Clone)]
pub struct Sender {
    pub(crate) mailbox: Mailbox,
    pub(crate) answers_to: Option<Mailbox>,
}

impl Sender {
    /// A sender's name, as mail programs show it, and address. The name may be empty.
    ///
    /// # Errors
    /// [`SettingsError::Sender`] when the address is none, or not plain ASCII: every server has to take it.
    pub fn new(name: &str, address: &str) -> Result<Self, SettingsError> {
        let name = subject::one_line(name);
        let mut mailbox = plain(address)?;
        mailbox.name = (!name.is_empty()).then_some(name);
        Ok(Self { mailbox, answers_to: None })
    }

    /// Sends answers elsewhere.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn answered_at(mut self, address: &str) -> Result<Self, SettingsError> {
        self.answers_to = Some(plain(address)?);
        Ok(self)
    }

    pub(crate) fn domain(&self) -> &str {
        self.mailbox.email.domain()
    }
}

fn plain(address: &str) -> Result<Mailbox, SettingsError> {
    let parsed = address::parse(address).filter(|_| address.is_ascii());
    parsed.map(|address| Mailbox::new(None, address)).ok_or(SettingsError::Sender)
}
