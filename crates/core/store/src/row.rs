use access::{Account, ObjectType, RowFacts, TREE};
use kernel::{Id, Noun};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use crate::{Column, Columns, StoreError};

/// A struct that is a table's row. Derived: `#[derive(Row)]`.
pub trait Row: Clone + Send + Sync + 'static {
    /// The noun its id stands for.
    type Noun: Noun;
    /// The table.
    const TABLE: &'static str;
    /// Its columns, `id` first.
    const COLUMNS: &'static [&'static str];

    /// Its id.
    fn id(&self) -> Id<Self::Noun>;
    /// The column that says which account it belongs to; none for rows of the portal itself.
    const ACCOUNT_COLUMN: Option<&'static str>;
    /// The account it belongs to; nothing for rows of the portal itself.
    fn account(&self) -> Option<Id<Account>>;
    /// The table and id of the row it is a part of.
    fn parent(&self) -> Option<(&'static str, Uuid)>;
    /// Reads the columns in their order.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when a value is not what its column says.
    fn read(from: &mut Columns<'_>) -> Result<Self, StoreError>;
    /// The values in the columns' order.
    fn write(&self) -> Vec<Value>;
}

/// A row that is an object of its own: it has an address, facts for policies, and a list.
pub trait Object: Row {
    /// The noun's name.
    const KIND: &'static str;
    /// The action that decides whether its very existence may be known.
    const READ: &'static str;
    /// The column with its account.
    const ACCOUNT: Option<&'static str>;
    /// Declared relations to people and accounts.
    const RELATIONS: &'static [Relation];

    /// Its columns as policies see them.
    fn own_facts() -> ObjectType;
    /// The values of those columns.
    fn facts(&self) -> RowFacts;
    /// The column that holds a fact.
    fn column(fact: &str) -> Option<&'static str>;

    /// All that policies may know of the kind: columns, relations, and the place in the account tree.
    fn object_type() -> ObjectType {
        let mut object = Self::own_facts();
        object.relations = Self::RELATIONS.iter().map(|relation| relation.kind).collect();
        if Self::ACCOUNT.is_some() {
            object.relations.push(TREE);
        }
        object
    }
}

/// A row that stands and falls with its parent; whoever holds the parent holds it.
pub trait Child: Row {
    /// What it is a part of.
    type Parent: Object;
    /// The column with the parent's id.
    const PARENT: &'static str;
}

/// A table that binds people or accounts to objects: watchers, shares.
#[derive(Clone, Copy, Debug)]
pub struct Relation {
    /// The relation's name in roles and policies.
    pub kind: &'static str,
    /// The table that holds it.
    pub table: &'static str,
    /// Its column with the object's id.
    pub object: &'static str,
    /// Its column with the person, if it binds people.
    pub person: Option<&'static str>,
    /// Its column with the account in which the bond counts, if it is bound to one.
    pub account: Option<&'static str>,
}

/// The account tree as a table of (ancestor_id, descendant_id), each account its own ancestor too. The directory
/// keeps it; the store only has to know its name.
pub const CLOSURE: &str = "account_closure";

/// A field that may say which account a row belongs to.
pub trait AccountOf {
    /// The account, if it says one.
    fn account_of(&self) -> Option<Id<Account>>;
}

impl AccountOf for Id<Account> {
    fn account_of(&self) -> Option<Id<Account>> {
        Some(*self)
    }
}

impl AccountOf for Option<Id<Account>> {
    fn account_of(&self) -> Option<Id<Account>> {
        *self
    }
}

/// A field that may say which row another is a part of.
pub trait ParentOf {
    /// The parent's id, if it says one.
    fn parent_of(&self) -> Option<Uuid>;
}

impl<T> ParentOf for Id<T> {
    fn parent_of(&self) -> Option<Uuid> {
        Some(self.uuid())
    }
}

impl<T> ParentOf for Option<Id<T>> {
    fn parent_of(&self) -> Option<Uuid> {
        self.map(Id::uuid)
    }
}

/// A row with the flags of its relations behind its columns.
pub(crate) struct Flagged<R> {
    pub row: R,
    pub facts: RowFacts,
}

pub(crate) fn read<R: Row>(from: &QueryResult) -> Result<R, StoreError> {
    R::read(&mut Columns::of(from)).map_err(|error| match error {
        StoreError::Unreadable { column, .. } => StoreError::Unreadable { table: R::TABLE, column },
        other => other,
    })
}

pub(crate) fn read_flagged<R: Object>(from: &QueryResult) -> Result<Flagged<R>, StoreError> {
    let mut columns = Columns::of(from);
    let row = R::read(&mut columns)?;
    let mut facts = row.facts();
    for relation in R::object_type().relations {
        // A comparison is a number on one database and a truth value on the other.
        let bound = i64::take(&mut columns)? != 0;
        facts.insert(relation, Some(access::Atom::Bool(bound)));
    }
    Ok(Flagged { row, facts })
}
