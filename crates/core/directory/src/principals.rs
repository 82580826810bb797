#![expect(clippy::disallowed_methods, reason = "this is where a session becomes a principal")]

use std::borrow::Cow;

use access::{Account, Acting, Actor, Holding, Person, Principal};
use kernel::{Id, Noun, Timestamp};
use store::{CLOSURE, Columns, Db, Sql, StoreError};

use crate::{AccountKind, Session, ViewAs, Viewing, view_as};

/// Which capacity somebody asks to act in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// A customer's page of this account.
    Account(Id<Account>),
    /// The desk.
    Desk,
    /// A page of the person's own: addresses, devices, the list of accounts.
    Oneself,
}

impl Door {
    /// The account whose page it is.
    pub fn account(self) -> Option<Id<Account>> {
        match self {
            Self::Account(account) => Some(account),
            Self::Desk | Self::Oneself => None,
        }
    }
}

/// An account somebody may act for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The account.
    pub account: Id<Account>,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: AccountKind,
    /// What the seller calls it.
    pub reference: Option<String>,
    /// Whether any account is a part of it.
    pub has_parts: bool,
    /// The roles they hold there now.
    pub roles: Vec<Cow<'static, str>>,
}

/// The role everybody has over what is their own.
pub const ONESELF: &str = "oneself";

/// Who is signed in, and what they may act as; all from one query.
#[derive(Clone, Debug)]
pub struct Admission {
    /// The session.
    pub session: Id<Session>,
    /// The person.
    pub person: Id<Person>,
    /// Their name.
    pub name: String,
    /// Their first address.
    pub email: Option<String>,
    /// The account in the address, whoever may open it; on a page of one's own, the one of the page before.
    pub here: Option<Place>,
    /// The principal in the capacity asked for; nothing when they hold no role there.
    pub principal: Option<Principal>,
    /// On a page of their own, the principal in whose capacity they were before: for the menu that stands beside it.
    pub beside: Option<Principal>,
    /// The account they view as one of its people, if they are of the staff and do.
    pub viewing: Option<Viewing>,
    /// Every account they are a member of.
    pub places: Vec<Place>,
    /// Whether they hold a role at the desk.
    pub is_staff: bool,
    /// Whether a second proof is asked of them that this session has not shown. Until it has, no page may open but what
    /// leads to it.
    pub owes_second: bool,
    /// When the session was last seen, for the one write a minute that notes it.
    pub seen_at: Timestamp,
    /// When the person was last seen acting for the account in question, for the same write; nothing if never.
    pub seen_there_at: Option<Timestamp>,
    /// The generation of rights in force.
    pub rights: u64,
}

/// Which accounts' rules `r` ask a second proof of whoever holds the role `h`: on pages of an account or the desk, those
/// of the role's account and of the page's, `c`.
const ASKED_HERE: &str = "r.account_id = h.account_id OR r.account_id = c.descendant_id";

/// The same on pages of one's own: those of the role's account and of all below it. How one signs in is changed here and
/// counts there.
pub(crate) const ASKED_BELOW: &str = "CASE WHEN EXISTS (SELECT 1 FROM account_closure AS k \
                                      WHERE k.ancestor_id = h.account_id AND k.descendant_id = r.account_id) \
                                      THEN 1 ELSE 0 END = 1";

