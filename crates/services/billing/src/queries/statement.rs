use access::Account as AccountNoun;
use gateway::{ById, Input, Path, Query, Viewed, Whole, get};
use kernel::{Currency, Date, Id, Money, Problem};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Ledger, Owed, list::utc_day};
use crate::rows::{Invoice, Receipt};

mod entries;
mod period;
mod sums;

/// Shows what was charged and paid in a period, and what is owed.
#[derive(Input)]
pub struct Statement {
    account: Option<ById<AccountNoun>>,
    since: Option<Date>,
    until: Option<Date>,
    today: Option<Date>,
    /// Only so many of what happened last; the opening balance is then the one before these, and what is owed by age is
    /// not told.
    last: Option<Whole<1, 100>>,
}

/// Gives a statement as a PDF.
#[derive(Input)]
pub struct StatementPdf {
    account: Option<ById<AccountNoun>>,
    since: Option<Date>,
    until: Option<Date>,
    today: Option<Date>,
}

/// Gives a statement as a table.
#[derive(Input)]
pub struct StatementCsv {
    account: Option<ById<AccountNoun>>,
    since: Option<Date>,
    until: Option<Date>,
    today: Option<Date>,
}

/// A statement of one customer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatementView {
    /// Whose it is.
    pub account: Id<AccountNoun>,
    /// Its first day.
    pub since: Date,
    /// Its last day.
    pub until: Date,
    /// The day what is owed was looked at.
    pub today: Date,
    /// The year of the oldest document or payment, and of the newest.
    pub years: Option<(i16, i16)>,
    /// One account for each currency. Amounts in two currencies are never added.
    pub accounts: Vec<Account>,
    /// The books and when they were read last, if there is anything.
    pub source: Option<sync::Provenance>,
}

/// What happened in one currency.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Account {
    /// The currency.
    pub currency: Currency,
    /// What was owed before the first day; nothing where not every payment is known.
    pub opening: Option<Money>,
    /// What happened, first things first.
    pub entries: Vec<Entry>,
    /// All charges.
    pub charged: Money,
    /// All payments and credits.
    pub credited: Money,
    /// What is owed after the last day; nothing where not every payment is known.
    pub closing: Option<Money>,
    /// What is owed today, by age; nothing where only what happened last was asked for.
    pub owed: Option<Owed>,
    /// What of all payments was not used for an invoice, as the books stand and as far as they say what payments were
    /// used for; below nothing, more was paid back.
    pub on_account: Money,
}

/// One thing that happened.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// When.
    pub on: Date,
    /// What.
    pub what: What,
    /// Its number.
    pub number: String,
    /// The invoice or credit note.
    pub invoice: Option<Id<Invoice>>,
    /// The payment.
    pub receipt: Option<Id<Receipt>>,
    /// When an invoice is due.
    pub due_on: Option<Date>,
    /// By which way a payment came.
    pub method: Option<String>,
    /// For which invoices it came.
    pub paid: Vec<String>,
    /// What of it was not used for an invoice, if anything and where it is known.
    pub on_account: Option<Money>,
    /// How it moves what is owed: charges up, payments and credits down.
    pub moves: Money,
    /// What is owed afterwards; nothing where not every payment is known.
    pub balance: Option<Money>,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// A payment.
    Payment,
    /// A payment that went back.
    Refund,
}

impl What {
    /// The word files and programs use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::Payment => "payment",
            Self::Refund => "refund",
        }
    }
}

/// What is asked: whose statement, from when to when, as of which day.
struct Asked {
    account: Option<ById<AccountNoun>>,
    since: Option<Date>,
    until: Option<Date>,
    today: Option<Date>,
    last: Option<usize>,
}

/// A query that gives the statement, each under a right and a note of its own.
macro_rules! gives {
    ($query:ident, $name:literal, $path:literal, $last:expr) => {
        impl Query for $query {
            const NAME: &'static str = $name;
            const PATH: Path = get($path);
            const VIEWED: Viewed = Viewed::BeforeAnswer;
            type On = Invoice;
            type Under = Ledger<Self>;
            type Output = StatementView;

            async fn run(self, ledger: Ledger<Self>) -> Result<StatementView, Problem> {
                let last = $last(&self);
                let Self { account, since, until, today, .. } = self;
                view(Asked { account, since, until, today, last }, &ledger).await
            }
        }
    };
}
gives!(Statement, "billing.statement", "/statement", |asked: &Self| {
    asked.last.and_then(|last| usize::try_from(last.value()).ok())
});
gives!(StatementPdf, "billing.statement_pdf", "/statement.pdf", |_: &Self| None);
gives!(StatementCsv, "billing.statement_csv", "/statement.csv", |_: &Self| None);

async fn view<A>(asked: Asked, ledger: &Ledger<A>) -> Result<StatementView, Problem> {
    let own = ledger.invoices.caller().principal.account();
    let account = asked.account.map(ById::id).or(own).ok_or_else(Problem::not_found)?;
    let today = asked.today.unwrap_or_else(|| utc_day(&ledger.invoices));
    // Asked only where something depends on it.
    let (newest, paid_last) = match asked.since.or(asked.until) {
        Some(_) => (None, None),
        None => (period::newest(ledger, account).await?, period::paid_last(ledger, account).await?),
    };
    let happened_last = newest.as_ref().map(|newest| newest.issued_on).max(paid_last);
    let (since, until) = period::of(asked.since, asked.until, happened_last, today);
    let period = period::Period { account, since, until };
    let ages = asked.last.is_none().then_some(today);
    let mut sums = sums::of(ledger, &period, ages).await?;
    let source = entries::fill(ledger, &period, asked.last, &mut sums).await?;
    let mut accounts: Vec<Account> = sums.accounts.into_values().map(|sum| sum.told(asked.last.is_some())).collect();
    accounts.iter_mut().for_each(sums::run_on);
    let source = match (source, newest) {
        (Some(source), _) => Some(source),
        (None, Some(newest)) => Some(period::source(newest)),
        (None, None) => period::newest(ledger, account).await?.map(period::source),
    };
    Ok(StatementView { account, since, until, today, years: sums.years, accounts, source })
}
