//! Orders, told through the gate: listed in order, found by what is known of them, seen by nobody else.

mod intake;
mod pages;
mod stage;

use gateway::Raw;
use kernel::Timestamp;
use orders::{ListSites, Order, ShowOrder};
use serde_json::json;
use store::{Backend, Direction, List, Order as By};

use crate::world::{form, fresh};
use stage::{Shop, nth};

#[tokio::test]
async fn pages_join_without_gap_or_repeat_in_both_orders() {
    let shop = Shop::new().await;
    for number in 0..60 {
        shop.taken(nth(number)).await;
    }
    for oldest_first in [false, true] {
        let mut seen = Vec::new();
        let mut from: Option<String> = None;
        loop {
            let mut told = Vec::new();
            told.extend(oldest_first.then_some(("oldest_first", "on")));
            told.extend(from.as_deref().map(|from| ("from", from)));
            let listed = shop.list(shop.ben, &told).await;
            assert_eq!((listed.all.rows, listed.found.rows), (60, 60));
            seen.extend(listed.orders.rows.iter().map(|order| (order.ordered_at, order.id)));
            match listed.orders.next {
                Some(next) => from = Some(next.into()),
                None => break,
            }
        }
        let mut sorted = seen.clone();
        sorted.sort();
        if !oldest_first {
            sorted.reverse();
        }
        assert_eq!(seen.len(), 60);
        assert_eq!(seen, sorted);
    }
}

#[tokio::test]
async fn orders_are_found_by_number_product_amount_date_and_site() {
    let shop = Shop::new().await;
    shop.taken(json!({ "site": "Aire Valley works", "purchase_order": "NWS-PO-60233" })).await;
    let one_line = json!([{ "code": "ST-65", "description": "Stator", "quantity": 2, "amount": "1540.80" }]);
    shop.taken(json!({ "id": "2", "number": "SO-2", "ordered_on": "2025-12-24", "lines": one_line })).await;
    for (words, found) in [
        ("so-1", "SO-1"),
        ("nws-po-60233", "SO-1"),
        ("Viton seal", "SO-1"),
        ("dk-40", "SO-1"),
        ("AIRE", "SO-1"),
        ("£4,368.00", "SO-1"),
        ("stator", "SO-2"),
        ("1,540.80", "SO-2"),
        ("24 December 2025", "SO-2"),
        ("24/12/2025", "SO-2"),
    ] {
        assert_eq!(shop.numbers(shop.ben, &[("words", words)]).await, [found], "{words}");
    }
    assert!(shop.numbers(shop.ben, &[("words", "stator viton")]).await.is_empty(), "every word has to be there");
    let ninth = [("words", "a e i s t l n o viton"), ("words", "a e i s t l n o zzz")];
    assert_eq!(shop.numbers(shop.ben, &ninth[..1]).await, ["SO-1"]);
    assert!(shop.numbers(shop.ben, &ninth[1..]).await.is_empty(), "the ninth counts like the first");
    assert!(
        shop.numbers(shop.ben, &[("words", "seal%kit")]).await.is_empty(),
        "a sign of LIKE is a letter like any other"
    );
    assert_eq!(shop.numbers(shop.ben, &[("number", "so-2")]).await, ["SO-2"]);
    assert_eq!(shop.numbers(shop.ben, &[("site", "aire valley WORKS")]).await, ["SO-1"]);
    assert_eq!(shop.numbers(shop.ben, &[("since", "2026-03-02"), ("until", "2026-03-02")]).await, ["SO-1"]);
    assert_eq!(shop.numbers(shop.ben, &[("until", "2026-03-01")]).await, ["SO-2"]);
}

