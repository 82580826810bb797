//! An invoice of many lines: every one of them is shown, page by page, and stands in its files.

use billing::{Invoice, InvoiceLine};

use crate::{house::House, world::fresh};

/// How many lines the invoice has.
const LINES: i64 = 10_250;

/// An invoice of Northgate's with so many lines; gives its path below Northgate's door.
async fn long(house: &House) -> String {
    house.invoice("INV-1", "Northgate Water", "2026-02-10", "2026-03-20").await;
    let raw = house.db.unguarded();
    let invoice = raw.first(Invoice::NUMBER.is(&"INV-1".to_owned())).await.unwrap().unwrap();
    format!("/a/{}/invoices/{}", house.northgate, invoice.id)
}

/// Gives it the rest of its lines: each says which one it is.
async fn lengthen(house: &House) {
    let raw = house.db.unguarded();
    let first = raw.first(InvoiceLine::ORDINAL.is(&1)).await.unwrap().unwrap();
    let line = |ordinal: i64| InvoiceLine {
        id: fresh(),
        ordinal,
        description: Some(format!("Diaphragm {ordinal}.")),
        ..first.clone()
    };
    raw.insert_all(&(2..=LINES).map(line).collect::<Vec<_>>()).await.unwrap();
}

#[tokio::test]
async fn every_line_of_a_long_invoice_can_be_reached_and_stands_in_its_table() {
    let house = House::new().await;
    let (path, amelia) = (long(&house).await, house.cookie(house.amelia).await);
    // The first time, it is noted that she is here.
    house.page(&amelia, &path).await;
    let (short, few) = store::counted(house.page(&amelia, &path)).await;
    assert!(!short.contains("rel=\"next\""), "one line is all there is");
    lengthen(&house).await;
    let (mut page, many) = store::counted(house.page(&amelia, &path)).await;
    assert_eq!(few, many, "it asks as often for many lines as for one");
    assert!(page.contains("Lines 1 to 200 of 10,250"), "{page}");
    let mut seen = 1;
    loop {
        while page.contains(&format!("Diaphragm {}.", seen + 1)) {
            seen += 1;
        }
        let Some((_, rest)) = page.split_once("rel=\"next\" href=\"") else { break };
        let next = rest.split('"').next().unwrap().to_owned();
        page = house.page(&amelia, &next).await;
    }
    assert_eq!(seen, LINES);
    assert!(page.contains("Lines 10,201 to 10,250 of 10,250") && page.contains("rel=\"prev\""), "{page}");
    let table = house.page(&amelia, &format!("{path}/lines.csv")).await;
    assert_eq!(table.lines().count(), 10_251, "a head, and a row for each line");
    assert!(table.lines().last().unwrap().contains("Diaphragm 10250."));
    for odd in ["99999", "-3", "x", ""] {
        let (status, page) = house.get(&amelia, &format!("{path}?line={odd}")).await;
        assert_eq!(status, 200, "{odd}");
        assert!(page.contains("Lines 1 to 200 of"), "{odd}");
    }
}
