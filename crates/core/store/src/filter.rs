//! Puts an access [`Filter`] into SQL: as one condition, or as branches that each walk one index.

use access::{Account, Atom, Facts, Filter, Person, TREE};
use kernel::Id;
use sea_orm::Value;

use crate::{CLOSURE, Object, Relation, Row, Sql};

/// How a tree is walked: account by account while there are few, through the closure table when there are many.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Few(Vec<Id<Account>>),
    Many,
    Nowhere,
}

impl Tree {
    /// The tree of these accounts; of a larger one, one more than [`FEW`].
    pub fn of(accounts: &[Id<Account>]) -> Self {
        if accounts.len() > FEW { Self::Many } else { Self::Few(accounts.to_vec()) }
    }
}

/// Above this many accounts a tree is one condition instead of a union of walks.
pub(crate) const FEW: usize = 64;

/// `SELECT` of the row's columns, then one flag for each relation.
pub(crate) fn select_flagged<R: Object>(facts: &Facts) -> Sql {
    let mut sql = Sql::new("SELECT ");
    columns::<R>(&mut sql);
    flags::<R>(&mut sql, facts);
    sql.push(" FROM ").push(R::TABLE).push(" AS t");
    sql
}

pub(crate) fn columns<R: Row>(sql: &mut Sql) {
    sql.join(", ", R::COLUMNS, |sql, column| {
        sql.push("t.").push(column);
    });
}

pub(crate) fn flags<R: Object>(sql: &mut Sql, facts: &Facts) {
    for relation in R::RELATIONS {
        sql.push(", CASE WHEN ");
        linked(sql, "t", relation, facts.person, facts.account);
        sql.push(" THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END");
    }
    if let Some(account) = R::ACCOUNT {
        sql.push(", CASE WHEN ");
        in_tree(sql, "t", account, facts.account);
        sql.push(" THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END");
    }
}

/// The whole filter as one condition on `alias`.
pub(crate) fn condition<R: Object>(sql: &mut Sql, alias: &str, filter: &Filter, facts: &Facts) {
    match filter {
        Filter::All => {
            sql.push("1 = 1");
        }
        Filter::None => {
            sql.push("1 = 0");
        }
        Filter::Eq(fact, atom) => {
            column::<R>(sql, alias, fact).push(" = ").bind(value(atom));
        }
        Filter::In(fact, atoms) => {
            column::<R>(sql, alias, fact).push(" IN (");
            sql.join(", ", atoms, |sql, atom| {
                sql.bind(value(atom));
            });
            sql.push(")");
        }
        Filter::Less(fact, bound, inclusive) => {
            column::<R>(sql, alias, fact).push(if *inclusive { " <= " } else { " < " }).bind(*bound);
        }
        Filter::Has(fact) => {
            column::<R>(sql, alias, fact).push(" IS NOT NULL");
        }
        Filter::Linked(kind) if kind == TREE => match R::ACCOUNT {
            Some(account) => in_tree(sql, alias, account, facts.account),
            None => {
                sql.push("1 = 0");
            }
        },
        Filter::Linked(kind) => match R::RELATIONS.iter().find(|relation| relation.kind == kind) {
            Some(relation) => linked(sql, alias, relation, facts.person, facts.account),
            None => {
                sql.push("1 = 0");
            }
        },
        Filter::Not(inner) => {
            sql.push("NOT (");
            condition::<R>(sql, alias, inner, facts);
            sql.push(")");
        }
        Filter::And(parts) => all_of::<R>(sql, alias, " AND ", parts, facts),
        Filter::Or(parts) => all_of::<R>(sql, alias, " OR ", parts, facts),
    }
}

fn all_of<R: Object>(sql: &mut Sql, alias: &str, word: &str, parts: &[Filter], facts: &Facts) {
    sql.push("(");
    sql.join(word, parts, |sql, part| condition::<R>(sql, alias, part, facts));
    sql.push(")");
}

