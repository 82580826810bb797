#![expect(clippy::disallowed_methods, reason = "this is where a key becomes a principal")]

use std::{borrow::Cow, time::Duration};

use access::{Account, Acting, Actor, Holding, Mandate, Person, Principal};
use kernel::{Id, Timestamp};
use macros::Row;
use store::{CLOSURE, Columns, Db, Json, Sql, StoreError, Work};

use crate::{TokenKind, apps};

/// A key by which a program acts for an account, on the rights of the person who made it and only with the actions they
/// chose. The program holds a random token; we hold its hash.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "api_keys", kind = "api_key", read = "keys.read", account = "account_id", owner = "person_id")]
pub struct ApiKey {
    /// Its id.
    pub id: Id<access::ApiKey>,
    /// For which account; for none at the desk.
    pub account_id: Option<Id<Account>>,
    /// Who made it, and on whose rights it acts.
    pub person_id: Id<Person>,
    /// What that person is called.
    pub made_by: String,
    /// What it is called.
    pub name: String,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// The last four characters of the token, by which people know which one it is; none of keys from before.
    pub ending: String,
    /// The operations that were chosen, by name.
    pub actions: Json<Vec<String>>,
    /// Since when.
    pub created_at: Timestamp,
    /// First instant it no longer counts.
    pub expires_at: Timestamp,
    /// Last use, within a minute or so.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// Which app has it, as the app calls itself, and shows it by tokens that change; none of keys that people made to be
    /// copied. Nobody holds the token of such a key itself.
    pub client_id: Option<String>,
}

/// A key that counts, and what it acts as; all from one query.
#[derive(Clone, Debug)]
pub struct KeyAdmission {
    /// The key.
    pub key: Id<access::ApiKey>,
    /// What it acts as. Its mandate is what was chosen; the face adds what that cannot be done without.
    pub principal: Principal,
    /// The operations that were chosen, by name.
    pub actions: Vec<String>,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
    /// The generation of rights in force.
    pub rights: u64,
}

/// How exactly it is known when a key was last used.
const ABOUT: Duration = Duration::from_mins(1);

/// Admits the holder of a key's token, with the roles that the person who made it holds now. A key that was revoked or
/// has run out, or whose person may no longer sign in, admits nobody.
///
/// # Errors
/// The database's.
pub async fn admit_key(db: &Db, token_hash: &str, now: Timestamp) -> Result<Option<KeyAdmission>, StoreError> {
    let mut which = Sql::new("k.token_hash = ");
    which.bind(token_hash);
    admit(db, which, now).await
}

/// Admits an app by the access token it shows, where that counts: as the key the token stands for.
///
/// # Errors
/// The database's.
pub async fn admit_app(
    db: &Db,
    token_hash: &str,
    audience: &str,
    now: Timestamp,
) -> Result<Option<KeyAdmission>, StoreError> {
    let mut which = Sql::new("k.id = (SELECT t.key_id FROM app_tokens AS t WHERE t.token_hash = ");
    which.bind(token_hash).push(" AND t.kind = ").bind(TokenKind::Access.word()).push(" AND t.audience = ");
    which.bind(audience).push(" AND t.expires_at > ").bind(now.micros()).push(")");
    admit(db, which, now).await
}

