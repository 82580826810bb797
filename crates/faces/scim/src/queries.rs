//! What a company's directory reads of its account's people and groups.

use directory::Membership;
use gateway::{Input, Line, Path, Query, Viewed, Whole, get};
use kernel::{Cursor, Id, Limit, Message, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Col, Condition, Direction, List, Object, Order, Scope, StoreError};

use crate::{
    ScimGroup, ScimPerson,
    filter::Filter,
    narrow::Narrow,
    rows::{GroupOfMember, MemberOfGroup},
    version,
};

/// How many there are is counted no further.
const CAP: u32 = 100_000;

/// The most that one answer holds.
pub(crate) const MOST: u32 = 200;

/// Lists the people a company's directory may know of.
#[derive(Input)]
pub struct ListPeople {
    /// A filter as SCIM writes it.
    filter: Option<Line<2000>>,
    /// The place of the first, from 1.
    start: Whole<1, 100_000>,
    /// How many at the most.
    count: Whole<0, 200>,
}

/// Lists the groups of a company's directory.
#[derive(Input)]
pub struct ListGroups {
    /// A filter as SCIM writes it.
    filter: Option<Line<2000>>,
    /// The place of the first, from 1.
    start: Whole<1, 100_000>,
    /// How many at the most.
    count: Whole<0, 200>,
    /// Whether to tell who belongs to each.
    members: bool,
}

/// Some of a list, and how many there are.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Part<T> {
    /// How many there are.
    pub total: u64,
    /// Some of them.
    pub rows: Vec<T>,
}

/// Somebody, as their company's directory sees them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonShown {
    /// The membership.
    pub id: Id<Membership>,
    /// The address they are known by.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// What they do there.
    pub title: Option<String>,
    /// What the directory calls them.
    pub external_id: Option<String>,
    /// Whether they are a member now.
    pub active: bool,
    /// Since when they are known.
    pub created: Timestamp,
    /// When the directory last changed something about them.
    pub changed: Timestamp,
    /// The groups they belong to.
    pub groups: Vec<Named>,
    /// Which edition this is.
    pub version: String,
}

/// A group, as its company's directory sees it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupShown {
    /// Its id.
    pub id: Id<ScimGroup>,
    /// What it is called.
    pub name: String,
    /// What the directory calls it.
    pub external_id: Option<String>,
    /// Since when it is known.
    pub created: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
    /// Who belongs to it, where that was asked for.
    pub members: Vec<Named>,
    /// Which edition this is.
    pub version: String,
}

/// Something with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Query for ListPeople {
    const NAME: &'static str = "scim.list_people";
    const PATH: Path = get("/directory/people");
    const VIEWED: Viewed = Viewed::Silent;
    type On = ScimPerson;
    type Under = Scope<Self, ScimPerson>;
    type Output = Part<PersonShown>;

    async fn run(self, scope: Scope<Self, ScimPerson>) -> Result<Part<PersonShown>, Problem> {
        let narrowed = narrowed(self.filter.as_ref())?;
        let part = some(&scope, ScimPerson::CREATED_AT, narrowed, self.start.value(), self.count.value()).await?;
        let ids: Vec<Id<Membership>> = part.rows.iter().map(|row| row.id).collect();
        let groups = scope.parts(&ids, Order::by(GroupOfMember::GROUP_NAME, Direction::Ascending)).await?;
        let shown = |row: &ScimPerson| PersonShown {
            id: row.id,
            email: row.email.clone(),
            name: row.name.clone(),
            title: row.title.clone(),
            external_id: row.external_id.clone(),
            active: row.ended_at.is_none(),
            created: row.created_at,
            changed: row.changed_at,
            groups: groups
                .iter()
                .filter(|group| group.membership_id == row.id)
                .map(|group| Named { id: group.group_id.to_string(), name: group.group_name.clone() })
                .collect(),
            version: version::of_person(row),
        };
        Ok(Part { total: part.total, rows: part.rows.iter().map(shown).collect() })
    }
}

impl Query for ListGroups {
    const NAME: &'static str = "scim.list_groups";
    const PATH: Path = get("/directory/groups");
    const VIEWED: Viewed = Viewed::Silent;
    type On = ScimGroup;
    type Under = Scope<Self, ScimGroup>;
    type Output = Part<GroupShown>;

    async fn run(self, scope: Scope<Self, ScimGroup>) -> Result<Part<GroupShown>, Problem> {
        let narrowed = narrowed(self.filter.as_ref())?;
        let part = some(&scope, ScimGroup::CREATED_AT, narrowed, self.start.value(), self.count.value()).await?;
        let ids: Vec<Id<ScimGroup>> =
            if self.members { part.rows.iter().map(|row| row.id).collect() } else { Vec::new() };
        let members = scope.parts(&ids, Order::by(MemberOfGroup::NAME, Direction::Ascending)).await?;
        let shown = |row: &ScimGroup| GroupShown {
            id: row.id,
            name: row.name.clone(),
            external_id: row.external_id.clone(),
            created: row.created_at,
            changed: row.changed_at,
            members: members
                .iter()
                .filter(|member| member.group_id == row.id)
                .map(|member| Named { id: member.membership_id.to_string(), name: member.name.clone() })
                .collect(),
            version: version::of_group(row),
        };
        Ok(Part { total: part.total, rows: part.rows.iter().map(shown).collect() })
    }
}

fn narrowed<R: Narrow>(filter: Option<&Line<2000>>) -> Result<Option<Condition<R>>, Problem> {
    let wrong = || Problem::invalid(Vec::new()).at("/filter", Message::new("scim-error-filter"));
    let Some(filter) = filter else { return Ok(None) };
    let filter = Filter::parse(filter.as_str()).map_err(|_| wrong())?;
    R::narrowed(&filter).map(Some).map_err(|_| wrong())
}

/// So many rows from a place on, in the order in which they came. What lies before is walked over page by page: a list
/// has no other way to a place in it.
async fn some<A, R: Object>(
    scope: &Scope<A, R>,
    came: Col<R, Timestamp>,
    narrowed: Option<Condition<R>>,
    start: i64,
    count: i64,
) -> Result<Part<R>, StoreError> {
    let total = scope.count(narrowed.clone(), CAP).await?.rows;
    let mut before = u64::try_from(start).unwrap_or(1).saturating_sub(1);
    let rows = u32::try_from(count).unwrap_or(0);
    if rows == 0 || before >= total {
        return Ok(Part { total, rows: Vec::new() });
    }
    let list = |from: Option<Cursor>, rows: u32| {
        let order = Order::by(came, Direction::Ascending);
        List::by(order).maybe(narrowed.clone()).from(from).rows(Limit::clamp(rows))
    };
    let mut from = None;
    while before > 0 {
        let step = u32::try_from(before).unwrap_or(MOST).min(MOST);
        let page: Page<R> = scope.page(list(from, step)).await?;
        if page.next.is_none() {
            return Ok(Part { total, rows: Vec::new() });
        }
        from = page.next;
        before -= u64::from(step);
    }
    Ok(Part { total, rows: scope.page(list(from, rows)).await?.rows })
}
