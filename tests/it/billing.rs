//! Billing through the gate: what a feed states is what people see, and no more.
//!
//! Needs in the world: `billing::service()`, `sync::service()` and the accounts' object in the registry, their
//! migrations, and `billing::grants()` in the roles "admin" (Northgate, Meridian), "member" (none), "group" and
//! "agent"; a role "import" that is held by a system.

use std::time::Duration;

use access::{Acting, Actor, Holding, Principal};
use billing::{
    ExportInvoices, IngestInvoice, IngestReceipt, Invoice, InvoiceLine, InvoicePdf, ListInvoices, ShowInvoice,
    Statement, Status, View,
};
use gateway::{Asked, Command, Raw};
use kernel::{Date, Id, Money, Problem, Timestamp};
use serde_json::{Value, json};
use store::{
    Condition,
    Direction::{Ascending, Descending},
    List, Order,
};
use sync::{Feed, Ingested, Local, Mark};

use crate::{
    house::House,
    world::{START, World, asked, form, fresh, step},
};

mod drawn;
mod golden;
mod lines;
mod on_account;
mod one_file;
mod receipts;

const TODAY: &str = "2026-03-12";

/// A feed that knows the customers by name.
async fn feed(world: &World) -> Feed {
    let feed = Feed { id: fresh(), name: "books".to_owned(), system: "Sage 200".to_owned(), created_at: START };
    world.raw().insert(&feed).await.unwrap();
    for (remote, account) in
        [("northgate", world.cast.northgate), ("depot", world.cast.depot), ("meridian", world.cast.meridian)]
    {
        let mark = Mark {
            id: fresh(),
            feed_id: feed.id,
            kind: "account".to_owned(),
            remote_id: remote.to_owned(),
            local_id: account.cast::<Local>(),
            digest: String::new(),
            observed_at: START,
        };
        world.raw().insert(&mark).await.unwrap();
    }
    feed
}

fn import() -> Asked {
    asked(Principal::vouch(Actor::System("import".into()), Acting::System, vec![Holding::of("import", None)]))
}

async fn takes<C: Command<Output = Ingested>>(
    world: &World,
    feed: &Feed,
    document: Value,
) -> Result<Ingested, Problem> {
    let raw = Raw::Json(json!({ "document": document }));
    Ok(world.gateway.execute::<C>(&import(), &[feed.id.uuid()], &raw).await?.output)
}

fn invoice(number: &str, account: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut document = json!({
        "id": number, "account": account, "kind": "invoice", "number": number, "issued_on": "2026-02-07",
        "due_on": "2026-03-09", "currency": "GBP", "total": "100.00", "settled_by_receipts": true,
        "lines": [{ "code": "DK-40", "description": "Diaphragm kit", "quantity": 2, "unit_price": "50" }],
    });
    change(&mut document);
    document
}

fn receipt(number: &str, account: &str, of: &str, amount: &str) -> Value {
    json!({
        "id": number, "account": account, "number": number, "received_on": "2026-02-19", "method": "Bank",
        "currency": "GBP", "amount": amount, "allocations": [{ "invoice": of, "amount": amount }],
    })
}

async fn only(world: &World, number: &str) -> Invoice {
    world.raw().first(Invoice::NUMBER.is(&number.to_owned())).await.unwrap().unwrap()
}

fn pounds(minor: i64) -> Money {
    Money::new(minor, kernel::Currency::GBP)
}

fn list(pairs: &[(&str, &str)]) -> Raw {
    form(&[pairs, &[("today", TODAY)]].concat())
}

#[tokio::test]
async fn a_document_comes_once_changes_once_and_leaves_one_entry_for_each() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    let entries = |world: &World| {
        let raw = world.db.clone();
        async move {
            raw.unguarded().find(journal::Entry::COMMAND.is(&"billing.ingest_invoice".to_owned())).await.unwrap().len()
        }
    };
    let first = invoice("INV-1", "northgate", |_| {});
    assert_eq!(takes::<IngestInvoice>(&world, &feed, first.clone()).await.unwrap(), Ingested::Created);
    let line = world.raw().first(InvoiceLine::ORDINAL.is(&1)).await.unwrap().unwrap();
    assert_eq!(takes::<IngestInvoice>(&world, &feed, first).await.unwrap(), Ingested::Unchanged);
    assert_eq!(entries(&world).await, 1);
    let more = invoice("INV-1", "northgate", |document| {
        document["total"] = json!("150");
        document["lines"].as_array_mut().unwrap().push(json!({ "amount": "50", "description": "Carriage" }));
    });
    assert_eq!(takes::<IngestInvoice>(&world, &feed, more).await.unwrap(), Ingested::Changed);
    assert_eq!(entries(&world).await, 2);
    let lines = world.raw().find(InvoiceLine::INVOICE_ID.is(&only(&world, "INV-1").await.id)).await.unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().any(|kept| kept.id == line.id), "a line keeps its id as long as it keeps its place");
}