/// Admits the holder of a session token: session, person, memberships, roles and the generation of rights in one query,
/// and with them the id that `also` finds: what a floor above asks of the session `s`, as a SELECT of one value. A
/// session that has ended, or whose person may no longer sign in, admits nobody. `last` is where they were before they
/// came to a page of their own, as their browser says; it opens nothing they may not open.
///
/// # Errors
/// The database's.
pub async fn admit<T: Noun>(
    db: &Db,
    token_hash: &str,
    door: Door,
    last: Option<Door>,
    now: Timestamp,
    also: Sql,
) -> Result<Option<(Admission, Option<Id<T>>)>, StoreError> {
    let acting = match door {
        Door::Account(account) => Some(account),
        Door::Oneself => last.and_then(Door::account),
        Door::Desk => None,
    };
    let mut sql = Sql::new(
        "SELECT s.id, s.person_id, p.name, s.seen_at, s.fresh_until, s.second_at, \
         CASE WHEN EXISTS (SELECT 1 FROM brand_proof_rules AS r WHERE r.role IS NULL OR r.role = h.role) \
         OR EXISTS (SELECT 1 FROM account_proof_rules AS r WHERE ",
    );
    sql.push(if door == Door::Oneself { ASKED_BELOW } else { ASKED_HERE });
    sql.push(
        ") THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, g.value, h.account_id, h.role, h.valid_from, \
         h.valid_until, a.name, a.kind, a.reference, (SELECT b.descendant_id FROM ",
    );
    sql.push(CLOSURE);
    sql.push(
        " AS b WHERE b.ancestor_id = h.account_id AND b.descendant_id <> h.account_id LIMIT 1), c.ancestor_id, \
         (SELECT m.email FROM addresses AS m \
         WHERE m.person_id = p.id AND m.primary_since IS NOT NULL ORDER BY m.primary_since DESC LIMIT 1), \
         o.id, o.name, o.kind, o.reference, NULL, v.seen_at, (SELECT w.id FROM views_as AS w \
         WHERE w.session_id = s.id AND w.ended_at IS NULL AND w.ends_at > ",
    );
    // Only the one begun last: when it has ended, none before it opens again.
    sql.bind(now.micros()).push(
        " AND NOT EXISTS (SELECT 1 FROM views_as AS n WHERE n.session_id = w.session_id AND (n.began_at > w.began_at \
         OR (n.began_at = w.began_at AND n.id > w.id)))), (",
    );
    sql.append(also);
    sql.push(
        ") FROM sessions AS s JOIN persons AS p ON p.id = s.person_id \
         LEFT JOIN generations AS g ON g.name = 'rights' LEFT JOIN holdings AS h ON h.person_id = s.person_id \
         AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.id = h.membership_id AND m.ended_at IS NOT NULL) \
         LEFT JOIN accounts AS a ON a.id = h.account_id LEFT JOIN ",
    );
    sql.push(CLOSURE).push(" AS c ON c.ancestor_id = h.account_id AND c.descendant_id = ").bind(acting.map(Id::uuid));
    sql.push(" LEFT JOIN accounts AS o ON o.id = ").bind(acting.map(Id::uuid));
    sql.push(" LEFT JOIN account_presences AS v ON v.person_id = s.person_id AND v.account_id = ");
    sql.bind(acting.map(Id::uuid));
    sql.push(" WHERE s.token_hash = ").bind(token_hash).push(" AND s.ended_at IS NULL AND s.expires_at > ");
    sql.bind(now.micros()).push(" AND p.disabled_at IS NULL ORDER BY a.name_fold, h.account_id, h.role");
    let found = db.unguarded().query(sql).await?;
    let mut admission: Option<(Admission, Option<Id<T>>)> = None;
    let mut held = Held::default();
    let mut view: Option<Id<ViewAs>> = None;
    let (mut fresh, mut owes_second) = (false, false);
    for row in &found {
        let mut columns = Columns::of(row);
        let (session, person, name): (Id<Session>, Id<Person>, String) =
            (columns.take()?, columns.take()?, columns.take()?);
        let (seen_at, fresh_until): (Timestamp, Option<Timestamp>) = (columns.take()?, columns.take()?);
        let second_at: Option<Timestamp> = columns.take()?;
        owes_second |= columns.take::<i64>()? != 0 && second_at.is_none();
        let rights = u64::try_from(columns.take::<Option<i64>>()?.unwrap_or(0)).unwrap_or(0);
        let (account, role): (Option<Id<Account>>, Option<String>) = (columns.take()?, columns.take()?);
        let (from, until): (Option<Timestamp>, Option<Timestamp>) = (columns.take()?, columns.take()?);
        let place = place(account, &mut columns)?;
        let reaches_door = columns.take::<Option<Id<Account>>>()?.is_some();
        fresh = fresh_until.is_some_and(|until| now < until);
        if admission.is_none() {
            let email = columns.take()?;
            let acting = columns.take()?;
            let here = self::place(acting, &mut columns)?;
            let seen_there_at = columns.take()?;
            view = columns.take()?;
            let admitted = Admission {
                session,
                person,
                name,
                email,
                here,
                principal: None,
                beside: None,
                viewing: None,
                places: Vec::new(),
                is_staff: false,
                owes_second: false,
                seen_at,
                seen_there_at,
                rights,
            };
            admission = Some((admitted, columns.take()?));
        }
        let Some((admission, _)) = &mut admission else { continue };
        let Some(role) = role else { continue };
        let holding = Holding { role: role.into(), account, from, until };
        if !holding.is_active(now) {
            continue;
        }
        match place {
            Some(mut place) => {
                let role = holding.role.clone();
                match admission.places.iter_mut().find(|known| known.account == place.account) {
                    Some(known) => known.roles.push(role),
                    None => {
                        place.roles.push(role);
                        admission.places.push(place);
                    }
                }
                if reaches_door {
                    held.here.push(holding);
                } else {
                    held.elsewhere.push(holding);
                }
            }
            None => {
                admission.is_staff = true;
                held.desk.push(holding);
            }
        }
    }
    let Some((mut admission, also)) = admission else { return Ok(None) };
    let person = admission.person;
    admission.owes_second = owes_second;
    if let Some(view) = view
        && let Some(staff) = principal(person, Door::Desk, held.desk.clone(), fresh)
    {
        admission.viewing = view_as::viewing(db, view, staff, now).await?;
    }
    admission.principal = match door {
        Door::Account(_) => principal(person, door, held.here, fresh),
        Door::Desk => principal(person, door, held.desk, fresh),
        Door::Oneself => {
            admission.beside = beside(person, last, &admission.places, held);
            principal(person, door, Vec::new(), fresh)
        }
    };
    let session = admission.session.cast();
    let viewing = admission.viewing.as_mut().map(|viewing| &mut viewing.principal);
    for principal in admission.principal.iter_mut().chain(viewing) {
        principal.session = Some(session);
    }
    Ok(Some((admission, also)))
}

