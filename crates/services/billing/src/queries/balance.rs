use std::collections::BTreeMap;

use gateway::{Balance, BalancePart, Input, Path, Query, Today, Viewed, get};
use kernel::{Currency, Message, Money, Problem};
use store::{Total, Totals};

use super::{
    Age, Ledger, Owed,
    owed::{LEFT, on_account, owed},
    standing::standing,
};
use crate::rows::{Invoice, Receipt};

/// Tells a customer what they owe, as far as it is known, how much of it is late, and what they paid on account.
#[derive(Input)]
pub struct TellBalance {
    today: Today,
}

impl Query for TellBalance {
    const NAME: &'static str = "billing.balance";
    const PATH: Path = get("/invoices/balance");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Invoice;
    type Under = Ledger<Self>;
    type Output = Vec<Balance>;

    async fn run(self, ledger: Ledger<Self>) -> Result<Vec<Balance>, Problem> {
        // What every customer owes together is nobody's balance.
        if ledger.invoices.caller().facts(Self::NAME).all {
            return Ok(Vec::new());
        }
        let standing = ledger.invoices.totals(standing(self.today.date())).await?;
        let left = ledger.receipts.totals(Totals::of(LEFT, Receipt::CURRENCY)).await?;
        Ok(balances(owed(&standing)?, &left))
    }
}

/// A balance for each currency in which something is owed, or was paid on account.
fn balances(owed: Vec<Owed>, left: &[Total]) -> Vec<Balance> {
    let mut all: BTreeMap<Currency, (Owed, Money)> = BTreeMap::new();
    for owed in owed {
        let currency = owed.total.currency();
        all.insert(currency, (owed, Money::new(0, currency)));
    }
    for left in left.iter().map(|total| total.amount).filter(|left| left.minor() != 0) {
        let currency = left.currency();
        all.entry(currency).or_insert_with(|| (Owed::none(currency), left)).1 = left;
    }
    all.values().map(|(owed, left)| balance(owed, *left)).collect()
}

fn balance(owed: &Owed, left: Money) -> Balance {
    let is_known = !owed.buckets.is_empty() || owed.credit.minor() > 0 || owed.unknown == 0;
    Balance { amount: is_known.then_some(owed.total), note: note(owed, is_known), parts: parts(owed, left) }
}

fn note(owed: &Owed, is_known: bool) -> Message {
    let number = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
    let invoices = number(owed.buckets.iter().map(|bucket| bucket.invoices).sum());
    match (is_known, owed.unknown) {
        (true, 0) => Message::new("billing-balance-owed").with("invoices", invoices),
        (true, unknown) => {
            Message::new("billing-balance-owed-unknown").with("invoices", invoices).with("unknown", number(unknown))
        }
        (false, unknown) => Message::new("billing-overdue-unknown").with("unknown", number(unknown)),
    }
}

/// What is late, what is not, credit, and what was paid for no invoice; without what there is none of.
fn parts(owed: &Owed, left: Money) -> Vec<BalancePart> {
    let of_age = |age: Age| owed.buckets.iter().find(|bucket| bucket.age == age).map(|bucket| bucket.amount);
    let (paid, left) = on_account(left);
    let parts: [(&'static str, Option<Money>, bool); 5] = [
        ("billing-overdue", Some(owed.late), true),
        ("billing-age-not-due", of_age(Age::NotDue), false),
        ("billing-age-no-day", of_age(Age::NoDay), false),
        ("billing-credit-left", Some(owed.credit), false),
        (paid, Some(left), false),
    ];
    let part = |(label, amount, pressing): (&'static str, Option<Money>, bool)| {
        let amount = amount.filter(|amount| amount.minor() > 0)?;
        Some(BalancePart { label: Message::new(label), amount, pressing })
    };
    parts.into_iter().filter_map(part).collect()
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};

    use store::Total;

    use super::{balance, balances};
    use crate::queries::{Age, Bucket, Owed};

    fn pounds(minor: i64) -> Money {
        Money::new(minor, Currency::GBP)
    }

    #[test]
    fn what_nobody_states_is_no_part_of_what_is_owed() {
        let unknown = Owed { unknown: 2, ..Owed::none(Currency::GBP) };
        let told = balance(&unknown, pounds(0));
        assert_eq!((told.amount, &*told.note.id, told.parts.len()), (None, "billing-overdue-unknown", 0));
        let bucket = |age, amount| Bucket { age, amount: pounds(amount), invoices: 1 };
        let buckets = vec![bucket(Age::To30, 300), bucket(Age::NotDue, 200), bucket(Age::NoDay, 50)];
        let told = balance(&Owed { total: pounds(550), late: pounds(300), buckets, ..unknown }, pounds(0));
        assert_eq!((told.amount, &*told.note.id), (Some(pounds(550)), "billing-balance-owed-unknown"));
        let parts: Vec<_> = told.parts.iter().map(|part| (&*part.label.id, part.amount, part.pressing)).collect();
        let wanted = [
            ("billing-overdue", pounds(300), true),
            ("billing-age-not-due", pounds(200), false),
            ("billing-age-no-day", pounds(50), false),
        ];
        assert_eq!(parts, wanted);
    }

    #[test]
    fn credit_alone_leaves_nothing_to_pay() {
        let told = balance(&Owed { credit: pounds(700), ..Owed::none(Currency::GBP) }, pounds(0));
        assert_eq!((told.amount, &*told.note.id), (Some(pounds(0)), "billing-balance-owed"));
        assert_eq!(&*told.parts[0].label.id, "billing-credit-left");
    }

    #[test]
    fn what_was_paid_on_account_is_told_also_where_nothing_was_billed_and_is_never_what_is_owed() {
        let left = |amount| Total {
            account: None,
            amount,
            more: Vec::new(),
            bucket: Some(0),
            holds: Vec::new(),
            days: None,
            rows: 1,
        };
        let euros = Money::new(300, Currency::EUR);
        let unknown = Owed { unknown: 1, ..Owed::none(Currency::GBP) };
        let all = balances(vec![unknown], &[left(euros), left(pounds(-500)), left(Money::new(0, Currency::USD))]);
        let [paid, back] = all.as_slice() else { panic!("euros and pounds") };
        assert_eq!((paid.amount, &*paid.note.id), (Some(Money::new(0, Currency::EUR)), "billing-balance-owed"));
        assert_eq!((&*paid.parts[0].label.id, paid.parts[0].amount), ("billing-on-account", euros));
        assert_eq!((back.amount, &*back.note.id), (None, "billing-overdue-unknown"));
        assert_eq!((&*back.parts[0].label.id, back.parts[0].amount), ("billing-back-for-none", pounds(500)));
    }
}
