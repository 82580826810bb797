use std::fmt;

use directory::Person;
use gateway::{Command, Effect, Field, FieldKind, Granted, Input, Line, Path, RawField, Tx, Whole, post};
use kernel::{Id, Message};
use words::Formats;

use super::{Own, OwnError, devices::forget_all};
use crate::{
    events::{AuthenticatorAdded, AuthenticatorRemoved, AuthenticatorRenamed, RecoveryCodesMade},
    rows::{Authenticator, RecoveryCode, Remembered},
    secrets::Recovery,
};

/// How many authenticator apps one person may have.
const MOST: usize = 5;

/// Adds an authenticator app; from then on a second proof is due at each sign-in. A policy asks for a proof shown a
/// moment ago. The page that showed the secret has seen a code of the app, and hands on the secret as it sealed it: a
/// secret that was sealed for somebody else opens nothing.
#[derive(Input)]
pub struct AddAuthenticator {
    name: Line<60>,
    secret: Line<200>,
    step: Whole<0, 9_000_000_000>,
}

impl Command for AddAuthenticator {
    const NAME: &'static str = "identity.add_authenticator";
    const PATH: Path = post("/me/authenticators");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Authenticator, Remembered);
    type Output = Id<Authenticator>;
    type Error = OwnError;

    async fn run<'t>(
        self,
        person: Granted<'t, Self>,
        tx: &Tx<'t, Self::Writes>,
    ) -> Result<Id<Authenticator>, OwnError> {
        let own = tx.parts::<Authenticator, Person>(&person, None).await?;
        if own.len() >= MOST {
            return Err(OwnError::EnoughApps);
        }
        let row = Authenticator {
            id: tx.new_id(),
            person_id: person.id,
            name: self.name.as_str().to_owned(),
            secret: self.secret.as_str().to_owned(),
            last_step: self.step.value(),
            added_at: tx.now(),
            used_at: None,
        };
        let app = tx.insert(row).await?;
        forget_all(&person, tx).await?;
        tx.record(&AuthenticatorAdded { authenticator: app.id });
        Ok(app.id)
    }
}

/// Calls an authenticator app something else.
#[derive(Input)]
pub struct RenameAuthenticator {
    authenticator: Own,
    name: Line<60>,
}

impl Command for RenameAuthenticator {
    const NAME: &'static str = "identity.rename_authenticator";
    const PATH: Path = post("/me/authenticators/name");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Authenticator,);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let wanted = self.authenticator.id::<Authenticator>();
        let own = tx.parts::<Authenticator, Person>(&person, Some(Authenticator::ID.is(&wanted))).await?;
        let app = own.first().ok_or(OwnError::Absent)?;
        tx.update_part(app, |app| app.name = self.name.as_str().to_owned()).await?;
        tx.record(&AuthenticatorRenamed { authenticator: wanted });
        Ok(())
    }
}

/// Removes an authenticator app; with the last one go the codes for its loss. A policy asks for a proof shown a moment
/// ago.
#[derive(Input)]
pub struct RemoveAuthenticator {
    authenticator: Own,
}

impl Command for RemoveAuthenticator {
    const NAME: &'static str = "identity.remove_authenticator";
    const PATH: Path = post("/me/authenticators/removal");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Authenticator, RecoveryCode, Remembered);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let wanted = self.authenticator.id::<Authenticator>();
        let own = tx.parts::<Authenticator, Person>(&person, None).await?;
        let is_last = own.len() == 1;
        let app = own.into_iter().find(|app| app.id == wanted).ok_or(OwnError::Absent)?;
        tx.delete_part(app).await?;
        forget_all(&person, tx).await?;
        if is_last {
            for code in tx.parts::<RecoveryCode, Person>(&person, None).await? {
                tx.delete_part(code).await?;
            }
        }
        tx.record(&AuthenticatorRemoved { authenticator: wanted });
        Ok(())
    }
}

/// Keeps new recovery codes instead of those there were. A policy asks for a proof shown a moment ago. The codes come
/// from the page that shows them, since what a command answers may be kept, and they must not be.
#[derive(Input)]
pub struct MakeRecoveryCodes {
    code_sheet: Sheet,
}

impl Command for MakeRecoveryCodes {
    const NAME: &'static str = "identity.make_recovery_codes";
    const PATH: Path = post("/me/recovery-codes");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (RecoveryCode,);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        if tx.parts::<Authenticator, Person>(&person, None).await?.is_empty() {
            return Err(OwnError::NoApp);
        }
        for before in tx.parts::<RecoveryCode, Person>(&person, None).await? {
            tx.delete_part(before).await?;
        }
        let row = |code: &Recovery| RecoveryCode {
            id: tx.new_id(),
            person_id: person.id,
            code_hash: code.hash(person.id),
            made_at: tx.now(),
            used_at: None,
        };
        let rows: Vec<RecoveryCode> = self.code_sheet.0.iter().map(row).collect();
        tx.insert_all(&rows).await?;
        tx.record(&RecoveryCodesMade {});
        Ok(())
    }
}

/// A sheet of recovery codes, to be written down. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet(Vec<Recovery>);

impl Sheet {
    /// How many codes there are on one.
    pub const CODES: usize = 10;

    /// Codes nobody has seen.
    pub fn random() -> Self {
        Self((0..Self::CODES).map(|_| Recovery::random()).collect())
    }

    /// The codes as people write them down.
    pub fn shown(&self) -> Vec<String> {
        self.0.iter().map(Recovery::shown).collect()
    }

    fn parse(raw: &str) -> Option<Self> {
        let made = |raw: &str| Recovery::parse(raw).filter(Recovery::is_new);
        let codes: Vec<Recovery> = raw.split_whitespace().map(made).collect::<Option<_>>()?;
        let differ = codes.iter().enumerate().all(|(at, code)| !codes.iter().skip(at + 1).any(|other| other == code));
        (codes.len() == Self::CODES && differ).then_some(Self(codes))
    }
}

impl Field for Sheet {
    fn kind() -> FieldKind {
        FieldKind::Text { max: 400, lines: true }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        let wrong = || Message::new("identity-error-recovery-sheet");
        match raw {
            RawField::Text(text) => Self::parse(text).ok_or_else(wrong),
            RawField::Absent | RawField::Null => Err(Message::new("input-blank")),
            RawField::Json(_) | RawField::Many(_) => Err(wrong()),
        }
    }
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sheet(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_reads_back_and_a_torn_one_does_not() {
        let sheet = Sheet::random();
        let shown = sheet.shown();
        assert_eq!(Sheet::parse(&shown.join("\n")), Some(sheet));
        assert_eq!(Sheet::parse(&shown[1..].join("\n")), None);
        let twice = [&shown[1..], &shown[1..2]].concat();
        assert_eq!(Sheet::parse(&twice.join("\n")), None);
    }
}
