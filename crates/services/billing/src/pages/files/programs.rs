//! The same files for programs. What one is told is read by the operation itself, so nothing it does not know is left
//! out; and it names the accounts in a file only where its key may read what they are called.

use access::Account;
use front::FileAnswer;
use gateway::{Query, Raw};
use kernel::Id;

use super::{invoice_paper, invoice_table, list_table, named, papers, statement_paper, statement_table};
use crate::queries::{ExportInvoices, InvoiceCsv, InvoicePapers, InvoicePdf, StatementCsv, StatementPdf};

const CSV: &str = "text/csv";
const PDF: &str = "application/pdf";
const ZIP: &str = "application/zip";

/// The files of billing.
pub(in crate::pages) fn files() -> Vec<FileAnswer> {
    vec![
        FileAnswer {
            operation: ExportInvoices::NAME,
            kind: CSV,
            write: |me, _, told| {
                Box::pin(async move {
                    let sites = named(&me, asked_for(&told)).await?;
                    list_table(me, told, sites).await
                })
            },
        },
        FileAnswer {
            operation: InvoicePapers::NAME,
            kind: PDF,
            write: |me, _, told| Box::pin(papers::told_pdf(me, told)),
        },
        FileAnswer {
            operation: InvoicePapers::NAME,
            kind: ZIP,
            write: |me, _, told| Box::pin(papers::told_zip(me, told)),
        },
        FileAnswer {
            operation: InvoicePdf::NAME,
            kind: PDF,
            write: |me, targets, told| {
                Box::pin(async move {
                    let found = me.ask::<InvoicePdf>(targets.first().copied(), &told).await?;
                    let sites = named(&me, vec![found.invoice.account_id]).await?;
                    invoice_paper(me, &sites, &found).await
                })
            },
        },
        FileAnswer {
            operation: InvoiceCsv::NAME,
            kind: CSV,
            write: |me, targets, told| {
                Box::pin(async move {
                    let found = me.ask::<InvoiceCsv>(targets.first().copied(), &told).await?;
                    Ok(invoice_table(&me, &found))
                })
            },
        },
        FileAnswer {
            operation: StatementPdf::NAME,
            kind: PDF,
            write: |me, _, told| {
                Box::pin(async move {
                    let found = me.ask::<StatementPdf>(None, &told).await?;
                    let sites = named(&me, asked_for(&told)).await?;
                    statement_paper(me, &sites, &found).await
                })
            },
        },
        FileAnswer {
            operation: StatementCsv::NAME,
            kind: CSV,
            write: |me, _, told| {
                Box::pin(async move {
                    let found = me.ask::<StatementCsv>(None, &told).await?;
                    Ok(statement_table(&me, &found))
                })
            },
        },
    ]
}

/// The account whose records are asked for, if one is named.
fn asked_for(told: &Raw) -> Vec<Id<Account>> {
    told.text("account").and_then(|account| account.parse().ok()).into_iter().collect()
}
