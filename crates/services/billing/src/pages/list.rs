use axum::response::Response;
use front::{Failure, Form, Reader};
use kernel::Date;

use super::{
    asked::questions,
    list_view::{Around, view},
    statement_view::{FEW, latest},
    tell::{chosen, may, sites, today},
    way::{LIST, Way},
};
use crate::queries::{ListInvoices, Statement};

/// The list of invoices: what is owed, what there is, and what happened last.
pub(super) async fn show(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/invoices", &raw, LIST);
    let chosen = chosen(&me, &way).await?;
    let found = me.ask::<ListInvoices>(None, &way.raw(&[today(&me)])).await?;
    let of_one = !way.is_of_everybody();
    let sites = match &chosen {
        Some(one) => vec![one.clone()],
        None => sites(&me, found.invoices.rows.iter().map(|invoice| invoice.account_id)).await?,
    };
    let may_state = of_one && may(&me, "billing.statement").await?;
    let statement = if may_state && way.is_plain() && found.all.rows > 0 {
        let plain = Way::read(&me, "/statement", &raw, &["account"]);
        // From the year of the newest document, which is known here, to today: what was paid since is told, too.
        let year = found.newest.and_then(|newest| Date::new(newest.year(), 1, 1));
        let days = year.map(|year| [("since", year.to_string()), ("until", me.formats.today().to_string())]);
        let asked = [today(&me), ("last", FEW.to_string())].into_iter().chain(days.into_iter().flatten());
        Some(me.ask::<Statement>(None, &plain.raw(&asked.collect::<Vec<_>>())).await?)
    } else {
        None
    };
    let asked = questions(&me, found.invoices.rows.iter().map(|invoice| invoice.id)).await?;
    let around = Around {
        sites: &sites,
        asked,
        chosen,
        statement: may_state,
        orders: may(&me, "orders.read").await?,
        exports: of_one && may(&me, "billing.export_invoices").await?,
        pdf: may(&me, "billing.invoice_pdf").await?,
        papers: of_one && may(&me, "billing.invoice_papers").await?,
    };
    let latest = statement.as_ref().and_then(|statement| latest(&me, &way, statement));
    me.page("billing/invoices.html", view(&me, &way, &around, found, latest))
}
