//! A receipt's own page: what it is, what it was used for, and what of it is left.

use axum::http::StatusCode;
use billing::{IngestInvoice, IngestReceipt, Invoice, Receipt};
use serde_json::{Value, json};

use crate::{house::House, world::member};

/// Two invoices of Northgate's.
async fn books() -> House {
    let house = House::new().await;
    for number in ["INV-1", "INV-2"] {
        house.invoice(number, "Northgate Water", "2026-02-10", "2026-03-20").await;
    }
    house
}

/// A receipt that comes in; gives its path below a door.
async fn paid(house: &House, number: &str, account: &str, amount: &str, allocations: Value) -> String {
    let document = json!({
        "id": number, "account": account, "number": number, "received_on": "2026-03-05", "method": "Bank",
        "currency": "GBP", "amount": amount, "allocations": allocations,
    });
    house.takes::<IngestReceipt>(document).await;
    let receipt = house.db.unguarded().first(Receipt::NUMBER.is(&number.to_owned())).await.unwrap().unwrap();
    format!("/receipts/{}", receipt.id)
}

/// An invoice's path below a door.
async fn billed(house: &House, number: &str) -> String {
    let invoice = house.db.unguarded().first(Invoice::NUMBER.is(&number.to_owned())).await.unwrap().unwrap();
    format!("/invoices/{}", invoice.id)
}

#[tokio::test]
async fn a_payment_opens_from_the_statement_and_from_the_invoice_it_paid() {
    let house = books().await;
    let allocations = json!([{ "invoice": "INV-1", "amount": "100" }, { "invoice": "INV-2", "amount": "40" }]);
    let path = paid(&house, "R-1", "Northgate Water", "150", allocations).await;
    let (first, second) = (billed(&house, "INV-1").await, billed(&house, "INV-2").await);
    let (amelia, tom) = (house.cookie(house.amelia).await, house.cookie(house.tom).await);
    let own = format!("/a/{}", house.northgate);
    for (who, door, whose) in
        [(&amelia, own.as_str(), String::new()), (&tom, "/desk", format!("?account={}", house.northgate))]
    {
        let link = format!("href=\"{door}{path}\"");
        for from in [format!("{door}/statement{whose}"), format!("{door}{first}")] {
            assert!(house.page(who, &from).await.contains(&link), "{from} leads there");
        }
        let page = house.page(who, &format!("{door}{path}")).await;
        let [first, second] = [&first, &second].map(|invoice| format!("href=\"{door}{invoice}\""));
        for told in ["Payment R-1", "5 March 2026", "Bank", "£150.00", "£100.00", "£40.00", "£10.00", "Sage 200"] {
            assert!(page.contains(told), "`{told}` is missing: {page}");
        }
        assert!(page.contains(&first) && page.contains(&second), "both invoices are linked: {page}");
    }
}

#[tokio::test]
async fn a_payment_of_this_year_is_told_where_nothing_was_billed_since_the_last() {
    let house = House::new().await;
    house.invoice("INV-9", "Northgate Water", "2025-12-20", "2026-01-20").await;
    let path = paid(&house, "R-9", "Northgate Water", "100", json!([{ "invoice": "INV-9", "amount": "100" }])).await;
    let (amelia, own) = (house.cookie(house.amelia).await, format!("/a/{}", house.northgate));
    for page in ["statement", "invoices"] {
        let page = house.page(&amelia, &format!("{own}/{page}")).await;
        assert!(page.contains(&format!("href=\"{own}{path}\"")), "it says nothing of R-9: {page}");
    }
}

#[tokio::test]
async fn what_was_paid_back_says_so() {
    let house = books().await;
    let path = paid(&house, "R-2", "Northgate Water", "-20", json!([])).await;
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &format!("/a/{}{path}", house.northgate)).await;
    assert!(
        page.contains("Paid back R-2")
            && page.contains("£20.00")
            && page.contains("Not linked to an invoice")
            && !page.contains("Not used yet")
    );
}

#[tokio::test]
async fn what_a_payment_was_not_used_for_is_told_also_where_nobody_says_that_it_is_on_account() {
    let house = books().await;
    let amelia = house.cookie(house.amelia).await;
    let door = format!("/a/{}", house.northgate);
    let untold = paid(&house, "R-5", "Northgate Water", "70", Value::Null).await;
    let page = house.page(&amelia, &format!("{door}{untold}")).await;
    assert!(page.contains("<dt>Not used yet</dt><dd>£70.00</dd>"), "{page}");
    assert!(!house.page(&amelia, &format!("{door}/statement")).await.contains("on account"));
    let none = paid(&house, "R-6", "Northgate Water", "30", json!([])).await;
    assert!(house.page(&amelia, &format!("{door}/statement")).await.contains("£30.00 paid on account"));
    let page = house.page(&amelia, &format!("{door}{none}")).await;
    assert!(page.contains("<dt>Not used yet (on account)</dt><dd>£30.00</dd>"), "{page}");
    // An empty list says something that one left out did not.
    paid(&house, "R-5", "Northgate Water", "70", json!([])).await;
    assert!(house.page(&amelia, &format!("{door}/statement")).await.contains("£100.00 paid on account"));
}

#[tokio::test]
async fn what_was_paid_back_for_no_invoice_is_told_where_nobody_can_say_what_is_owed() {
    let house = House::new().await;
    let invoice = json!({
        "id": "INV-1", "account": "Northgate Water", "kind": "invoice", "number": "INV-1", "issued_on": "2026-02-10",
        "currency": "GBP", "total": "100.00", "lines": [],
    });
    house.takes::<IngestInvoice>(invoice).await;
    paid(&house, "R-7", "Northgate Water", "-20", json!([])).await;
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &format!("/a/{}/statement", house.northgate)).await;
    assert!(page.contains("Nobody states what was paid"), "{page}");
    assert!(page.contains("Paid back, for no invoice</h2><p class=\"big mt-2\">£20.00</p>"), "{page}");
}

#[tokio::test]
async fn who_may_not_read_a_payment_is_led_to_none() {
    let house = books().await;
    let allocations = || json!([{ "invoice": "INV-1", "amount": "10" }]);
    let path = paid(&house, "R-3", "Northgate Water", "10", allocations()).await;
    let foreign = paid(&house, "R-4", "Meridian Foods", "10", allocations()).await;
    let invoice = billed(&house, "INV-1").await;
    let door = format!("/a/{}", house.northgate);
    let bea = member(house.db.unguarded(), "Bea", house.northgate, "buyer").await.unwrap().person;
    let bea = house.cookie(bea).await;
    assert!(!house.page(&bea, &format!("{door}{invoice}")).await.contains("/receipts/"), "a buyer reads no receipts");
    assert_eq!(house.get(&bea, &format!("{door}{path}")).await.0, StatusCode::NOT_FOUND);
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &format!("{door}{invoice}")).await;
    assert!(page.contains(&path) && !page.contains(&foreign), "what another customer paid is no page of hers: {page}");
    assert_eq!(house.get(&amelia, &format!("{door}{foreign}")).await.0, StatusCode::NOT_FOUND);
    let meridian = house.db.unguarded().first(Receipt::NUMBER.is(&"R-4".to_owned())).await.unwrap().unwrap();
    let chidi = house.cookie(house.chidi).await;
    let page = house.page(&chidi, &format!("/a/{}{foreign}", meridian.account_id)).await;
    assert!(page.contains("INV-1") && !page.contains(&invoice), "nor is Northgate's invoice one of his: {page}");
}
