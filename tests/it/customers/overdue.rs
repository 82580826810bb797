//! What customers have overdue stands beside their names, told by the service that keeps invoices; where there is none,
//! nothing is said of it.

use accounts::desk::{CountPeople, ListCustomers};
use billing::{Basis, Document, Invoice, ListSites};
use directory::{Account, fold};
use gateway::{Figure, Raw};
use kernel::{Currency, Id, Money};
use store::counted;
use sync::Feed;

use super::stage::{Desk, words_of};
use crate::world::{START, fresh};

/// An invoice of a feed, with what is left to pay of it.
pub fn invoice(of: (Id<Feed>, Id<access::Account>), due: &str, currency: Currency, left: Option<i64>) -> Invoice {
    let (feed_id, account_id) = of;
    Invoice {
        id: fresh(),
        account_id,
        feed_id,
        document: Document::Invoice,
        number: "INV-1".into(),
        number_fold: "inv-1".into(),
        issued_on: "2026-01-02".parse().unwrap(),
        issued_at: None,
        due_on: Some(due.parse().unwrap()),
        due_derived: false,
        terms_days: None,
        currency,
        net_minor: None,
        tax_minor: None,
        total_minor: 500_000,
        total_derived: false,
        balance_minor: left,
        basis: if left.is_some() { Basis::Stated } else { Basis::Unknown },
        purchase_order: None,
        order_number: None,
        order_ref: None,
        corrects: None,
        corrects_id: None,
        bill_to: None,
        first_item: None,
        line_count: 0,
        observed_at: START,
        source: "Sage 200".into(),
        search_fold: String::new(),
    }
}

/// Books in which Northgate is late with two invoices, and its depot with one, while of two nobody knows.
async fn books() -> Desk {
    let desk = Desk::with_books().await;
    let raw = desk.db.unguarded();
    let feed = Feed { id: fresh(), name: "books".into(), system: "Sage 200".into(), created_at: START };
    raw.insert(&feed).await.unwrap();
    let (northgate, depot) = ((feed.id, desk.northgate), (feed.id, desk.depot));
    let late = |left| invoice(northgate, "2026-03-09", Currency::GBP, Some(left));
    let rows = [
        late(350_000),
        invoice(northgate, "2026-03-11", Currency::GBP, Some(37_240)),
        invoice(northgate, "2026-03-12", Currency::GBP, Some(1)),
        late(0),
        Invoice { due_on: None, ..late(2) },
        Invoice { document: Document::CreditNote, ..late(-700) },
        invoice(depot, "2026-03-11", Currency::EUR, Some(1_050)),
        invoice(depot, "2026-03-01", Currency::GBP, None),
        invoice(depot, "2026-03-02", Currency::GBP, None),
        invoice(depot, "2026-04-01", Currency::GBP, None),
    ];
    raw.insert_all(&rows).await.unwrap();
    desk
}

/// What is told of one account: how much, and in which words that is put.
fn of(figures: &[Figure], account: Id<access::Account>) -> Vec<(Option<Money>, &str)> {
    let of_it = figures.iter().filter(|figure| figure.account == account);
    of_it.map(|figure| (figure.amount, figure.note.as_ref().map_or("", |note| &*note.id))).collect()
}

