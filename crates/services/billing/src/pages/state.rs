use kernel::{Date, Money};
use serde::Serialize;

use crate::{
    rows::{Document, Invoice},
    status::Status,
};

/// How a document stands, as pages show it.
#[derive(Serialize)]
pub(super) struct State {
    /// `open`, `overdue`, `part_paid`, `paid`, `credit_left`, `credit_used` or `unknown`.
    pub word: &'static str,
    /// Days it is late.
    pub late: Option<i32>,
    /// Days until it is due, 0 for today.
    pub ahead: Option<i32>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// Whether that day was worked out.
    pub due_derived: bool,
    /// What is left, as a positive amount.
    pub left: Option<Money>,
}

impl State {
    pub fn of(invoice: &Invoice, today: Date) -> Self {
        let status = Status::of(invoice, today);
        let late = match status {
            Status::Overdue(days) => Some(days),
            _ => None,
        };
        let waits = matches!(status, Status::Open | Status::PartPaid);
        let ahead = invoice.due_on.filter(|_| waits).map(|due| due.days_since(today));
        let left = invoice.balance().map(|left| match invoice.document {
            Document::CreditNote => left.negated(),
            Document::Invoice => left,
        });
        Self { word: status.word(), late, ahead, due_on: invoice.due_on, due_derived: invoice.due_derived, left }
    }
}