#[tokio::test]
async fn exact_repeats_within_a_document_are_kept() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    let document = invoice("INV-1", "northgate", |document| {
        let line = document["lines"][0].clone();
        document["lines"] = json!([line.clone(), line.clone(), line]);
        document["total"] = Value::Null;
    });
    takes::<IngestInvoice>(&world, &feed, document).await.unwrap();
    assert_eq!(only(&world, "INV-1").await.total_minor, 30_000);
    assert_eq!(world.raw().find(InvoiceLine::ID.is_known()).await.unwrap().len(), 3);
}

#[tokio::test]
async fn receipts_pay_and_corrections_of_receipts_pay_back() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    takes::<IngestInvoice>(&world, &feed, invoice("INV-1", "northgate", |_| {})).await.unwrap();
    assert_eq!(only(&world, "INV-1").await.balance_minor, Some(10_000));
    takes::<IngestReceipt>(&world, &feed, receipt("R-1", "northgate", "INV-1", "40")).await.unwrap();
    let part_paid = only(&world, "INV-1").await;
    assert_eq!(part_paid.balance_minor, Some(6_000));
    let before_due: Date = "2026-03-01".parse().unwrap();
    assert_eq!(Status::of(&part_paid, before_due), Status::PartPaid);
    assert_eq!(Status::of(&part_paid, TODAY.parse().unwrap()), Status::Overdue(3));
    takes::<IngestReceipt>(&world, &feed, receipt("R-1", "northgate", "INV-1", "100")).await.unwrap();
    assert_eq!(only(&world, "INV-1").await.balance_minor, Some(0));
    // The invoice itself comes again: what was paid stays paid.
    let corrected = invoice("INV-1", "northgate", |document| document["total"] = json!("120"));
    takes::<IngestInvoice>(&world, &feed, corrected).await.unwrap();
    assert_eq!(only(&world, "INV-1").await.balance_minor, Some(2_000));
}

#[tokio::test]
async fn what_does_not_fit_is_refused_whole() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    takes::<IngestInvoice>(&world, &feed, invoice("INV-1", "northgate", |_| {})).await.unwrap();
    let refused = |problem: Result<Ingested, Problem>| problem.unwrap_err().says().id.to_string();
    let unknown = takes::<IngestInvoice>(&world, &feed, invoice("INV-2", "nobody", |_| {})).await;
    assert_eq!(refused(unknown), "billing-account-unknown");
    let moved = takes::<IngestInvoice>(&world, &feed, invoice("INV-1", "meridian", |_| {})).await;
    assert_eq!(refused(moved), "billing-moved");
    let adds = invoice("CN-1", "northgate", |document| document["kind"] = json!("credit_note"));
    assert_eq!(refused(takes::<IngestInvoice>(&world, &feed, adds).await), "billing-credit-adds");
    let early = takes::<IngestReceipt>(&world, &feed, receipt("R-1", "northgate", "INV-9", "1")).await;
    assert_eq!(refused(early), "billing-invoice-unknown");
    let mut more = receipt("R-1", "northgate", "INV-1", "10");
    more["allocations"][0]["amount"] = json!("11");
    assert_eq!(refused(takes::<IngestReceipt>(&world, &feed, more).await), "billing-allocates-more");
    assert_eq!(world.raw().find(Invoice::ID.is_known()).await.unwrap().len(), 1);
    assert_eq!(only(&world, "INV-1").await.balance_minor, Some(10_000));
}

