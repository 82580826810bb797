#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use std::time::Duration;

use access::{Caller, Reach, Role};
use directory::{ACCESS_REQUEST_REST, AccessRequest, HoldingRow, Membership};
use kernel::{Limit, Problem, Timestamp};
use store::{Condition, Denial, Direction, List, Object as _, Order};

use crate::Gateway;

/// Who can grant what was refused inside one's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grantors {
    /// The roles that permit it, by name.
    pub opening: Vec<String>,
    /// The roles whose holders can hand out one of those, by name.
    pub granting: Vec<String>,
    /// What people of the account who hold one of these are called; nothing for whoever may not know of all of them.
    pub people: Option<Vec<String>>,
    /// Whether there are more of them.
    pub more: bool,
    /// What whoever was refused has asked for already, and waits for.
    pub asked: Option<Waiting>,
    /// First instant whoever was refused may ask for it again, where somebody has said no a short while ago.
    pub declined: Option<Timestamp>,
}

/// A role that somebody asks for and has no answer about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its name.
    pub role: String,
    /// Since when.
    pub since: Timestamp,
    /// First instant it no longer counts.
    pub until: Timestamp,
}

/// How many people a refusal names.
const NAMED: u32 = 5;

impl Gateway {
    /// Who can grant what was refused to whoever acts for an account; nothing where no role is missing, or none is of
    /// help.
    ///
    /// # Errors
    /// The database's.
    pub async fn grantors(&self, caller: &Caller, denial: &Denial) -> Result<Option<Grantors>, Problem> {
        let (Some(account), Some(giving)) = (caller.principal.account(), self.registry.giving()) else {
            return Ok(None);
        };
        if !denial.is_by_role() || denial.account.is_none() {
            return Ok(None);
        }
        // What lies in an account below is opened only by what is held here and reaches down there.
        let reach = if denial.account == Some(account) { Reach::Account } else { Reach::Tree };
        let book = &caller.rights.book;
        let names = |roles: Vec<&Role>| roles.into_iter().map(|role| role.name.to_string()).collect::<Vec<_>>();
        let opening = names(book.opening(&denial.action, &reach));
        let granting = names(book.granting(&denial.action, &reach, giving));
        if granting.is_empty() {
            return Ok(None);
        }
        let (asked, declined) = self.asked_before(caller, denial, giving).await?;
        if !caller.facts(Membership::READ).whole {
            return Ok(Some(Grantors { opening, granting, people: None, more: false, asked, declined }));
        }
        let later = caller.now.plus(Duration::from_micros(1));
        let begun = HoldingRow::VALID_FROM.is_unknown().or(HoldingRow::VALID_FROM.up_to(&Some(caller.now)));
        let lasts = HoldingRow::VALID_UNTIL.is_unknown().or(HoldingRow::VALID_UNTIL.from(&Some(later)));
        let holds = HoldingRow::ROLE.is_in(&granting).and(begun).and(lasts);
        let here = Membership::ACCOUNT_ID.is(&account).and(Membership::ENDED_AT.is_unknown());
        let by = Order::by(Membership::NAME_FOLD, Direction::Ascending);
        let list = List::by(by).only(here.and(Condition::any_child(holds))).rows(Limit::clamp(NAMED));
        let scope = self.db.scope::<Denial, Membership>(caller, Membership::READ).await?;
        let page = scope.page(list).await?;
        self.logs.view(caller.now, &caller.principal, Membership::READ, None, Some(account));
        let people = Some(page.rows.into_iter().map(|member| member.name).collect());
        Ok(Some(Grantors { opening, granting, people, more: page.next.is_some(), asked, declined }))
    }

    /// Why they may not ask for the role that permits this: they did and have no answer, or were told no within the
    /// last day; then from when on they may.
    async fn asked_before(
        &self,
        caller: &Caller,
        denial: &Denial,
        giving: &str,
    ) -> Result<(Option<Waiting>, Option<Timestamp>), Problem> {
        let (Some(account), Some(person)) = (caller.principal.account(), caller.principal.person) else {
            return Ok((None, None));
        };
        let wanted = caller.rights.book.asked_for(&denial.action, giving).filter(|_| denial.account == Some(account));
        let Some(role) = wanted.map(|role| role.name.to_string()) else { return Ok((None, None)) };
        let theirs = || {
            let theirs = AccessRequest::ACCOUNT_ID.is(&account).and(AccessRequest::PERSON_ID.is(&person));
            theirs.and(AccessRequest::ROLE.is(&role))
        };
        let raw = self.db.unguarded();
        if let Some(open) = raw.first(theirs().and(AccessRequest::open_at(caller.now))).await? {
            return Ok((Some(Waiting { role: open.role, since: open.asked_at, until: open.expires_at }), None));
        }
        // Below the day after the answer, as asking itself has it.
        let since = caller.now.minus(ACCESS_REQUEST_REST).plus(Duration::from_micros(1));
        let declined = raw.first(theirs().and(AccessRequest::DECLINED_AT.from(&Some(since)))).await?;
        Ok((None, declined.and_then(|request| request.declined_at).map(|at| at.plus(ACCESS_REQUEST_REST))))
    }
}