#[tokio::test]
async fn what_is_overdue_stands_beside_each_customer_and_currencies_are_not_added() {
    let desk = books().await;
    let toms = desk.toms().await;
    let three = [desk.northgate, desk.depot, desk.group];
    let (columns, cost) = store::counted(desk.gateway.figures(&toms, &three)).await;
    let columns = columns.unwrap();
    assert_eq!((columns.len(), columns[0].label, cost), (1, "billing-overdue", 1));
    let told = &columns[0].figures;
    let pounds = Money::new(387_240, Currency::GBP);
    assert_eq!(of(told, desk.northgate), [(Some(pounds), "billing-overdue-days")]);
    let euros = Money::new(1_050, Currency::EUR);
    assert_eq!(of(told, desk.depot), [(Some(euros), "billing-overdue-days"), (None, "billing-overdue-unknown")]);
    assert!(of(told, desk.group).is_empty());
    let (one, cost) = store::counted(desk.gateway.figures(&toms, &three[..1])).await;
    assert_eq!((one.unwrap()[0].figures.len(), cost), (1, 1), "as often for one as for three, and of no other");

    let cookie = desk.door(desk.tom).await;
    let says = words_of(&desk.get(&cookie, "/desk/customers").await.body);
    for words in ["People Overdue Last seen", "£3,872.40 3 days", "€10.50 1 day Not known for 2 invoices", "None"] {
        assert!(says.contains(words), "{words}: {says}");
    }
    for (account, words) in
        [(desk.northgate, "Facts Overdue £3,872.40 3 days"), (desk.depot, "€10.50 1 day"), (desk.group, "Overdue None")]
    {
        let says = words_of(&desk.get(&cookie, &format!("/desk/customers/{account}")).await.body);
        assert!(says.contains(words), "{words}: {says}");
    }
}

#[tokio::test]
async fn what_is_overdue_is_told_to_nobody_who_may_not_ask_and_by_no_portal_without_books() {
    let desk = books().await;
    let amelia = desk.amelias().await;
    assert!(desk.gateway.figures(&amelia, &[desk.northgate]).await.unwrap().is_empty());
    let without = Desk::new().await;
    let toms = without.toms().await;
    assert!(without.gateway.figures(&toms, &[without.northgate]).await.unwrap().is_empty());
    let listed = without.gateway.ask::<ListCustomers>(&toms, None, &Raw::empty()).await.unwrap();
    assert_eq!(listed.accounts.rows.len(), 4);
    let cookie = without.door(without.tom).await;
    let says = words_of(&without.get(&cookie, "/desk/customers").await.body);
    assert!(says.contains("People Last seen") && !says.contains("Overdue"), "{says}");
    let says = words_of(&without.get(&cookie, &format!("/desk/customers/{}", without.northgate)).await.body);
    assert!(says.contains("Facts") && !says.contains("Overdue"), "{says}");
}

#[tokio::test]
async fn whoever_names_more_accounts_than_a_page_has_is_told_of_each_once() {
    let desk = books().await;
    let toms = desk.toms().await;
    let mut many: Vec<Id<access::Account>> = (0..450).map(|_| fresh()).collect();
    many.extend([desk.northgate, desk.northgate]);
    let columns = desk.gateway.figures(&toms, &many).await.unwrap();
    let pounds = Money::new(387_240, Currency::GBP);
    assert_eq!(of(&columns[0].figures, desk.northgate), [(Some(pounds), "billing-overdue-days")]);
    let named = many.iter().map(|account| ("accounts".to_owned(), account.to_string()));
    let people = desk.ask::<CountPeople>(None, &Raw::Form(named.collect())).await.unwrap();
    let told: Vec<_> = people.iter().map(|of| (of.account, of.people.rows)).collect();
    assert_eq!(told, [(desk.northgate, 1)]);
}

#[tokio::test]
async fn every_account_whose_invoices_may_be_seen_is_named_however_many_there_are() {
    let desk = books().await;
    // The first time, things are read that are then kept in memory.
    desk.ask::<ListSites>(None, &Raw::empty()).await.unwrap();
    let (_, of_four) = counted(desk.ask::<ListSites>(None, &Raw::empty())).await;
    let raw = desk.db.unguarded();
    let depot = raw.first(Account::ID.is(&desk.depot)).await.unwrap().unwrap();
    let depots = (0..1_150).map(|number| {
        let name = format!("Depot {number}");
        Account { id: fresh(), name_fold: fold(&name), name, reference: None, ..depot.clone() }
    });
    raw.insert_all(&depots.collect::<Vec<_>>()).await.unwrap();
    let (sites, statements) = counted(desk.ask::<ListSites>(None, &Raw::empty())).await;
    assert_eq!((sites.unwrap().len(), statements), (1_150 + 4, of_four), "as often for many as for four");
}
