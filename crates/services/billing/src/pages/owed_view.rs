use front::Visit;
use kernel::{Message, Money};
use serde::Serialize;

use super::tell::say;
use crate::{
    queries::{Age, Owed},
    sheets::age_message,
};

/// What is owed in one currency, as pages show it.
#[derive(Serialize)]
pub(super) struct OwedView {
    pub total: Money,
    pub parts: Vec<Part>,
    /// Of how many documents it is not known what is left.
    pub unknown: u64,
}

/// A part of it.
#[derive(Serialize)]
pub(super) struct Part {
    pub label: String,
    /// `late`, `later`, `due` or `credit`: what the line above it looks like.
    pub look: &'static str,
    pub amount: Money,
    pub note: String,
}

/// The currencies in which anything is known to be owed or to be used.
pub(super) fn owed(visit: &Visit, all: &[Owed]) -> Vec<OwedView> {
    let known = all.iter().filter(|owed| !owed.buckets.is_empty() || owed.credit.minor() > 0);
    known.map(|owed| one(visit, owed)).collect()
}

fn one(visit: &Visit, owed: &Owed) -> OwedView {
    let mut parts: Vec<Part> = Vec::with_capacity(owed.buckets.len() + 1);
    for bucket in &owed.buckets {
        let count = i64::try_from(bucket.invoices).unwrap_or(i64::MAX);
        parts.push(Part {
            label: say(visit, age_message(bucket.age)),
            look: look(bucket.age),
            amount: bucket.amount,
            note: visit.say(&Message::new("billing-invoices-count").with("count", count)),
        });
    }
    if owed.credit.minor() > 0 {
        let label = say(visit, "billing-credit-left");
        let note = say(visit, "billing-credit-note-hint");
        parts.push(Part { label, look: "credit", amount: owed.credit, note });
    }
    OwedView { total: owed.total, parts, unknown: owed.unknown }
}

fn look(age: Age) -> &'static str {
    match age {
        Age::Over90 | Age::To90 | Age::To60 | Age::To30 => "late",
        Age::NotDue => "due",
        Age::NoDay => "later",
    }
}
