use std::{marker::PhantomData, ops::Deref, sync::Arc};

use access::{Account, Caller, Facts, Filter};
use kernel::{Id, Page};
use sea_orm::QueryResult;

use crate::{
    Backend, Child, Column, Columns, Condition, Db, Fence, List, Object, Offers, Order, Refused, Row, Sql, StoreError,
    filter::{self, FEW, Tree},
    keyset,
    proof::{self, Proof, Weighed},
    row,
};

/// Proof that this principal may list `R` for `A`, with the rows it may see: read as a page, a capped count, or totals.
pub struct Scope<A, R> {
    pub(crate) db: Db,
    fence: Option<Fence>,
    caller: Caller,
    action: String,
    pub(crate) facts: Facts,
    filter: Arc<Filter>,
    tree: Tree,
    of: PhantomData<fn() -> (A, R)>,
}

/// How many there are, as far as anybody counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Count {
    /// The number, at most the cap.
    pub rows: u64,
    /// Whether there are more: "500+".
    pub more: bool,
}

/// A row that this principal may see, with a way to its parts.
pub struct Seen<A, R> {
    db: Db,
    fence: Option<Fence>,
    proof: Proof<R>,
    of: PhantomData<fn() -> A>,
}

impl Db {
    /// What `caller` may list for `action`.
    ///
    /// # Errors
    /// [`Refused::Undecided`] when policies cannot be asked; that denies.
    pub async fn scope<A, R: Object>(&self, caller: &Caller, action: &str) -> Result<Scope<A, R>, Refused> {
        let facts = caller.facts(action);
        let filter = caller.rights.policies.filter(action, R::KIND, &facts)?;
        let fence = Fence::around(caller);
        let tree = self.tree(fence, caller, &facts, &filter).await?;
        Ok(Scope {
            db: self.clone(),
            fence,
            caller: caller.clone(),
            action: action.to_owned(),
            facts,
            filter,
            tree,
            of: PhantomData,
        })
    }

    /// One row, if `caller` may do `action` to it.
    ///
    /// # Errors
    /// [`Refused::Hidden`] or [`Refused::Forbidden`], as for commands.
    pub async fn show<A, R: Object>(
        &self,
        caller: &Caller,
        action: &str,
        id: Id<R::Noun>,
    ) -> Result<Seen<A, R>, Refused> {
        let fence = Fence::around(caller);
        let mut sql = filter::select_flagged::<R>(&caller.facts(action));
        sql.push(" WHERE t.id = ").bind(id.uuid());
        let found = self.reader(fence).query(sql, self.backend()).await?;
        let found = found.first().map(row::read_flagged::<R>).transpose()?;
        Ok(Seen { db: self.clone(), fence, proof: Proof::decide(caller, action, found)?, of: PhantomData })
    }

    /// What `caller` would be answered who wanted to do `action` to a row. Whoever is told, `reader`, must be able to
    /// read the row themselves; without one it is for the command line, which acts for nobody.
    ///
    /// # Errors
    /// [`Refused::Hidden`] when there is no such row, or none for `reader`.
    #[expect(
        clippy::disallowed_methods,
        reason = "whoever is told is asked for their own right to read, here and always"
    )]
    pub async fn weigh<R: Object>(
        &self,
        reader: Option<&Caller>,
        caller: &Caller,
        action: &str,
        id: Id<R::Noun>,
    ) -> Result<Weighed, Refused> {
        if let Some(reader) = reader {
            self.show::<Weighed, R>(reader, R::READ, id).await?;
        }
        let mut sql = filter::select_flagged::<R>(&caller.facts(action));
        sql.push(" WHERE t.id = ").bind(id.uuid());
        let found = self.reader(reader.and_then(Fence::around)).query(sql, self.backend()).await?;
        let found = found.first().map(row::read_flagged::<R>).transpose()?.ok_or(Refused::Hidden)?;
        proof::weigh(caller, action, &found)
    }

    async fn tree(
        &self,
        fence: Option<Fence>,
        caller: &Caller,
        facts: &Facts,
        filter: &Filter,
    ) -> Result<Tree, StoreError> {
        let Some(account) = facts.account.filter(|_| filter::walks_tree(filter)) else { return Ok(Tree::Nowhere) };
        if let Some(below) = caller.tree.below(account) {
            return Ok(Tree::of(&below));
        }
        let mut sql = Sql::new("SELECT descendant_id FROM ");
        sql.push(crate::CLOSURE)
            .push(" WHERE ancestor_id = ")
            .bind(account.uuid())
            .push(" LIMIT ")
            .push(&(FEW + 1).to_string());
        let below = self.reader(fence).query(sql, self.backend()).await?;
        let below = below.iter().map(|row| Id::take(&mut Columns::of(row))).collect::<Result<Vec<Id<Account>>, _>>()?;
        caller.tree.keep(account, &below);
        Ok(Tree::of(&below))
    }
}

