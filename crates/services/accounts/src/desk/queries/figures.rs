//! What lists of customers say of many of them at once, each in one statement for as many as a page has.

use std::collections::BTreeSet;

use access::Account;
use directory::{Invitation, MemberPresence, Membership};
use gateway::{ById, Input, Path, Query, Viewed, get};
use kernel::{Id, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Count, Scope};

use super::InvitationState;

/// Counts the people of accounts, and tells when one of them last acted for each.
#[derive(Input)]
pub struct CountPeople {
    accounts: Vec<ById<Account>>,
}

/// Counts the people of accounts, for whoever may list them there.
#[derive(Input)]
pub struct CountMembers {
    accounts: Vec<ById<Account>>,
}

/// Counts the invitations into accounts that can be taken up.
#[derive(Input)]
pub struct CountInvited {
    accounts: Vec<ById<Account>>,
}

/// The people of an account; one without any is left out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PeopleOf {
    /// The account.
    pub account: Id<Account>,
    /// How many have access.
    pub people: Count,
    /// When one of them last acted for it; nothing if nobody ever did.
    pub seen_at: Option<Timestamp>,
}

/// How many people an account has; one without any is left out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MembersOf {
    /// The account.
    pub account: Id<Account>,
    /// How many have access.
    pub people: Count,
}

/// Who is asked into an account; one into which nobody is, is left out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InvitedInto {
    /// The account.
    pub account: Id<Account>,
    /// How many can come in.
    pub open: Count,
}

/// Nobody counts further than this.
pub(super) const ALL: u32 = 10_000;

/// As many accounts are asked for in one statement, more than any page has; whoever names more is answered by several.
pub(super) const AT_ONCE: usize = 200;

impl Query for CountPeople {
    const NAME: &'static str = "customers.count_people";
    const PATH: Path = get("/customers/people/count");
    const VIEWED: Viewed = Viewed::Logged;
    type On = MemberPresence;
    type Under = Scope<Self, MemberPresence>;
    type Output = Vec<PeopleOf>;

    async fn run(self, people: Scope<Self, MemberPresence>) -> Result<Vec<PeopleOf>, Problem> {
        let (account, seen) = (MemberPresence::ACCOUNT_ID, MemberPresence::SEEN_AT);
        let mut told = Vec::new();
        for some in named(self.accounts).chunks(AT_ONCE) {
            let shares = people.shares(account, some, Some(seen), None, ALL).await?.into_iter();
            told.extend(shares.map(|of| PeopleOf { account: of.of, people: of.count, seen_at: of.latest }));
        }
        Ok(told)
    }
}

impl Query for CountMembers {
    const NAME: &'static str = "people.count";
    const PATH: Path = get("/people/count");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Membership;
    type Under = Scope<Self, Membership>;
    type Output = Vec<MembersOf>;

    async fn run(self, people: Scope<Self, Membership>) -> Result<Vec<MembersOf>, Problem> {
        let here = Membership::ENDED_AT.is_unknown();
        let mut told = Vec::new();
        for some in named(self.accounts).chunks(AT_ONCE) {
            let shares = people.shares(Membership::ACCOUNT_ID, some, None, Some(&here), ALL).await?.into_iter();
            told.extend(shares.map(|of| MembersOf { account: of.of, people: of.count }));
        }
        Ok(told)
    }
}

impl Query for CountInvited {
    const NAME: &'static str = "customers.count_invited";
    const PATH: Path = get("/customers/invitations/count");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Invitation;
    type Under = Scope<Self, Invitation>;
    type Output = Vec<InvitedInto>;

    async fn run(self, invitations: Scope<Self, Invitation>) -> Result<Vec<InvitedInto>, Problem> {
        let open = InvitationState::Open.condition(invitations.caller().now);
        let named: Vec<Option<Id<Account>>> = named(self.accounts).into_iter().map(Some).collect();
        let mut told = Vec::new();
        for some in named.chunks(AT_ONCE) {
            let shares = invitations.shares(Invitation::ACCOUNT_ID, some, None, Some(&open), ALL).await?.into_iter();
            told.extend(shares.filter_map(|of| Some(InvitedInto { account: of.of?, open: of.count })));
        }
        Ok(told)
    }
}

/// The accounts that are named, each once: one that is asked for twice would be counted twice.
fn named(accounts: Vec<ById<Account>>) -> Vec<Id<Account>> {
    let named: BTreeSet<Id<Account>> = accounts.into_iter().map(ById::id).collect();
    named.into_iter().collect()
}
