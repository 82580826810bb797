//! Orders, told through the door.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use directory::Membership;
use futures::StreamExt as _;
use gateway::{FieldSpec, Input as _};
use orders::{ExportOrders, ListBuyers, ListOrders, Order};
use serde_json::{Value, json};

use super::stage::{Shop, nth, order};
use crate::{
    house::House,
    world::{START, form, fresh},
};

/// Every address of ours that a page shows.
fn shown(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.map(|link| link.replace("&amp;", "&").replace("&#61;", "="));
    links.filter(|link| link.starts_with("/a/")).collect()
}

#[tokio::test]
async fn whatever_a_page_shows_can_be_opened() {
    let shop = Shop::new().await;
    for number in 0..30 {
        shop.taken(nth(number)).await;
    }
    let extra = json!({ "site": "Aire Valley & Sons", "state": "placed", "required_on": "2026-03-01" });
    let late = order(json!({ "id": "x", "number": "SO-X", "invoice_number": "INV-1" }));
    let mut late = late.as_object().unwrap().clone();
    late.extend(extra.as_object().unwrap().clone());
    shop.take(Value::Object(late)).await.unwrap();
    for who in [shop.ben, shop.greta] {
        let visitor = shop.visitor(who).await;
        let home = format!("/a/{}/orders", who.account);
        let mut todo = vec![home.clone(), format!("{home}?words=nothing+at+all"), format!("{home}?site=none&utm=x")];
        let mut opened = Vec::new();
        while let Some(path) = todo.pop() {
            if opened.contains(&path) || opened.len() > 200 {
                continue;
            }
            let answer = visitor.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(!answer.body.contains('⟦'), "{path} lacks a message");
            todo.extend(shown(&answer.body).into_iter().filter(|link| link.starts_with(&home)));
            opened.push(path);
        }
        assert!(opened.len() > 30, "only {} pages were found", opened.len());
    }
}

#[tokio::test]
async fn a_list_offers_the_steps_that_its_orders_can_be_at() {
    let shop = Shop::new().await;
    shop.taken(json!({})).await;
    let visitor = shop.visitor(shop.ben).await;
    let home = format!("/a/{}/orders", shop.ben.account);
    let page = async |narrowed: &str| visitor.get(&format!("{home}{narrowed}")).await.body;
    assert!(!page("").await.contains("?state="), "nobody chooses among steps that no source tells of");
    shop.taken(json!({ "id": "2", "number": "SO-2", "state": "confirmed" })).await;
    shop.taken(json!({ "id": "3", "number": "SO-3", "state": "delivered" })).await;
    let all = page("").await;
    assert!(all.contains("state=confirmed") && all.contains("state=delivered") && !all.contains("state=cancelled"));
    let open = page("?view=open").await;
    assert!(open.contains("state=confirmed") && !open.contains("state=delivered"), "{open}");
    let narrowed = page("?state=confirmed").await;
    assert!(narrowed.contains("SO-2") && !narrowed.contains("SO-3"), "{narrowed}");
    let chosen = page("?view=open&state=delivered").await;
    assert!(chosen.contains("Delivered") && chosen.contains("No order matches that"), "{chosen}");
    let file = visitor.get(&format!("{home}/orders.csv?state=delivered")).await.text();
    assert_eq!(firsts(&file), ["number", "SO-3"], "a file is of the same orders");
}

