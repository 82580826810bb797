use gateway::{Balance, BalancePart, Input, Path, Query, Today, Viewed, get};
use kernel::{Message, Money, Problem};
use store::Scope;

use super::{Age, Owed, owed::owed, standing::standing};
use crate::rows::Invoice;

/// Tells a customer what they owe, as far as it is known, and how much of it is late.
#[derive(Input)]
pub struct TellBalance {
    today: Today,
}

impl Query for TellBalance {
    const NAME: &'static str = "billing.balance";
    const PATH: Path = get("/invoices/balance");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = Vec<Balance>;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<Vec<Balance>, Problem> {
        // What every customer owes together is nobody's balance.
        if invoices.caller().facts(Self::NAME).all {
            return Ok(Vec::new());
        }
        let standing = invoices.totals(standing(self.today.date())).await?;
        Ok(owed(&standing)?.iter().map(balance).collect())
    }
}

fn balance(owed: &Owed) -> Balance {
    let is_known = !owed.buckets.is_empty() || owed.credit.minor() > 0;
    Balance { amount: is_known.then_some(owed.total), note: note(owed, is_known), parts: parts(owed) }
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

/// What is late, what is not, and credit; without what there is none of.
fn parts(owed: &Owed) -> Vec<BalancePart> {
    let of_age = |age: Age| owed.buckets.iter().find(|bucket| bucket.age == age).map(|bucket| bucket.amount);
    let parts: [(&'static str, Option<Money>, bool); 4] = [
        ("billing-overdue", Some(owed.late), true),
        ("billing-age-not-due", of_age(Age::NotDue), false),
        ("billing-age-no-day", of_age(Age::NoDay), false),
        ("billing-credit-left", Some(owed.credit), false),
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

    use super::balance;
    use crate::queries::{Age, Bucket, Owed};

    fn pounds(minor: i64) -> Money {
        Money::new(minor, Currency::GBP)
    }

    #[test]
    fn what_nobody_states_is_no_part_of_what_is_owed() {
        let unknown = Owed { unknown: 2, ..Owed::none(Currency::GBP) };
        let told = balance(&unknown);
        assert_eq!((told.amount, &*told.note.id, told.parts.len()), (None, "billing-overdue-unknown", 0));
        let bucket = |age, amount| Bucket { age, amount: pounds(amount), invoices: 1 };
        let buckets = vec![bucket(Age::To30, 300), bucket(Age::NotDue, 200), bucket(Age::NoDay, 50)];
        let told = balance(&Owed { total: pounds(550), late: pounds(300), buckets, ..unknown });
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
        let told = balance(&Owed { credit: pounds(700), ..Owed::none(Currency::GBP) });
        assert_eq!((told.amount, &*told.note.id), (Some(pounds(0)), "billing-balance-owed"));
        assert_eq!(&*told.parts[0].label.id, "billing-credit-left");
    }
}
