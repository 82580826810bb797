use std::sync::Arc;

use kernel::{Id, Timestamp};

use crate::{Account, Acting, Facts, Holding, KnownTree, Policies, Principal, Role, RoleBook};

/// Roles and policies of one generation; swapped as one.
pub struct Rights {
    /// What roles permit.
    pub book: RoleBook,
    /// Under which conditions.
    pub policies: Policies,
    /// Which generation this is; all instances agree on it.
    pub generation: u64,
}

/// A principal about to do something: with the rights in force, at an instant.
#[derive(Clone)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// Under which rights.
    pub rights: Arc<Rights>,
    /// When.
    pub now: Timestamp,
    /// What was read of the tree it acts for.
    pub tree: KnownTree,
}

impl Caller {
    /// What the principal's roles come down to for one action.
    pub fn facts(&self, action: &str) -> Facts {
        self.rights.book.facts(&self.principal, action, self.now)
    }

    /// Whether the principal's roles come to anything at all where it acts.
    pub fn is_of_use(&self) -> bool {
        self.rights.book.opens(&self.principal, self.now)
    }

    /// Whether this role may be handed out in this account, by an action that the caller may do there: a customer's
    /// person hands out what they hold themselves, staff whom the action reaches everywhere every role of a customer.
    /// What acts within a mandate holds no more than that, so it hands out nothing beyond it.
    ///
    /// It is handed out until then, or without an end, only by what the caller holds as long themselves: otherwise who
    /// has a role for a while could keep it, by giving it to themselves or to another.
    pub fn may_offer(&self, action: &str, account: Id<Account>, role: &str, until: Option<Timestamp>) -> bool {
        match self.principal.acting {
            Acting::Account(_) => {
                let held = self.held_until(until);
                self.covered(role).is_some() && self.rights.book.may_offer(&held, account, role, self.now)
            }
            Acting::Desk => self.may_offer_anywhere(action, role, until),
            Acting::Oneself | Acting::Public | Acting::System => false,
        }
    }

    /// Whether staff may hand this role out in whichever account, as [`Self::may_offer`] has it.
    pub fn may_offer_anywhere(&self, action: &str, role: &str, until: Option<Timestamp>) -> bool {
        let Some(wanted) = self.covered(role) else { return false };
        let lasting = Principal { holdings: self.held_until(until), ..self.principal.clone() };
        let facts = self.rights.book.facts(&lasting, action, self.now);
        self.principal.acting == Acting::Desk && facts.all && wanted.is_for_customers()
    }

    /// The role, where the mandate goes as far.
    fn covered(&self, role: &str) -> Option<&Role> {
        self.rights.book.role(role).filter(|wanted| self.principal.mandate.covers_role(wanted))
    }

    /// What the principal holds until then at least, or without an end.
    fn held_until(&self, until: Option<Timestamp>) -> Vec<Holding> {
        let lasts = |held: &&Holding| held.until.is_none_or(|end| until.is_some_and(|until| until <= end));
        self.principal.holdings.iter().filter(lasts).cloned().collect()
    }

    /// Whether any of these roles, which somebody holds at the desk, permits more than the caller may do there for good.
    /// One that the portal no longer knows permits nothing.
    pub fn is_outranked_by(&self, theirs: &[String]) -> bool {
        let book = &self.rights.book;
        let held = self.principal.holdings.iter();
        let held = held.filter(|held| held.account.is_none() && held.is_active(self.now) && held.until.is_none());
        let own: Vec<&str> = held.map(|held| &*held.role).collect();
        theirs.iter().any(|role| book.role(role).is_some() && !book.may_grant(&own, role))
    }
}
