//! What a person may see of how they sign in.

mod sign_ins;

use directory::{Address, Person, Session};
use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Id, Limit, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Seen};

pub use sign_ins::{ListSignIns, OwnTry};

use crate::rows::{Authenticator, Passkey, Password, RecoveryCode, Remembered, Second, SignIn, Way};

/// Shows how one signs in: password, addresses, second proofs, where one is signed in, and the last times one did.
#[derive(Input)]
pub struct ShowSecurity {}

/// How somebody signs in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Security {
    /// Since when they have their password, if they have one.
    pub password: Option<Timestamp>,
    /// Their addresses, the main one first.
    pub addresses: Vec<OwnAddress>,
    /// Their authenticator apps, the oldest first.
    pub authenticators: Vec<OwnAuthenticator>,
    /// Their passkeys, the oldest first.
    pub passkeys: Vec<OwnPasskey>,
    /// What is left of their recovery codes, if they made any.
    pub recovery: Option<RecoveryLeft>,
    /// Their sessions, the one used last first; those that ran out among them.
    pub devices: Vec<OwnDevice>,
    /// The browsers in which no second proof is asked of them, the newest first; those for which that is over among
    /// them.
    pub remembered: Vec<OwnRemembered>,
    /// How they signed in lately, the last time first.
    pub history: Vec<OwnSignIn>,
}

/// An address of somebody's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnAddress {
    /// Its id.
    pub id: Id<Address>,
    /// The address.
    pub email: String,
    /// Whether it is verified.
    pub verified: bool,
    /// Whether mail goes there first.
    pub main: bool,
}

/// An authenticator app of somebody's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnAuthenticator {
    /// Its id.
    pub id: Id<Authenticator>,
    /// What they call it.
    pub name: String,
    /// Since when.
    pub added: Timestamp,
    /// When it let them in last.
    pub used: Option<Timestamp>,
}

/// A passkey of somebody's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnPasskey {
    /// Its id.
    pub id: Id<Passkey>,
    /// What the key calls itself.
    pub credential_id: String,
    /// What they call it.
    pub name: String,
    /// Since when.
    pub added: Timestamp,
    /// When it let them in last.
    pub used: Option<Timestamp>,
}

/// What is left of the recovery codes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecoveryLeft {
    /// When they were made.
    pub made: Timestamp,
    /// How many were not used.
    pub left: usize,
}

/// A session of somebody's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnDevice {
    /// Its id.
    pub id: Id<Session>,
    /// The browser and system, as [`crate::Device`] is kept.
    pub device: String,
    /// How it was signed in, if that is still known.
    pub way: Option<Way>,
    /// By which second proof, if one was due.
    pub second: Option<Second>,
    /// From which address.
    pub address: Option<String>,
    /// When it was last used.
    pub used: Timestamp,
    /// When it ends by itself.
    pub ends: Timestamp,
}

/// A browser in which no second proof is asked of somebody.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnRemembered {
    /// Its id.
    pub id: Id<Remembered>,
    /// The browser and system, as [`crate::Device`] is kept.
    pub device: String,
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself.
    pub ends: Timestamp,
}

/// Once that somebody signed in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnSignIn {
    /// When.
    pub at: Timestamp,
    /// How.
    pub way: Way,
    /// By which second proof, if one was shown.
    pub second: Option<Second>,
    /// From which address, if that is known.
    pub address: Option<String>,
}

/// The most that is shown of each.
const MOST: u32 = 100;

/// How many sign-ins are shown.
const LATELY: u32 = 5;

impl Query for ShowSecurity {
    const NAME: &'static str = "identity.show_security";
    const PATH: Path = get("/me/sign-in");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Person;
    type Under = Seen<Self, Person>;
    type Output = Security;