#[tokio::test]
async fn a_list_is_narrowed_to_who_ordered_where_a_source_tells_it() {
    let shop = Shop::new().await;
    shop.taken(json!({})).await;
    let visitor = shop.visitor(shop.ben).await;
    let home = format!("/a/{}/orders", shop.ben.account);
    let page = async |narrowed: &str| visitor.get(&format!("{home}{narrowed}")).await.body;
    assert!(!page("").await.contains("Ordered by"), "nobody chooses among people whom no source names");
    let by = async |number: &str, more: serde_json::Value| {
        let mut order = json!({ "id": number, "number": format!("SO-{number}") });
        order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        shop.taken(order).await;
    };
    for number in ["20", "21"] {
        by(number, json!({ "ordered_by": "Callum Reid" })).await;
    }
    assert!(!page("").await.contains("Ordered by"), "nobody chooses among one");
    by("30", json!({ "ordered_by": "Priya Raman" })).await;
    by("40", json!({ "ordered_by": "Chidi Okafor", "account": "Meridian Foods" })).await;
    let all = page("").await;
    assert!(all.contains("Ordered by") && all.contains("anyone") && !all.contains("Chidi"), "{all}");
    assert_eq!(all.matches("ordered_by=Callum").count(), 1, "a name is offered once, however much they ordered: {all}");
    let narrowed = page("?ordered_by=Callum+Reid").await;
    assert!(narrowed.contains("SO-20") && narrowed.contains("SO-21"), "{narrowed}");
    assert!(!narrowed.contains("SO-30") && !narrowed.contains("SO-1<"), "{narrowed}");
    let file = visitor.get(&format!("{home}/orders.csv?ordered_by=Priya+Raman")).await.text();
    assert_eq!(firsts(&file), ["number", "SO-30"], "a file is of the same orders");
    let his = shop.ask::<ListBuyers>(shop.chidi, None, &form(&[])).await.unwrap();
    assert_eq!(his, ["Chidi Okafor"], "who orders elsewhere is named to nobody");
}

#[test]
fn a_list_and_its_file_are_asked_for_alike() {
    let names = |fields: Vec<FieldSpec>| fields.into_iter().map(|field| field.name.into_owned()).collect::<Vec<_>>();
    let list = names(ListOrders::fields());
    assert!(
        list.starts_with(&["words".to_owned(), "number".to_owned()]) && list.ends_with(&["from".to_owned()]),
        "{list:?}"
    );
    assert_eq!(names(ExportOrders::fields()), list);
}

/// The first cell of each line of a table.
fn firsts(table: &str) -> Vec<&str> {
    table.trim_start_matches('\u{feff}').lines().filter_map(|line| line.split(',').next()).collect()
}

#[tokio::test]
async fn a_file_holds_exactly_what_the_list_shows_and_nothing_that_runs() {
    let shop = Shop::new().await;
    for number in 0..60 {
        shop.taken(nth(number)).await;
    }
    shop.taken(json!({ "id": "x", "number": "SO-X", "site": "Aire Valley works", "purchase_order": "=1+1" })).await;
    shop.taken(json!({ "id": "y", "number": "SO-Y", "account": "Meridian Foods" })).await;
    let visitor = shop.visitor(shop.ben).await;
    let home = format!("/a/{}/orders", shop.ben.account);
    for narrowed in [&[][..], &[("oldest_first", "on")], &[("words", "aire")], &[("words", "nothing at all")]] {
        let mut listed = vec!["number".to_owned()];
        let mut from = String::new();
        loop {
            let told = [narrowed, &[("from", from.as_str())][..]].concat();
            let told: Vec<_> = told.into_iter().filter(|(_, value)| !value.is_empty()).collect();
            let page = shop.list(shop.ben, &told).await.orders;
            listed.extend(page.rows.into_iter().map(|order| order.number));
            match page.next {
                Some(next) => from = next.into(),
                None => break,
            }
        }
        let query: Vec<String> =
            narrowed.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
        let file = visitor.get(&format!("{home}/orders.csv?{}", query.join("&"))).await;
        assert_eq!(file.status, StatusCode::OK, "{narrowed:?}");
        assert_eq!(firsts(&file.text()), listed, "{narrowed:?}");
        assert!(!file.text().contains("SO-Y"), "another customer's");
    }
    let file = visitor.get(&format!("{home}/orders.csv?words=aire")).await.text();
    assert!(file.contains(",Northgate Water,") && file.contains(",'=1+1,"), "{file}");
    let page = visitor.get(&home).await.body;
    assert!(page.contains(&format!("href=\"{home}/orders.csv\"")), "{page}");
}

