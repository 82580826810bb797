use axum::response::Response;
use front::{Customer, Failure, Form};

use super::{
    statement_view::{Ways, view},
    tell::{may, sites, today},
    way::{STATEMENT, Way},
};
use crate::queries::Statement;

/// What was charged and paid, and what is owed.
pub(super) async fn show(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/statement", &raw, STATEMENT);
    let found = me.ask::<Statement>(None, &way.raw(&[today(&me)])).await?;
    let sites = sites(&me).await?;
    let ways = Ways { pdf: may(&me, "billing.statement_pdf").await?, csv: may(&me, "billing.statement_csv").await? };
    me.page("billing/statement.html", view(&me, &way, &sites, &ways, &found))
}
