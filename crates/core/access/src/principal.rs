use std::{borrow::Cow, collections::BTreeSet};

use kernel::{Id, Ref, Timestamp};

use crate::{Account, ApiKey, Brand, Connection, Person, RecordLink, Role, ScimToken, Session};

/// Who asks: an actor, for whom, in which capacity, and within which mandate.
///
/// Allowed is what the person may *and* what the mandate allows.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Whose hand is on the door.
    pub actor: Actor,
    /// The person on whose rights it acts; nobody for systems and strangers.
    pub person: Option<Id<Person>>,
    /// In which capacity.
    pub acting: Acting,
    /// What the person handed over to the actor.
    pub mandate: Mandate,
    /// The front door used.
    pub brand: Option<Id<Brand>>,
    /// Roles held at the acting account or above it, or as staff.
    pub holdings: Vec<Holding>,
    /// Whether a factor was shown recently enough for grave acts.
    pub fresh: bool,
    /// The session in which it acts; none for whoever has none.
    pub session: Option<Id<Session>>,
}

/// Whose hand is on the door.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A person in a session.
    Person(Id<Person>),
    /// A program with a key, on the rights of the person who made it.
    Key(Id<ApiKey>),
    /// Whoever opened a link to one record, on nobody's rights but those the link has itself.
    Link(Id<RecordLink>),
    /// The directory of a customer's company, on nobody's rights but those the connection has itself.
    Connection {
        /// Through which connection.
        connection: Id<Connection>,
        /// What it showed.
        token: Id<ScimToken>,
    },
    /// A part of Portico itself, by name: `sealer`, `import`.
    System(Cow<'static, str>),
    /// Somebody who has not signed in.
    Stranger,
}

/// In which capacity a principal acts. It stands in every address, so two tabs never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Acting {
    /// As a customer, for exactly this account.
    Account(Id<Account>),
    /// As staff.
    Desk,
    /// As oneself, for what is one's own whatever the account: addresses, password, devices.
    Oneself,
    /// As the public, before anybody signed in.
    Public,
    /// As a system.
    System,
}

/// What an actor may use of the person's rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mandate {
    /// All of them.
    Full,
    /// Only these actions.
    Only(BTreeSet<Cow<'static, str>>),
    /// Only these actions, and only to one record. It is all that a link has: no role adds to it.
    Record {
        /// The record.
        target: Ref,
        /// The actions.
        actions: BTreeSet<Cow<'static, str>>,
    },
    /// Only these actions, anywhere in the account it acts for. It is all that a company's directory has: no role adds to
    /// it.
    Account(BTreeSet<Cow<'static, str>>),
}

impl Mandate {
    /// Whether the action lies within it.
    pub fn covers(&self, action: &str) -> bool {
        match self {
            Self::Full => true,
            Self::Only(actions) | Self::Record { actions, .. } | Self::Account(actions) => actions.contains(action),
        }
    }

    /// Whether everything a role permits lies within it. What is named by a pattern may grow, so it lies within all of
    /// them only.
    pub fn covers_role(&self, role: &Role) -> bool {
        role.grants.iter().all(|grant| self.covers(&grant.action.0))
    }
}

/// One role somebody holds, where and how long.
#[derive(Clone, Debug)]
pub struct Holding {
    /// The role's name, as the role book knows it.
    pub role: Cow<'static, str>,
    /// Where it is held; nowhere for staff roles and systems.
    pub account: Option<Id<Account>>,
    /// First instant it counts.
    pub from: Option<Timestamp>,
    /// First instant it no longer counts.
    pub until: Option<Timestamp>,
}

impl Holding {
    /// A role without an end.
    pub fn of(role: impl Into<Cow<'static, str>>, account: Option<Id<Account>>) -> Self {
        Self { role: role.into(), account, from: None, until: None }
    }

    /// Whether it counts at this instant.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

impl Principal {
    /// Speaks for a principal. Only sign-in, keys and the program itself may vouch; a lint names every use. On whose
    /// rights a key acts, whoever vouches for it adds.
    pub fn vouch(actor: Actor, acting: Acting, holdings: Vec<Holding>) -> Self {
        let person = match &actor {
            Actor::Person(person) => Some(*person),
            Actor::Key(_) | Actor::Link(_) | Actor::Connection { .. } | Actor::System(_) | Actor::Stranger => None,
        };
        Self { actor, person, acting, mandate: Mandate::Full, brand: None, holdings, fresh: false, session: None }
    }

    /// Whether a person looks with another's eyes, as staff do who view an account as one of its people. They read what
    /// that person may read, and do nothing.
    pub fn views_as(&self) -> bool {
        matches!(&self.actor, Actor::Person(hand) if self.person.is_some_and(|person| person != *hand))
    }

    /// The account it acts for, if it acts for one.
    pub fn account(&self) -> Option<Id<Account>> {
        match self.acting {
            Acting::Account(account) => Some(account),
            Acting::Desk | Acting::Oneself | Acting::Public | Acting::System => None,
        }
    }

    /// Who it is, in one stable word; the key of what is remembered per principal.
    pub fn key(&self) -> String {
        match &self.actor {
            Actor::Person(person) => format!("person:{person}"),
            Actor::Key(key) => format!("key:{key}"),
            Actor::Link(link) => format!("link:{link}"),
            Actor::Connection { connection, .. } => format!("connection:{connection}"),
            Actor::System(name) => format!("system:{name}"),
            Actor::Stranger => "stranger".to_owned(),
        }
    }
}
