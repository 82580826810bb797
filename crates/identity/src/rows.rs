use access::Person;
use directory::Session;
use kernel::{Id, Timestamp};
use macros::Row;

/// A person's password; who has no row signs in by link or code. Not printable, so that no log gets the hash.
#[derive(Clone, PartialEq, Row)]
#[row(table = "identity_passwords", parent(directory::Person, "person_id"))]
pub struct Password {
    /// Its id.
    pub id: Id<Password>,
    /// Whose.
    pub person_id: Id<Person>,
    /// The hash with its salt and costs, as the PHC string format writes them.
    pub phc: String,
    /// Since when.
    pub changed_at: Timestamp,
}

/// Something that must be shown to prove that one reads the mail of an address.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "identity_challenges", parent(directory::Person, "person_id"))]
pub struct Challenge {
    /// Its id.
    pub id: Id<Challenge>,
    /// What it opens.
    pub kind: ChallengeKind,
    /// Whom it lets in; nobody when the address is not known, and then no mail was sent.
    pub person_id: Option<Id<Person>>,
    /// The address as it was typed.
    pub email: String,
    /// The address as it is compared.
    pub email_fold: String,
    /// SHA-256 of the link's token.
    pub token_hash: String,
    /// SHA-256 over this id, the asking browser's secret and the code.
    pub code_hash: String,
    /// SHA-256 of the secret of the browser that asked.
    pub browser_hash: String,
    /// That browser, as [`crate::Device`] is kept.
    pub device: String,
    /// Where the person was going.
    pub next: Option<String>,
    /// How many codes were tried.
    pub attempts: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
    /// When it let somebody in.
    pub used_at: Option<Timestamp>,
    /// When somebody said they had not asked, or a newer one took its place.
    pub stopped_at: Option<Timestamp>,
    /// Where a second proof is due, how the first was shown.
    pub way: Option<Way>,
}

/// What a challenge opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChallengeKind {
    /// A session.
    SignIn,
    /// A new password.
    Reset,
    /// An address for signing in.
    Address,
    /// A session, for whoever has shown the first of two proofs. It is not sent anywhere.
    Second,
    /// A session, by a passkey; written down when it did.
    Passkey,
    /// More than looking, for whoever opened a link to one record.
    Link,
    /// A session, through one's company; written down when somebody came back from there.
    Company,
}
store::text_column!(ChallengeKind {
    SignIn = "sign_in",
    Reset = "reset",
    Address = "address",
    Second = "second",
    Passkey = "passkey",
    Link = "link",
    Company = "company",
});

/// How much of a limit is used up.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "identity_throttles")]
pub struct Throttle {
    /// Drawn from what is limited.
    pub id: Id<Throttle>,
    /// When every try will have come back.
    pub full_at: Timestamp,
}

/// How and from where a session began. Has the session's id.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "identity_sign_ins", parent(directory::Person, "person_id"))]
pub struct SignIn {
    /// The session's id.
    pub id: Id<Session>,
    /// Who.
    pub person_id: Id<Person>,
    /// SHA-256 of the browser's secret.
    pub browser_hash: String,
    /// The network the browser was in.
    pub network: String,
    /// Its address.
    pub address: String,
    /// By which way.
    pub way: Way,
    /// When.
    pub at: Timestamp,
    /// By which second proof, if one was due.
    pub second: Option<Second>,
}

/// Once that somebody was not let in; of nobody in particular, where nobody has the address.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "identity_vain_tries")]
pub struct VainTry {
    /// Its id.
    pub id: Id<VainTry>,
    /// As whom.
    pub person_id: Option<Id<Person>>,
    /// When.
    pub at: Timestamp,
    /// From which address.
    pub address: String,
    /// By which way; by none, where only a second proof was to be shown again.
    pub way: Option<Way>,
    /// At which proof.
    pub failed: Failed,
}

/// At which proof somebody was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Failed {
    /// The first, or the only one.
    First,
    /// The second; the first was right.
    Second,
    /// One that was to be shown again, signed in.
    Again,
}
store::text_column!(Failed { First = "first", Second = "second", Again = "again" });

