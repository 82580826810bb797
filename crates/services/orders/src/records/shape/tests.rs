use kernel::{Id, Timestamp};
use serde_json::json;

use super::{Known, order, words};
use crate::{Order, OrderState, OrderWords, records::OrderDocument};

fn document(more: serde_json::Value) -> OrderDocument {
    let mut document = json!({
        "id": "489434", "account": "13085", "number": " 489434 ", "ordered_on": "2009-12-01", "currency": "GBP",
        "lines": [
            { "code": "85048", "description": "15CM CHRISTMAS GLASS BALL", "quantity": "12", "unit_price": "6.95" },
            { "code": "85048", "description": "15CM CHRISTMAS GLASS BALL", "quantity": "12", "unit_price": "6.95" },
            { "code": "79323P", "description": " PINK CHERRY LIGHTS ", "quantity": "1", "unit_price": "0.005" },
            { "code": "M", "description": null, "quantity": 1, "unit_price": "338.5" },
        ],
    });
    let fields = document.as_object_mut().expect("an object");
    fields.extend(more.as_object().expect("an object").clone());
    serde_json::from_value(document).expect("a document")
}

fn taken(document: &OrderDocument) -> (Order, OrderWords) {
    let known = Known {
        feed: Id::from_uuid(uuid::Uuid::from_u128(1)),
        source: "Retail ERP".to_owned(),
        account: Id::from_uuid(uuid::Uuid::from_u128(2)),
        invoice: None,
        now: Timestamp::from_micros(0),
    };
    let order = order(document, Id::from_uuid(uuid::Uuid::from_u128(3)), &known).expect("an order");
    let words = words(document, &order);
    (order, words)
}

#[test]
fn what_is_not_said_is_unknown() {
    let (order, _) = taken(&document(json!({})));
    assert_eq!((order.state, order.site, order.shipped_on, order.net_minor), (OrderState::Unknown, None, None, None));
    assert!(!order.timed);
    assert_eq!(order.ordered_at.to_string(), "2009-12-01T00:00:00Z");
    assert_eq!(order.number, "489434");
}

#[test]
fn a_total_nobody_states_is_the_unrounded_lines_rounded_once_and_marked() {
    let total = |more| {
        let (order, _) = taken(&document(more));
        (order.total_minor, order.total_derived)
    };
    // 83.40 + 83.40 + 0.005 + 338.50, half to even.
    assert_eq!(total(json!({})), (Some(50_530), true));
    assert_eq!(total(json!({ "carriage": "1.01" })), (Some(50_632), true));
    assert_eq!(total(json!({ "total": "505.31" })), (Some(50_531), false));
    assert_eq!(total(json!({ "total": "505.31", "total_derived": true })), (Some(50_531), true));
    assert_eq!(total(json!({ "lines": [{ "code": "M", "quantity": 1 }] })), (None, false));
    assert_eq!(total(json!({ "lines": [] })), (None, false));
}

#[test]
fn an_address_is_what_is_told_of_it() {
    let delivery = |more| taken(&document(more)).0.delivery;
    assert_eq!(delivery(json!({})), None);
    let told =
        json!({ "ship_to": "Vins et alcools", "ship_city": "Reims", "ship_region": " ", "ship_country": "France" });
    assert_eq!(delivery(told).as_deref(), Some("Vins et alcools\nReims\nFrance"));
}

#[test]
fn what_it_says_is_the_same_as_json_and_as_a_struct() {
    let said = json!({
        "id": "1", "account": "2", "number": "3", "ordered_on": "2009-12-01", "currency": "GBP", "site": null,
        "lines": [{ "code": "85048", "quantity": "12", "unit_price": "6.95" }],
    });
    let document: OrderDocument = serde_json::from_value(said.clone()).expect("a document");
    assert_eq!(sync::digest(&document), sync::digest(&said));
}

#[test]
fn a_day_of_shipping_says_that_it_is_shipped() {
    let state = |more| taken(&document(more)).0.state;
    assert_eq!(state(json!({ "shipped_on": "2009-12-03" })), OrderState::Shipped);
    assert_eq!(state(json!({ "state": "placed", "shipped_on": "2009-12-03" })), OrderState::Shipped);
    assert_eq!(state(json!({ "state": "part_shipped", "shipped_on": "2009-12-03" })), OrderState::PartShipped);
    assert_eq!(state(json!({ "state": "placed" })), OrderState::Placed);
}

#[test]
fn a_list_names_the_first_products_once() {
    let (order, _) = taken(&document(json!({})));
    assert_eq!(order.summary, "15CM CHRISTMAS GLASS BALL, PINK CHERRY LIGHTS");
    assert_eq!((order.line_count, order.summarised), (4, 2));
}

#[test]
fn it_is_found_by_number_product_place_and_amount() {
    let (_, words) = taken(&document(json!({ "site": "Aire  Valley Works" })));
    for wanted in ["489434", "79323p", "pink cherry", "aire valley works", "505.30"] {
        assert!(words.words.contains(wanted), "{wanted} in {}", words.words);
    }
    assert_eq!(words.words.matches("85048").count(), 1);
}

#[test]
fn what_no_field_is_for_is_refused() {
    let mut value = serde_json::to_value(document(json!({}))).expect("JSON");
    value["colour"] = json!("red");
    assert!(serde_json::from_value::<OrderDocument>(value).is_err());
}