/// An account as the admission's query gives it: name, kind, reference, and one of its parts.
fn place(account: Option<Id<Account>>, columns: &mut Columns<'_>) -> Result<Option<Place>, StoreError> {
    let (name, kind): (Option<String>, Option<AccountKind>) = (columns.take()?, columns.take()?);
    let reference = columns.take()?;
    let has_parts = columns.take::<Option<Id<Account>>>()?.is_some();
    let whole = account.zip(name).zip(kind);
    let roles = Vec::new();
    Ok(whole.map(|((account, name), kind)| Place { account, name, kind, reference, has_parts, roles }))
}

/// The roles somebody holds: those that reach the account in question, those at other accounts, those at the desk.
#[derive(Default)]
struct Held {
    here: Vec<Holding>,
    elsewhere: Vec<Holding>,
    desk: Vec<Holding>,
}

/// Somebody where they were last, else in the only account they have or, without any, at the desk.
fn beside(person: Id<Person>, last: Option<Door>, places: &[Place], held: Held) -> Option<Principal> {
    match (last, places) {
        (Some(Door::Account(last)), _) if !held.here.is_empty() => {
            principal(person, Door::Account(last), held.here, false)
        }
        (Some(Door::Desk), _) if !held.desk.is_empty() => principal(person, Door::Desk, held.desk, false),
        (_, [only]) => principal(person, Door::Account(only.account), held.elsewhere, false),
        (_, []) => principal(person, Door::Desk, held.desk, false),
        (_, [_, _, ..]) => None,
    }
}

fn principal(person: Id<Person>, door: Door, holdings: Vec<Holding>, fresh: bool) -> Option<Principal> {
    let acting = match door {
        Door::Account(account) => Acting::Account(account),
        Door::Desk => Acting::Desk,
        Door::Oneself => Acting::Oneself,
    };
    let holdings = if door == Door::Oneself { vec![Holding::of(ONESELF, None)] } else { holdings };
    if holdings.is_empty() {
        return None;
    }
    let mut principal = Principal::vouch(Actor::Person(person), acting, holdings);
    principal.fresh = fresh;
    Some(principal)
}
