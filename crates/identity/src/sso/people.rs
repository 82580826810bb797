//! Who somebody is here whom a company's provider names.
#![expect(clippy::disallowed_methods, reason = "people are looked for before there is a principal")]

use access::{Person, Role, RoleBook};
use directory::{HoldingRow, Membership, members, provisioning};
use gateway::{Email, Line};
use kernel::{Id, Timestamp};
use store::{Columns, Json, Lock, Row as _, Sql, StoreError, Unguarded, Work};

use super::{
    first,
    provider::Claimed,
    rows::{SignOn, SsoConnection, SsoDomain, SsoIdentity, SsoRole},
    sign_on::Refused,
};
use crate::{asker::Asker, invitations, people};

/// Somebody who came from their company.
pub(super) struct Known {
    /// Who.
    pub person: Id<Person>,
    /// Whether they were not known here before.
    pub made: bool,
    /// The address they come in by, as it is compared.
    pub email_fold: String,
    /// The roles they got with it.
    pub gained: Vec<String>,
    /// The roles they lost with it.
    pub lost: Vec<String>,
    /// Whether ways in that were made before ended with it.
    pub ended: bool,
}

/// Finds whom the provider names, links a member who has proved the address, or makes a new person, a member of this
/// account alone; gives them the roles the claim gives, and writes down that they came.
pub(super) async fn known(
    asker: &Asker<'_>,
    work: &Work,
    connection: &SsoConnection,
    claimed: &Claimed,
    email: &Email,
) -> Result<Known, Refused> {
    let (raw, now) = (work.unguarded(), asker.now());
    let named = SsoIdentity::CONNECTION_ID.is(&connection.id).and(SsoIdentity::ISSUER.is(&connection.issuer));
    let named = raw.first(named.and(SsoIdentity::SUBJECT.is(&claimed.subject))).await?;
    let mut email_fold = directory::fold(email.as_str());
    let owner = invitations::owner(raw, &email_fold).await?;
    let book = directory::roles_in(work).await?;
    let given = given(raw, &book, connection, claimed).await?;
    let (person, made) = match (&named, owner) {
        // The address is somebody else's here than whom the provider means.
        (Some(named), Some(owner)) if owner != named.person_id => return Err(Refused::Reason("somebody_else")),
        (Some(named), Some(_)) => (named.person_id, false),
        // Their company calls them anew.
        (Some(named), None) => {
            let here = address_here(raw, named.person_id, connection).await?;
            let here = here.ok_or(Refused::Reason("no_address_here"))?;
            if is_all_theirs(work, named.person_id, connection).await? {
                add_address(raw, named.person_id, email, now).await?;
            } else {
                email_fold = here;
            }
            (named.person_id, false)
        }
        (None, Some(owner)) => (owner, false),
        (None, None) if given.is_empty() => return Err(Refused::Reason("no_role")),
        (None, None) => {
            let person = crate::fresh();
            people::add(raw, person, &name(claimed, email), email.as_str(), now).await?;
            (person, true)
        }
    };
    work.lock([Lock { table: directory::Person::TABLE, id: person.uuid(), shared: true }]).await?;
    if is_staff(raw, person).await? {
        return Err(Refused::Reason("staff"));
    }
    let membership = membership(raw, connection, person, made, now).await?.ok_or(Refused::Reason("no_member"))?;
    let before = named.as_ref().map(|named| named.roles.0.clone()).unwrap_or_default();
    let held = raw.find(HoldingRow::MEMBERSHIP_ID.is(&Some(membership))).await?;
    let mut change = Change::of(&held, given, &before);
    let keepers = asker.site().gateway.registry().giving().map(|giving| book.permitting(giving)).unwrap_or_default();
    if change.leaves_none_of(&held, &keepers)
        && members::is_last_in(work, connection.account_id, membership, &keepers, now).await?
    {
        change.keep(&keepers);
    }
    let Change { gained, lost, by_claim } = change;
    if gained.is_empty() && held.iter().all(|held| lost.contains(&held.role)) {
        return Err(Refused::Reason("no_role"));
    }
    // What is held for a while only, the claim gives without an end.
    for role in lost.iter().chain(&gained) {
        let taken = HoldingRow::MEMBERSHIP_ID.is(&Some(membership)).and(HoldingRow::ROLE.is(role));
        raw.delete(taken).await?;
    }
    for role in &gained {
        raw.insert(&HoldingRow {
            id: crate::fresh(),
            person_id: person,
            membership_id: Some(membership),
            account_id: Some(connection.account_id),
            role: role.clone(),
            valid_from: None,
            valid_until: None,
        })
        .await?;
    }
    let is_first = named.is_none() && !made;
    let ended = is_first && first::end_other_ways(asker, work, connection, person, &email_fold).await?;
    let roles = Json(by_claim);
    let identity = match named {
        Some(named) => SsoIdentity { roles, ..named },
        None => SsoIdentity {
            id: crate::fresh(),
            connection_id: connection.id,
            issuer: connection.issuer.clone(),
            subject: claimed.subject.clone(),
            person_id: person,
            roles,
            linked_at: now,
        },
    };
    if !raw.update(&identity).await? {
        raw.insert(&identity).await?;
    }
    raw.insert(&SignOn {
        id: crate::fresh(),
        connection_id: connection.id,
        identity_id: identity.id,
        person_id: person,
        browser_hash: asker.browser_hash.clone(),
        provider_session: claimed.text("sid").map(str::to_owned),
        naming: Json(claimed.naming()),
        session_id: None,
        at: now,
    })
    .await?;
    Ok(Known { person, made, email_fold, gained, lost, ended })
}

