//! Documents that a service refuses.

use sync::Mapping;

use super::{PACE, Shop};

#[tokio::test]
async fn a_document_that_a_service_refuses_leaves_nothing_behind() {
    let shop = Shop::new().await;
    // Each line brings an invoice of Anna's and a new customer; Ben's number is Anna's, so he is refused, and with him
    // the invoice, although it was fine.
    let clash = r#"
name = "clash"
feed = { name = "clash", system = "Clash" }
[[file]]
name = "clash.csv"
key = "no"
[[part]]
kind = "invoice"
operation = "billing.ingest_invoice"
remote = "key"
when = [{ any = { column = "what", one_of = ["invoice"] } }]
[part.document]
id = "key"
account = { constant = "Anna" }
kind = { constant = "invoice" }
number = "key"
issued_on = { constant = "2026-03-12" }
currency = { constant = "GBP" }
[part.lines.of]
quantity = { constant = 1 }
unit_price = { constant = 1 }
[[part]]
kind = "account"
operation = "accounts.ingest_account"
remote = { text = { column = "who" } }
[part.document]
remote_id = { text = { column = "who" } }
reference = { text = { column = "number" } }
name = { text = { column = "who" } }
kind = { constant = "company" }
"#;
    let mapping = Mapping::parse(clash).unwrap();
    let file = shop.write("clash.csv", "no,what,who,number\n1,,Anna,7\n2,invoice,Ben,7\n3,invoice,Dev,8\n");
    let summary = sync::import(&shop.gateway, &mapping, &[file], &PACE, &|_| {}).await.unwrap();
    assert_eq!((summary.created, summary.unchanged, summary.quarantined), (2, 0, 1));
    assert_eq!(shop.document("2").await.reason.0.id, "accounts-ingest-taken");
    let rows = shop.rows().await;
    assert_eq!((rows["accounts"], rows["billing_invoices"], rows["sync_marks"]), (2, 1, 3));
    // The journal tells of what came in, in its order, and of nothing else.
    let told = shop.db.unguarded().find(journal::Entry::EVENT.is_in(&told_of())).await.unwrap();
    let told: Vec<&str> = told.iter().map(|entry| entry.command.as_str()).collect();
    assert_eq!(told, ["accounts.ingest_account", "billing.ingest_invoice", "accounts.ingest_account"]);
}

/// What the journal calls accounts and invoices that came in.
fn told_of() -> [String; 2] {
    ["accounts.ingested", "billing.invoice_received"].map(str::to_owned)
}
