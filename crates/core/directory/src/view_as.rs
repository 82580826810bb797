#![expect(clippy::disallowed_methods, reason = "this is where a view becomes a principal")]

use std::{collections::BTreeSet, time::Duration};

use access::{Account, Acting, Holding, Mandate, Person, Principal};
use kernel::{Id, Timestamp};
use macros::Row;
use store::{CLOSURE, Columns, Db, Sql, StoreError, Work};

use crate::Membership;

/// The action by which staff view an account as one of its people does. Who loses the right to it loses the view.
pub const VIEW_AS: &str = "view_as.begin";

/// How long a view lasts, if nobody ends it before.
pub const VIEW_AS_LIFETIME: Duration = Duration::from_mins(30);

/// A while in which somebody of the staff sees an account as one of its people does, in one session of theirs.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "views_as", kind = "view_as", read = "view_as.read", account = "account_id")]
pub struct ViewAs {
    /// Its id.
    pub id: Id<ViewAs>,
    /// Which account.
    pub account_id: Id<Account>,
    /// As which of its people, by their membership.
    pub membership_id: Id<Membership>,
    /// As whom.
    pub subject_id: Id<Person>,
    /// What they are called.
    pub subject_name: String,
    /// Who looks.
    pub person_id: Id<Person>,
    /// What they are called.
    pub person_name: String,
    /// In which session of theirs.
    pub session_id: Id<access::Session>,
    /// Why, in their words.
    pub reason: String,
    /// Since when.
    pub began_at: Timestamp,
    /// First instant it no longer counts.
    pub ends_at: Timestamp,
    /// When it was ended: before that, or then, once somebody noticed that its time was over.
    pub ended_at: Option<Timestamp>,
}

impl ViewAs {
    /// Whether it still counts, as far as it is its own to say.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.ends_at
    }
}

/// A view that counts now, and what it comes down to behind the door of its account.
#[derive(Clone, Debug)]
pub struct Viewing {
    /// The view.
    pub view: Id<ViewAs>,
    /// Which account.
    pub account: Id<Account>,
    /// What the person is called with whose eyes the account is seen.
    pub name: String,
    /// First instant it no longer counts.
    pub until: Timestamp,
    /// Who looks, at the desk: they must still have the right to [`VIEW_AS`].
    pub staff: Principal,
    /// Who looks, with the roles of the person as whom. Its mandate is nothing; the face puts what reads in its place.
    pub principal: Principal,
}

/// What a session's open view comes down to now. Nothing when the person is no member any more, may no longer sign in,
/// has no role left, or works here.
pub(crate) async fn viewing(
    db: &Db,
    view: Id<ViewAs>,
    staff: Principal,
    now: Timestamp,
) -> Result<Option<Viewing>, StoreError> {
    let mut sql = Sql::new(
        "SELECT w.account_id, w.subject_id, w.ends_at, m.name, h.account_id, h.role, h.valid_from, h.valid_until \
         FROM views_as AS w JOIN memberships AS m ON m.id = w.membership_id AND m.ended_at IS NULL \
         JOIN persons AS p ON p.id = w.subject_id AND p.disabled_at IS NULL \
         JOIN holdings AS h ON h.person_id = w.subject_id AND NOT EXISTS \
         (SELECT 1 FROM memberships AS k WHERE k.id = h.membership_id AND k.ended_at IS NOT NULL) \
         AND (h.account_id IS NULL OR h.account_id IN (SELECT c.ancestor_id FROM ",
    );
    sql.push(CLOSURE).push(" AS c WHERE c.descendant_id = w.account_id)) WHERE w.id = ").bind(view.uuid());
    let mut viewing: Option<Viewing> = None;
    for row in &db.unguarded().query(sql).await? {
        let mut columns = Columns::of(row);
        let (account, subject): (Id<Account>, Id<Person>) = (columns.take()?, columns.take()?);
        let (until, name): (Timestamp, String) = (columns.take()?, columns.take()?);
        let (place, role): (Option<Id<Account>>, String) = (columns.take()?, columns.take()?);
        let holding = Holding { role: role.into(), account: place, from: columns.take()?, until: columns.take()? };
        if place.is_none() && holding.is_active(now) {
            return Ok(None);
        }
        let viewing = viewing.get_or_insert_with(|| {
            let mut principal = Principal::vouch(staff.actor.clone(), Acting::Account(account), Vec::new());
            principal.person = Some(subject);
            principal.mandate = Mandate::Only(BTreeSet::new());
            Viewing { view, account, name, until, staff: staff.clone(), principal }
        });
        if place.is_some() {
            viewing.principal.holdings.push(holding);
        }
    }
    Ok(viewing)
}

/// Whether the view begun last in a session is the one in which this principal looks, and still counts; asked for what
/// goes on for long.
pub(crate) async fn is_in_force(
    work: &Work,
    session: Id<access::Session>,
    principal: &Principal,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let begun = work.unguarded().find(ViewAs::SESSION_ID.is(&session)).await?;
    let last = begun.into_iter().max_by_key(|view| (view.began_at, view.id));
    let is_its =
        |view: &ViewAs| principal.person == Some(view.subject_id) && principal.account() == Some(view.account_id);
    Ok(last.is_some_and(|view| is_its(&view) && view.is_open(now)))
}
