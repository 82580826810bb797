use std::collections::BTreeMap;

use front::{Signed, Step, Visit};
use kernel::{Arg, Date, Id, Message, Money};
use serde::Serialize;
use store::Count;
use uuid::Uuid;

use super::{
    asked::Question,
    owed_view::{OwedView, owed},
    state::State,
    statement_view::Latest,
    tell::{own, say, site},
    way::Way,
};
use crate::{
    queries::{InvoicesPage, MOST_PAPERS, Site, Sort, View},
    rows::Invoice,
};
use choices::{Order, ViewLink};

pub(super) use choices::{Chip, account_chip, years_chip};

mod choices;

/// What stands around the list, and what of it may be drawn.
pub(super) struct Around<'a> {
    pub sites: &'a [Site],
    /// What is asked about each and still open.
    pub asked: BTreeMap<Uuid, Vec<Question>>,
    /// Whose they are, where staff have chosen a customer.
    pub chosen: Option<Site>,
    pub statement: bool,
    pub orders: bool,
    pub exports: bool,
    pub pdf: bool,
    pub papers: bool,
}

#[derive(Serialize)]
pub(super) struct List {
    title: String,
    trail: Vec<Step>,
    who: Option<Site>,
    statement: Option<String>,
    owed: Vec<OwedView>,
    views: Vec<ViewLink>,
    search: Search,
    chips: Vec<Chip>,
    clear: Option<String>,
    issued_order: Order,
    /// Nothing where the list does not run by it.
    due_order: Option<Order>,
    amount_order: Option<Order>,
    caption: String,
    rows: Vec<Row>,
    empty: Option<Empty>,
    source: Option<Source>,
    csv: Option<String>,
    pdf: Option<Pdf>,
    zip: Option<Zip>,
    says: String,
    /// What the totals are of.
    totals_of: String,
    totals: Vec<Money>,
    previous: Option<String>,
    next: Option<String>,
    latest: Option<Latest>,
}

/// What stands where no invoice does: nothing yet, nothing of this kind, or nothing that fits.
#[derive(Serialize)]
struct Empty {
    new: bool,
    title: String,
    text: String,
    clear: Option<String>,
}

#[derive(Serialize)]
struct Search {
    action: String,
    name: &'static str,
    label: String,
    words: String,
    rest: Vec<(String, String)>,
}

/// The form that takes what is ticked away as one file, or all there is where nothing is.
#[derive(Serialize)]
struct Zip {
    action: String,
    /// Which list it is of, whatever of it a page shows: what is ticked there comes along on another of its pages.
    list: String,
    /// What it sends along: what the list shows.
    rest: Vec<(String, String)>,
}

/// The way to all of the list on paper.
#[derive(Serialize)]
struct Pdf {
    href: String,
    /// What comes: one file, or several in one.
    label: String,
}

#[derive(Serialize)]
struct Source {
    system: String,
    at: kernel::Timestamp,
}

#[derive(Serialize)]
struct Row {
    id: Id<Invoice>,
    number: String,
    href: String,
    sub: String,
    issued_on: Date,
    state: State,
    order_number: Option<String>,
    order: Option<String>,
    purchase_order: Option<String>,
    /// What the view adds up: what is left of those to pay, else the whole amount.
    amount: Money,
    /// The other of the two, where only a part is left, as it is said below.
    beside: Option<String>,
    derived: bool,
    /// What is asked about it and still open, the latest of it.
    question: Option<Question>,
    pdf: Option<String>,
}

/// The list as its template sees it.
pub(super) fn view(
    visit: &Signed,
    way: &Way,
    around: &Around<'_>,
    found: InvoicesPage,
    latest: Option<Latest>,
) -> List {
    let rows = || found.invoices.rows.iter();
    let source = rows().max_by_key(|invoice| invoice.observed_at);
    let export = way.get("view").map_or(vec![("view", found.view.word())], |_| Vec::new());
    let exports = around.exports && found.count.rows > 0;
    let file = |below: &str| way.at(visit.address(below)).to(&export);
    let order = |column, ends| (!found.of_everybody).then(|| choices::order(visit, way, found.sort, column, ends));
    let place = |cursor: &Option<kernel::Cursor>| {
        cursor.clone().map(String::from).map(|from| way.to(&[("from", from.as_str())]))
    };
    List {
        title: say(visit, "billing-title"),
        trail: around.chosen.iter().flat_map(|one| visit.back_to_customer(one.account, &one.name)).collect(),
        who: around.chosen.clone().or_else(|| own(visit, around.sites).cloned()),
        statement: around.statement.then(|| way.beside(visit.address("/statement"))),
        owed: owed(visit, &found.owed),
        views: if found.of_everybody { Vec::new() } else { choices::views(visit, way, &found) },
        search: search(visit, way),
        chips: choices::chips(visit, way, around, &found),
        clear: way.is_narrowed().then(|| way.bare()),
        issued_order: choices::order(visit, way, found.sort, "billing-issued", (Sort::Oldest, Sort::Newest)),
        due_order: order("billing-due", (Sort::DueFirst, Sort::DueLast)),
        amount_order: order("billing-amount", (Sort::Smallest, Sort::Largest)),
        caption: say(visit, caption(found.view)),
        rows: rows().map(|invoice| row(visit, way, around, found.view, invoice)).collect(),
        empty: rows().next().is_none().then(|| empty(visit, way, &found)),
        source: source.map(|invoice| Source { system: invoice.source.clone(), at: invoice.observed_at }),
        csv: exports.then(|| file("/invoices/invoices.csv")),
        pdf: (around.papers && found.count.rows > 0)
            .then(|| Pdf { href: file("/invoices/invoices.pdf"), label: paper(visit, found.count) }),
        zip: (around.papers && found.count.rows > 0).then(|| Zip {
            action: visit.address("/invoices/invoices.zip"),
            list: way.whose(),
            rest: way.with(&export),
        }),
        says: says(visit, rows().count(), found.count),
        totals_of: say(visit, if found.view == View::ToPay { "billing-totals-left" } else { "billing-totals" }),
        totals: found.totals.clone(),
        previous: place(&found.invoices.previous),
        next: place(&found.invoices.next),
        latest,
    }
}

