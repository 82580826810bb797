//! What a person does to what is their own; all on the person, under [`access::Acting::Oneself`].

mod addresses;
mod devices;
mod factors;
mod lock;
mod name;
mod passkeys;
mod password;
mod resets;

use gateway::{Field, FieldKind, RawField};
use kernel::{Id, Message, Problem};
use store::StoreError;
use words::Formats;

pub use addresses::{AddAddress, MakePrimary, RemoveAddress, VerifyAddress};
pub use devices::{EndOtherSessions, EndSession, ForgetDevice};
pub use factors::{AddAuthenticator, MakeRecoveryCodes, RemoveAuthenticator, RenameAuthenticator, Sheet};
pub use lock::LockOneself;
pub use name::RenameOneself;
pub use passkeys::{AddPasskey, RemovePasskey, RenamePasskey};
pub use password::{ChangePassword, NewPassword};
pub use resets::{ResetProofs, ResetReason};

/// Why something of one's own cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum OwnError {
    /// There is no such thing among what is the person's own.
    #[error("not one of the person's own")]
    Absent,
    /// The person has this address already.
    #[error("the person has this address already")]
    AlreadyTheirs,
    /// The person has as many addresses as anybody may.
    #[error("no more addresses")]
    Enough,
    /// The person has as many authenticator apps as anybody may.
    #[error("no more authenticator apps")]
    EnoughApps,
    /// The person has as many passkeys as anybody may.
    #[error("no more passkeys")]
    EnoughPasskeys,
    /// The passkey is kept already, of this person or of another.
    #[error("the passkey is kept already")]
    KnownPasskey,
    /// There is nothing the codes would stand in for.
    #[error("there is no authenticator app to recover from the loss of")]
    NoApp,
    /// It is the last way in, or the main address.
    #[error("the address is needed")]
    Needed,
    /// The address is not verified yet.
    #[error("the address is not verified")]
    Unverified,
    /// The link was used or is too old.
    #[error("the link does not count any more")]
    Over,
    /// Somebody else has verified the address.
    #[error("the address is somebody else's")]
    Taken,
    /// Too many passwords wait to be hashed.
    #[error(transparent)]
    Busy(#[from] crate::passwords::Busy),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<OwnError> for Problem {
    fn from(error: OwnError) -> Self {
        let at_the_address = |id| Self::invalid(Vec::new()).at("/email", Message::new(id));
        match error {
            OwnError::Absent => Self::not_found(),
            OwnError::AlreadyTheirs => at_the_address("identity-error-address-yours"),
            OwnError::Enough => at_the_address("identity-error-address-enough"),
            OwnError::EnoughApps => {
                Self::invalid(Vec::new()).at("/form", Message::new("identity-error-authenticator-enough"))
            }
            OwnError::EnoughPasskeys => {
                Self::invalid(Vec::new()).at("/form", Message::new("identity-error-passkey-enough"))
            }
            OwnError::KnownPasskey => Self::conflict(Message::new("identity-error-passkey-known")),
            OwnError::NoApp => Self::conflict(Message::new("identity-error-recovery-no-app")),
            OwnError::Needed => Self::conflict(Message::new("identity-error-address-needed")),
            OwnError::Unverified => Self::conflict(Message::new("identity-error-address-unverified")),
            OwnError::Over => Self::of(&Self::GONE, Message::new("problem-gone")),
            OwnError::Taken => Self::conflict(Message::new("identity-error-address-taken")),
            OwnError::Busy(busy) => busy.into(),
            OwnError::Store(error) => error.into(),
        }
    }
}

/// The id of something that is a part of the person: an address, a session. It is looked for among their own only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Own(uuid::Uuid);

impl Own {
    /// As the noun it is.
    pub fn id<T>(self) -> Id<T> {
        Id::from_uuid(self.0)
    }
}

impl Field for Own {
    fn kind() -> FieldKind {
        FieldKind::Text { max: 36, lines: false }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        let nothing = || Message::new("input-link-not-found");
        match raw {
            RawField::Text(text) => uuid::Uuid::try_parse(text.trim()).map(Self).map_err(|_| nothing()),
            RawField::Absent | RawField::Null => Err(Message::new("input-blank")),
            RawField::Json(_) | RawField::Many(_) => Err(nothing()),
        }
    }
}