#[tokio::test]
async fn every_site_is_there_to_be_chosen_and_a_menu_too_long_is_no_menu() {
    let shop = Shop::new().await;
    let goes_to = async |number: u32| {
        let (id, number, site) = (number.to_string(), format!("SO-{number}"), format!("Depot {number:03}"));
        shop.taken(json!({ "id": id, "number": number, "site": site })).await;
    };
    let sites = async || shop.ask::<ListSites>(shop.ben, None, &Raw::empty()).await.unwrap().len();
    let page = async |narrowed: &str| {
        let path = format!("/a/{}/orders{narrowed}", shop.northgate);
        shop.visitor(shop.ben).await.get(&path).await.body
    };
    for number in 0..100 {
        goes_to(number).await;
    }
    assert_eq!(sites().await, 100);
    assert!(page("").await.contains("site=Depot+099"), "the last can be chosen");
    goes_to(100).await;
    assert_eq!(sites().await, 101, "a program is told of all");
    assert!(!page("").await.contains("site=Depot+"), "no menu leaves one out");
    let narrowed = page("?site=Depot+100").await;
    assert!(narrowed.contains("SO-100") && !narrowed.contains("SO-99"), "{narrowed}");
    assert_eq!(shop.numbers(shop.ben, &[("words", "depot 100")]).await, ["SO-100"], "its name is searched, too");
}

#[tokio::test]
async fn a_day_is_the_source_s_own_wherever_its_instant_falls() {
    let shop = Shop::new().await;
    // Half past midnight on 10 March in Auckland is still the 9th in UTC.
    shop.taken(json!({ "ordered_on": "2026-03-10", "ordered_at": "2026-03-09T11:30:00Z" })).await;
    for (since, until, found) in [("2026-03-10", "2026-03-10", 1), ("2026-03-09", "2026-03-09", 0)] {
        assert_eq!(shop.list(shop.ben, &[("since", since), ("until", until)]).await.found.rows, found, "{since}");
    }
}

#[tokio::test]
async fn views_hold_what_their_names_say() {
    let shop = Shop::new().await;
    let states = [
        json!({ "state": "placed", "required_on": "2026-03-11" }),
        json!({ "state": "confirmed", "required_on": "2026-03-12" }),
        json!({ "state": "part_shipped" }),
        json!({ "shipped_on": "2026-03-04", "required_on": "2026-03-03" }),
        json!({ "state": "delivered" }),
        json!({ "state": "cancelled", "required_on": "2026-03-01" }),
        json!({ "required_on": "2026-03-01" }),
    ];
    for (number, mut state) in (1..).zip(states) {
        let named = json!({ "id": number.to_string(), "number": format!("SO-{number}") });
        state.as_object_mut().unwrap().extend(named.as_object().unwrap().clone());
        shop.taken(state).await;
    }
    // The world stands on 12 March 2026.
    for (view, found) in [
        ("open", &["SO-3", "SO-2", "SO-1"][..]),
        ("late", &["SO-1"][..]),
        ("sent", &["SO-5", "SO-4"][..]),
        ("cancelled", &["SO-6"][..]),
    ] {
        let mut numbers = shop.numbers(shop.ben, &[("view", view)]).await;
        numbers.sort_by(|one, other| other.cmp(one));
        assert_eq!(numbers, found, "{view}");
    }
    // A step is finer than a view, and narrows whichever is shown.
    for (state, view, found) in [
        ("confirmed", None, &["SO-2"][..]),
        ("part_shipped", Some("open"), &["SO-3"][..]),
        ("unknown", None, &["SO-7"][..]),
        ("confirmed", Some("sent"), &[][..]),
    ] {
        let told: Vec<_> = std::iter::once(("state", state)).chain(view.map(|view| ("view", view))).collect();
        assert_eq!(shop.numbers(shop.ben, &told).await, found, "{told:?}");
    }
    let views = shop.list(shop.ben, &[]).await.views;
    assert_eq!((views.open.rows, views.late.rows, views.sent.rows, views.cancelled.rows), (3, 1, 2, 1));
    assert_eq!(shop.numbers(shop.ben, &[("view", "late"), ("today", "2026-03-11")]).await.len(), 0);
}

