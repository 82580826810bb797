use std::{borrow::Cow, collections::BTreeMap};

use kernel::{Id, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Account, Acting, Facts, Holding, Mandate, Principal, Side, TREE};

/// How far a permission carries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The person's own rows in the account.
    Own,
    /// Every row of the account.
    Account,
    /// Every row of the account and of all below it.
    Tree,
    /// Rows bound to the person or account by a declared relation, such as `watcher`.
    Linked(String),
    /// Every row there is; for staff and systems only.
    All,
}

impl Reach {
    /// Whether whoever has this reach has that one too.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Tree, Self::Tree | Self::Account | Self::Own) => true,
            (Self::Account, Self::Account | Self::Own) => true,
            (mine, theirs) => mine == theirs,
        }
    }
}

/// Which actions a permission names: one, all of a service (`cases.*`) or all (`*`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(pub Cow<'static, str>);

impl Pattern {
    /// Whether it names this action.
    pub fn names(&self, action: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(stem) => action.starts_with(stem),
            None => self.0 == action,
        }
    }
}

/// One permission of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// To do what.
    pub action: Pattern,
    /// How far.
    pub reach: Reach,
}

impl Grant {
    /// A permission to do `action` as far as `reach`.
    pub fn new(action: impl Into<Cow<'static, str>>, reach: Reach) -> Self {
        Self { action: Pattern(action.into()), reach }
    }
}

/// A named set of permissions. Data: an administrator may change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its name, unique in the portal.
    pub name: Cow<'static, str>,
    /// Whether it is for the company's own people.
    pub staff: bool,
    /// What it permits.
    pub grants: Vec<Grant>,
}

impl Role {
    /// Whether it is for customers' people: it permits something in an account, and is not of the program's own.
    pub fn is_for_customers(&self) -> bool {
        !self.staff && self.grants.iter().any(|grant| matches!(grant.reach, Reach::Account | Reach::Tree))
    }
}

/// Every role of the portal, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct RoleBook {
    roles: BTreeMap<Cow<'static, str>, Role>,
}