#[tokio::test]
async fn bundles_go_on_past_a_document_that_fails() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    let documents = [("INV-1", "northgate"), ("INV-2", "nobody"), ("INV-3", "meridian")];
    let mut told = documents
        .map(|(number, account)| {
            let told = Raw::Json(json!({ "document": invoice(number, account, |_| {}) }));
            step("billing.ingest_invoice", feed.id.uuid(), told)
        })
        .into_iter();
    let outcomes = world.bundled(&import(), &mut told, Duration::from_secs(5)).await;
    let done: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(done, [true, false, true]);
    assert_eq!(world.raw().find(Invoice::ID.is_known()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn only_the_import_writes() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    let raw = Raw::Json(json!({ "document": invoice("INV-1", "northgate", |_| {}) }));
    for who in [world.as_member(world.cast.amelia), world.as_staff(world.cast.tom)] {
        let tried = world.does::<IngestInvoice>(&who, &[feed.id.uuid()], &raw).await;
        assert_eq!(tried.unwrap_err().kind(), &Problem::NOT_FOUND);
    }
}

/// The numbers a person finds, sorted.
async fn numbers(world: &World, who: &Asked, pairs: &[(&str, &str)]) -> Vec<String> {
    let page = world.asks::<ListInvoices>(who, None, &list(pairs)).await.unwrap();
    let mut numbers: Vec<String> = page.invoices.rows.into_iter().map(|invoice| invoice.number).collect();
    numbers.sort();
    numbers
}

#[tokio::test]
async fn people_see_the_invoices_they_may_and_find_them_by_what_they_know() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    for (number, account) in [("INV-1", "northgate"), ("INV-2", "depot"), ("INV-3", "meridian")] {
        takes::<IngestInvoice>(&world, &feed, invoice(number, account, |_| {})).await.unwrap();
    }
    let amelia = world.as_member(world.cast.amelia);
    assert_eq!(numbers(&world, &amelia, &[]).await, ["INV-1"]);
    let greta = world.as_member(world.cast.greta);
    assert_eq!(numbers(&world, &greta, &[("view", "all"), ("sort", "oldest")]).await, ["INV-1", "INV-2"]);
    let depot = world.cast.depot.to_string();
    assert_eq!(numbers(&world, &greta, &[("account", &depot)]).await, ["INV-2"]);
    assert_eq!(numbers(&world, &amelia, &[("account", &depot)]).await, [""; 0], "a filter never widens");
    let tom = world.as_staff(world.cast.tom);
    assert_eq!(numbers(&world, &tom, &[("view", "all")]).await.len(), 3);
    for words in ["inv-1", "dk-40", "DIAPHRAGM", "£100.00", "100"] {
        assert_eq!(numbers(&world, &amelia, &[("words", words)]).await, ["INV-1"], "{words}");
    }
    for words in ["inv-3", "pump", "£10", "%"] {
        assert_eq!(numbers(&world, &amelia, &[("words", words)]).await, [""; 0], "{words}");
    }
    let foreign = only(&world, "INV-3").await;
    let problem = world.asks::<ShowInvoice>(&amelia, Some(foreign.id.uuid()), &Raw::empty()).await.unwrap_err();
    let absent = world.asks::<ShowInvoice>(&amelia, Some(uuid::Uuid::nil()), &Raw::empty()).await.unwrap_err();
    assert_eq!((problem.kind(), problem.says()), (absent.kind(), absent.says()));
}

