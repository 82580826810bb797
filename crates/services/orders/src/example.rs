//! An order for tests to begin with.

use kernel::{Currency, Date, Id, Timestamp};

use crate::{Order, OrderState};

/// Placed on 2 March 2026 at 09:00, wanted by the 10th.
pub(crate) fn order(state: OrderState) -> Order {
    let day = |day| Date::new(2026, 3, day).expect("a day of March");
    Order {
        id: Id::from_uuid(uuid::Uuid::from_u128(1)),
        feed_id: Id::from_uuid(uuid::Uuid::from_u128(2)),
        account_id: Id::from_uuid(uuid::Uuid::from_u128(3)),
        number: "SO-77120".to_owned(),
        number_fold: "so-77120".to_owned(),
        reference: None,
        ordered_on: day(2),
        ordered_at: Timestamp::from_micros(1_772_442_000_000_000),
        timed: true,
        ordered_by: None,
        state,
        required_on: Some(day(10)),
        shipped_on: None,
        site: None,
        site_fold: None,
        delivery: None,
        currency: Currency::GBP,
        net_minor: None,
        carriage_minor: None,
        tax_minor: None,
        total_minor: Some(473_520),
        total_derived: true,
        line_count: 1,
        summary: "Diaphragm kit DK-40".to_owned(),
        summarised: 1,
        invoice_number: None,
        invoice_ref: None,
        source: "Sage 200".to_owned(),
        observed_at: Timestamp::from_micros(1_773_306_000_000_000),
    }
}
