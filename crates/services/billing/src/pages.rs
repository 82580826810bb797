//! Pages of invoices and statements, and the files they offer.

mod asked;
mod files;
mod invoice;
mod invoice_view;
mod list;
mod list_view;
mod owed_view;
mod paper;
mod receipt;
mod state;
mod statement;
mod statement_view;
mod tell;
mod way;

use front::{AccountLink, Audience, MenuItem, Pages};

/// The pages of billing.
pub fn pages() -> Pages {
    let line = MenuItem {
        label: "billing-title",
        icon: "receipt-text",
        path: "/invoices",
        audience: Audience::Customer,
        action: "billing.list_invoices",
        order: 320,
        group: Some("front-group-buying"),
    };
    let desk = MenuItem { audience: Audience::Desk, order: 30, group: None, ..line.clone() };
    Pages::new()
        .reader("GET", "/invoices", list::show, Some("billing.list_invoices"))
        .reader("GET", "/invoices/invoices.csv", files::list_csv, Some("billing.export_invoices"))
        .reader("GET", "/invoices/invoices.pdf", files::papers::list_pdf, Some("billing.invoice_papers"))
        .reader("GET", "/invoices/invoices.zip", files::papers::list_zip, Some("billing.invoice_papers"))
        .reader("GET", "/invoices/{invoice}", invoice::show, Some("billing.read_invoice"))
        .reader("GET", "/invoices/{invoice}/paper", paper::invoice, Some("billing.read_invoice"))
        .reader("GET", "/invoices/{invoice}/invoice.pdf", files::invoice_pdf, Some("billing.invoice_pdf"))
        .reader("GET", "/invoices/{invoice}/lines.csv", files::invoice_csv, Some("billing.invoice_csv"))
        .linked("GET", "/invoice", paper::linked, "billing.read_invoice")
        .linked("GET", "/invoice/invoice.pdf", files::linked_pdf, "billing.invoice_pdf")
        .reader("GET", "/receipts/{receipt}", receipt::show, Some("billing.read_receipt"))
        .reader("GET", "/statement", statement::show, Some("billing.statement"))
        .reader("GET", "/statement/paper", paper::statement, Some("billing.statement"))
        .reader("GET", "/statement/statement.pdf", files::statement_pdf, Some("billing.statement_pdf"))
        .reader("GET", "/statement/statement.csv", files::statement_csv, Some("billing.statement_csv"))
        .files(files::programs::files())
        .account_link(AccountLink {
            label: "billing-title",
            icon: "receipt-text",
            path: "/invoices?account=",
            action: "billing.list_invoices",
            count: Some("billing.count"),
            newest: Some("billing.newest"),
            order: 20,
        })
        .menu(line)
        .menu(desk)
}