#[tokio::test]
async fn what_is_listed_is_what_is_counted_summed_exported_and_opened() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    for number in 1..=60 {
        let document = invoice(&format!("INV-{number:03}"), "northgate", |document| {
            document["issued_on"] = json!(format!("2026-01-{:02}", number % 28 + 1));
            document["total"] = json!(format!("{number}.50"));
        });
        takes::<IngestInvoice>(&world, &feed, document).await.unwrap();
    }
    takes::<IngestInvoice>(&world, &feed, invoice("INV-X", "meridian", |_| {})).await.unwrap();
    let amelia = world.as_member(world.cast.amelia);
    for filter in [
        &[][..],
        &[("view", "all"), ("sort", "largest")],
        &[("since", "2026-01-10"), ("until", "2026-01-20")],
        &[("words", "INV-01")],
        &[("sort", "due-first")],
    ] {
        let mut listed = Vec::new();
        let mut at = String::new();
        let page = loop {
            let pairs = [filter, &[("from", at.as_str())][..]].concat();
            let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
            let page = world.asks::<ListInvoices>(&amelia, None, &list(&pairs)).await.unwrap();
            listed.extend(page.invoices.rows.iter().map(|invoice| (invoice.id, invoice.total_minor)));
            match page.invoices.next.clone() {
                Some(next) => at = String::from(next),
                None => break page,
            }
        };
        assert_eq!(page.count.rows, listed.len() as u64, "{filter:?}");
        let sum: i64 = listed.iter().map(|(_, minor)| minor).sum();
        assert_eq!(page.totals, [pounds(sum)], "{filter:?}");
        // The list opens with what is to pay; a file is told which view it shows.
        let named = filter.iter().any(|(name, _)| *name == "view");
        let view: &[_] = if named { &[] } else { &[("view", View::ToPay.word())] };
        let export = world.asks::<ExportInvoices>(&amelia, None, &form(&[filter, view].concat())).await.unwrap();
        let exported: Vec<_> = export.invoices.iter().map(|invoice| (invoice.id, invoice.total_minor)).collect();
        assert_eq!(exported, listed, "the export is the list: {filter:?}");
        for (id, _) in listed {
            world.asks::<ShowInvoice>(&amelia, Some(id.uuid()), &Raw::empty()).await.unwrap();
            world.asks::<InvoicePdf>(&amelia, Some(id.uuid()), &Raw::empty()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_statement_equals_the_sum_of_its_documents() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    let documents = [
        invoice("INV-0", "northgate", |document| document["issued_on"] = json!("2025-11-01")),
        invoice("INV-1", "northgate", |_| {}),
        invoice("INV-2", "northgate", |document| {
            document["issued_on"] = json!("2026-03-06");
            document["due_on"] = json!("2026-04-05");
            document["total"] = json!("250.25");
        }),
        invoice("CN-1", "northgate", |document| {
            document["kind"] = json!("credit_note");
            document["issued_on"] = json!("2026-03-10");
            document["total"] = json!("-20");
            document["lines"] = json!([{ "amount": "-20" }]);
        }),
    ];
    for document in documents {
        takes::<IngestInvoice>(&world, &feed, document).await.unwrap();
    }
    takes::<IngestReceipt>(&world, &feed, receipt("R-1", "northgate", "INV-0", "100")).await.unwrap();
    takes::<IngestReceipt>(&world, &feed, receipt("R-2", "northgate", "INV-1", "40")).await.unwrap();
    let amelia = world.as_member(world.cast.amelia);
    let statement = world.asks::<Statement>(&amelia, None, &list(&[])).await.unwrap();
    assert_eq!((statement.since.to_string().as_str(), statement.until.to_string().as_str()), ("2026-01-01", TODAY));
    let [account] = statement.accounts.as_slice() else { panic!("one currency") };
    assert_eq!(account.opening, Some(pounds(10_000)));
    let moves: i64 = account.entries.iter().map(|entry| entry.moves.minor()).sum();
    assert_eq!(account.closing, Some(pounds(10_000 + moves)));
    assert_eq!(account.closing, Some(pounds(29_025)), "100 + 100 + 250.25 - 20 - 140");
    let balances: i64 =
        world.raw().find(Invoice::ID.is_known()).await.unwrap().iter().filter_map(|it| it.balance_minor).sum();
    assert_eq!(account.closing, Some(pounds(balances)), "what is owed is what is left of each document");
    let few = world.asks::<Statement>(&amelia, None, &list(&[("last", "2")])).await.unwrap();
    let whole: Vec<_> =
        account.entries.iter().rev().take(2).rev().map(|entry| (&entry.number, entry.balance)).collect();
    let told: Vec<_> = few.accounts[0].entries.iter().map(|entry| (&entry.number, entry.balance)).collect();
    assert_eq!(told, whole, "the last of it says what the whole says");
    assert_eq!(few.accounts[0].owed, None, "nobody asked");
    let owed = account.owed.as_ref().expect("what is owed, by age");
    assert_eq!(owed.total, pounds(31_025));
    assert_eq!(owed.late, pounds(6_000));
    assert_eq!(owed.credit, pounds(2_000));
    let to_pay = world.asks::<ListInvoices>(&amelia, None, &list(&[("view", "to-pay")])).await.unwrap();
    assert_eq!(to_pay.totals, [owed.total], "the list adds up what its column shows");
}

#[tokio::test]
async fn no_balance_is_invented_where_the_books_bring_no_receipts() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    for number in ["489434", "489435"] {
        let document = invoice(number, "northgate", |document| {
            for untold in ["due_on", "total", "settled_by_receipts"] {
                document.as_object_mut().unwrap().remove(untold);
            }
        });
        takes::<IngestInvoice>(&world, &feed, document).await.unwrap();
    }
    let amelia = world.as_member(world.cast.amelia);
    let page = world.asks::<ListInvoices>(&amelia, None, &list(&[])).await.unwrap();
    assert_eq!(
        (page.view, page.knows_balances, page.owed.iter().map(|owed| owed.unknown).sum::<u64>()),
        (View::All, false, 2)
    );
    assert!(page.invoices.rows.iter().all(|invoice| invoice.total_derived && invoice.balance_minor.is_none()));
    let statement = world.asks::<Statement>(&amelia, None, &list(&[])).await.unwrap();
    assert!(statement.accounts.iter().all(|account| account.opening.is_none() && account.closing.is_none()));
    assert!(statement.accounts[0].entries.iter().all(|entry| entry.balance.is_none()));
}

#[tokio::test]
async fn amounts_in_two_currencies_are_never_added() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    takes::<IngestInvoice>(&world, &feed, invoice("INV-1", "northgate", |_| {})).await.unwrap();
    let yen = invoice("INV-2", "northgate", |document| {
        document["currency"] = json!("JPY");
        document["total"] = json!("5000");
    });
    takes::<IngestInvoice>(&world, &feed, yen).await.unwrap();
    let amelia = world.as_member(world.cast.amelia);
    let page = world.asks::<ListInvoices>(&amelia, None, &list(&[])).await.unwrap();
    let sums: Vec<(String, i64)> =
        page.totals.iter().map(|total| (total.currency().code().to_owned(), total.minor())).collect();
    assert_eq!(sums, [("GBP".to_owned(), 10_000), ("JPY".to_owned(), 5_000)], "and no yen is a hundred yen");
    let statement = world.asks::<Statement>(&amelia, None, &list(&[])).await.unwrap();
    assert_eq!(statement.accounts.len(), 2);
}

