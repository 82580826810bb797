//! Files: each holds exactly what its page shows, and asks for a right beyond that to look.

use std::sync::Arc;

use access::{Account, Actor};
use axum::{body::Body, response::Response};
use front::{Export, Failure, Form, Linked, Reader, Signed, Targets, Visit, file};
use gateway::{Query as _, Raw};
use kernel::{Id, Message, Problem};
use uuid::Uuid;
use words::cells;

use super::{
    tell::{one_customer, say, site, sites, today},
    way::{LIST, STATEMENT, Way},
};
use crate::{
    pdf::{self, PRESS, Paper},
    queries::{
        ExportInvoices, ExportPage, InvoiceCsv, InvoicePdf, InvoiceView, ListSites, Site, StatementCsv, StatementPdf,
        StatementView,
    },
    sheets::{self, Sheet},
};
use tables::{INVOICES, LINES, STATEMENT_ENTRIES};

pub(super) mod papers;
pub(super) mod programs;
mod tables;
mod zipped;

/// The list as a table, as long as it is: read and sent piece by piece.
pub(super) async fn list_csv(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/invoices", &raw, LIST);
    let sites = names(&me, &way).await?;
    list_table(me, Raw::Form(whole(&way)?), sites).await
}

/// The same of what the list is told.
async fn list_table(me: Reader, told: Raw, sites: Vec<Site>) -> Result<Response, Failure> {
    Invoices { sites }.table(me, told, "invoices.csv", cells::head(INVOICES)).await
}

/// The list as a table, in which these places are named.
struct Invoices {
    sites: Vec<Site>,
}

impl Export for Invoices {
    type Asks = ExportInvoices;

    async fn rows(&self, me: &Signed, piece: ExportPage) -> Result<(Vec<u8>, Option<String>), Failure> {
        Ok((tables::invoices(me, &self.sites, &piece.invoices), piece.next))
    }
}

/// One invoice on paper.
pub(super) async fn invoice_pdf(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let found = me.ask::<InvoicePdf>(Some(targets.one()?), &Raw::empty()).await?;
    let sites = sites(&me, [found.invoice.account_id]).await?;
    invoice_paper(me, &sites, &found).await
}

async fn invoice_paper(me: Reader, sites: &[Site], found: &InvoiceView) -> Result<Response, Failure> {
    let paper = alone(&me, sites, found);
    let name = format!("{}.pdf", safe(&paper.title));
    print(reader_of(&me), move |says| me.say(says), &name, paper).await
}

/// The same for whoever opened a link to it.
pub(super) async fn linked_pdf(me: Linked) -> Result<Response, Failure> {
    let found = me.ask::<InvoicePdf>(&Raw::empty()).await?;
    let paper = alone(&me, &[], &found);
    let name = format!("{}.pdf", safe(&paper.title));
    print(me.link().id.uuid(), move |says| me.say(says), &name, paper).await
}

/// The lines of one invoice as a table.
pub(super) async fn invoice_csv(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let found = me.ask::<InvoiceCsv>(Some(targets.one()?), &Raw::empty()).await?;
    Ok(invoice_table(&me, &found))
}

fn invoice_table(me: &Reader, found: &InvoiceView) -> Response {
    let name = format!("{}.csv", safe(&sheets::title(&***me, &found.invoice)));
    let bytes = [cells::head(LINES), tables::lines(found)].concat();
    file("text/csv; charset=utf-8", &name, Body::from(bytes))
}

/// A statement on paper.
pub(super) async fn statement_pdf(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/statement", &raw, STATEMENT);
    let sites = names(&me, &way).await?;
    let found = me.ask::<StatementPdf>(None, &way.raw(&[today(&me)])).await?;
    statement_paper(me, &sites, &found).await
}

