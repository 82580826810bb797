//! Home, told through the door: what waits comes first and soonest first, and nothing of others is ever among it.

use access::{Acting, Actor, Holding, Principal};
use billing::{IngestInvoice, Invoice};
use front::{Audience, MenuItem, Pages};
use kernel::Message;
use orders::Order;
use serde_json::json;
use store::{Json, counted};
use sync::{AttendImports, Content, MappingRow, QuarantineState, Quarantined, Run, RunState};

use crate::{
    house::{House, question},
    world::{START, asked, form, fresh},
};

/// Where some words stand on a page.
fn place(page: &str, words: &str) -> usize {
    page.find(words).unwrap_or_else(|| panic!("nothing says “{words}”"))
}

#[tokio::test]
async fn what_is_due_comes_soonest_first_and_nothing_of_others_is_told() {
    let house = House::new().await;
    house.invoice("INV-SOON", "Northgate Water", "2026-02-20", "2026-03-20").await;
    house.invoice("INV-LATE", "Northgate Water", "2026-02-01", "2026-03-01").await;
    house.invoice("INV-TODAY", "Northgate Water", "2026-02-12", "2026-03-12").await;
    house.invoice("INV-FAR", "Northgate Water", "2026-01-02", "2026-05-01").await;
    house.invoice("INV-THEIRS", "Meridian Foods", "2026-03-10", "2026-03-02").await;
    house.order("SO-THEIRS", "Meridian Foods", json!({ "state": "placed" })).await;
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &format!("/a/{}", house.northgate)).await;
    let late = place(&page, "Invoice INV-LATE to pay");
    let today = place(&page, "Invoice INV-TODAY to pay");
    let soon = place(&page, "Invoice INV-SOON to pay");
    assert!(late < today && today < soon, "the soonest is not first");
    assert_eq!(page.matches("row-turn").count(), 3, "what can wait is no turn yet");
    for words in ["11 days late", "in 8 days", "£100.00", "Diaphragm kit"] {
        assert!(page.contains(words), "nothing says “{words}”");
    }
    assert!(page.contains("3 things wait for you"));
    for other in ["INV-FAR", "INV-THEIRS", "SO-THEIRS", "Meridian"] {
        assert!(!page.contains(other), "{other} is told");
    }
    let chidi = house.cookie(house.chidi).await;
    let (status, _) = house.get(&chidi, &format!("/a/{}", house.northgate)).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn what_moves_shows_how_far_it_is_and_what_is_new_follows() {
    let house = House::new().await;
    house.order("SO-1", "Northgate Water", json!({ "state": "confirmed", "required_on": "2026-03-24" })).await;
    house.order("SO-2", "Northgate Water", json!({ "state": "placed", "required_on": "2026-03-11" })).await;
    house.order("SO-3", "Northgate Water", json!({ "state": "shipped", "shipped_on": "2026-03-11" })).await;
    house.order("SO-4", "Northgate Water", json!({ "state": "shipped", "shipped_on": "2026-01-11" })).await;
    house.order("SO-5", "Northgate Water", json!({})).await;
    house.invoice("INV-NEW", "Northgate Water", "2026-03-10", "2026-05-10").await;
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &format!("/a/{}", house.northgate)).await;
    let (moving, changed) = (place(&page, "In progress"), place(&page, "What has changed"));
    for (words, from, to) in [
        ("Order SO-1", moving, changed),
        ("Step 2 of 3:", moving, changed),
        ("Order SO-2", moving, changed),
        ("Late by 1 day", moving, changed),
        ("Order SO-3 was shipped", changed, page.len()),
        ("Invoice INV-NEW", changed, page.len()),
        ("Yesterday", changed, page.len()),
    ] {
        let at = place(&page, words);
        assert!(from < at && at < to, "“{words}” stands elsewhere");
    }
    assert!(!page.contains("SO-4"), "a shipment of January is no news");
    assert!(!page.contains("SO-5"), "of which nobody says how far it is, nothing moves");
    assert!(!page.contains("row-turn") && page.contains("Nothing waits for you"));
    // Ben sees no money, so home tells him of none.
    let ben = house.cookie(house.ben).await;
    let page = house.page(&ben, &format!("/a/{}", house.northgate)).await;
    assert!(page.contains("Order SO-1") && !page.contains("INV-NEW"));
    // Nor is there a list of invoices that would tell him, untruly, that there are none.
    assert_eq!(house.get(&ben, &format!("/a/{}/invoices", house.northgate)).await.0, 404);
}