#[tokio::test]
async fn nobody_else_learns_of_an_order_and_a_group_sees_its_tree() {
    let shop = Shop::new().await;
    shop.taken(json!({})).await;
    shop.taken(json!({ "id": "2", "number": "SO-2", "account": "Northgate Group", "site": "Head office" })).await;
    let id = shop.stored("SO-1").await.id;
    let foreign = shop.ask::<ShowOrder>(shop.chidi, Some(id), &Raw::empty()).await.err().unwrap();
    let absent = shop.ask::<ShowOrder>(shop.chidi, Some(fresh()), &Raw::empty()).await.err().unwrap();
    assert_eq!((foreign.kind().slug, foreign.says()), (absent.kind().slug, absent.says()));
    let none = shop.list(shop.chidi, &[]).await;
    assert_eq!((none.orders.rows.len(), none.all.rows, none.first), (0, 0, None));
    assert_eq!(shop.numbers(shop.ben, &[]).await, ["SO-1"]);
    // Naming an account only narrows.
    let northgate = shop.northgate.to_string();
    assert!(shop.numbers(shop.chidi, &[("account", &northgate)]).await.is_empty());
    assert_eq!(shop.numbers(shop.greta, &[]).await.len(), 2);
    assert_eq!(shop.numbers(shop.greta, &[("account", &northgate)]).await, ["SO-1"]);
    assert!(shop.ask::<orders::ListSites>(shop.ben, None, &Raw::empty()).await.unwrap().is_empty());
    assert_eq!(shop.ask::<orders::ListSites>(shop.greta, None, &Raw::empty()).await.unwrap(), ["Head office"]);
    let places = shop.ask::<orders::ListPlaces>(shop.greta, None, &Raw::empty()).await.unwrap();
    let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
    assert_eq!(names, ["Northgate Group", "Northgate Water"]);
}

#[tokio::test]
async fn a_long_order_is_read_page_by_page() {
    let shop = Shop::new().await;
    let line = |number: i32| json!({ "code": format!("P-{number:03}"), "quantity": number, "unit_price": "1" });
    shop.taken(json!({ "lines": (1..=230).map(line).collect::<Vec<_>>() })).await;
    let id = shop.stored("SO-1").await.id;
    let mut ordinals = Vec::new();
    let mut told = Raw::empty();
    loop {
        let page = shop.ask::<ShowOrder>(shop.ben, Some(id), &told).await.unwrap().lines;
        ordinals.extend(page.rows.iter().map(|line| line.ordinal));
        let Some(next) = page.next else { break };
        told = form(&[("from", &String::from(next))]);
    }
    assert_eq!(ordinals, (1..=230).collect::<Vec<i64>>());
}

#[tokio::test]
async fn lists_of_one_account_among_many_stay_on_their_index() {
    let shop = Shop::new().await;
    shop.taken(json!({})).await;
    let template = shop.stored("SO-1").await;
    let sea: Vec<Order> = (0..20_000_i64)
        .map(|number| Order {
            id: fresh(),
            account_id: shop.chidi.account,
            ordered_at: Timestamp::from_micros(number),
            ..template.clone()
        })
        .collect();
    shop.db.unguarded().insert_all(&sea).await.unwrap();
    shop.db.unguarded().script("ANALYZE").await.unwrap();
    let asked = shop.signed_in(shop.ben).await;
    let caller = shop.gateway.caller(&asked.principal, None).await.unwrap();
    let scope = shop.db.scope::<(), Order>(&caller, "orders.list").await.unwrap();
    let plan = scope.plan(List::by(By::by(Order::ORDERED_AT, Direction::Descending))).await.unwrap().join("\n");
    match shop.db.backend() {
        Backend::Sqlite => {
            assert!(plan.contains("orders_by_time") && !plan.contains("TEMP B-TREE"), "sorts:\n{plan}");
        }
        Backend::Postgres => assert!(!plan.contains("Seq Scan on orders"), "reads the whole table:\n{plan}"),
    }
}