async fn statement_paper(me: Reader, sites: &[Site], found: &StatementView) -> Result<Response, Failure> {
    let sheets = sheets::statement(&**me, site(sites, found.account.uuid()), found);
    let title = say(&me, "billing-statement");
    let name = format!("{}-{}.pdf", safe(&title), found.until);
    let paper = on_paper(&me, title, sheets);
    print(reader_of(&me), move |says| me.say(says), &name, paper).await
}

/// A statement as a table.
pub(super) async fn statement_csv(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let way = Way::read(&me, "/statement", &raw, STATEMENT);
    one_customer(&me, &way).await?;
    let found = me.ask::<StatementCsv>(None, &way.raw(&[today(&me)])).await?;
    Ok(statement_table(&me, &found))
}

fn statement_table(me: &Reader, found: &StatementView) -> Response {
    let name = format!("{}-{}.csv", safe(&say(me, "billing-statement")), found.until);
    let bytes = [cells::head(STATEMENT_ENTRIES), tables::statement(found)].concat();
    file("text/csv; charset=utf-8", &name, Body::from(bytes))
}

/// What narrows and orders the list. The page's own place counts for the page only: a file begins at the head.
fn whole(way: &Way) -> Result<Vec<(String, String)>, Failure> {
    let Raw::Form(mut pairs) = way.raw(&[]) else { return Err(Problem::unexpected("a way is a form").into()) };
    pairs.retain(|(name, _)| name != "from");
    Ok(pairs)
}

/// The accounts a file names. At the desk it is of one customer: what is taken away has a name on it.
async fn names(me: &Signed, way: &Way) -> Result<Vec<Site>, Failure> {
    match one_customer(me, way).await? {
        Some(one) => Ok(vec![one]),
        None => sites(me, []).await,
    }
}

/// What the accounts are called that a file names, as far as that may be read.
async fn named(me: &Signed, shown: Vec<Id<Account>>) -> Result<Vec<Site>, Failure> {
    if me.may(ListSites::NAME) { sites(me, shown).await } else { Ok(Vec::new()) }
}

fn sheet_of(visit: &Visit, sites: &[Site], found: &InvoiceView) -> Sheet {
    sheets::invoice(visit, &visit.brand, site(sites, found.invoice.account_id.uuid()), found)
}

/// One invoice as the file it is alone.
fn alone(visit: &Visit, sites: &[Site], found: &InvoiceView) -> Paper {
    let sheet = sheet_of(visit, sites, found);
    on_paper(visit, sheet.title.clone(), vec![sheet])
}

fn on_paper(visit: &Visit, title: String, sheets: Vec<Sheet>) -> Paper {
    let (language, brand) = (visit.locale.to_string(), Arc::clone(&visit.brand));
    Paper { title, language, brand, made: visit.formats.now(), sheets }
}

/// For whom papers are drawn: the person, or staff who look with their eyes.
fn reader_of(me: &Signed) -> Uuid {
    let hand = if let Actor::Person(hand) = me.principal().actor { hand } else { me.person() };
    hand.uuid()
}

/// Draws a paper for a reader: a person, or a link.
async fn print(
    reader: Uuid,
    say: impl Fn(&Message) -> String + Send + 'static,
    name: &str,
    paper: Paper,
) -> Result<Response, Failure> {
    let bytes = PRESS.draw(reader, away(say, move |page| pdf::draw(&paper, page).map_err(Problem::unexpected))).await?;
    Ok(file("application/pdf", name, Body::from(bytes)))
}

/// Drawing, for the press, with the words for the number of a page among all.
fn away<T: 'static>(
    say: impl Fn(&Message) -> String + Send + 'static,
    draw: impl FnOnce(&dyn Fn(i64, i64) -> String) -> Result<T, Problem> + Send + 'static,
) -> impl FnOnce() -> Result<T, Problem> + Send + 'static {
    move || {
        let page = |page: i64, of: i64| say(&Message::new("billing-paper-page").with("page", page).with("of", of));
        draw(&page)
    }
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