#[tokio::test]
async fn home_costs_the_same_with_three_hundred_rows() {
    let house = House::new().await;
    house.invoice("INV-1", "Northgate Water", "2026-03-01", "2026-03-01").await;
    house.order("SO-1", "Northgate Water", json!({ "state": "placed" })).await;
    let amelia = house.cookie(house.amelia).await;
    let home = format!("/a/{}", house.northgate);
    house.page(&amelia, &home).await;
    let (_, few) = counted(house.page(&amelia, &home)).await;
    let raw = house.db.unguarded();
    let invoice = raw.first(Invoice::NUMBER.is(&"INV-1".to_owned())).await.unwrap().unwrap();
    let order = raw.first(Order::NUMBER.is(&"SO-1".to_owned())).await.unwrap().unwrap();
    raw.insert_all(&(0..300).map(|_| Invoice { id: fresh(), ..invoice.clone() }).collect::<Vec<_>>()).await.unwrap();
    raw.insert_all(&(0..300).map(|_| Order { id: fresh(), ..order.clone() }).collect::<Vec<_>>()).await.unwrap();
    let (page, many) = counted(house.page(&amelia, &home)).await;
    assert_eq!(few, many);
    assert_eq!(page.matches("<li class=\"row ").count(), 15, "five rows a list");
    assert!(page.contains("At least 10 things wait for you"));
}

#[tokio::test]
async fn a_new_account_is_told_what_will_be_here_and_what_can_be_done() {
    let house = House::new().await;
    let amelia = house.cookie(house.amelia).await;
    let home = format!("/a/{}", house.northgate);
    let page = house.page(&amelia, &home).await;
    let first = place(&page, "What you can do now");
    for path in ["invoices", "orders"] {
        assert!(page[first..].contains(&format!("<a href=\"{home}/{path}\">")), "nothing leads to {path}");
    }
    assert!(page.contains("What needs you comes here first"));
    assert!(!page.contains("Amelia!") && !page.contains("Welcome") && !page.contains("Good morning"));
}

#[tokio::test]
async fn what_is_owed_stands_beside_what_waits_as_far_as_anybody_states_it() {
    let house = House::new().await;
    house.invoice("INV-LATE", "Northgate Water", "2026-02-01", "2026-03-01").await;
    house.invoice("INV-SOON", "Northgate Water", "2026-03-01", "2026-03-31").await;
    house.invoice("INV-THEIRS", "Meridian Foods", "2026-03-01", "2026-03-31").await;
    let chidi = house.cookie(house.chidi).await;
    let page = house.page(&chidi, &format!("/a/{}", house.meridian)).await;
    assert!(page[place(&page, ">Balance<")..].contains("Owed on one invoice"), "{page}");
    // Nobody states what is left of these.
    for (number, account) in [("INV-DARK", "Northgate Water"), ("INV-DUSK", "Northgate Water")] {
        let document = json!({
            "id": number, "account": account, "kind": "invoice", "number": number, "issued_on": "2026-03-02",
            "due_on": "2026-03-30", "currency": "GBP", "total": "70.00",
            "lines": [{ "description": "Service", "quantity": 1, "unit_price": "70" }],
        });
        house.takes::<IngestInvoice>(document).await;
    }
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &format!("/a/{}", house.northgate)).await;
    let balance = &page[place(&page, ">Balance<")..];
    for words in ["£200.00", "Owed across 2 invoices; not known for 2 more", "Overdue", "Not due yet", "£100.00"] {
        assert!(balance.contains(words), "nothing says “{words}”: {balance}");
    }
    assert!(!balance.contains("£270.00") && !balance.contains("£340.00"), "what is not known is made up: {balance}");
    assert!(balance.contains(&format!("href=\"/a/{}/invoices\"", house.northgate)), "{balance}");
    // Ben sees no money, and the desk owes nothing.
    let ben = house.cookie(house.ben).await;
    assert!(!house.page(&ben, &format!("/a/{}", house.northgate)).await.contains(">Balance<"));
    let hannah = house.cookie(house.hannah).await;
    assert!(!house.page(&hannah, "/desk").await.contains(">Balance<"));
}

