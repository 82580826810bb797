//! Walks a list by (sort key, id): the next page costs what the first one cost.

use kernel::{Cursor, Page};
use sea_orm::Value;

use crate::{Direction, List, Order, Row, Sql, StoreError};

/// Whether rows are fetched against the list's direction, as for the page before.
pub(crate) fn descends<R>(list: &List<R>) -> bool {
    let backwards = list.cursor.as_ref().is_some_and(|cursor| cursor.backwards);
    (list.order.direction == Direction::Descending) != backwards
}

/// `AND (sort, id) > (…, …)`, when the page does not begin at the list's head.
pub(crate) fn after<R: Row>(sql: &mut Sql, list: &List<R>) -> Result<(), StoreError> {
    let Some(cursor) = &list.cursor else { return Ok(()) };
    let key = decode(&cursor.key, &list.order.unknown)?;
    sql.push(" AND (").push(&list.order.expression).push(", t.id) ").push(if descends(list) { "<" } else { ">" });
    sql.push(" (").bind(key).push(", ").bind(cursor.id).push(")");
    Ok(())
}

/// ` ORDER BY …` over a branch.
pub(crate) fn order<R: Row>(sql: &mut Sql, list: &List<R>) {
    let way = if descends(list) { " DESC" } else { "" };
    sql.push(" ORDER BY ").push(&list.order.expression).push(way).push(", t.id").push(way);
}

/// The page made of rows fetched one beyond its limit.
pub(crate) fn page<R: Row>(mut rows: Vec<R>, list: &List<R>) -> Page<R> {
    let limit = usize::try_from(list.limit.rows()).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let backwards = list.cursor.as_ref().is_some_and(|cursor| cursor.backwards);
    if backwards {
        rows.reverse();
    }
    let place = |row: Option<&R>, backwards| row.map(|row| cursor(&list.order, row, backwards));
    let has_previous = if backwards { more } else { list.cursor.is_some() };
    let has_next = if backwards { true } else { more };
    let previous = if has_previous { place(rows.first(), true) } else { None };
    let next = if has_next { place(rows.last(), false) } else { None };
    Page { rows, previous, next }
}

fn cursor<R: Row>(order: &Order<R>, row: &R, backwards: bool) -> Cursor {
    let key = match order.key(row) {
        Value::BigInt(Some(number)) => number.to_string(),
        Value::String(Some(text)) => text,
        Value::Bool(Some(truth)) => i64::from(truth).to_string(),
        _ => String::new(),
    };
    Cursor { key, id: row.id().uuid(), backwards }
}

fn decode(key: &str, kind: &Value) -> Result<Value, StoreError> {
    match kind {
        Value::String(_) if key.contains('\0') => Err(StoreError::Cursor),
        Value::String(_) => Ok(Value::from(key)),
        _ => key.parse::<i64>().map(Value::from).map_err(|_| StoreError::Cursor),
    }
}