    async fn run(self, person: Seen<Self, Person>) -> Result<Security, Problem> {
        let most = Limit::clamp(MOST);
        let password = person.parts(List::by(Order::by(Password::CHANGED_AT, Direction::Descending))).await?;
        let addresses = person.parts(List::by(Order::by(Address::EMAIL_FOLD, Direction::Ascending)).rows(most)).await?;
        let apps = List::by(Order::by(Authenticator::ADDED_AT, Direction::Ascending)).rows(most);
        let apps = person.parts(apps).await?;
        let passkeys = List::by(Order::by(Passkey::ADDED_AT, Direction::Ascending)).rows(most);
        let passkeys = person.parts(passkeys).await?;
        let codes = person.parts(List::by(Order::by(RecoveryCode::MADE_AT, Direction::Descending)).rows(most)).await?;
        let recovery = codes.rows.first().map(|code| RecoveryLeft {
            made: code.made_at,
            left: codes.rows.iter().filter(|code| code.used_at.is_none()).count(),
        });
        let sessions =
            List::by(Order::by(Session::SEEN_AT, Direction::Descending)).only(Session::ENDED_AT.is_unknown());
        let sessions = person.parts(sessions.rows(most)).await?;
        let ids: Vec<Id<Session>> = sessions.rows.iter().map(|session| session.id).collect();
        let begun = List::by(Order::by(SignIn::AT, Direction::Descending)).only(SignIn::ID.is_in(&ids));
        let begun = person.parts(begun.rows(most)).await?;
        let remembered = List::by(Order::by(Remembered::SINCE, Direction::Descending)).rows(most);
        let remembered = person.parts(remembered).await?;
        let history = List::by(Order::by(SignIn::AT, Direction::Descending)).rows(Limit::clamp(LATELY));
        let history = person.parts(history).await?;
        let mut addresses: Vec<OwnAddress> = addresses.rows.into_iter().map(own_address).collect();
        addresses.sort_by_key(|address| (!address.main, !address.verified));
        let devices = sessions.rows.into_iter().map(|session| own_device(session, &begun.rows)).collect();
        Ok(Security {
            password: password.rows.first().map(|password| password.changed_at),
            addresses,
            authenticators: apps.rows.into_iter().map(own_authenticator).collect(),
            passkeys: passkeys.rows.into_iter().map(own_passkey).collect(),
            recovery,
            devices,
            remembered: remembered.rows.into_iter().map(own_remembered).collect(),
            history: history.rows.into_iter().map(own_sign_in).collect(),
        })
    }
}

fn own_address(address: Address) -> OwnAddress {
    OwnAddress {
        id: address.id,
        verified: address.verified_at.is_some(),
        main: address.primary_since.is_some(),
        email: address.email,
    }
}

fn own_authenticator(app: Authenticator) -> OwnAuthenticator {
    OwnAuthenticator { id: app.id, name: app.name, added: app.added_at, used: app.used_at }
}

fn own_passkey(passkey: Passkey) -> OwnPasskey {
    OwnPasskey {
        id: passkey.id,
        credential_id: passkey.credential_id,
        name: passkey.name,
        added: passkey.added_at,
        used: passkey.used_at,
    }
}

fn own_remembered(device: Remembered) -> OwnRemembered {
    OwnRemembered { id: device.id, device: device.device, since: device.since, ends: device.ends_at }
}

fn own_sign_in(begun: SignIn) -> OwnSignIn {
    let address = Some(begun.address).filter(|address| !address.is_empty());
    OwnSignIn { at: begun.at, way: begun.way, second: begun.second, address }
}

fn own_device(session: Session, begun: &[SignIn]) -> OwnDevice {
    let begun = begun.iter().find(|begun| begun.id == session.id);
    OwnDevice {
        id: session.id,
        way: begun.map(|begun| begun.way),
        second: begun.and_then(|begun| begun.second),
        address: begun.map(|begun| begun.address.clone()).filter(|address| !address.is_empty()),
        device: session.device,
        used: session.seen_at,
        ends: session.expires_at,
    }
}
