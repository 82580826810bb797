use kernel::{Id, Timestamp};
use serde_json::{Value, json};
use sync::Feed;
use uuid::Uuid;

use super::{Around, Paid, invoice, line, paid};
use crate::{
    records::{IngestError, InvoiceDocument, ReceiptDocument},
    rows::{Basis, Invoice},
};

fn document(change: impl FnOnce(&mut Value)) -> InvoiceDocument {
    let mut json = json!({
        "id": "489434", "account": "13085", "kind": "invoice", "number": "489434", "issued_on": "2009-12-01",
        "currency": "GBP",
        "lines": [
            { "code": "85048", "description": "15CM CHRISTMAS GLASS BALL 20 LIGHTS ", "quantity": 12, "unit_price": "6.95" },
            { "code": "79323P", "description": "PINK CHERRY LIGHTS", "quantity": 5, "unit_price": "0.105" },
        ],
    });
    change(&mut json);
    serde_json::from_value(json).expect("a document")
}

fn read(change: impl FnOnce(&mut Value)) -> Result<Invoice, IngestError> {
    let feed = Feed {
        id: Id::from_uuid(Uuid::from_u128(1)),
        name: "retail".to_owned(),
        system: "Retail ERP".to_owned(),
        created_at: Timestamp::from_micros(0),
    };
    let around = Around {
        id: Id::from_uuid(Uuid::from_u128(2)),
        account: Id::from_uuid(Uuid::from_u128(3)),
        feed: &feed,
        order: None,
        corrects: None,
        now: Timestamp::from_micros(7),
    };
    invoice(&document(change), &around)
}

#[test]
fn a_total_nobody_states_is_the_unrounded_lines_rounded_once_and_marked() {
    // 83.40 and 0.525 are 83.925, whose half goes to the even 83.92.
    let read = read(|_| {}).expect("an invoice");
    assert_eq!((read.total_minor, read.total_derived), (8392, true));
    assert_eq!((read.balance_minor, read.basis), (None, Basis::Unknown), "no invented balance");
    assert_eq!((read.due_on, read.tax_minor, read.net_minor), (None, None, None));
    assert_eq!(read.source, "Retail ERP");
    assert_eq!(read.first_item.as_deref(), Some("15CM CHRISTMAS GLASS BALL 20 LIGHTS"));
    assert_eq!(read.search_fold, "489434 85048 15cm christmas glass ball 20 lights 79323p pink cherry lights =83.92 ");
}

#[test]
fn a_stated_total_is_taken_as_it_is() {
    let read = read(|json| json["total"] = json!("84.00")).expect("an invoice");
    assert_eq!((read.total_minor, read.total_derived), (8400, false));
}

#[test]
fn due_days_come_from_the_source_or_from_terms_and_say_which() {
    let stated = read(|json| json["due_on"] = json!("2010-01-15")).expect("an invoice");
    assert_eq!((stated.due_on.map(|day| day.to_string()).as_deref(), stated.due_derived), (Some("2010-01-15"), false));
    let worked_out = read(|json| json["terms_days"] = json!(30)).expect("an invoice");
    let due = worked_out.due_on.map(|day| day.to_string());
    assert_eq!((due.as_deref(), worked_out.due_derived), (Some("2009-12-31"), true));
}

#[test]
fn what_is_left_is_stated_or_told_by_receipts() {
    let stated = read(|json| json["balance"] = json!("10")).expect("an invoice");
    assert_eq!((stated.balance_minor, stated.basis), (Some(1000), Basis::Stated));
    let receipts = read(|json| json["settled_by_receipts"] = json!(true)).expect("an invoice");
    assert_eq!((receipts.balance_minor, receipts.basis), (None, Basis::Receipts));
}

#[test]
fn what_cannot_be_kept_exactly_is_refused() {
    let fault = |change: &dyn Fn(&mut Value)| read(|json| change(json)).expect_err("a fault");
    assert!(matches!(fault(&|json| json["total"] = json!("84.005")), IngestError::TooFine { .. }));
    assert!(matches!(fault(&|json| json["total"] = json!("99999999999999999999")), IngestError::TooLarge));
    assert!(matches!(
        fault(&|json| json["lines"][1] = json!({ "code": "M" })),
        IngestError::LineIncomplete { line: 2 }
    ));
    assert!(matches!(fault(&|json| json["lines"] = json!([])), IngestError::Empty));
    assert!(matches!(fault(&|json| json["kind"] = json!("credit_note")), IngestError::CreditAdds));
}

