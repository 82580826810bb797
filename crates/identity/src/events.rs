//! What the journal says of signing in. No event carries an address, a name or a secret.
#![expect(clippy::disallowed_methods, reason = "signing in is written down as the person who then is signed in")]

use access::{Account, Acting, Actor, Person, Principal};
use directory::{Invitation, Session};
use journal::{Draft, Entry, Event, Face, Recorded};
use kernel::{Id, Ref, Timestamp};
use store::{StoreError, Work};

use crate::{
    commands::ResetReason,
    rows::{Authenticator, Passkey, Remembered, Second, Way},
    sso::{SamlKey, SsoConnection, SsoDomain},
};

journal::events! {
    for Desk;
    /// Somebody signed in.
    SignedIn = "identity.signed_in" {
        /// The session that began.
        session: Id<Session>,
        /// How.
        way: Way,
        /// By which second proof, if one was due.
        second: Option<Second>,
        /// Whether they had not used this browser before.
        new_browser: bool,
    }
    /// Somebody who was signed in showed once more that it is them; the session has another token since.
    ShownAgain = "identity.shown_again" {
        /// The session.
        session: Id<Session>,
        /// How; nothing where a second proof alone was shown.
        way: Option<Way>,
        /// By which second proof, if by one.
        second: Option<Second>,
    }
    /// A session was ended by the person.
    SignedOut = "identity.signed_out" {
        /// The session.
        session: Id<Session>,
    }
    /// Every other session was ended by the person.
    SignedOutElsewhere = "identity.signed_out_elsewhere" {
        /// How many.
        sessions: u32,
    }
    /// Somebody locked themselves out.
    LockedOneself = "identity.locked" {
        /// In how many browsers they were signed in.
        sessions: u32,
        /// How many keys acted on their rights.
        keys: u64,
    }
    /// A password was made or changed.
    PasswordChanged = "identity.password_changed" {
        /// Whether there was none before.
        first: bool,
        /// Whether it was done by a link in a mail.
        by_mail: bool,
    }
    /// An address was added, not verified yet.
    AddressAdded = "identity.address_added" {
        /// The address.
        address: Id<directory::Address>,
    }
    /// An address was proved to be the person's.
    AddressVerified = "identity.address_verified" {
        /// The address.
        address: Id<directory::Address>,
    }
    /// An address was removed.
    AddressRemoved = "identity.address_removed" {
        /// The address.
        address: Id<directory::Address>,
    }
    /// Mail goes to this address first.
    AddressPromoted = "identity.address_promoted" {
        /// The address.
        address: Id<directory::Address>,
    }
    /// An authenticator app was added.
    AuthenticatorAdded = "identity.authenticator_added" {
        /// The app.
        authenticator: Id<Authenticator>,
    }
    /// An authenticator app is called something else.
    AuthenticatorRenamed = "identity.authenticator_renamed" {
        /// The app.
        authenticator: Id<Authenticator>,
    }
    /// An authenticator app was removed.
    AuthenticatorRemoved = "identity.authenticator_removed" {
        /// The app.
        authenticator: Id<Authenticator>,
    }
    /// A passkey was added.
    PasskeyAdded = "identity.passkey_added" {
        /// The passkey.
        passkey: Id<Passkey>,
    }
    /// A passkey is called something else.
    PasskeyRenamed = "identity.passkey_renamed" {
        /// The passkey.
        passkey: Id<Passkey>,
    }
    /// A passkey was removed.
    PasskeyRemoved = "identity.passkey_removed" {
        /// The passkey.
        passkey: Id<Passkey>,
    }
    /// A browser is not asked for the second proof again for a while.
    DeviceRemembered = "identity.device_remembered" {
        /// The browser.
        device: Id<Remembered>,
    }
    /// It is asked again.
    DeviceForgotten = "identity.device_forgotten" {
        /// The browser.
        device: Id<Remembered>,
    }
    /// A second proof is asked of everybody or of a role, or no longer.
    ProofDemanded = "proofs.demanded" {
        /// Of which role; of everybody when nothing.
        role: Option<String>,
        /// Whether it is asked from now on.
        demanded: bool,
    }
    /// A second proof is asked of whoever acts for an account, or no longer.
    ProofDemandedHere = "proofs.demanded_here" {
        /// Whether it is asked from now on.
        demanded: bool,
    }
    /// Staff took away every second proof somebody had, and signed them out everywhere.
    ProofsReset = "proofs.were_reset" {
        /// Of whom.
        person: Id<Person>,
        /// Why.
        reason: ResetReason,
        /// How many apps they had.
        apps: u32,
        /// How many passkeys.
        passkeys: u32,
        /// In how many browsers they were signed in.
        sessions: u32,
    }
    /// New recovery codes took the place of those there were.
    RecoveryCodesMade = "identity.recovery_codes_made" {}
    /// A person changed their own name.
    Renamed = "identity.renamed" {}
    /// Somebody was invited.
    Invited = "identity.invited" {
        /// The invitation.
        invitation: Id<Invitation>,
        /// The role offered.
        role: String,
    }
    /// An invitation's letter was written, with a link of its own.
    InvitationSent = "identity.invitation_sent" {
        /// The invitation.
        invitation: Id<Invitation>,
    }
    /// Somebody's sessions ended, because they have no place left in the portal.
    SessionsEnded = "identity.sessions_ended" {
        /// How many.
        sessions: u64,
    }
    /// An invitation was accepted.
    InvitationAccepted = "identity.invitation_accepted" {
        /// The invitation.
        invitation: Id<Invitation>,
        /// The role it gave.
        role: String,
    }
    /// The invited said that it is not for them.
    InvitationRefused = "identity.invitation_refused" {
        /// The invitation.
        invitation: Id<Invitation>,
    }
    /// Whoever holds the link of an invitation that has run out asked for a new one.
    InvitationAskedAgain = "identity.invitation_asked_again" {
        /// The invitation.
        invitation: Id<Invitation>,
    }
    /// Whoever reads the mail said that they had not asked to sign in.
    LinkStopped = "identity.link_stopped" {}
    /// How an account's people sign in through their company was set up or changed.
    SignOnChanged = "sso.changed" {
        /// The connection.
        connection: Id<SsoConnection>,
        /// Whether it leads to somebody else now: then whoever came in by it is signed out.
        moved: bool,
    }
    /// A connection is to be tested.
    SignOnTestAsked = "sso.test_asked" {
        /// The connection.
        connection: Id<SsoConnection>,
    }
    /// A connection was tested.
    SignOnTested = "sso.tested" {
        /// The connection.
        connection: Id<SsoConnection>,
        /// Whether it works.
        works: bool,
    }
    /// People may come in through their company.
    SignOnEnabled = "sso.enabled" {
        /// The connection.
        connection: Id<SsoConnection>,
    }
    /// People may not come in through their company any more; whoever did is signed out.
    SignOnDisabled = "sso.disabled" {
        /// The connection.
        connection: Id<SsoConnection>,
    }
    /// An account says that a domain is its own.
    DomainClaimed = "sso.domain_claimed" {
        /// The domain.
        domain: Id<SsoDomain>,
    }
    /// A domain's proof is to be looked for.
    DomainCheckAsked = "sso.domain_check_asked" {
        /// The domain.
        domain: Id<SsoDomain>,
    }
    /// A domain is proven.
    DomainProven = "sso.domain_proven" {
        /// The domain.
        domain: Id<SsoDomain>,
    }
    /// A proven domain's proof has been gone for days; it counts no more.
    DomainLapsed = "sso.domain_lapsed" {
        /// The domain.
        domain: Id<SsoDomain>,
    }
    /// An account gave a domain up.
    DomainReleased = "sso.domain_released" {
        /// The domain.
        domain: Id<SsoDomain>,
    }
    /// A value of the claim gives a role.
    SignOnRoleMapped = "sso.role_mapped" {
        /// The role.
        role: String,
    }
    /// A value of the claim gives a role no more.
    SignOnRoleUnmapped = "sso.role_unmapped" {
        /// The role.
        role: String,
    }
    /// What a company's directory shows was made.
    ScimTokenMade = "sso.token_made" {
        /// The connection.
        connection: Id<SsoConnection>,
        /// The token.
        token: Id<access::ScimToken>,
        /// First instant it no longer counts.
        expires_at: Timestamp,
    }
    /// What a company's directory showed was revoked.
    ScimTokenRevoked = "sso.token_revoked" {
        /// The token.
        token: Id<access::ScimToken>,
    }
    /// Somebody came from their company, and is let in once all that is due was shown.
    SignedOn = "sso.signed_on" {
        /// The connection.
        connection: Id<SsoConnection>,
        /// Who they are here.
        person: Id<Person>,
        /// Whether they were not known here before.
        made: bool,
        /// The roles they got with it.
        gained: Vec<String>,
        /// The roles they lost with it.
        lost: Vec<String>,
        /// Whether ways in that were made before ended with it.
        ended: bool,
    }
    /// Somebody came from their company and is not let in.
    SignOnRefused = "sso.refused" {
        /// The connection.
        connection: Id<SsoConnection>,
        /// Why.
        reason: &'static str,
    }
    /// The key was made by which providers that speak SAML are to know the portal.
    SamlKeyMade = "sso.key_made" {
        /// The key.
        key: Id<SamlKey>,
        /// First instant it signs.
        signs_from: Timestamp,
    }
    /// A company signed somebody out.
    SignedOutByCompany = "sso.signed_out" {
        /// The connection.
        connection: Id<SsoConnection>,
        /// How many sessions ended.
        sessions: u64,
    }
}

