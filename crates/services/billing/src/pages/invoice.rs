use axum::response::Response;
use front::{Failure, Form, Reader, Targets};
use gateway::Raw;

use super::{
    asked::questions,
    invoice_view::{Ways, view},
    tell::{may, site, sites},
};
use crate::queries::ShowInvoice;

/// One invoice; a long one from the line the address names.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let found = me.ask::<ShowInvoice>(Some(targets.one()?), &Raw::empty()).await?;
    let sites = sites(&me, [found.invoice.account_id]).await?;
    let ways = Ways {
        pdf: may(&me, "billing.invoice_pdf").await?,
        csv: may(&me, "billing.invoice_csv").await?,
        orders: may(&me, "orders.read").await?,
    };
    let asked = questions(&me, [found.invoice.id]).await?.into_values().flatten().collect();
    let site = site(&sites, found.invoice.account_id.uuid());
    let first = raw.text("line").and_then(|line| line.parse::<i64>().ok()).unwrap_or(1);
    me.page("billing/invoice.html", view(&me, site, &ways, asked, &found, first))
}
