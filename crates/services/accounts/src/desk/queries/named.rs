//! Looks many things up by what they are called, each kind in one look: for lists of invitations that staff bring along.

use std::time::Duration;

use directory::{Account, Invitation, InvitationDelivery, MemberAddress, MemberPresence, Membership, fold};
use gateway::{ById, Email, Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Limit, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Direction, List, Object, Order, Scope, StoreError};

use super::{Brief, InvitationState};

/// Finds accounts by their numbers or by their ids.
#[derive(Input)]
pub struct FindCustomers {
    references: Vec<Line<120>>,
    ids: Vec<ById<access::Account>>,
}

/// Finds members and their addresses: who has one of these, or those with these memberships.
#[derive(Input)]
pub struct FindMembers {
    emails: Vec<Email>,
    memberships: Vec<ById<Membership>>,
}

/// Finds the invitations that nobody has answered yet: by address, or those of a wave whose letter left a while ago.
#[derive(Input)]
pub struct FindInvitations {
    emails: Vec<Email>,
    wave: Option<Line<40>>,
}

/// Tells when members last acted for their account.
#[derive(Input)]
pub struct PeopleSeen {
    memberships: Vec<ById<Membership>>,
}

/// Tells which invitations could not be delivered, of these.
#[derive(Input)]
pub struct FindUndelivered {
    invitations: Vec<ById<Invitation>>,
}

/// When a member last acted for their account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SeenMember {
    /// The membership.
    pub membership: Id<Membership>,
    /// When, within a minute or so; nothing if they never did.
    pub seen_at: Option<Timestamp>,
}

/// A member of an account, with one of their addresses.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundMember {
    /// The membership.
    pub membership: Id<Membership>,
    /// Where.
    pub account: Id<access::Account>,
    /// The address as it was typed.
    pub email: String,
    /// The address, folded.
    pub email_fold: String,
    /// What they are called.
    pub name: String,
}

/// An unanswered invitation, found by its address.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundInvitation {
    /// The invitation.
    pub id: Id<Invitation>,
    /// Into which account.
    pub account: Id<access::Account>,
    /// The address, folded.
    pub email: String,
    /// Whether it has run out.
    pub ran_out: bool,
    /// When it runs out, or did.
    pub expires_at: Timestamp,
}

/// Those of a wave whose letter left less than this ago are not found, so that nobody gets two when somebody presses
/// twice.
const REST: Duration = Duration::from_hours(1);

impl Query for FindCustomers {
    const NAME: &'static str = "customers.find";
    const PATH: Path = get("/customers/named");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Account;
    type Under = Scope<Self, Account>;
    type Output = Vec<Brief>;

    async fn run(self, accounts: Scope<Self, Account>) -> Result<Vec<Brief>, Problem> {
        let references: Vec<_> = self.references.iter().map(|told| Some(told.as_str().to_owned())).collect();
        let ids: Vec<Id<access::Account>> = self.ids.into_iter().map(ById::id).collect();
        let by_reference = (!references.is_empty()).then(|| Account::REFERENCE.is_in(&references));
        let by_id = (!ids.is_empty()).then(|| Account::ID.is_in(&ids));
        let named = by_reference.into_iter().chain(by_id).reduce(Condition::or).unwrap_or_else(Condition::nothing);
        let list = || List::by(Order::by(Account::NAME_FOLD, Direction::Ascending)).only(named.clone());
        Ok(every(&accounts, list).await?.into_iter().map(Brief::of).collect())
    }
}

impl Query for FindMembers {
    const NAME: &'static str = "customers.find_members";
    const PATH: Path = get("/customers/members");
    const VIEWED: Viewed = Viewed::Logged;
    type On = MemberAddress;
    type Under = Scope<Self, MemberAddress>;
    type Output = Vec<FoundMember>;

    async fn run(self, members: Scope<Self, MemberAddress>) -> Result<Vec<FoundMember>, Problem> {
        let memberships: Vec<Id<Membership>> = self.memberships.into_iter().map(ById::id).collect();
        let named = match memberships.as_slice() {
            [] => MemberAddress::EMAIL_FOLD.is_in(&folded(&self.emails)),
            memberships => MemberAddress::ID.is_in(memberships),
        };
        let by = || Order::by(MemberAddress::EMAIL_FOLD, Direction::Ascending);
        let list = || List::by(by()).only(named.clone());
        let found = |row: MemberAddress| FoundMember {
            membership: row.id,
            account: row.account_id,
            email: row.email,
            email_fold: row.email_fold,
            name: row.name,
        };
        Ok(every(&members, list).await?.into_iter().map(found).collect())
    }
}

