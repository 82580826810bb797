use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::rows::{Document, Invoice};

/// How a document of the ledger stands on a day. Worked out, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody states what was paid.
    Unknown,
    /// All is to be paid, in time.
    Open,
    /// Some was paid, the rest is not late.
    PartPaid,
    /// It is late by so many days.
    Overdue(i32),
    /// Nothing is left to pay.
    Paid,
    /// A credit note of which something is left.
    CreditLeft,
    /// A credit note that was used up.
    CreditUsed,
}

impl Status {
    /// How `invoice` stands on `today`. A payment due today is not late.
    pub fn of(invoice: &Invoice, today: Date) -> Self {
        let Some(balance) = invoice.balance_minor else { return Self::Unknown };
        match invoice.document {
            Document::CreditNote if balance < 0 => Self::CreditLeft,
            Document::CreditNote => Self::CreditUsed,
            Document::Invoice if balance <= 0 => Self::Paid,
            Document::Invoice => match invoice.due_on.map(|due| today.days_since(due)) {
                Some(late) if late > 0 => Self::Overdue(late),
                _ if balance < invoice.total_minor => Self::PartPaid,
                _ => Self::Open,
            },
        }
    }

    /// The word files and programs use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Open => "open",
            Self::PartPaid => "part_paid",
            Self::Overdue(_) => "overdue",
            Self::Paid => "paid",
            Self::CreditLeft => "credit_left",
            Self::CreditUsed => "credit_used",
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::Status;
    use crate::{example::invoice, rows::Document};

    #[test]
    fn a_document_says_how_it_stands() {
        let today = Date::new(2026, 3, 12).expect("a day");
        let stands = |change: &dyn Fn(&mut crate::Invoice)| {
            let mut invoice = invoice();
            change(&mut invoice);
            Status::of(&invoice, today)
        };
        assert_eq!(stands(&|_| {}), Status::Open);
        assert_eq!(stands(&|it| it.balance_minor = None), Status::Unknown);
        assert_eq!(stands(&|it| it.balance_minor = Some(0)), Status::Paid);
        assert_eq!(stands(&|it| it.balance_minor = Some(100)), Status::PartPaid);
        assert_eq!(stands(&|it| it.due_on = Some(today)), Status::Open);
        assert_eq!(stands(&|it| it.due_on = Some(today.plus_days(-3))), Status::Overdue(3));
        assert_eq!(stands(&|it| it.due_on = None), Status::Open);
        let credit = |balance: Option<i64>| {
            stands(&|it| {
                it.document = Document::CreditNote;
                it.balance_minor = balance;
            })
        };
        assert_eq!(credit(Some(-1)), Status::CreditLeft);
        assert_eq!(credit(Some(0)), Status::CreditUsed);
        assert_eq!(credit(None), Status::Unknown);
    }
}
