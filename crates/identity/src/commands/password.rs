use std::fmt;

use directory::{Person, Session};
use gateway::{Command, Effect, Field, FieldKind, Granted, Input, Path, RawField, Tx, post};
use kernel::Message;
use words::Formats;

use super::{Own, OwnError};
use crate::{
    events::PasswordChanged,
    passwords,
    rows::{Password, Remembered},
};

/// Makes or changes one's own password; every other session ends, and no browser is remembered any more. A policy asks
/// for a proof shown a moment ago.
#[derive(Input)]
pub struct ChangePassword {
    password: NewPassword,
    keep: Option<Own>,
}

impl Command for ChangePassword {
    const NAME: &'static str = "identity.change_password";
    const PATH: Path = post("/me/password");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Password, Session, Remembered);
    type Output = ();
    type Error = OwnError;

    async fn prepare(self) -> Result<Self, OwnError> {
        let password = match self.password {
            NewPassword::Typed(typed) => NewPassword::Hashed(passwords::hash(&typed).await?.into_text()),
            hashed @ NewPassword::Hashed(_) => hashed,
        };
        Ok(Self { password, ..self })
    }

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let NewPassword::Hashed(phc) = self.password else { return Err(OwnError::Busy(passwords::Busy)) };
        let now = tx.now();
        let before = tx.parts::<Password, Person>(&person, None).await?;
        match before.first() {
            Some(password) => {
                tx.update_part(password, |password| {
                    password.phc = phc;
                    password.changed_at = now;
                })
                .await?;
            }
            None => {
                tx.insert(Password { id: person.id.cast(), person_id: person.id, phc, changed_at: now }).await?;
            }
        }
        super::devices::end_all_but(&person, self.keep.map(Own::id), tx).await?;
        super::devices::forget_all(&person, tx).await?;
        tx.record(&PasswordChanged { first: before.is_empty(), by_mail: false });
        Ok(())
    }
}

/// A password as it was typed and, once it is prepared, its hash. Never printed.
#[derive(Clone)]
pub enum NewPassword {
    /// As typed; spaces count.
    Typed(String),
    /// Its hash.
    Hashed(String),
}

impl Field for NewPassword {
    fn kind() -> FieldKind {
        FieldKind::Text { max: passwords::MOST, lines: false }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        let typed = match raw {
            RawField::Text(typed) => typed.as_str(),
            RawField::Absent | RawField::Null => "",
            RawField::Json(_) | RawField::Many(_) => return Err(Message::new("input-not-text")),
        };
        passwords::acceptable(typed)?;
        Ok(Self::Typed(typed.to_owned()))
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}
