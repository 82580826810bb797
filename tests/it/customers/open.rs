//! What is open with a customer, and the newest of each kind of its records, stand on its page at the desk, told by the
//! services that keep them.

use std::time::Duration;

use kernel::{Currency, Id};
use orders::{Order, OrderState};
use sync::Feed;

use super::{
    overdue::invoice,
    stage::{Desk, words_of},
};
use crate::world::{START, fresh};

/// An order placed so many days ago.
fn order(of: (Id<Feed>, Id<access::Account>), number: &str, state: OrderState, ago: i32) -> Order {
    let (feed_id, account_id) = of;
    let today: kernel::Date = "2026-03-12".parse().unwrap();
    Order {
        id: fresh(),
        feed_id,
        account_id,
        number: number.to_owned(),
        number_fold: number.to_lowercase(),
        reference: None,
        ordered_on: today.plus_days(-ago),
        ordered_at: START.minus(Duration::from_hours(24 * u64::try_from(ago).unwrap())),
        timed: true,
        ordered_by: None,
        state,
        required_on: None,
        shipped_on: None,
        site: None,
        site_fold: None,
        delivery: None,
        currency: Currency::GBP,
        net_minor: None,
        carriage_minor: None,
        tax_minor: None,
        total_minor: None,
        total_derived: false,
        line_count: 0,
        summary: String::new(),
        summarised: 0,
        invoice_number: None,
        invoice_ref: None,
        source: "Sage 200".into(),
        observed_at: START,
    }
}

#[tokio::test]
async fn what_is_open_and_the_newest_of_each_kind_stand_on_a_customer_s_page() {
    let desk = Desk::with_books().await;
    let raw = desk.db.unguarded();
    let feed = Feed { id: fresh(), name: "books".into(), system: "Sage 200".into(), created_at: START };
    raw.insert(&feed).await.unwrap();
    let northgate = (feed.id, desk.northgate);
    let orders = [
        order(northgate, "SO-OLD", OrderState::Placed, 9),
        order(northgate, "SO-PART", OrderState::PartShipped, 3),
        order(northgate, "SO-SENT", OrderState::Shipped, 1),
        order((feed.id, desk.depot), "SO-DEPOT", OrderState::Placed, 0),
    ];
    raw.insert_all(&orders).await.unwrap();
    let bill = invoice(northgate, "2026-03-09", Currency::GBP, Some(1));
    raw.insert(&bill).await.unwrap();

    let cookie = desk.door(desk.tom).await;
    let page = desk.get(&cookie, &format!("/desk/customers/{}", desk.northgate)).await.body.replace("&#x2f;", "/");
    let says = words_of(&page);
    let (_, below) = says.split_once("Open with us").unwrap_or_else(|| panic!("nothing is open: {says}"));
    let (open, records) = below.split_once(" Records ").unwrap_or_else(|| panic!("no records: {says}"));
    let (first, second) = (open.find("SO-PART"), open.find("SO-OLD"));
    assert!(first.is_some() && first < second && open.contains("Part shipped"), "{open}");
    for elsewhere in ["SO-SENT", "SO-DEPOT"] {
        assert!(!open.contains(elsewhere), "{elsewhere}: {open}");
    }
    assert!(records.contains("SO-SENT Yesterday") && records.contains("INV-1"), "{records}");
    for href in [format!("/desk/orders/{}", orders[2].id), format!("/desk/invoices/{}", bill.id)] {
        assert!(page.contains(&format!("href=\"{href}\"")), "{href}: {page}");
    }
    let says = words_of(&desk.get(&cookie, &format!("/desk/customers/{}", desk.group)).await.body);
    assert!(!says.contains("Open with us") && !says.contains("Newest"), "{says}");

    let (told, cost) = store::counted(desk.gateway.open_with(&desk.toms().await, desk.northgate)).await;
    assert_eq!((told.unwrap().len(), cost), (2, 1), "one statement for each service that tells");
    let own = desk.gateway.open_with(&desk.amelias().await, desk.northgate).await.unwrap();
    assert!(own.is_empty(), "it is told at the desk");
}
