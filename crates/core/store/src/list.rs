use std::marker::PhantomData;

use kernel::{Cursor, Limit};
use sea_orm::Value;

use crate::{Col, Column, Condition, Row};

/// Which way a list runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest, earliest, first in the alphabet first.
    Ascending,
    /// Largest, latest first.
    Descending,
}

/// A list's order. The row's id makes it total; unknown values come last, whichever way the list runs.
pub struct Order<R> {
    pub(crate) expression: String,
    pub(crate) column: &'static str,
    pub(crate) unknown: Value,
    pub(crate) direction: Direction,
    of: PhantomData<fn() -> R>,
}

impl<R> Clone for Order<R> {
    fn clone(&self) -> Self {
        Self {
            expression: self.expression.clone(),
            column: self.column,
            unknown: self.unknown.clone(),
            direction: self.direction,
            of: PhantomData,
        }
    }
}

impl<R: Row> Order<R> {
    /// By a column of words, numbers, days or instants.
    ///
    /// A nullable column is ordered through `COALESCE(column, sentinel)`; its index has to say the same:
    /// `COALESCE(due_on, '~')` ascending and `COALESCE(due_on, '')` descending for text and days,
    /// `9223372036854775807` and `-9223372036854775808` for numbers and instants.
    pub fn by<C: Column>(column: Col<R, C>, direction: Direction) -> Self {
        let unknown = match (C::null(), direction) {
            (Value::String(_), Direction::Ascending) => Value::from("~"),
            (Value::String(_), Direction::Descending) => Value::from(""),
            (_, Direction::Ascending) => Value::from(i64::MAX),
            (_, Direction::Descending) => Value::from(i64::MIN),
        };
        let expression = if C::OPTIONAL {
            let sentinel = match &unknown {
                Value::String(Some(text)) => format!("'{text}'"),
                Value::BigInt(Some(number)) => number.to_string(),
                _ => "NULL".to_owned(),
            };
            format!("COALESCE(t.{}, {sentinel})", column.name)
        } else {
            format!("t.{}", column.name)
        };
        Self { expression, column: column.name, unknown, direction, of: PhantomData }
    }

    /// The row's own place in this order.
    pub(crate) fn key(&self, row: &R) -> Value {
        let at = R::COLUMNS.iter().position(|column| *column == self.column);
        match at.and_then(|at| row.write().into_iter().nth(at)) {
            Some(Value::String(None) | Value::BigInt(None)) | None => self.unknown.clone(),
            Some(value) => value,
        }
    }
}

/// What is asked of a list: narrowed how, in which order, from where, how much.
pub struct List<R> {
    pub(crate) conditions: Vec<Condition<R>>,
    pub(crate) order: Order<R>,
    pub(crate) cursor: Option<Cursor>,
    pub(crate) limit: Limit,
}

impl<R: Row> List<R> {
    /// The first page in this order.
    pub fn by(order: Order<R>) -> Self {
        Self { conditions: Vec::new(), order, cursor: None, limit: Limit::DEFAULT }
    }

    /// Narrowed further.
    #[must_use]
    pub fn only(mut self, condition: Condition<R>) -> Self {
        self.conditions.push(condition);
        self
    }

    /// Narrowed further, if asked for.
    #[must_use]
    pub fn maybe(mut self, condition: Option<Condition<R>>) -> Self {
        self.conditions.extend(condition);
        self
    }

    /// From this place on.
    #[must_use]
    pub fn from(mut self, cursor: Option<Cursor>) -> Self {
        self.cursor = cursor;
        self
    }

    /// With this many rows on a page.
    #[must_use]
    pub fn rows(mut self, limit: Limit) -> Self {
        self.limit = limit;
        self
    }
}
