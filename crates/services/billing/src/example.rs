//! One invoice, for tests.

use kernel::{Currency, Date, Id, Timestamp};
use uuid::Uuid;

use crate::rows::{Basis, Document, Invoice, InvoiceLine};

pub(crate) fn invoice() -> Invoice {
    Invoice {
        id: Id::from_uuid(Uuid::from_u128(1)),
        account_id: Id::from_uuid(Uuid::from_u128(2)),
        feed_id: Id::from_uuid(Uuid::from_u128(3)),
        document: Document::Invoice,
        number: "INV-20418".to_owned(),
        number_fold: "inv-20418".to_owned(),
        issued_on: day(2026, 3, 6),
        issued_at: None,
        due_on: Some(day(2026, 4, 5)),
        due_derived: false,
        terms_days: Some(30),
        currency: Currency::GBP,
        net_minor: Some(357_200),
        tax_minor: Some(71_440),
        total_minor: 428_640,
        total_derived: false,
        balance_minor: Some(428_640),
        basis: Basis::Stated,
        purchase_order: Some("NWS-PO-60198".to_owned()),
        order_number: Some("SO-77041".to_owned()),
        order_ref: None,
        corrects: None,
        corrects_id: None,
        bill_to: None,
        first_item: Some("HX-40 metering pump, PVDF head".to_owned()),
        line_count: 4,
        observed_at: Timestamp::from_micros(1_773_304_920_000_000),
        source: "Sage 200".to_owned(),
        search_fold: String::new(),
    }
}

pub(crate) fn line(ordinal: i64, description: &str, quantity_scaled: i64, price_scaled: i64) -> InvoiceLine {
    let invoice = invoice();
    let amount_scaled = quantity_scaled * price_scaled / 1000;
    InvoiceLine {
        id: Id::from_uuid(Uuid::from_u128(100 + u128::from(ordinal.unsigned_abs()))),
        account_id: invoice.account_id,
        invoice_id: invoice.id,
        ordinal,
        code: Some("HX40-PV-230".to_owned()),
        description: Some(description.to_owned()),
        quantity_scaled: Some(quantity_scaled),
        price_scaled: Some(price_scaled),
        discount_ppm: None,
        tax_ppm: Some(200_000),
        amount_scaled,
        amount_minor: amount_scaled / 10_000,
        amount_derived: true,
    }
}

fn day(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).expect("a day of the calendar")
}
