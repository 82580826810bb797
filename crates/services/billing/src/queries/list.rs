use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Date, Limit, Page, Problem};
use serde::Serialize;
use store::{Condition, Count, List, Scope, StoreError, Total, Totals};

use super::{
    Owed, Sought,
    filter::{BALANCE, Filter, Sort, View, of_account, of_view},
    owed::owed,
};
use crate::rows::Invoice;

/// Lists invoices and credit notes.
#[derive(Input)]
pub struct ListInvoices {
    view: Option<View>,
    words: Option<Sought>,
    number: Option<Line<80>>,
    account: Option<Line<40>>,
    since: Option<Date>,
    until: Option<Date>,
    sort: Option<Sort>,
    at: Option<Line<400>>,
    today: Option<Date>,
}

/// A page of the list, and what stands around it.
#[derive(Debug, Serialize)]
pub struct InvoicesPage {
    /// Whether it is of every customer there is: then nothing is added up, and only what lies near is counted.
    pub of_everybody: bool,
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
        // Who may see everything adds up one customer at a time: a sum over a million rows is for nobody to wait for.
        let everything = invoices.caller().facts(Self::NAME).all;
        let of_everybody = everything && self.account.is_none();
        let whose = self.account.as_ref().filter(|_| everything).map(|account| of_account(account.as_str()));
        let to_pay = if of_everybody { NONE } else { invoices.count(and(&whose, of_view(View::ToPay)), CAP).await? };
        let view = self.view.unwrap_or(if to_pay.rows > 0 { View::ToPay } else { View::All });
        let sort = self.sort.unwrap_or_else(|| Sort::of(view));
        let filter = Filter {
            view: Some(view),
            words: self.words,
            number: self.number.map(|number| number.as_str().to_owned()),
            account: self.account.map(|account| account.as_str().to_owned()),
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
            of_everybody,
            view,
            sort,
            invoices: invoices.page(list).await?,
            count: invoices.count(condition, CAP).await?,
            totals: if of_everybody { Vec::new() } else { invoices.totals(totals).await? },
            to_pay,
            all: invoices.count(whose.clone(), CAP).await?,
            knows_balances: !of_everybody && invoices.count(and(&whose, Some(BALANCE.is_known())), 1).await?.rows > 0,
            owed: if of_everybody { Vec::new() } else { owed(&invoices, whose.clone(), today).await? },
            oldest: edge(&invoices, whose.clone(), Sort::Oldest).await?,
            newest: edge(&invoices, whose, Sort::Newest).await?,
        })
    }
}

/// What nobody counted.
const NONE: Count = Count { rows: 0, more: false };

fn and(one: &Option<Condition<Invoice>>, other: Option<Condition<Invoice>>) -> Option<Condition<Invoice>> {
    one.clone().into_iter().chain(other).reduce(Condition::and)
}

async fn edge<A>(
    invoices: &Scope<A, Invoice>,
    whose: Option<Condition<Invoice>>,
    sort: Sort,
) -> Result<Option<Date>, StoreError> {
    let page = invoices.page(List::by(sort.order()).maybe(whose).rows(Limit::clamp(1))).await?;
    Ok(page.rows.first().map(|invoice| invoice.issued_on))
}

/// The day it is in UTC, for those who do not say which day it is for them.
pub(super) fn utc_day<A>(invoices: &Scope<A, Invoice>) -> Date {
    let now = invoices.caller().now.to_jiff();
    Date::from(jiff::tz::TimeZone::UTC.to_datetime(now).date())
}
