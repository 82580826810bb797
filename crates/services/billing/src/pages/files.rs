//! Files: each holds exactly what its page shows, and asks for its own right.

use std::sync::Arc;

use axum::{body::Body, response::Response};
use front::{Failure, Form, Reader, Signed, Targets, file};
use futures::stream;
use gateway::Raw;
use kernel::{Message, Problem};
use words::cells;

use super::{
    tell::{one_customer, say, site, sites, today},
    way::{LIST, STATEMENT, Way},
};
use crate::{
    pdf::{self, Paper},
    queries::{
        ExportInvoices, ExportPage, InvoiceCsv, InvoicePapers, InvoicePdf, InvoiceView, Site, StatementCsv,
        StatementPdf,
    },
    sheets::{self, Sheet},
};
use tables::{INVOICES, LINES, STATEMENT_ENTRIES};

mod tables;

/// The list as a table, as long as it is: read and sent piece by piece.
pub(super) async fn list_csv(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/invoices", &raw, LIST);
    let head = cells::head(INVOICES);
    let sites = names(&me, &way).await?;
    // What would be refused is refused before anything is sent.
    let first = piece(&me, &way, None).await?;
    let begun = (first, head);
    let pieces = stream::try_unfold(Some((begun, me, way, sites)), |state| async move {
        let Some(((page, mut bytes), me, way, sites)) = state else { return Ok::<_, Problem>(None) };
        bytes.extend(tables::invoices(&me, &sites, &page.invoices));
        let next = match page.next {
            Some(next) => {
                let page = piece(&me, &way, Some(next)).await.map_err(|failure| failure.0)?;
                Some(((page, Vec::new()), me, way, sites))
            }
            None => None,
        };
        Ok(Some((bytes, next)))
    });
    Ok(file("text/csv; charset=utf-8", "invoices.csv", Body::from_stream(pieces)))
}

/// Every invoice of the list on paper, one after the other.
pub(super) async fn list_pdf(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/invoices", &raw, LIST);
    let sites = names(&me, &way).await?;
    let found = me.ask::<InvoicePapers>(None, &Raw::Form(whole(&way)?)).await?;
    let sheets = found.iter().map(|found| paper(&me, &sites, found)).collect();
    let title = say(&me, "billing-title");
    print(me, title, "invoices.pdf".to_owned(), sheets).await
}

/// One invoice on paper.
pub(super) async fn invoice_pdf(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let found = me.ask::<InvoicePdf>(Some(targets.one()?), &Raw::empty()).await?;
    let sites = sites(&me, [found.invoice.account_id]).await?;
    let sheet = paper(&me, &sites, &found);
    let title = sheet.title.clone();
    let name = format!("{}.pdf", safe(&title));
    print(me, title, name, vec![sheet]).await
}

/// The lines of one invoice as a table.
pub(super) async fn invoice_csv(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let found = me.ask::<InvoiceCsv>(Some(targets.one()?), &Raw::empty()).await?;
    let name = format!("{}.csv", safe(&sheets::title(&**me, &found.invoice)));
    let bytes = [cells::head(LINES), tables::lines(&found)].concat();
    Ok(file("text/csv; charset=utf-8", &name, Body::from(bytes)))
}

/// A statement on paper.
pub(super) async fn statement_pdf(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/statement", &raw, STATEMENT);
    let sites = names(&me, &way).await?;
    let found = me.ask::<StatementPdf>(None, &way.raw(&[today(&me)])).await?;
    let sheets = sheets::statement(&**me, site(&sites, found.account.uuid()), &found);
    let title = say(&me, "billing-statement");
    let name = format!("{}-{}.pdf", safe(&title), found.until);
    print(me, title, name, sheets).await
}

/// A statement as a table.
pub(super) async fn statement_csv(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/statement", &raw, STATEMENT);
    one_customer(&me, &way).await?;
    let found = me.ask::<StatementCsv>(None, &way.raw(&[today(&me)])).await?;
    let name = format!("{}-{}.csv", safe(&say(&me, "billing-statement")), found.until);
    let bytes = [cells::head(STATEMENT_ENTRIES), tables::statement(&found)].concat();
    Ok(file("text/csv; charset=utf-8", &name, Body::from(bytes)))
}

async fn piece(me: &Signed, way: &Way, at: Option<String>) -> Result<ExportPage, Failure> {
    let mut pairs = whole(way)?;
    pairs.extend(at.map(|at| ("at".to_owned(), at)));
    me.ask::<ExportInvoices>(None, &Raw::Form(pairs)).await
}

/// What narrows and orders the list. The page's own place counts for the page only: a file begins at the head.
fn whole(way: &Way) -> Result<Vec<(String, String)>, Failure> {
    let Raw::Form(mut pairs) = way.raw(&[]) else { return Err(Problem::unexpected("a way is a form").into()) };
    pairs.retain(|(name, _)| name != "at");
    Ok(pairs)
}

/// The accounts a file names. At the desk it is of one customer: what is taken away has a name on it.
async fn names(me: &Signed, way: &Way) -> Result<Vec<Site>, Failure> {
    match one_customer(me, way).await? {
        Some(one) => Ok(vec![one]),
        None => sites(me, []).await,
    }
}

fn paper(me: &Signed, sites: &[Site], found: &InvoiceView) -> Sheet {
    sheets::invoice(&**me, &me.brand, site(sites, found.invoice.account_id.uuid()), found)
}

/// Draws away from the threads that answer.
async fn print(me: Reader, title: String, name: String, sheets: Vec<Sheet>) -> Result<Response, Failure> {
    let paper =
        Paper { title, language: me.locale.to_string(), brand: Arc::clone(&me.brand), made: me.formats.now(), sheets };
    let drawn = tokio::task::spawn_blocking(move || {
        let page = |page: i64, of: i64| me.say(&Message::new("billing-paper-page").with("page", page).with("of", of));
        pdf::draw(&paper, &page)
    });
    let bytes = drawn.await.map_err(Problem::unexpected)?.map_err(Problem::unexpected)?;
    Ok(file("application/pdf", &name, Body::from(bytes)))
}

/// A name for a file: letters, digits and hyphens.
fn safe(words: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let name: String = words.chars().map(plain).collect();
    let parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "file".to_owned() } else { parts.join("-") }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_file_has_a_plain_name() {
        assert_eq!(safe("Invoice INV-20418"), "Invoice-INV-20418");
        assert_eq!(safe("../\"x\"\r\n"), "x");
        assert_eq!(safe("发票"), "file");
    }
}