#[tokio::test]
async fn what_people_come_for_is_offered_to_those_who_may() {
    let ask = MenuItem {
        label: "house-ask",
        icon: "life-buoy",
        path: "/cases/new",
        audience: Audience::Customer,
        action: "billing.list_invoices",
        order: 1,
        group: None,
    };
    let house = House::with(Pages::new().quick_action(ask)).await;
    let home = format!("/a/{}", house.northgate);
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &home).await;
    let quick = &page[place(&page, "Quick actions")..place(&page, "Needs your attention")];
    assert!(quick.contains(&format!("<a href=\"{home}/cases/new\">")) && quick.contains("Ask about it"), "{quick}");
    for (person, path) in [(house.ben, home.as_str()), (house.hannah, "/desk")] {
        let cookie = house.cookie(person).await;
        assert!(!house.page(&cookie, path).await.contains("Quick actions"), "{path}");
    }
}

/// How the wholesaler's files are read.
async fn mapping(house: &House) -> MappingRow {
    let mapping = MappingRow {
        id: fresh(),
        feed_id: house.feed,
        name: "retail".into(),
        digest: String::new(),
        text: String::new(),
        lookups: Json(Default::default()),
        created_at: START,
    };
    house.db.unguarded().insert(&mapping).await.unwrap();
    mapping
}

/// An import, so many seconds after the world began.
async fn run(house: &House, mapping: &MappingRow, name: &str, state: RunState, after: u64) -> Run {
    let run = Run {
        id: fresh(),
        feed_id: mapping.feed_id,
        mapping_id: mapping.id,
        mapping: name.into(),
        files: Json(Vec::new()),
        digest: String::new(),
        state,
        staged: 0,
        documents: 0,
        position: 0,
        lines: 0,
        created: 0,
        changed: 0,
        unchanged: 0,
        quarantined: 0,
        started_at: START.plus(std::time::Duration::from_secs(after)),
        touched_at: START,
        ended_at: Some(START),
        trouble: None,
    };
    house.db.unguarded().insert(&run).await.unwrap();
    run
}

/// A document that a run held back.
fn held(run: &Run, document: u32, state: QuarantineState) -> Quarantined {
    Quarantined {
        id: fresh(),
        feed_id: run.feed_id,
        run_id: run.id,
        mapping_id: run.mapping_id,
        mapping: run.mapping.clone(),
        document: document.to_string(),
        file: "retail.csv".into(),
        first_line: 1,
        last_line: 1,
        lines: 1,
        state,
        reason: Json(Message::new("sync-reason-no-lines")),
        hit: None,
        digest: String::new(),
        content: Json(Content::default()),
        mended: None,
        found_at: START,
        settled_at: None,
    }
}