impl Query for PeopleSeen {
    const NAME: &'static str = "people.seen";
    const PATH: Path = get("/people/seen");
    const VIEWED: Viewed = Viewed::Logged;
    type On = MemberPresence;
    type Under = Scope<Self, MemberPresence>;
    type Output = Vec<SeenMember>;

    async fn run(self, people: Scope<Self, MemberPresence>) -> Result<Vec<SeenMember>, Problem> {
        let memberships: Vec<Id<Membership>> = self.memberships.into_iter().map(ById::id).collect();
        let by = || Order::by(MemberPresence::SEEN_AT, Direction::Descending);
        let list = || List::by(by()).only(MemberPresence::ID.is_in(&memberships));
        let seen = |row: MemberPresence| SeenMember { membership: row.id, seen_at: row.seen_at };
        Ok(every(&people, list).await?.into_iter().map(seen).collect())
    }
}

impl Query for FindUndelivered {
    const NAME: &'static str = "people.undelivered";
    const PATH: Path = get("/invitations/undelivered");
    const VIEWED: Viewed = Viewed::Logged;
    type On = InvitationDelivery;
    type Under = Scope<Self, InvitationDelivery>;
    type Output = Vec<Id<Invitation>>;

    async fn run(self, deliveries: Scope<Self, InvitationDelivery>) -> Result<Vec<Id<Invitation>>, Problem> {
        let invitations: Vec<Id<Invitation>> = self.invitations.into_iter().map(ById::id).collect();
        let by = || Order::by(InvitationDelivery::FAILED, Direction::Descending);
        let failed = || InvitationDelivery::ID.is_in(&invitations).and(InvitationDelivery::FAILED.is_known());
        let list = || List::by(by()).only(failed());
        Ok(every(&deliveries, list).await?.into_iter().map(|row| row.id).collect())
    }
}

impl Query for FindInvitations {
    const NAME: &'static str = "customers.find_invitations";
    const PATH: Path = get("/customers/invitations/named");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Invitation;
    type Under = Scope<Self, Invitation>;
    type Output = Vec<FoundInvitation>;

    async fn run(self, invitations: Scope<Self, Invitation>) -> Result<Vec<FoundInvitation>, Problem> {
        let (emails, now) = (folded(&self.emails), invitations.caller().now);
        let by = || Order::by(Invitation::EXPIRES_AT, Direction::Descending);
        let unanswered = || InvitationState::Open.condition(now).or(InvitationState::RanOut.condition(now));
        let of = || match &self.wave {
            Some(wave) => {
                let left = Invitation::SENT_AT.up_to(&Some(now.minus(REST)));
                Invitation::WAVE.is(&Some(wave.as_str().to_owned())).and(left)
            }
            None => Invitation::EMAIL_FOLD.is_in(&emails),
        };
        let list = || List::by(by()).only(of()).only(unanswered());
        let found = |row: Invitation| {
            Some(FoundInvitation {
                id: row.id,
                account: row.account_id?,
                ran_out: row.expires_at <= now,
                expires_at: row.expires_at,
                email: row.email_fold,
            })
        };
        Ok(every(&invitations, list).await?.into_iter().filter_map(found).collect())
    }
}

fn folded(emails: &[Email]) -> Vec<String> {
    emails.iter().map(|email| fold(email.as_str())).collect()
}

/// Every row of a list that names what it wants; it is no longer than what was named.
async fn every<Q, R: Object>(scope: &Scope<Q, R>, list: impl Fn() -> List<R>) -> Result<Vec<R>, StoreError> {
    let mut rows = Vec::new();
    let mut at: Option<Cursor> = None;
    loop {
        let page = scope.page(list().from(at).rows(Limit::NAMED)).await?;
        rows.extend(page.rows);
        at = page.next;
        if at.is_none() {
            return Ok(rows);
        }
    }
}