impl<A, R: Object> Scope<A, R> {
    /// One page of the list.
    ///
    /// # Errors
    /// The database's, or [`StoreError::Unreadable`] for a cursor of another list.
    pub async fn page(&self, list: List<R>) -> Result<Page<R>, StoreError> {
        let Some(sql) = self.statement(&list)? else {
            return Ok(Page { rows: Vec::new(), previous: None, next: None });
        };
        let found = self.query(sql).await?;
        let rows = found.iter().map(|found| self.checked(found)).collect::<Result<Vec<_>, _>>()?;
        Ok(keyset::page(rows, &list))
    }

    /// How the database would walk the list, a line a step; for tests that keep lists on their indexes.
    ///
    /// # Errors
    /// The database's.
    pub async fn plan(&self, list: List<R>) -> Result<Vec<String>, StoreError> {
        let Some(statement) = self.statement(&list)? else { return Ok(Vec::new()) };
        let (words, at) = match self.db.backend() {
            Backend::Sqlite => ("EXPLAIN QUERY PLAN ", 3),
            Backend::Postgres => ("EXPLAIN ", 0),
        };
        let mut sql = Sql::new(words);
        sql.append(statement);
        let found = self.query(sql).await?;
        found.iter().map(|row| Columns::from(row, at).take()).collect()
    }

    /// The list's SELECT; none when nothing may be seen. Each alternative walks its own index in the list's order and
    /// stops at the limit; their union is sorted again and cut.
    fn statement(&self, list: &List<R>) -> Result<Option<Sql>, StoreError> {
        let branches = self.branches();
        let limit = list.limit.rows() + 1;
        let mut sql = Sql::default();
        match branches.as_slice() {
            [] => return Ok(None),
            [only] => self.walk(&mut sql, list, only, limit)?,
            several => {
                let way = if keyset::descends(list) { " DESC" } else { "" };
                for (index, branch) in several.iter().enumerate() {
                    sql.push(if index == 0 { "SELECT * FROM (" } else { " UNION SELECT * FROM (" });
                    self.walk(&mut sql, list, branch, limit)?;
                    sql.push(&format!(") AS b{index}"));
                }
                sql.push(" ORDER BY sort_key")
                    .push(way)
                    .push(", id")
                    .push(way)
                    .push(" LIMIT ")
                    .push(&limit.to_string());
            }
        }
        Ok(Some(sql))
    }

    /// How many rows there are, counted no further than `cap`.
    ///
    /// # Errors
    /// The database's.
    pub async fn count(&self, condition: Option<Condition<R>>, cap: u32) -> Result<Count, StoreError> {
        let [count] = self.counts([condition], cap).await?;
        Ok(count)
    }

