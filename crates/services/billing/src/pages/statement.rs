use axum::response::Response;
use front::{Failure, Form, Reader};

use super::{
    statement_view::{Ways, view},
    tell::{may, one_customer, sites, today},
    way::{STATEMENT, Way},
};
use crate::queries::Statement;

/// What was charged and paid, and what is owed.
pub(super) async fn show(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/statement", &raw, STATEMENT);
    one_customer(&me, &way).await?;
    let found = me.ask::<Statement>(None, &way.raw(&[today(&me)])).await?;
    let sites = sites(&me, [found.account]).await?;
    let ways = Ways { pdf: may(&me, "billing.statement_pdf").await?, csv: may(&me, "billing.statement_csv").await? };
    me.page("billing/statement.html", view(&me, &way, &sites, &ways, &found))
}