/// A search in what one customer has, or for one invoice among everybody's by its number.
fn search(visit: &Visit, way: &Way) -> Search {
    let (name, label) =
        if way.is_of_everybody() { ("number", "billing-search-number") } else { ("words", "billing-search") };
    Search {
        action: way.path().to_owned(),
        name,
        label: say(visit, label),
        words: way.get(name).unwrap_or_default().to_owned(),
        rest: way.rest(name),
    }
}

fn row(visit: &Signed, way: &Way, around: &Around<'_>, view: View, invoice: &Invoice) -> Row {
    let state = State::of(invoice, visit.formats.today());
    let due = matches!(state.word, "open" | "part_paid" | "overdue");
    let part = state.left.filter(|left| due && *left != invoice.total());
    let (amount, beside) = match (part, view) {
        (None, _) => (invoice.total(), None),
        (Some(left), View::ToPay) => (left, Some(Message::new("billing-of").with("amount", invoice.total()))),
        (Some(left), _) => (invoice.total(), Some(Message::new("billing-part-left").with("amount", left))),
    };
    Row {
        id: invoice.id,
        number: invoice.number.clone(),
        href: visit.address(&format!("/invoices/{}", invoice.id)),
        sub: sub(visit, way, around, invoice),
        issued_on: invoice.issued_on,
        order_number: invoice.order_number.clone(),
        order: invoice
            .order_ref
            .as_ref()
            .filter(|_| around.orders)
            .map(|order| visit.address(&format!("/orders/{}", order.id.simple()))),
        purchase_order: invoice.purchase_order.clone(),
        amount,
        beside: beside.map(|beside| visit.say(&beside)),
        derived: invoice.total_derived,
        question: around.asked.get(&invoice.id.uuid()).and_then(|asked| asked.first()).cloned(),
        pdf: around.pdf.then(|| visit.address(&format!("/invoices/{}/invoice.pdf", invoice.id))),
        state,
    }
}

/// What tells invoices apart: their first line, and where they belong; to staff, who need it first, whose they are.
fn sub(visit: &Signed, way: &Way, around: &Around<'_>, invoice: &Invoice) -> String {
    let first = invoice.first_lines().map(|lines| visit.say(&lines));
    // That it is of the account one acts for goes without saying.
    let own = visit.account().is_some_and(|account| account == invoice.account_id);
    let name = site(around.sites, invoice.account_id.uuid()).filter(|_| !own).map(|site| site.name.clone());
    let parts = match (way.is_of_everybody(), around.sites.len() > 1) {
        (true, _) => [name, first],
        (false, true) => [first, name],
        (false, false) => [first, None],
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn empty(visit: &Signed, way: &Way, found: &InvoicesPage) -> Empty {
    let all = if found.all.more {
        Arg::Text(choices::counted(visit, found.all))
    } else {
        Arg::Number(i64::try_from(found.all.rows).unwrap_or(i64::MAX))
    };
    if found.all.rows == 0 {
        let (title, text) = (say(visit, "billing-none-yet"), say(visit, none_yet(visit)));
        return Empty { new: true, title, text, clear: None };
    }
    if way.is_narrowed() {
        let text = visit.say(&Message::new("billing-none-found-more").with("count", all));
        return Empty { new: false, title: say(visit, "billing-none-found"), text, clear: Some(way.bare()) };
    }
    let title = match found.view {
        View::ToPay => "billing-none-to-pay",
        View::Paid => "billing-none-paid",
        View::Credit => "billing-none-credit",
        View::All => "billing-none-yet",
    };
    let text = visit.say(&Message::new("billing-none-of-view").with("count", all));
    Empty { new: false, title: say(visit, title), text, clear: None }
}

/// What will be here, as it concerns whoever looks.
pub(super) fn none_yet(me: &Signed) -> &'static str {
    if me.account().is_some() { "billing-none-yet-more" } else { "billing-none-yet-desk" }
}

fn caption(view: View) -> &'static str {
    match view {
        View::ToPay => "billing-caption-to-pay",
        View::Paid => "billing-caption-paid",
        View::Credit => "billing-caption-credit",
        View::All => "billing-caption-all",
    }
}

fn says(visit: &Visit, shown: usize, count: Count) -> String {
    let number = |value: u64| visit.formats.number(i64::try_from(value).unwrap_or(i64::MAX));
    let id = if count.more { "billing-shown-capped" } else { "billing-shown" };
    let shown = number(u64::try_from(shown).unwrap_or(u64::MAX));
    visit.say(&Message::new(id).with("shown", shown).with("count", number(count.rows)))
}

/// What so many invoices on paper are: one PDF, or as many as it takes.
fn paper(visit: &Visit, count: Count) -> String {
    if !count.more && count.rows <= u64::from(MOST_PAPERS) {
        return say(visit, "billing-export-pdf");
    }
    visit.say(&Message::new("billing-export-pdfs").with("most", i64::from(MOST_PAPERS)))
}
