//! What an invoice's pages say of the questions about it.

use axum::http::StatusCode;
use billing::{Invoice, InvoiceLine};
use guard::Browser;

use crate::{quarantine::imported, world::member};

#[tokio::test]
async fn an_invoice_says_what_is_asked_about_it_until_that_is_closed() {
    let portal = imported(None).await;
    let raw = portal.app.db.unguarded();
    let invoice = raw.first(Invoice::ID.is_known()).await.unwrap().expect("an invoice");
    let line = raw.first(InvoiceLine::INVOICE_ID.is(&invoice.id)).await.unwrap().expect("a line of it");
    let home = format!("/a/{}", invoice.account_id);
    let (page, list) =
        (format!("{home}/invoices/{}", invoice.id), format!("{home}/invoices?view=all&number={}", invoice.number));
    let ada = portal.browser(member(raw, "Ada", invoice.account_id, "admin").await.unwrap().person).await;
    let bea = portal.browser(member(raw, "Bea", invoice.account_id, "billing").await.unwrap().person).await;
    assert!(!text(&ada, &page).await.contains("is open about"));

    let about = format!("invoice:{}:{}", invoice.id, line.id);
    let told = [("about", about.as_str()), ("subject", "The price"), ("body", "Is it what we agreed?")];
    let told = told.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let asked = ada.post(&format!("{home}/cases/new"), &told).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let case = asked.header("location");
    let shown = text(&ada, &page).await;
    assert!(shown.contains(&format!("href=\"{case}\"")) && shown.contains("is open about line"), "{shown}");
    let listed = text(&ada, &list).await;
    assert!(listed.contains(&invoice.number) && listed.contains("queried, "), "{listed}");
    // She reads the invoice, but not what a colleague asks.
    for path in [&page, &list] {
        let shown = text(&bea, path).await;
        assert!(shown.contains(&invoice.number) && !shown.contains(&case), "{shown}");
    }

    assert_eq!(ada.post(&format!("{case}/closure"), &[]).await.status, StatusCode::SEE_OTHER);
    for path in [&page, &list] {
        assert!(!text(&ada, path).await.contains(&format!("href=\"{case}\"")), "{path}: it is closed");
    }
}

/// A page, with its addresses as they are typed.
async fn text(browser: &Browser<'_>, path: &str) -> String {
    browser.get(path).await.text().replace("&#x2f;", "/")
}