#[tokio::test]
async fn a_long_file_comes_whole_unless_its_reader_loses_their_access_meanwhile() {
    let house = House::new().await;
    house.order("SO-0", "Northgate Water", json!({})).await;
    let raw = house.db.unguarded();
    let template = raw.first(Order::NUMBER.is(&"SO-0".to_owned())).await.unwrap().unwrap();
    let row = |number: usize| Order { id: fresh(), number: format!("SO-{number}"), ..template.clone() };
    raw.insert_all(&(1..=2_000).map(row).collect::<Vec<Order>>()).await.unwrap();
    let amelia = house.cookie(house.amelia).await;
    let file = format!("/a/{}/orders/orders.csv", house.northgate);
    let whole = house.page(&amelia, &file).await;
    let numbers = firsts(&whole);
    assert_eq!((numbers[0], numbers.len()), ("number", 2_002), "a head, and 2,001 orders");
    assert_eq!(numbers.into_iter().collect::<BTreeSet<_>>().len(), 2_002, "each once");
    let mut pieces = house.pieces(&amelia, &file).await;
    assert!(pieces.next().await.is_some_and(|piece| piece.is_ok()), "it begins");
    let hers = raw.first(Membership::PERSON_ID.is(&house.amelia)).await.unwrap().unwrap();
    raw.update(&Membership { ended_at: Some(START), ..hers }).await.unwrap();
    assert!(pieces.next().await.is_some_and(|piece| piece.is_err()), "it ends without its end");
}

#[tokio::test]
async fn how_far_an_order_is_has_one_word_wherever_it_stands() {
    let house = House::new().await;
    house.order("SO-1", "Northgate Water", json!({ "state": "placed" })).await;
    let order = house.db.unguarded().first(Order::NUMBER.is(&"SO-1".to_owned())).await.unwrap().unwrap().id;
    let (home, amelia) = (format!("/a/{}", house.northgate), house.cookie(house.amelia).await);
    for path in [home.clone(), format!("{home}/orders")] {
        let page = house.page(&amelia, &path).await;
        assert!(page.contains("</em>Placed</span>"), "{path} says something else: {page}");
    }
    let page = house.page(&amelia, &format!("{home}/orders/{order}")).await;
    assert!(page.contains("<span>Placed <") && !page.contains("<span>Placed</span>"), "it is said once: {page}");
}

#[tokio::test]
async fn staff_read_the_same_orders_and_customers_find_no_desk() {
    let house = House::new().await;
    house.order("SO-1", "Northgate Water", json!({ "state": "placed", "required_on": "2026-03-01" })).await;
    house.order("SO-2", "Meridian Foods", json!({ "ordered_on": "2026-03-03" })).await;
    let order = house.db.unguarded().first(Order::NUMBER.is(&"SO-1".to_owned())).await.unwrap().unwrap().id;
    let (northgate, amelia, tom) = (house.northgate, house.cookie(house.amelia).await, house.cookie(house.tom).await);
    let everybody = house.page(&tom, "/desk/orders").await;
    assert!(everybody.find("Meridian Foods").unwrap() < everybody.find("Northgate Water").unwrap());
    for desk in [format!("/desk/orders?account={northgate}"), format!("/desk/orders/{order}")] {
        let seen = house.page(&tom, &desk).await;
        for words in ["SO-1", "Late by 11 days", "£1,284.00"] {
            assert!(seen.contains(words), "{desk} lacks {words}");
        }
        assert!(!seen.contains("SO-2"), "{desk} tells of another customer");
        assert_eq!(house.get(&amelia, &desk).await.0, 404);
    }
    // What is taken away at the desk is of one customer.
    assert_eq!(house.get(&tom, "/desk/orders/orders.csv").await.0, 404);
    let file = house.page(&tom, &format!("/desk/orders/orders.csv?account={northgate}")).await;
    assert!(file.contains("SO-1") && !file.contains("SO-2"), "{file}");
    let found = house.page(&tom, "/desk/orders?number=so-2&view=late").await;
    assert!(found.contains("SO-2") && !found.contains("SO-1"));
    let nobody = fresh::<access::Account>();
    assert_eq!(house.get(&tom, &format!("/desk/orders?account={nobody}")).await.0, 404);
    // Whatever a page at the desk leads to can be opened there.
    let mut todo = vec!["/desk/orders".to_owned(), format!("/desk/orders?account={northgate}")];
    let mut opened: Vec<String> = Vec::new();
    while let Some(path) = todo.pop() {
        if opened.contains(&path) {
            continue;
        }
        let page = house.page(&tom, &path).await;
        let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        todo.extend(links.filter(|link| link.starts_with("/desk")).map(str::to_owned));
        opened.push(path);
    }
    assert!(opened.iter().any(|path| path.contains("/invoices")) && opened.len() > 8, "{opened:?}");
}