#[test]
fn discounts_are_taken_off_exactly() {
    let read = read(|json| {
        json["lines"] = json!([{ "quantity": 14, "unit_price": "18.6", "discount": "0.15", "tax_rate": "0.2" }]);
    })
    .expect("an invoice");
    assert_eq!(read.total_minor, 22_134);
    let of = document(|json| json["lines"][0]["discount"] = json!("0.15"));
    let line = line(&of.lines[0], 1, &read, Id::from_uuid(Uuid::from_u128(9))).expect("a line");
    assert_eq!((line.amount_scaled, line.amount_minor, line.discount_ppm), (70_890_000, 7089, Some(150_000)));
    assert!(line.amount_derived);
}

#[test]
fn unknown_keys_are_refused() {
    let mut json = serde_json::to_value(document(|_| {})).expect("json");
    json["vat"] = json!("20");
    assert!(serde_json::from_value::<InvoiceDocument>(json).is_err());
}

fn receipt(amount: &Value, allocations: &Value) -> Result<Paid, IngestError> {
    let json = json!({
        "id": "R-1", "account": "13085", "number": "R-1", "received_on": "2026-03-05", "currency": "GBP",
        "amount": amount, "allocations": allocations,
    });
    paid(&serde_json::from_value::<ReceiptDocument>(json).expect("a document"))
}

#[test]
fn what_no_invoice_was_paid_with_is_left() {
    let left = |amount: Value, parts: Value| receipt(&amount, &parts).expect("a receipt");
    let stated = |amount_minor, left| Paid { amount_minor, derived: false, left_minor: Some(left) };
    assert_eq!(left(json!("150"), json!([])), stated(15_000, 15_000));
    let part = json!([{ "invoice": "1", "amount": "100" }, { "amount": "20" }, { "invoice": null, "amount": null }]);
    assert_eq!(left(json!("150"), part.clone()), stated(15_000, 5_000), "the amount says how much there is");
    assert_eq!(left(Value::Null, part), Paid { amount_minor: 12_000, derived: true, left_minor: Some(2_000) });
    assert_eq!(left(json!("-20"), json!([{ "amount": "-20" }])), stated(-2_000, -2_000));
    let credit = json!([{ "invoice": "C1", "amount": "-43.20" }, { "invoice": "1", "amount": "43.20" }]);
    assert_eq!(left(json!("0"), credit), stated(0, 0));
}

#[test]
fn of_a_payment_that_nobody_says_the_uses_of_it_is_not_known_what_is_left() {
    let untold = receipt(&json!("150"), &Value::Null).expect("a receipt");
    assert_eq!(untold, Paid { amount_minor: 15_000, derived: false, left_minor: None });
    assert!(matches!(receipt(&Value::Null, &Value::Null).expect_err("a fault"), IngestError::NoAmount));
    let without = json!({
        "id": "R-1", "account": "13085", "number": "R-1", "received_on": "2026-03-05", "currency": "GBP",
        "amount": "150",
    });
    let without: ReceiptDocument = serde_json::from_value(without).expect("a document");
    assert_eq!(paid(&without).expect("a receipt"), untold, "left out, or null");
}

#[test]
fn no_payment_is_invented() {
    let fault = |amount: Value, parts: Value| receipt(&amount, &parts).expect_err("a fault");
    assert!(matches!(fault(Value::Null, json!([])), IngestError::NoAmount));
    assert!(matches!(fault(Value::Null, json!([{ "invoice": null }])), IngestError::NoAmount));
    let untold = json!([{ "amount": "1" }, { "invoice": "1" }]);
    assert!(matches!(fault(json!("10"), untold), IngestError::PartIncomplete { line: 2 }));
    let more = json!([{ "invoice": "1", "amount": "8" }, { "amount": "3" }]);
    assert!(matches!(fault(json!("10"), more), IngestError::AllocatesMore));
    let without_account = json!([{ "invoice": "1", "amount": "11" }, { "amount": "-1" }]);
    assert!(matches!(fault(json!("10"), without_account), IngestError::AllocatesMore));
}