/// What the claim changes of the roles somebody holds.
struct Change {
    gained: Vec<String>,
    lost: Vec<String>,
    /// Those that are the claim's to take again.
    by_claim: Vec<String>,
}

impl Change {
    /// The claim gives these now, and gave those before. What was given by hand stays: of it the claim takes nothing.
    fn of(held: &[HoldingRow], given: Vec<String>, before: &[String]) -> Self {
        let is_held = |role: &String| held.iter().any(|held| held.role == *role && held.valid_until.is_none());
        let gained: Vec<String> = given.iter().filter(|role| !is_held(role)).cloned().collect();
        let lost = before.iter().filter(|role| !given.contains(role) && is_held(role)).cloned().collect();
        let is_by_claim = |role: &String| gained.contains(role) || before.contains(role);
        let by_claim = given.into_iter().filter(is_by_claim).collect();
        Self { gained, lost, by_claim }
    }

    /// Whether it takes the last of these roles that somebody holds for good.
    fn leaves_none_of(&self, held: &[HoldingRow], roles: &[&str]) -> bool {
        let is_one = |role: &String| roles.contains(&role.as_str());
        let lasting = held.iter().filter(|held| held.valid_until.is_none()).map(|held| &held.role);
        let mut stays = lasting.filter(|role| !self.lost.contains(*role)).chain(&self.gained);
        self.lost.iter().any(is_one) && !stays.any(is_one)
    }

    /// Leaves these roles as they are, until somebody else holds one of them: the claim takes them then.
    fn keep(&mut self, roles: &[&str]) {
        let (kept, lost): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.lost).into_iter().partition(|role| roles.contains(&role.as_str()));
        self.lost = lost;
        self.by_claim.extend(kept);
    }
}

/// The roles that the claim gives here, each once, and that of whoever comes in. One that the portal no longer knows, or
/// that is none of a customer's, is given to nobody.
async fn given(
    raw: Unguarded<'_>,
    book: &RoleBook,
    connection: &SsoConnection,
    claimed: &Claimed,
) -> Result<Vec<String>, StoreError> {
    let mapped = raw.find(SsoRole::ACCOUNT_ID.is(&connection.account_id)).await?;
    let values = connection.claim.as_deref().map(|claim| claimed.values(claim)).unwrap_or_default();
    let by_claim = mapped.into_iter().filter(|mapped| values.contains(&mapped.value.as_str()));
    let mut wanted: Vec<String> = by_claim.map(|mapped| mapped.role).chain(connection.role.clone()).collect();
    wanted.sort();
    wanted.dedup();
    wanted.retain(|role| book.role(role).is_some_and(Role::is_for_customers));
    Ok(wanted)
}

