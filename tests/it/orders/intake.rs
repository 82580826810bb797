//! Orders as a feed brings them: taken in once, changed by what it says, held back where they fit nowhere.

use gateway::Raw;
use orders::IngestOrder;
use serde_json::json;
use sync::{Ingested, Mark};

use super::stage::{Shop, order};
use crate::world::{START, fresh};

#[tokio::test]
async fn an_order_is_taken_in_once_and_a_repeat_changes_nothing() {
    let shop = Shop::new().await;
    assert_eq!(shop.take(order(json!({}))).await.unwrap(), Ingested::Created);
    let entries = shop.entries().await;
    assert_eq!(shop.take(order(json!({}))).await.unwrap(), Ingested::Unchanged);
    assert_eq!(shop.entries().await, entries, "nothing happened, so nothing is told");
    let stored = shop.stored("SO-1").await;
    assert_eq!((stored.total_minor, stored.total_derived), (Some(436_800), true));
    let lines = shop.lines(stored.id).await;
    assert_eq!(lines.len(), 3, "exact repeats are two lines");
    assert!(lines.iter().all(|line| line.amount_derived));
}

#[tokio::test]
async fn what_a_feed_brings_stands_in_the_journal_of_the_customer_it_names() {
    let shop = Shop::new().await;
    shop.taken(json!({})).await;
    let entries = shop.db.unguarded().find(journal::Entry::EVENT.is(&"orders.taken".to_owned())).await.unwrap();
    let whose: Vec<_> = entries.iter().map(|entry| (entry.target.kind.as_ref(), entry.account_id)).collect();
    assert_eq!(whose, [("feed", Some(shop.northgate))]);
}

#[tokio::test]
async fn a_change_keeps_the_order_and_the_lines_that_stay() {
    let shop = Shop::new().await;
    shop.taken(json!({ "state": "placed" })).await;
    let before = shop.stored("SO-1").await;
    let lines_before = shop.lines(before.id).await;
    let mut changed = order(json!({ "state": "placed", "shipped_on": "2026-03-05", "site": "Aire Valley works" }));
    let lines = changed["lines"].as_array_mut().unwrap();
    lines[1]["quantity"] = json!("10");
    lines.pop();
    assert_eq!(shop.take(changed).await.unwrap(), Ingested::Changed);
    let after = shop.stored("SO-1").await;
    let lines_after = shop.lines(after.id).await;
    assert_eq!(after.id, before.id);
    assert_eq!(after.state, orders::OrderState::Shipped);
    assert_eq!(lines_after.len(), 2);
    assert_eq!(lines_after[0], lines_before[0]);
    assert_eq!((lines_after[1].id, lines_after[1].quantity), (lines_before[1].id, Some(10_000)));
    // What it is found by has changed with it.
    assert_eq!(shop.numbers(shop.ben, &[("words", "aire valley")]).await, ["SO-1"]);
    assert!(shop.numbers(shop.ben, &[("words", "viton")]).await.is_empty());
}

#[tokio::test]
async fn an_order_of_nobody_or_of_somebody_else_now_is_held_back() {
    let shop = Shop::new().await;
    let refused = shop.take(order(json!({ "account": "Nobody" }))).await.unwrap_err();
    assert_eq!(refused.says().id, "orders-ingest-no-account");
    shop.taken(json!({})).await;
    let moved = shop.take(order(json!({ "account": "Meridian Foods" }))).await.unwrap_err();
    assert_eq!(moved.says().id, "orders-ingest-moved");
    assert_eq!(shop.stored("SO-1").await.account_id, shop.northgate);
    let blank = shop.take(order(json!({ "id": "2", "number": " " }))).await.unwrap_err();
    assert_eq!(blank.says().id, "orders-ingest-blank");
    let fine = shop.take(order(json!({ "id": "3", "total": "1.005" }))).await.unwrap_err();
    assert_eq!(fine.says().id, "orders-ingest-too-fine");
    let unknown = shop.take(order(json!({ "id": "4", "colour": "red" }))).await.unwrap_err();
    assert_eq!(unknown.kind().slug, "invalid");
}

#[tokio::test]
async fn only_a_feed_takes_orders_in() {
    let shop = Shop::new().await;
    let raw = Raw::Json(json!({ "document": order(json!({})) }));
    for who in [shop.ben, shop.greta, shop.chidi] {
        let asked = shop.signed_in(who).await;
        let refused = shop.gateway.execute::<IngestOrder>(&asked, &[shop.feed.uuid()], &raw).await.unwrap_err();
        assert_eq!(refused.kind().slug, "not-found");
    }
}

#[tokio::test]
async fn an_invoice_that_is_here_already_is_pointed_at() {
    let shop = Shop::new().await;
    let local = fresh();
    let mark = Mark {
        id: fresh(),
        feed_id: shop.feed,
        kind: "invoice".into(),
        remote_id: "I-9".into(),
        local_id: local,
        digest: String::new(),
        observed_at: START,
    };
    shop.db.unguarded().insert(&mark).await.unwrap();
    shop.taken(json!({ "invoice": "I-9", "invoice_number": "INV-9" })).await;
    let order = shop.stored("SO-1").await;
    assert_eq!(order.invoice_ref, Some(kernel::Ref { kind: "invoice".into(), id: local.uuid() }));
    shop.taken(json!({ "id": "2", "number": "SO-2", "invoice": "I-10" })).await;
    assert_eq!(shop.stored("SO-2").await.invoice_ref, None);
}