/// Splits a filter into alternatives, each narrow enough to walk one index in the list's order.
pub(crate) fn branches(filter: &Filter, facts: &Facts, account_fact: Option<&str>, tree: &Tree) -> Vec<Filter> {
    let mut alternatives = distribute(filter);
    let tree_term = Filter::Linked(TREE.to_owned());
    if let (Some(fact), Some(account)) = (account_fact, facts.account) {
        // The tree holds the account itself, so what is walked with the one need not be walked with the other.
        let account = Filter::Eq(fact.to_owned(), Atom::Id(account.uuid()));
        let walked = alternatives.clone();
        alternatives.retain(|alternative| {
            !mentions(alternative, &account) || !walked.contains(&replace(alternative.clone(), &account, &tree_term))
        });
    }
    let (Tree::Few(accounts), Some(fact)) = (tree, account_fact) else { return alternatives };
    let mut walked = Vec::new();
    for alternative in alternatives {
        if !mentions(&alternative, &tree_term) {
            walked.push(alternative);
            continue;
        }
        for account in accounts {
            let place = Filter::Eq(fact.to_owned(), Atom::Id(account.uuid()));
            walked.push(replace(alternative.clone(), &tree_term, &place));
        }
    }
    walked
}

/// Whether the filter reaches down the account tree.
pub(crate) fn walks_tree(filter: &Filter) -> bool {
    match filter {
        Filter::Linked(kind) => kind == TREE,
        Filter::Not(inner) => walks_tree(inner),
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(walks_tree),
        _ => false,
    }
}

/// `(a or b) and c` becomes `[a and c, b and c]`; one level is all that policies produce.
fn distribute(filter: &Filter) -> Vec<Filter> {
    match filter {
        Filter::None => Vec::new(),
        Filter::Or(parts) => parts.iter().flat_map(distribute).collect(),
        Filter::And(parts) => match parts.iter().position(|part| matches!(part, Filter::Or(_))) {
            Some(index) => {
                let rest = parts.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, part)| part.clone());
                let rest = Filter::and(rest);
                distribute(&parts[index]).into_iter().map(|part| Filter::and([part, rest.clone()])).collect()
            }
            None => vec![filter.clone()],
        },
        other => vec![other.clone()],
    }
}

/// Only what stands un-negated in a conjunction counts; a negated tree stays a condition.
fn mentions(filter: &Filter, term: &Filter) -> bool {
    filter == term || matches!(filter, Filter::And(parts) if parts.contains(term))
}

fn replace(filter: Filter, term: &Filter, by: &Filter) -> Filter {
    match filter {
        Filter::And(parts) => {
            Filter::And(parts.into_iter().map(|part| if part == *term { by.clone() } else { part }).collect())
        }
        other if other == *term => by.clone(),
        other => other,
    }
}

fn column<'s, R: Object>(sql: &'s mut Sql, alias: &str, fact: &str) -> &'s mut Sql {
    // Every row has an id, be it a fact or not: it is how a link's one record is found.
    let known = if fact == "id" { Some("id") } else { R::column(fact) };
    let name = known.expect("policies were checked against this kind's facts");
    sql.push(alias).push(".").push(name)
}

fn linked(sql: &mut Sql, alias: &str, relation: &Relation, person: Option<Id<Person>>, account: Option<Id<Account>>) {
    let bonds = [(relation.person, person.map(Id::uuid)), (relation.account, account.map(Id::uuid))];
    if bonds.iter().any(|(column, who)| column.is_some() && who.is_none()) {
        sql.push("1 = 0");
        return;
    }
    sql.push(alias)
        .push(".id IN (SELECT l.")
        .push(relation.object)
        .push(" FROM ")
        .push(relation.table)
        .push(" AS l WHERE ");
    let bonds = bonds.into_iter().filter_map(|(column, who)| column.zip(who));
    sql.join(" AND ", bonds, |sql, (column, who)| {
        sql.push("l.").push(column).push(" = ").bind(who);
    });
    sql.push(")");
}

fn in_tree(sql: &mut Sql, alias: &str, column: &str, account: Option<Id<Account>>) {
    let Some(account) = account else {
        sql.push("1 = 0");
        return;
    };
    sql.push(alias).push(".").push(column).push(" IN (SELECT c.descendant_id FROM ").push(CLOSURE);
    sql.push(" AS c WHERE c.ancestor_id = ").bind(account.uuid()).push(")");
}

fn value(atom: &Atom) -> Value {
    match atom {
        Atom::Text(text) => Value::from(text.clone()),
        Atom::Int(number) => Value::from(*number),
        Atom::Bool(truth) => Value::from(*truth),
        Atom::Id(id) => Value::from(*id),
    }
}