/// Whether somebody holds a role at the desk, now or later.
async fn is_staff(raw: Unguarded<'_>, person: Id<Person>) -> Result<bool, StoreError> {
    let at_the_desk = HoldingRow::PERSON_ID.is(&person).and(HoldingRow::ACCOUNT_ID.is_unknown());
    Ok(raw.first(at_the_desk).await?.is_some())
}

/// The person's place in the account: the one they have, or a new one for whoever is new. Who was removed, or never was
/// one, stays outside: their company's word does not undo that.
async fn membership(
    raw: Unguarded<'_>,
    connection: &SsoConnection,
    person: Id<Person>,
    made: bool,
    now: Timestamp,
) -> Result<Option<Id<Membership>>, StoreError> {
    let current = Membership::ACCOUNT_ID.is(&connection.account_id).and(Membership::PERSON_ID.is(&person));
    let current = raw.first(current.and(Membership::ENDED_AT.is_unknown())).await?;
    if !made {
        return Ok(current.map(|current| current.id));
    }
    let found = raw.first(directory::Person::ID.is(&person)).await?;
    let found = found.ok_or(StoreError::Fault("somebody joined who is not there"))?;
    let row = Membership {
        id: crate::fresh(),
        account_id: connection.account_id,
        person_id: person,
        name: found.name,
        name_fold: found.name_fold,
        title: None,
        created_at: now,
        ended_at: None,
    };
    raw.insert(&row).await?;
    Ok(Some(row.id))
}

/// The address of the account's domains that somebody still has: who gave it up left with it.
async fn address_here(
    raw: Unguarded<'_>,
    person: Id<Person>,
    connection: &SsoConnection,
) -> Result<Option<String>, StoreError> {
    let mut sql = Sql::new(
        "SELECT a.email_fold FROM addresses AS a JOIN sso_domains AS d ON a.email_fold LIKE ('%@' || d.domain) \
         WHERE a.verified_at IS NOT NULL AND d.verified_at IS NOT NULL AND a.person_id = ",
    );
    sql.bind(person.uuid()).push(" AND d.account_id = ").bind(connection.account_id.uuid());
    sql.push(" ORDER BY a.id LIMIT 1");
    raw.query(sql).await?.first().map(|row| Columns::of(row).take()).transpose()
}

/// Whether all that somebody is here, they are by their company: their only place is the account, and every address they
/// proved is of its domains. An address is a way in: to whatever else they are, too. That is not for one account's
/// provider to open.
async fn is_all_theirs(work: &Work, person: Id<Person>, connection: &SsoConnection) -> Result<bool, StoreError> {
    if provisioning::has_other_place(work, connection.account_id, person).await? {
        return Ok(false);
    }
    let proven = SsoDomain::ACCOUNT_ID.is(&connection.account_id).and(SsoDomain::VERIFIED_AT.is_known());
    let domains = work.unguarded().find(proven).await?.into_iter().map(|proven| proven.domain);
    Ok(!provisioning::has_address_beyond(work, person, &domains.collect::<Vec<_>>()).await?)
}

/// The domain is the account's, so its word that this is the person's address is proof.
async fn add_address(raw: Unguarded<'_>, person: Id<Person>, email: &Email, now: Timestamp) -> Result<(), StoreError> {
    raw.insert(&directory::Address {
        id: crate::fresh(),
        person_id: person,
        email: email.as_str().to_owned(),
        email_fold: directory::fold(email.as_str()),
        verified_at: Some(now),
        primary_since: None,
    })
    .await
}

/// What the provider calls somebody, else what stands before the `@`.
fn name(claimed: &Claimed, email: &Email) -> String {
    let told = claimed.text("name").and_then(|name| Line::<120>::parse(name).ok());
    let address = email.as_str().split('@').next().unwrap_or_default();
    told.map_or_else(|| address.to_owned(), |name| name.as_str().to_owned())
}
