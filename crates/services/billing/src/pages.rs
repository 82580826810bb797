//! Pages of invoices and statements, and the files they offer.

mod files;
mod invoice;
mod invoice_view;
mod list;
mod list_view;
mod owed_view;
mod paper;
mod state;
mod statement;
mod statement_view;
mod tell;
mod way;

use front::{Audience, MenuItem, Pages};

/// The pages of billing.
pub fn pages() -> Pages {
    Pages::new()
        .customer("GET", "/invoices", list::show, Some("billing.list_invoices"))
        .customer("GET", "/invoices/invoices.csv", files::list_csv, Some("billing.export_invoices"))
        .customer("GET", "/invoices/invoices.pdf", files::list_pdf, Some("billing.invoice_papers"))
        .customer("GET", "/invoices/{invoice}", invoice::show, Some("billing.read_invoice"))
        .customer("GET", "/invoices/{invoice}/paper", paper::invoice, Some("billing.read_invoice"))
        .customer("GET", "/invoices/{invoice}/invoice.pdf", files::invoice_pdf, Some("billing.invoice_pdf"))
        .customer("GET", "/invoices/{invoice}/lines.csv", files::invoice_csv, Some("billing.invoice_csv"))
        .customer("GET", "/statement", statement::show, Some("billing.statement"))
        .customer("GET", "/statement/paper", paper::statement, Some("billing.statement"))
        .customer("GET", "/statement/statement.pdf", files::statement_pdf, Some("billing.statement_pdf"))
        .customer("GET", "/statement/statement.csv", files::statement_csv, Some("billing.statement_csv"))
        .menu(MenuItem {
            label: "billing-menu",
            icon: "receipt-text",
            path: "/invoices",
            audience: Audience::Customer,
            action: "billing.list_invoices",
            order: 40,
            group: Some("front-group-buying"),
        })
}