    /// How many rows there are for each of these conditions, each counted no further than `cap`; all in one statement.
    ///
    /// # Errors
    /// The database's.
    pub async fn counts<const N: usize>(
        &self,
        conditions: [Option<Condition<R>>; N],
        cap: u32,
    ) -> Result<[Count; N], StoreError> {
        let mut counts = [Count { rows: 0, more: false }; N];
        let branches = self.branches();
        if branches.is_empty() {
            return Ok(counts);
        }
        let mut sql = Sql::new("SELECT ");
        for (index, condition) in conditions.iter().enumerate() {
            sql.push(if index == 0 { "(" } else { ", (" });
            self.counting(&mut sql, &branches, condition.as_ref(), cap);
            sql.push(")");
        }
        let found = self.query(sql).await?;
        let Some(row) = found.first() else { return Ok(counts) };
        let mut columns = Columns::of(row);
        for count in &mut counts {
            let counted = u64::try_from(i64::take(&mut columns)?).unwrap_or(0);
            *count = Count { rows: counted.min(cap.into()), more: counted > cap.into() };
        }
        Ok(counts)
    }

    fn counting(&self, sql: &mut Sql, branches: &[Filter], condition: Option<&Condition<R>>, cap: u32) {
        let limit = format!(" LIMIT {}", cap + 1);
        sql.push("SELECT COUNT(*) FROM (");
        for (index, branch) in branches.iter().enumerate() {
            sql.push(if index == 0 {
                "SELECT * FROM (SELECT t.id FROM "
            } else {
                " UNION SELECT * FROM (SELECT t.id FROM "
            });
            sql.push(R::TABLE).push(" AS t WHERE ");
            filter::condition::<R>(sql, "t", branch, &self.facts);
            narrow(sql, condition);
            sql.push(&limit).push(&format!(") AS b{index}"));
        }
        sql.push(&limit).push(") AS n");
    }

    /// The parts of these rows, as far as the rows may be seen, all in `order`: one question for a whole file, which
    /// would otherwise ask for each row.
    ///
    /// # Errors
    /// The database's.
    pub async fn parts<C: Child<Parent = R>>(&self, of: &[Id<R::Noun>], order: Order<C>) -> Result<Vec<C>, StoreError> {
        if of.is_empty() || self.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("SELECT ");
        filter::columns::<C>(&mut sql);
        sql.push(" FROM ").push(C::TABLE).push(" AS t WHERE t.").push(C::PARENT).push(" IN (");
        sql.join(", ", of, |sql, id| {
            sql.bind(id.uuid());
        });
        sql.push(") AND EXISTS (SELECT 1 FROM ").push(R::TABLE).push(" AS p WHERE p.id = t.").push(C::PARENT);
        sql.push(" AND (");
        self.write_condition(&mut sql, "p");
        sql.push("))");
        keyset::order(&mut sql, &List::by(order));
        self.query(sql).await?.iter().map(row::read).collect()
    }

    /// Who asks.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    pub(crate) fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Whether nothing at all may be seen.
    pub fn is_empty(&self) -> bool {
        *self.filter == Filter::None
    }

    /// The whole of what may be seen, as one condition.
    pub(crate) fn write_condition(&self, sql: &mut Sql, alias: &str) {
        filter::condition::<R>(sql, alias, &self.filter, &self.facts);
    }

    pub(crate) async fn query(&self, sql: Sql) -> Result<Vec<QueryResult>, StoreError> {
        self.db.reader(self.fence).query(sql, self.db.backend()).await
    }

    fn branches(&self) -> Vec<Filter> {
        filter::branches(&self.filter, &self.facts, R::object_type().account, &self.tree)
    }

    fn walk(&self, sql: &mut Sql, list: &List<R>, branch: &Filter, limit: u32) -> Result<(), StoreError> {
        sql.push("SELECT ");
        filter::columns::<R>(sql);
        if cfg!(debug_assertions) {
            filter::flags::<R>(sql, &self.facts);
        }
        sql.push(", ").push(&list.order.expression).push(" AS sort_key FROM ").push(R::TABLE).push(" AS t WHERE ");
        filter::condition::<R>(sql, "t", branch, &self.facts);
        for condition in &list.conditions {
            narrow(sql, Some(condition));
        }
        keyset::after(sql, list)?;
        keyset::order(sql, list);
        sql.push(" LIMIT ").push(&limit.to_string());
        Ok(())
    }