/// An entry about to be written about a person, by themselves or, without a person, by the program.
pub(crate) struct Note<'a> {
    /// By which command.
    pub command: &'static str,
    /// Who did it.
    pub by: Option<Id<Person>>,
    /// To what.
    pub target: Ref,
    /// In which account, if in one.
    pub account: Option<Id<Account>>,
    /// The trace it belongs to.
    pub trace: &'a str,
    /// The entry it follows from, if it follows from one.
    pub cause: Option<&'a Entry>,
}

impl<'a> Note<'a> {
    /// A note of what somebody did about themselves.
    pub fn of(person: Id<Person>, command: &'static str, trace: &'a str) -> Self {
        Self { command, by: Some(person), target: Ref::new("person", person), account: None, trace, cause: None }
    }
}

/// Writes an entry in the transaction of what it tells of.
///
/// # Errors
/// The database's; then what it tells of must not commit either.
pub(crate) async fn record<E: Event>(work: &Work, note: Note<'_>, event: &E, now: Timestamp) -> Result<(), StoreError> {
    let Some(person) = note.by else { return record_by("identity", work, note, event, now).await };
    let principal = Principal::vouch(Actor::Person(person), Acting::Oneself, Vec::new());
    write(work, (principal, Face::Page), note, event, now).await
}

/// As [`record`], of what another of the program's own systems did.
///
/// # Errors
/// As [`record`].
pub(crate) async fn record_by<E: Event>(
    system: &'static str,
    work: &Work,
    note: Note<'_>,
    event: &E,
    now: Timestamp,
) -> Result<(), StoreError> {
    let principal = Principal::vouch(Actor::System(system.into()), Acting::System, Vec::new());
    write(work, (principal, Face::Inside), note, event, now).await
}

async fn write<E: Event>(
    work: &Work,
    (principal, face): (Principal, Face),
    note: Note<'_>,
    event: &E,
    now: Timestamp,
) -> Result<(), StoreError> {
    let draft = Draft {
        at: now,
        principal,
        face,
        command: note.command.to_owned(),
        event: Recorded::of(event),
        target: note.target,
        account: note.account,
        cause: note.cause.map(|cause| cause.id),
        depth: note.cause.map_or(0, |cause| cause.depth + 1),
        decision: Vec::new(),
        trace: note.trace.to_owned(),
        held_until: None,
    };
    journal::append(work, draft).await
}