/// Once that somebody tried to sign in, and what came of it: of [`SignIn`] and [`VainTry`], in one list.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "identity_tries", parent(directory::Person, "person_id"))]
pub struct Try {
    /// The session's id, or that of the try in vain.
    pub id: Id<Try>,
    /// As whom.
    pub person_id: Id<Person>,
    /// When.
    pub at: Timestamp,
    /// From which address.
    pub address: String,
    /// By which way; by none, where only a second proof was to be shown again.
    pub way: Option<Way>,
    /// By which second proof, if one was due.
    pub second: Option<Second>,
    /// At which proof it failed, if it did.
    pub failed: Option<Failed>,
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By password.
    Password,
    /// By the link in a mail.
    Link,
    /// By the code in a mail.
    Code,
    /// By making a new password from a link in a mail.
    Reset,
    /// By accepting an invitation.
    Invitation,
    /// By a passkey, which counts as both proofs.
    Passkey,
    /// Through one's company.
    Company,
}
store::text_column!(Way {
    Password = "password",
    Link = "link",
    Code = "code",
    Reset = "reset",
    Invitation = "invitation",
    Passkey = "passkey",
    Company = "company",
});

/// The second proof somebody showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Second {
    /// A code of an authenticator app.
    App,
    /// A recovery code.
    Recovery,
    /// A passkey.
    Passkey,
}
store::text_column!(Second { App = "app", Recovery = "recovery", Passkey = "passkey" });

/// An authenticator app. Not printable, so that no log gets the secret, sealed as it is.
#[derive(Clone, PartialEq, Row)]
#[row(table = "identity_authenticators", parent(directory::Person, "person_id"))]
pub struct Authenticator {
    /// Its id.
    pub id: Id<Authenticator>,
    /// Whose.
    pub person_id: Id<Person>,
    /// What they call it.
    pub name: String,
    /// What it shares with the portal, sealed.
    pub secret: String,
    /// The newest step whose code was taken; none up to it is taken again.
    pub last_step: i64,
    /// Since when.
    pub added_at: Timestamp,
    /// When it let them in last.
    pub used_at: Option<Timestamp>,
}

/// A code for when the app is lost.
#[derive(Clone, PartialEq, Row)]
#[row(table = "identity_recovery_codes", parent(directory::Person, "person_id"))]
pub struct RecoveryCode {
    /// Its id.
    pub id: Id<RecoveryCode>,
    /// Whose.
    pub person_id: Id<Person>,
    /// SHA-256 over the person and the code.
    pub code_hash: String,
    /// When it was made; those made together were made at one instant.
    pub made_at: Timestamp,
    /// When it let them in.
    pub used_at: Option<Timestamp>,
}

/// A browser in which somebody chose not to be asked for the second proof again for a while.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "identity_remembered", parent(directory::Person, "person_id"))]
pub struct Remembered {
    /// Its id.
    pub id: Id<Remembered>,
    /// Who chose it.
    pub person_id: Id<Person>,
    /// SHA-256 of the token that the browser keeps.
    pub token_hash: String,
    /// The browser and system, as [`crate::Device`] is kept.
    pub device: String,
    /// When they did, having shown the second proof.
    pub since: Timestamp,
    /// First instant it no longer counts.
    pub ends_at: Timestamp,
}

/// A passkey. Not printable.
#[derive(Clone, PartialEq, Row)]
#[row(table = "identity_passkeys", parent(directory::Person, "person_id"))]
pub struct Passkey {
    /// Its id.
    pub id: Id<Passkey>,
    /// Whose.
    pub person_id: Id<Person>,
    /// What they call it.
    pub name: String,
    /// What the key calls itself, in base64url.
    pub credential_id: String,
    /// The public key and its counter, sealed.
    pub key: String,
    /// Since when.
    pub added_at: Timestamp,
    /// When it let them in last.
    pub used_at: Option<Timestamp>,
}