#[tokio::test]
async fn lists_stay_on_their_indexes() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    takes::<IngestInvoice>(&world, &feed, invoice("INV-1", "meridian", |_| {})).await.unwrap();
    let template = only(&world, "INV-1").await;
    let rows = |account: Id<access::Account>, count: i64| -> Vec<Invoice> {
        let row = |number: i64| Invoice {
            id: fresh(),
            account_id: account,
            issued_on: template.issued_on.plus_days(i32::try_from(number % 1000).unwrap()),
            observed_at: Timestamp::from_micros(number),
            ..template.clone()
        };
        (0..count).map(row).collect()
    };
    world.raw().insert_all(&rows(world.cast.meridian, 20_000)).await.unwrap();
    world.raw().insert_all(&rows(world.cast.northgate, 40)).await.unwrap();
    world.raw().script("ANALYZE").await.unwrap();
    let amelia = world.signed_in(world.as_member(world.cast.amelia)).await;
    let caller = world.gateway.caller(&amelia.principal, None).await.unwrap();
    let scope = world.db.scope::<(), Invoice>(&caller, "billing.list_invoices").await.unwrap();
    for (order, index) in [
        (Order::by(Invoice::ISSUED_ON, Descending), "billing_invoices_by_issued"),
        (Order::by(Invoice::DUE_ON, Ascending), "billing_invoices_by_due_first"),
        (Order::by(Invoice::DUE_ON, Descending), "billing_invoices_by_due_last"),
        (Order::by(Invoice::TOTAL_MINOR, Descending), "billing_invoices_by_amount"),
    ] {
        let plan = scope.plan(List::by(order)).await.unwrap().join("\n");
        assert!(plan.contains(index), "not on {index}:\n{plan}");
    }
    let none: Option<Condition<Invoice>> = None;
    assert_eq!(scope.count(none, 500).await.unwrap().rows, 40);
}

/// Every amount a page tells, in its order.
fn amounts(page: &str) -> Vec<&str> {
    let begins = page.match_indices('£').map(|(at, _)| &page[at..]);
    begins
        .map(|rest| rest.split(|sign: char| !"£.,".contains(sign) && !sign.is_ascii_digit()).next().unwrap())
        .collect()
}