    /// Reads a listed row; in test builds it is asked again, and a difference between list and permit is a panic.
    fn checked(&self, found: &QueryResult) -> Result<R, StoreError> {
        if !cfg!(debug_assertions) {
            return row::read(found);
        }
        let flagged = row::read_flagged::<R>(found)?;
        assert!(
            crate::proof::admits(&self.caller, &self.action, &flagged),
            "a list for {} gave a {} that it does not permit",
            self.action,
            R::KIND
        );
        Ok(flagged.row)
    }
}

fn narrow<R: Row>(sql: &mut Sql, condition: Option<&Condition<R>>) {
    if let Some(condition) = condition {
        sql.push(" AND ");
        condition.write(sql, "t");
    }
}

impl<A, R: Object> Seen<A, R> {
    /// A page of its parts; they are seen with it.
    ///
    /// # Errors
    /// The database's.
    pub async fn parts<C: Child<Parent = R>>(&self, list: List<C>) -> Result<Page<C>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        filter::columns::<C>(&mut sql);
        self.among::<C>(&mut sql);
        for condition in &list.conditions {
            narrow(&mut sql, Some(condition));
        }
        keyset::after(&mut sql, &list)?;
        keyset::order(&mut sql, &list);
        sql.push(" LIMIT ").push(&(list.limit.rows() + 1).to_string());
        let found = self.db.reader(self.fence).query(sql, self.db.backend()).await?;
        let rows = found.iter().map(row::read).collect::<Result<Vec<_>, _>>()?;
        Ok(keyset::page(rows, &list))
    }

    /// All of its parts in `order`: one question, for what is added up or written down whole.
    ///
    /// # Errors
    /// The database's.
    pub async fn all_parts<C: Child<Parent = R>>(&self, order: Order<C>) -> Result<Vec<C>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        filter::columns::<C>(&mut sql);
        self.among::<C>(&mut sql);
        keyset::order(&mut sql, &List::by(order));
        let found = self.db.reader(self.fence).query(sql, self.db.backend()).await?;
        found.iter().map(row::read).collect()
    }

    /// How many of its parts this holds of, counted no further than `cap`.
    ///
    /// # Errors
    /// The database's.
    pub async fn count_parts<C: Child<Parent = R>>(&self, which: Condition<C>, cap: u32) -> Result<Count, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT t.id");
        self.among::<C>(&mut sql);
        narrow(&mut sql, Some(&which));
        sql.push(&format!(" LIMIT {}) AS n", cap + 1));
        let found = self.db.reader(self.fence).query(sql, self.db.backend()).await?;
        let Some(row) = found.first() else { return Ok(Count { rows: 0, more: false }) };
        let counted = u64::try_from(i64::take(&mut Columns::of(row))?).unwrap_or(0);
        Ok(Count { rows: counted.min(cap.into()), more: counted > cap.into() })
    }

    fn among<C: Child<Parent = R>>(&self, sql: &mut Sql) {
        sql.push(" FROM ").push(C::TABLE).push(" AS t WHERE t.").push(C::PARENT).push(" = ").bind(self.proof_id());
        if let (Some(column), Some(account)) = (C::ACCOUNT_COLUMN, self.proof.row().account()) {
            sql.push(" AND t.").push(column).push(" = ").bind(account.uuid());
        }
    }

    /// What may be done next to it.
    pub fn offers(&self) -> Offers<'_> {
        self.proof.offers()
    }

    fn proof_id(&self) -> uuid::Uuid {
        self.proof.row().id().uuid()
    }
}

impl<A, R: Object> Deref for Seen<A, R> {
    type Target = R;

    fn deref(&self) -> &R {
        self.proof.row()
    }
}
