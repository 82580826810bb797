use directory::{Address, Person, fold};
use gateway::{Command, Effect, Email, Granted, Input, Line, Path, Tx, post};
use kernel::Id;
use store::StoreError;

use super::{Own, OwnError};
use crate::{
    Token,
    challenges::Standing,
    events::{AddressAdded, AddressPromoted, AddressRemoved, AddressVerified},
    rows::{Challenge, ChallengeKind},
};

/// How many addresses one person may have.
const MOST: usize = 10;

/// Adds an address. It counts once it is verified; whether somebody else has it is not told before.
#[derive(Input)]
pub struct AddAddress {
    email: Email,
}

impl Command for AddAddress {
    const NAME: &'static str = "identity.add_address";
    const PATH: Path = post("/me/addresses");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Address,);
    type Output = Id<Address>;
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<Address>, OwnError> {
        let email_fold = fold(self.email.as_str());
        let own = tx.parts::<Address, Person>(&person, None).await?;
        if own.iter().any(|address| address.email_fold == email_fold) {
            return Err(OwnError::AlreadyTheirs);
        }
        if own.len() >= MOST {
            return Err(OwnError::Enough);
        }
        let email = self.email.as_str().to_owned();
        let row = Address {
            id: tx.new_id(),
            person_id: person.id,
            email,
            email_fold,
            verified_at: None,
            primary_since: None,
        };
        let address = tx.insert(row).await?;
        tx.record(&AddressAdded { address: address.id });
        Ok(address.id)
    }
}

/// Proves by the link from the mail to it that an address is one's own.
#[derive(Input)]
pub struct VerifyAddress {
    token: Line<43>,
}

impl Command for VerifyAddress {
    const NAME: &'static str = "identity.verify_address";
    const PATH: Path = post("/me/addresses/verification");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Address, Challenge);
    type Output = Id<Address>;
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<Address>, OwnError> {
        let now = tx.now();
        let token = Token::parse(self.token.as_str()).ok_or(OwnError::Over)?;
        let shown = Challenge::TOKEN_HASH.is(&token.hash()).and(Challenge::KIND.is(&ChallengeKind::Address));
        let shown = tx.parts::<Challenge, Person>(&person, Some(shown)).await?;
        let challenge = shown.first().filter(|shown| shown.standing(now) == Standing::Open).ok_or(OwnError::Over)?;
        let own = tx.parts::<Address, Person>(&person, Some(Address::EMAIL_FOLD.is(&challenge.email_fold))).await?;
        let address = own.first().ok_or(OwnError::Over)?;
        tx.update_part(challenge, |challenge| challenge.used_at = Some(now)).await?;
        let verified = tx.update_part(address, |address| address.verified_at = Some(now)).await;
        let address = verified.map_err(|error| match error {
            StoreError::Taken(_) => OwnError::Taken,
            other => other.into(),
        })?;
        tx.record(&AddressVerified { address: address.id });
        Ok(address.id)
    }
}

/// Removes an address. The main one stays, and with it one that is verified.
#[derive(Input)]
pub struct RemoveAddress {
    address: Own,
}

impl Command for RemoveAddress {
    const NAME: &'static str = "identity.remove_address";
    const PATH: Path = post("/me/addresses/removal");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Address, Challenge);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let (wanted, now) = (self.address.id::<Address>(), tx.now());
        let own = tx.parts::<Address, Person>(&person, None).await?;
        let verified = own.iter().filter(|address| address.verified_at.is_some()).count();
        let address = own.into_iter().find(|address| address.id == wanted).ok_or(OwnError::Absent)?;
        if address.primary_since.is_some() || (address.verified_at.is_some() && verified == 1) {
            return Err(OwnError::Needed);
        }
        // A link on its way to the address must not let anybody in afterwards.
        let open = Challenge::EMAIL_FOLD.is(&address.email_fold).and(Challenge::USED_AT.is_unknown());
        for challenge in tx.parts::<Challenge, Person>(&person, Some(open)).await? {
            tx.update_part(&challenge, |challenge| challenge.stopped_at = Some(now)).await?;
        }
        tx.delete_part(address).await?;
        tx.record(&AddressRemoved { address: wanted });
        Ok(())
    }
}

/// Has mail go to this address first.
#[derive(Input)]
pub struct MakePrimary {
    address: Own,
}

impl Command for MakePrimary {
    const NAME: &'static str = "identity.make_primary";
    const PATH: Path = post("/me/addresses/promotion");
    const EFFECT: Effect = Effect::Changes;
    type On = Person;
    type Writes = (Address,);
    type Output = ();
    type Error = OwnError;

    async fn run<'t>(self, person: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), OwnError> {
        let (wanted, now) = (self.address.id::<Address>(), tx.now());
        let own = tx.parts::<Address, Person>(&person, None).await?;
        let address = own.iter().find(|address| address.id == wanted).ok_or(OwnError::Absent)?;
        if address.verified_at.is_none() {
            return Err(OwnError::Unverified);
        }
        for other in own.iter().filter(|other| other.id != wanted && other.primary_since.is_some()) {
            tx.update_part(other, |other| other.primary_since = None).await?;
        }
        if address.primary_since.is_none() {
            tx.update_part(address, |address| address.primary_since = Some(now)).await?;
        }
        tx.record(&AddressPromoted { address: wanted });
        Ok(())
    }
}
