use access::Person;
use kernel::Id;
use lettre::Address;

use crate::WriteError;

/// Whom a letter is for. Has no `Debug`: an address does not belong in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    pub(crate) address: String,
    pub(crate) person: Option<Id<Person>>,
}

impl Recipient {
    /// Reads an address, such as `amelia@northgate.example`.
    ///
    /// # Errors
    /// [`WriteError::Address`] when no mail can go there, or when it could be read as more than one address.
    pub fn at(address: &str) -> Result<Self, WriteError> {
        let address = parse(address).ok_or(WriteError::Address)?;
        Ok(Self { address: address.to_string(), person: None })
    }

    /// Says whose address it is, where that is known.
    #[must_use]
    pub fn of(mut self, person: Id<Person>) -> Self {
        self.person = Some(person);
        self
    }
}

/// The longest address that can be a path in SMTP (RFC 5321, 4.5.3.1.3, less the angle brackets).
const LONGEST: usize = 254;

/// One plain address. Quoted local parts and address literals are legal mail, but of use only to those who want an
/// address to be read as something else.
pub(crate) fn parse(raw: &str) -> Option<Address> {
    let text = raw.trim();
    let odd = |letter: char| letter.is_whitespace() || letter.is_control() || "<>(),;:\"[]\\".contains(letter);
    if text.len() > LONGEST || text.chars().any(odd) {
        return None;
    }
    text.parse().ok()
}