#[tokio::test]
async fn staff_read_the_same_figures_and_customers_find_no_desk() {
    let house = House::new().await;
    for (number, account, due) in [
        ("INV-1", "Northgate Water", "2026-03-01"),
        ("INV-2", "Northgate Water", "2026-03-20"),
        ("INV-3", "Meridian Foods", "2026-03-20"),
    ] {
        house.invoice(number, account, "2026-02-10", due).await;
    }
    let raw = house.db.unguarded();
    let invoice = raw.first(Invoice::NUMBER.is(&"INV-1".to_owned())).await.unwrap().unwrap().id;
    let (northgate, amelia, tom) = (house.northgate, house.cookie(house.amelia).await, house.cookie(house.tom).await);
    for (theirs, desk) in [
        ("/invoices".to_owned(), format!("/invoices?account={northgate}")),
        (format!("/invoices/{invoice}"), format!("/invoices/{invoice}")),
        (format!("/invoices/{invoice}/paper"), format!("/invoices/{invoice}/paper")),
        ("/statement".to_owned(), format!("/statement?account={northgate}")),
        ("/statement/paper".to_owned(), format!("/statement/paper?account={northgate}")),
        ("/statement/statement.csv".to_owned(), format!("/statement/statement.csv?account={northgate}")),
        ("/invoices/invoices.csv".to_owned(), format!("/invoices/invoices.csv?account={northgate}")),
    ] {
        let own = house.page(&amelia, &format!("/a/{northgate}{theirs}")).await;
        let seen = house.page(&tom, &format!("/desk{desk}")).await;
        assert_eq!(amounts(&own), amounts(&seen), "{desk}");
        assert!(desk.contains(".csv") == (own == seen), "{desk} holds something else");
        assert!(!seen.contains("INV-3"), "{desk} tells of another customer");
        for customer in [&amelia, &house.cookie(house.chidi).await] {
            assert_eq!(house.get(customer, &format!("/desk{desk}")).await.0, 404, "{desk}");
        }
    }
    for file in [format!("invoices/{invoice}/invoice.pdf"), format!("invoices/invoices.pdf?account={northgate}")] {
        assert_eq!(house.get(&tom, &format!("/desk/{file}")).await.0, 200, "{file}");
    }
}

#[tokio::test]
async fn everybody_s_invoices_bear_names_and_are_never_added_up() {
    let house = House::new().await;
    house.invoice("INV-1", "Northgate Water", "2026-02-10", "2026-03-01").await;
    house.invoice("INV-2", "Meridian Foods", "2026-02-11", "2026-03-20").await;
    let tom = house.cookie(house.tom).await;
    let page = house.page(&tom, "/desk/invoices").await;
    let (first, second) =
        (page.find("Meridian Foods, Diaphragm").unwrap(), page.find("Northgate Water, Diaphragm").unwrap());
    assert!(first < second, "the newest is first");
    assert_eq!(amounts(&page), ["£100.00"; 2], "nothing is added up");
    let found = house.page(&tom, "/desk/invoices?number=inv-1&view=paid&sort=largest").await;
    assert!(found.contains("INV-1") && !found.contains("INV-2"));
    for needs_a_customer in ["statement", "statement/paper", "statement/statement.csv", "invoices/invoices.csv"] {
        assert_eq!(house.get(&tom, &format!("/desk/{needs_a_customer}")).await.0, 404, "{needs_a_customer}");
    }
    let nobody = fresh::<access::Account>();
    for path in ["invoices", "statement", "invoices/invoices.csv"] {
        assert_eq!(house.get(&tom, &format!("/desk/{path}?account={nobody}")).await.0, 404, "{path}");
    }
    // One statement for all names, however many rows there are.
    let (_, few) = store::counted(house.page(&tom, "/desk/invoices")).await;
    let template = house.db.unguarded().first(Invoice::NUMBER.is(&"INV-1".to_owned())).await.unwrap().unwrap();
    let more: Vec<Invoice> = (0..300).map(|_| Invoice { id: fresh(), ..template.clone() }).collect();
    house.db.unguarded().insert_all(&more).await.unwrap();
    let (_, many) = store::counted(house.page(&tom, "/desk/invoices")).await;
    assert_eq!(few, many);
}
