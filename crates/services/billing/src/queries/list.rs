use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Date, Limit, Money, Page, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Count, List, Scope, StoreError, Total};

use super::{
    Owed,
    filter::{Filter, Sort, View, of_account},
    owed::owed,
    standing::{Asked, amounts, count, days, is_in, standing},
};
use crate::rows::Invoice;

/// Lists invoices and credit notes.
#[derive(Input)]
pub struct ListInvoices {
    #[input(flat)]
    filter: Filter,
    sort: Option<Sort>,
    from: Option<Line<400>>,
    today: Option<Date>,
}

/// A page of the list, and what stands around it.
#[derive(Debug, Serialize, JsonSchema)]
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
    /// What they come to, by currency: of those to pay what is left of them, of all others the whole amounts.
    pub totals: Vec<Money>,
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
const CAP: u32 = 500;

impl Query for ListInvoices {
    const NAME: &'static str = "billing.list_invoices";
    const PATH: Path = get("/invoices");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = InvoicesPage;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<InvoicesPage, Problem> {
        let today = self.today.unwrap_or_else(|| utc_day(&invoices));
        let everything = invoices.caller().facts(Self::NAME).all;
        let whose = self.filter.account.filter(|_| everything).map(of_account);
        let at = self.from.as_ref().map(Line::as_str);
        if everything && whose.is_none() {
            return of_everybody(&invoices, &self.filter, self.sort, at).await;
        }
        let mut filter = self.filter;
        let asked_for = filter.view.take();
        let narrowed = filter.condition();
        let mut asked = standing(today);
        if let Some(condition) = &narrowed {
            asked = asked.whether(condition.clone());
        }
        if let Some(whose) = whose {
            asked = asked.only(whose);
        }
        let all = invoices.totals(asked).await?;
        let to_pay = count(all.iter().filter(|total| is_in(View::ToPay, total)), CAP);
        let view = asked_for.unwrap_or(if to_pay.rows > 0 { View::ToPay } else { View::All });
        let sort = self.sort.unwrap_or_else(|| Sort::of(view));
        filter.view = Some(view);
        let list = List::by(sort.order()).maybe(filter.condition()).from(sort.cursor(at)).rows(Limit::DEFAULT);
        let fits = |total: &&Total| is_in(view, total) && (narrowed.is_none() || Asked::Beyond(0).holds(total));
        let days = days(&all);
        Ok(InvoicesPage {
            of_everybody: false,
            view,
            sort,
            invoices: invoices.page(list).await?,
            count: count(all.iter().filter(fits), CAP),
            totals: amounts(view, all.iter().filter(fits))?,
            to_pay,
            all: count(all.iter(), CAP),
            knows_balances: all.iter().any(|total| Asked::Left.holds(total) || Asked::Settled.holds(total)),
            owed: owed(&all)?,
            oldest: days.map(|(oldest, _)| oldest),
            newest: days.map(|(_, newest)| newest),
        })
    }
}

/// The list of every customer there is. Nothing is added up: a sum over a million rows is for nobody to wait for.
async fn of_everybody<A>(
    invoices: &Scope<A, Invoice>,
    filter: &Filter,
    sort: Option<Sort>,
    at: Option<&str>,
) -> Result<InvoicesPage, Problem> {
    let view = filter.view.unwrap_or(View::All);
    let sort = sort.unwrap_or_else(|| Sort::of(view));
    let list = List::by(sort.order()).maybe(filter.condition()).from(sort.cursor(at)).rows(Limit::DEFAULT);
    Ok(InvoicesPage {
        of_everybody: true,
        view,
        sort,
        invoices: invoices.page(list).await?,
        count: invoices.count(filter.condition(), CAP).await?,
        totals: Vec::new(),
        to_pay: Count { rows: 0, more: false },
        all: invoices.count(None, CAP).await?,
        knows_balances: false,
        owed: Vec::new(),
        oldest: edge(invoices, Sort::Oldest).await?,
        newest: edge(invoices, Sort::Newest).await?,
    })
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
