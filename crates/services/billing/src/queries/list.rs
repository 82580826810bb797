use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Date, Limit, Page, Problem};
use serde::Serialize;
use store::{Count, List, Scope, StoreError, Total, Totals};

use super::{
    Owed, Sought,
    filter::{BALANCE, Filter, Sort, View, of_view},
    owed::owed,
};
use crate::rows::Invoice;

/// Lists invoices and credit notes.
#[derive(Input)]
pub struct ListInvoices {
    view: Option<View>,
    words: Option<Sought>,
    site: Option<Line<40>>,
    since: Option<Date>,
    until: Option<Date>,
    sort: Option<Sort>,
    at: Option<Line<400>>,
    today: Option<Date>,
}

/// A page of the list, and what stands around it.
#[derive(Debug, Serialize)]
pub struct InvoicesPage {
    /// Which view it is.
    pub view: View,
    /// In which order.
    pub sort: Sort,
    /// The page.
    pub invoices: Page<Invoice>,
    /// How many there are in all.
    pub count: Count,
    /// What they come to, by currency.
    pub totals: Vec<Total>,
    /// How many are to be paid, whatever the filters.
    pub to_pay: Count,
    /// How many there are, whatever the filters.
    pub all: Count,
    /// Whether of any it is known what is left to pay.
    pub knows_balances: bool,
    /// What is owed, by currency and age, whatever the filters.
    pub owed: Vec<Owed>,
    /// The day of the oldest.
    pub oldest: Option<Date>,
    /// The day of the newest.
    pub newest: Option<Date>,
}

/// How far is counted before it is "500+".
pub(super) const CAP: u32 = 500;

impl Query for ListInvoices {
    const NAME: &'static str = "billing.list_invoices";
    const PATH: Path = get("/invoices");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = InvoicesPage;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<InvoicesPage, Problem> {
        let today = self.today.unwrap_or_else(|| utc_day(&invoices));
        let to_pay = invoices.count(of_view(View::ToPay), CAP).await?;
        let view = self.view.unwrap_or(if to_pay.rows > 0 { View::ToPay } else { View::All });
        let sort = self.sort.unwrap_or_else(|| Sort::of(view));
        let filter = Filter {
            view: Some(view),
            words: self.words,
            site: self.site.map(|site| site.as_str().to_owned()),
            since: self.since,
            until: self.until,
        };
        let condition = filter.condition();
        let list = List::by(sort.order())
            .maybe(condition.clone())
            .from(sort.cursor(self.at.as_ref().map(Line::as_str)))
            .rows(Limit::DEFAULT);
        let mut totals = Totals::of(Invoice::TOTAL_MINOR, Invoice::CURRENCY);
        if let Some(condition) = &condition {
            totals = totals.only(condition.clone());
        }
        Ok(InvoicesPage {
            view,
            sort,
            invoices: invoices.page(list).await?,
            count: invoices.count(condition, CAP).await?,
            totals: invoices.totals(totals).await?,
            to_pay,
            all: invoices.count(None, CAP).await?,
            knows_balances: invoices.count(Some(BALANCE.is_known()), 1).await?.rows > 0,
            owed: owed(&invoices, None, today).await?,
            oldest: edge(&invoices, Sort::Oldest).await?,
            newest: edge(&invoices, Sort::Newest).await?,
        })
    }
}

async fn edge<A>(invoices: &Scope<A, Invoice>, sort: Sort) -> Result<Option<Date>, StoreError> {
    let page = invoices.page(List::by(sort.order()).rows(Limit::clamp(1))).await?;
    Ok(page.rows.first().map(|invoice| invoice.issued_on))
}

/// The day it is in UTC, for those who do not say which day it is for them.
pub(super) fn utc_day<A>(invoices: &Scope<A, Invoice>) -> Date {
    let now = invoices.caller().now.to_jiff();
    Date::from(jiff::tz::TimeZone::UTC.to_datetime(now).date())
}