impl RoleBook {
    /// A book of these roles.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Self {
        Self { roles: roles.into_iter().map(|role| (role.name.clone(), role)).collect() }
    }

    /// The roles, by name.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.values()
    }

    /// One role.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.get(name)
    }

    /// What a principal's roles come down to for one action, now.
    pub fn facts(&self, principal: &Principal, action: &str, now: Timestamp) -> Facts {
        let side = side(principal.acting);
        let mut facts = Facts::none(side);
        facts.person = principal.person;
        facts.account = principal.account();
        facts.brand = principal.brand;
        facts.fresh = principal.fresh;
        if !principal.mandate.covers(action) {
            return facts;
        }
        if let Mandate::Record { target, .. } = &principal.mandate {
            // One record of the account, by what its service lets links do; no role has a say in it.
            facts.only = Some(target.clone());
            facts.whole = side == Side::Customer;
            return facts;
        }
        if let Mandate::Account(_) = &principal.mandate {
            facts.whole = side == Side::Customer;
            return facts;
        }
        for holding in principal.holdings.iter().filter(|holding| holding.is_active(now)) {
            for reach in self.reaches(holding, side, action) {
                add(&mut facts, holding, reach);
            }
        }
        facts
    }

    /// Whether a principal's roles come to anything where it acts. What is held at an account above that does not reach
    /// down the tree opens nothing here.
    pub fn opens(&self, principal: &Principal, now: Timestamp) -> bool {
        let side = side(principal.acting);
        if let Mandate::Record { actions, .. } | Mandate::Account(actions) = &principal.mandate {
            return side == Side::Customer && !actions.is_empty();
        }
        let mut facts = Facts::none(side);
        facts.account = principal.account();
        for holding in principal.holdings.iter().filter(|holding| holding.is_active(now)) {
            for grant in self.grants(holding, side) {
                add(&mut facts, holding, &grant.reach);
            }
        }
        !facts.is_nothing()
    }

    /// Whether anything at all that a principal's roles permit where it acts carries exactly so far. A mandate for one
    /// record adds nothing from any role.
    pub fn carries(&self, principal: &Principal, reach: &Reach, now: Timestamp) -> bool {
        if matches!(principal.mandate, Mandate::Record { .. }) {
            return false;
        }
        let side = side(principal.acting);
        let mut active = principal.holdings.iter().filter(|holding| holding.is_active(now));
        active.any(|holding| self.grants(holding, side).iter().any(|grant| grant.reach == *reach))
    }

    /// Whether what a customer's role permits by an action reaches down the tree from where it is held.
    pub fn reaches_down(&self, role: &str, action: &str) -> bool {
        let role = self.role(role).filter(|role| !role.staff);
        let mut grants = role.into_iter().flat_map(|role| &role.grants);
        grants.any(|grant| grant.reach == Reach::Tree && grant.action.names(action))
    }

    /// Whether somebody with `held` may hand out `wanted`: never more than they hold themselves.
    pub fn may_grant(&self, held: &[&str], wanted: &str) -> bool {
        let Some(wanted) = self.roles.get(wanted) else { return false };
        let held: Vec<&Role> = held.iter().filter_map(|name| self.roles.get(*name)).collect();
        wanted.grants.iter().all(|grant| {
            held.iter().any(|role| role.staff == wanted.staff && role.grants.iter().any(|own| dominates(own, grant)))
        })
    }

    /// Whether somebody who holds these roles may hand out `wanted` in an account where they may act: never more than
    /// they hold there themselves. What is held at an account above counts only as far as it reaches down the tree.
    pub fn may_offer(&self, held: &[Holding], account: Id<Account>, wanted: &str, now: Timestamp) -> bool {
        let Some(wanted) = self.roles.get(wanted).filter(|role| role.is_for_customers()) else { return false };
        let held = held.iter().filter(|holding| holding.is_active(now) && holding.account.is_some());
        let roles = held.filter_map(|holding| Some((self.roles.get(&holding.role)?, holding.account == Some(account))));
        let roles: Vec<_> = roles.filter(|(role, _)| !role.staff).collect();
        let counts = |own: &Grant, here: bool| here || own.reach == Reach::Tree;
        wanted.grants.iter().all(|grant| {
            roles.iter().any(|(role, here)| role.grants.iter().any(|own| counts(own, *here) && dominates(own, grant)))
        })
    }

    /// The customers' roles that permit an action as far as this.
    pub fn opening(&self, action: &str, reach: &Reach) -> Vec<&Role> {
        let opens = |grant: &Grant| grant.action.names(action) && grant.reach.covers(reach);
        self.roles.values().filter(|role| role.is_for_customers() && role.grants.iter().any(opens)).collect()
    }

    /// The customers' roles that permit an action, however far, by name.
    pub fn permitting(&self, action: &str) -> Vec<&str> {
        let permits =
            |role: &&Role| role.is_for_customers() && role.grants.iter().any(|grant| grant.action.names(action));
        self.roles.values().filter(permits).map(|role| role.name.as_ref()).collect()
    }

    /// Who can grant an action as far as this: the customers' roles whose holders may hand out, by the action `giving`,
    /// a role that permits it.
    pub fn granting(&self, action: &str, reach: &Reach, giving: &str) -> Vec<&Role> {
        let wanted = self.opening(action, reach);
        let mut keepers = self.opening(giving, &Reach::Account);
        keepers.retain(|keeper| wanted.iter().any(|wanted| self.may_grant(&[&*keeper.name], &wanted.name)));
        keepers
    }

    /// The role to ask for, where an action was refused in an account: the one that permits least, and least far, of those
    /// that permit it there and that somebody there can hand out, by the action `giving`.
    pub fn asked_for(&self, action: &str, giving: &str) -> Option<&Role> {
        let keepers = self.opening(giving, &Reach::Account);
        let is_given = |role: &&Role| keepers.iter().any(|keeper| self.may_grant(&[&*keeper.name], &role.name));
        let opening = self.opening(action, &Reach::Account).into_iter().filter(is_given);
        let far = |role: &Role| role.grants.iter().filter(|grant| grant.reach == Reach::Tree).count();
        opening.min_by_key(|role| (far(role), role.grants.len(), role.name.clone()))
    }

    fn reaches(&self, holding: &Holding, side: Side, action: &str) -> impl Iterator<Item = &Reach> {
        let action = action.to_owned();
        self.grants(holding, side).iter().filter(move |grant| grant.action.names(&action)).map(|grant| &grant.reach)
    }

    fn grants(&self, holding: &Holding, side: Side) -> &[Grant] {
        let role = self.roles.get(&holding.role).filter(|role| role.staff == (side == Side::Staff));
        role.map_or(&[][..], |role| &role.grants)
    }
}

/// On which side of the counter somebody stands who acts so.
fn side(acting: Acting) -> Side {
    match acting {
        Acting::Account(_) => Side::Customer,
        Acting::Desk => Side::Staff,
        Acting::Oneself => Side::Oneself,
        Acting::System => Side::System,
        Acting::Public => Side::Public,
    }
}

fn dominates(own: &Grant, other: &Grant) -> bool {
    let named = match other.action.0.strip_suffix('*') {
        Some(stem) => own.action.0.strip_suffix('*').is_some_and(|mine| stem.starts_with(mine)),
        None => own.action.names(&other.action.0),
    };
    named && own.reach.covers(&other.reach)
}

/// Adds one permission. What is held at an account above the acting one counts there only if it reaches down the
/// tree; then the acting account is a place within it.
fn add(facts: &mut Facts, holding: &Holding, reach: &Reach) {
    let above = facts.side == Side::Customer && holding.account != facts.account;
    match reach {
        Reach::All => facts.all = !matches!(facts.side, Side::Customer | Side::Oneself),
        Reach::Tree if facts.side == Side::Customer => {
            facts.whole = true;
            facts.linked.insert(TREE.to_owned());
        }
        _ if above => {}
        Reach::Account => facts.whole = facts.side == Side::Customer,
        Reach::Own => facts.own = matches!(facts.side, Side::Customer | Side::Oneself),
        Reach::Linked(kind) => {
            facts.linked.insert(kind.clone());
        }
        Reach::Tree => {}
    }
}
