use std::collections::BTreeMap;

use access::Account;
use gateway::{ById, Figure, Input, Path, Query, Today, Viewed, get};
use kernel::{Currency, Date, Id, Message, Money, Problem};
use store::{Col, Scope, Total, Totals};

use super::filter::BALANCE;
use crate::rows::{Document, Invoice};

/// Tells of accounts what is left of their invoices that are past due.
#[derive(Input)]
pub struct TellOverdue {
    accounts: Vec<ById<Account>>,
    today: Today,
}

/// When an invoice is to be paid, of those of which that is known.
const DUE: Col<Invoice, Date> = Col::named("due_on");

impl Query for TellOverdue {
    const NAME: &'static str = "billing.overdue";
    const PATH: Path = get("/invoices/overdue");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = Vec<Figure>;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<Vec<Figure>, Problem> {
        let today = self.today.date();
        let accounts: Vec<Id<Account>> = self.accounts.into_iter().map(ById::id).collect();
        let late = Invoice::ACCOUNT_ID.is_in(&accounts);
        let late = late.and(Invoice::DOCUMENT.is(&Document::Invoice)).and(DUE.below(&today));
        let late = late.and(BALANCE.from(&1).or(BALANCE.is_unknown()));
        let totals = Totals::of(BALANCE, Invoice::CURRENCY).each(Invoice::ACCOUNT_ID).whether(BALANCE.is_unknown());
        let totals = invoices.totals(totals.days(DUE).only(late)).await?;
        Ok(figures(&totals, today))
    }
}

/// What is overdue in one currency.
#[derive(Default)]
struct Overdue {
    left: Option<Money>,
    days: i64,
    unknown: i64,
}

/// The sums as figures: what is left, for how long, and of how many it is not known.
fn figures(totals: &[Total], today: Date) -> Vec<Figure> {
    let mut all: BTreeMap<(Id<Account>, Currency), Overdue> = BTreeMap::new();
    for total in totals {
        let Some(account) = total.account else { continue };
        let overdue = all.entry((account, total.amount.currency())).or_default();
        if total.holds.first().copied().unwrap_or(false) {
            overdue.unknown = i64::try_from(total.rows).unwrap_or(i64::MAX);
        } else {
            overdue.left = Some(total.amount);
            overdue.days = total.days.map_or(0, |(first, _)| i64::from(today.days_since(first)));
        }
    }
    let figure = |((account, _), overdue): ((Id<Account>, Currency), Overdue)| Figure {
        account,
        amount: overdue.left,
        note: Some(overdue.note()),
        pressing: overdue.left.is_some(),
    };
    all.into_iter().map(figure).collect()
}

impl Overdue {
    fn note(&self) -> Message {
        match (self.left, self.unknown) {
            (Some(_), 0) => Message::new("billing-overdue-days").with("days", self.days),
            (Some(_), unknown) => {
                Message::new("billing-overdue-days-unknown").with("days", self.days).with("unknown", unknown)
            }
            (None, unknown) => Message::new("billing-overdue-unknown").with("unknown", unknown),
        }
    }
}