async fn admit(db: &Db, which: Sql, now: Timestamp) -> Result<Option<KeyAdmission>, StoreError> {
    let mut sql = Sql::new(
        "SELECT k.id, k.account_id, k.person_id, k.actions, k.used_at, g.value, h.account_id, h.role, h.valid_from, \
         h.valid_until FROM api_keys AS k JOIN persons AS p ON p.id = k.person_id \
         LEFT JOIN generations AS g ON g.name = 'rights' LEFT JOIN holdings AS h ON h.person_id = k.person_id \
         AND NOT EXISTS (SELECT 1 FROM memberships AS m WHERE m.id = h.membership_id AND m.ended_at IS NOT NULL) \
         AND ((h.account_id IS NULL AND k.account_id IS NULL) OR h.account_id IN (SELECT c.ancestor_id FROM ",
    );
    sql.push(CLOSURE).push(" AS c WHERE c.descendant_id = k.account_id)) WHERE ").append(which);
    sql.push(" AND k.revoked_at IS NULL AND k.expires_at > ").bind(now.micros()).push(" AND p.disabled_at IS NULL");
    sql.push(" AND NOT EXISTS (SELECT 1 FROM apps AS a WHERE a.client_id = k.client_id AND a.removed_at IS NOT NULL)");
    let found = db.unguarded().query(sql).await?;
    let mut admission: Option<KeyAdmission> = None;
    for row in &found {
        let mut columns = Columns::of(row);
        let (key, account): (Id<access::ApiKey>, Option<Id<Account>>) = (columns.take()?, columns.take()?);
        let (person, actions): (Id<Person>, Json<Vec<String>>) = (columns.take()?, columns.take()?);
        let used_at: Option<Timestamp> = columns.take()?;
        let rights = u64::try_from(columns.take::<Option<i64>>()?.unwrap_or(0)).unwrap_or(0);
        let (place, role): (Option<Id<Account>>, Option<String>) = (columns.take()?, columns.take()?);
        let (from, until): (Option<Timestamp>, Option<Timestamp>) = (columns.take()?, columns.take()?);
        let admitted = admission.get_or_insert_with(|| {
            let principal = principal(key, account, person, &actions.0);
            KeyAdmission { key, principal, actions: actions.0, used_at, rights }
        });
        if let Some(role) = role {
            admitted.principal.holdings.push(Holding { role: role.into(), account: place, from, until });
        }
    }
    Ok(admission)
}

fn principal(
    key: Id<access::ApiKey>,
    account: Option<Id<Account>>,
    person: Id<Person>,
    actions: &[String],
) -> Principal {
    let acting = account.map_or(Acting::Desk, Acting::Account);
    let mut principal = Principal::vouch(Actor::Key(key), acting, Vec::new());
    principal.person = Some(person);
    principal.mandate = Mandate::Only(actions.iter().cloned().map(Cow::Owned).collect());
    principal
}

/// Notes, once a minute at the most, that a key is in use.
///
/// # Errors
/// The database's.
pub async fn note_key_use(db: &Db, admission: &KeyAdmission, now: Timestamp) -> Result<(), StoreError> {
    if admission.used_at.is_some_and(|used| now.since(used) < ABOUT) {
        return Ok(());
    }
    let mut sql = Sql::new("UPDATE api_keys SET used_at = ");
    sql.bind(now.micros()).push(" WHERE id = ").bind(admission.key.uuid());
    sql.push(" AND (used_at IS NULL OR used_at < ").bind(now.micros()).push(")");
    db.unguarded().execute(sql).await?;
    Ok(())
}

/// Ends every key that acts on a person's rights, an app's too, for whichever account.
///
/// # Errors
/// The database's.
pub async fn end_keys_of_person(work: &Work, person: Id<Person>, now: Timestamp) -> Result<u64, StoreError> {
    let mut sql = Sql::new("UPDATE api_keys SET revoked_at = ");
    sql.bind(now.micros()).push(" WHERE revoked_at IS NULL AND person_id = ").bind(person.uuid());
    work.unguarded().execute(sql).await
}

/// Whether a key still counts, asked inside the transaction that uses it.
pub(crate) async fn is_in_force(work: &Work, key: Id<access::ApiKey>) -> Result<bool, StoreError> {
    let found = work.unguarded().first(ApiKey::ID.is(&key)).await?;
    let Some(key) = found.filter(|key| key.revoked_at.is_none()) else { return Ok(false) };
    match &key.client_id {
        Some(app) => Ok(!apps::is_removed(work, app).await?),
        None => Ok(true),
    }
}

/// Whether a key's time is not over; asked for what goes on for long.
pub(crate) async fn has_time_left(work: &Work, key: Id<access::ApiKey>, now: Timestamp) -> Result<bool, StoreError> {
    let found = work.unguarded().first(ApiKey::ID.is(&key)).await?;
    Ok(found.is_some_and(|key| now < key.expires_at))
}
