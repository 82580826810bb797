use std::collections::{BTreeMap, BTreeSet};

use kernel::{Id, Ref};
use uuid::Uuid;

use crate::{Account, Brand, Person};

/// On which side of the counter a principal stands. They are different types to the policies, so that what staff
/// may reach can never leak into the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// A customer's person.
    Customer,
    /// The company's own.
    Staff,
    /// A person minding their own things.
    Oneself,
    /// A part of Portico.
    System,
    /// Nobody in particular.
    Public,
}

impl Side {
    /// The name policies use for it.
    pub const fn entity(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::Staff => "Staff",
            Self::Oneself => "Individual",
            Self::System => "System",
            Self::Public => "Public",
        }
    }

    /// Every side.
    pub const ALL: [Self; 5] = [Self::Customer, Self::Staff, Self::Oneself, Self::System, Self::Public];
}

/// All that is known of a principal for one action: what its roles come down to, once dates and mandate are read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The principal's side.
    pub side: Side,
    /// The person it acts for.
    pub person: Option<Id<Person>>,
    /// The account it acts for.
    pub account: Option<Id<Account>>,
    /// May reach every row.
    pub all: bool,
    /// May reach the acting account's rows.
    pub whole: bool,
    /// May reach the person's own rows within the acting account.
    pub own: bool,
    /// May reach rows bound by these relations, [`crate::TREE`] among them.
    pub linked: BTreeSet<String>,
    /// The only record it may reach, whatever else is said here.
    pub only: Option<Ref>,
    /// The front door.
    pub brand: Option<Id<Brand>>,
    /// Whether a factor was shown recently.
    pub fresh: bool,
}

impl Facts {
    /// Facts of a principal that may reach nothing.
    pub fn none(side: Side) -> Self {
        Self {
            side,
            person: None,
            account: None,
            all: false,
            whole: false,
            own: false,
            linked: BTreeSet::new(),
            only: None,
            brand: None,
            fresh: false,
        }
    }

    /// Whether there is nothing to decide: no reach at all.
    pub fn is_nothing(&self) -> bool {
        !self.all && !self.whole && !self.own && self.linked.is_empty()
    }
}

/// A value a policy can compare.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// Words.
    Text(String),
    /// A whole number; days and instants too.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// Another object.
    Id(Uuid),
}

/// The facts of one row: a column's value, or nothing where the column is null; one flag per relation.
pub type RowFacts = BTreeMap<&'static str, Option<Atom>>;