#[tokio::test]
async fn staff_are_told_of_what_is_held_back_and_of_imports_that_failed() {
    let house = House::new().await;
    let mapping = mapping(&house).await;
    let done = run(&house, &mapping, "retail", RunState::Done, 1).await;
    for (name, state, after) in
        [("ledger", RunState::Failed, 2), ("ledger", RunState::Done, 3), ("receipts", RunState::Failed, 4)]
    {
        run(&house, &mapping, name, state, after).await;
    }
    let states = [QuarantineState::Open, QuarantineState::Open, QuarantineState::Dismissed];
    let documents: Vec<Quarantined> =
        (489_434..).zip(states).map(|(document, state)| held(&done, document, state)).collect();
    house.db.unguarded().insert_all(&documents).await.unwrap();
    house.invoice("INV-LATE", "Northgate Water", "2026-02-01", "2026-03-01").await;
    let hannah = house.cookie(house.hannah).await;
    let page = house.page(&hannah, "/desk").await;
    assert!(page.contains("retail: 2 documents are held back") && page.contains("receipts: the last import failed"));
    assert!(page.contains(&format!("href=\"/desk/imports/{}\"", done.id)));
    assert!(!page.contains("ledger"), "what a later run made good waits for nobody");
    assert!(!page.contains("INV-LATE"), "what a customer owes is not the desk's turn");
    let holdings = vec![Holding::of("desk-admin", None)];
    let hannah = asked(Principal::vouch(Actor::Person(house.hannah), Acting::Desk, holdings));
    let waiting = form(&[("slot", "waiting")]);
    let (told, statements) = counted(house.gateway.ask::<AttendImports>(&hannah, None, &waiting)).await;
    assert_eq!((told.unwrap().len(), statements), (2, 1), "both in one question");
    // Tom answers customers; imports are not his.
    let tom = house.cookie(house.tom).await;
    let page = house.page(&tom, "/desk").await;
    assert!(!page.contains("held back") && page.contains("/desk/invoices"));
}

#[tokio::test]
async fn more_than_a_thousand_documents_of_a_mapping_are_not_counted_further() {
    let house = House::new().await;
    let done = run(&house, &mapping(&house).await, "retail", RunState::Done, 1).await;
    let documents: Vec<Quarantined> = (0..1_001).map(|number| held(&done, number, QuarantineState::Open)).collect();
    let hannah = house.cookie(house.hannah).await;
    house.db.unguarded().insert_all(&documents[..1_000]).await.unwrap();
    let page = house.page(&hannah, "/desk").await;
    assert!(page.contains("retail: 1,000 documents are held back"), "a thousand are counted");
    house.db.unguarded().insert_all(&documents[1_000..]).await.unwrap();
    let page = house.page(&hannah, "/desk").await;
    assert!(page.contains("retail: at least 1,000 documents are held back"), "what is more is said to be more");
}

#[tokio::test]
async fn a_line_can_be_questioned_where_a_service_takes_questions() {
    let amelia_sees = async |house: House| {
        house.invoice("INV-1", "Northgate Water", "2026-03-01", "2026-03-31").await;
        house.order("SO-1", "Northgate Water", json!({ "state": "placed" })).await;
        let amelia = house.cookie(house.amelia).await;
        let raw = house.db.unguarded();
        let invoice = raw.first(Invoice::NUMBER.is(&"INV-1".to_owned())).await.unwrap().unwrap().id;
        let order = raw.first(Order::NUMBER.is(&"SO-1".to_owned())).await.unwrap().unwrap().id;
        let door = format!("/a/{}", house.northgate);
        let pages = [
            house.page(&amelia, &format!("{door}/invoices/{invoice}")).await,
            house.page(&amelia, &format!("{door}/orders/{order}")).await,
        ];
        (pages, [format!("invoice%3A{invoice}"), format!("order%3A{order}")])
    };
    let (pages, records) = amelia_sees(House::with(question()).await).await;
    for (page, record) in pages.iter().zip(&records) {
        assert!(page.contains(&format!("/cases/new?about={record}\"")), "the whole record");
        assert!(page.contains(&format!("/cases/new?about={record}%3A")), "its line");
        assert_eq!(page.matches(">Question this line</a>").count(), 1);
        assert!(page.contains("aria-label=\"Question this line: line 1, "));
    }
    let (pages, _) = amelia_sees(House::new().await).await;
    for page in pages {
        assert!(!page.contains("about=") && !page.contains("What you can do"), "nobody takes questions");
    }
}
