use axum::response::Response;
use front::{Failure, Form, Linked, Reader, Targets};
use gateway::Raw;
use serde::Serialize;

use super::{
    tell::{may, one_customer, say, site, sites, today},
    way::{STATEMENT, Way},
};
use crate::{
    queries::{ShowInvoice, Statement},
    sheets::{self, Sheet},
};

/// Documents as they print.
#[derive(Serialize)]
struct Paper {
    title: String,
    back: String,
    pdf: Option<String>,
    sheets: Vec<Sheet>,
}

/// An invoice as it prints.
pub(super) async fn invoice(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let id = targets.one()?;
    let found = me.ask::<ShowInvoice>(Some(id), &Raw::empty()).await?;
    let sites = sites(&me, [found.invoice.account_id]).await?;
    let site = site(&sites, found.invoice.account_id.uuid());
    let back = me.address(&format!("/invoices/{}", found.invoice.id));
    let view = Paper {
        title: sheets::title(&**me, &found.invoice),
        pdf: may(&me, "billing.invoice_pdf").await?.then(|| format!("{back}/invoice.pdf")),
        sheets: vec![sheets::invoice(&**me, &me.brand, site, &found)],
        back,
    };
    me.page("billing/paper.html", view)
}

/// An invoice as it prints, for whoever opened a link to it.
pub(super) async fn linked(me: Linked) -> Result<Response, Failure> {
    let found = me.ask::<ShowInvoice>(&Raw::empty()).await?;
    let view = Paper {
        title: sheets::title(&*me, &found.invoice),
        pdf: Some(format!("{}/invoice.pdf", me.record())),
        sheets: vec![sheets::invoice(&*me, &me.brand, None, &found)],
        back: me.record(),
    };
    me.page("billing/paper.html", view)
}

/// A statement as it prints.
pub(super) async fn statement(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/statement", &raw, STATEMENT);
    one_customer(&me, &way).await?;
    let found = me.ask::<Statement>(None, &way.raw(&[today(&me)])).await?;
    let sites = sites(&me, [found.account]).await?;
    let site = site(&sites, found.account.uuid());
    let pdf = way.at(me.address("/statement/statement.pdf")).to(&[]);
    let view = Paper {
        title: say(&me, "billing-statement"),
        back: way.to(&[]),
        pdf: may(&me, "billing.statement_pdf").await?.then_some(pdf),
        sheets: sheets::statement(&**me, site, &found),
    };
    me.page("billing/paper.html", view)
}
