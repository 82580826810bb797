use access::Account;
use gateway::{ById, Input, Line};
use kernel::{Cursor, Date};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Col, Condition, Direction, Order};

use super::Sought;
use crate::rows::{Document, Invoice};

/// The saved views of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// Something is left to pay.
    ToPay,
    /// Nothing is left to pay.
    Paid,
    /// Credit notes.
    Credit,
    /// Everything.
    All,
}
store::text_column!(View { ToPay = "to-pay", Paid = "paid", Credit = "credit", All = "all" });
gateway::choice!(View);

/// The orders of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Issued last, first.
    Newest,
    /// Issued first, first.
    Oldest,
    /// Due first, first.
    DueFirst,
    /// Due last, first.
    DueLast,
    /// The largest amount first.
    Largest,
    /// The smallest amount first.
    Smallest,
}
store::text_column!(Sort {
    Newest = "newest",
    Oldest = "oldest",
    DueFirst = "due-first",
    DueLast = "due-last",
    Largest = "largest",
    Smallest = "smallest",
});
gateway::choice!(Sort);

/// What is left to pay, where it is known, as a number that can be summed.
pub(super) const BALANCE: Col<Invoice, i64> = Col::named("balance_minor");

/// What a list is narrowed to. The list, its count, its sums and its files all read the same.
#[derive(Clone, Debug, Default, Input)]
pub(super) struct Filter {
    pub view: Option<View>,
    pub words: Option<Sought>,
    /// The number, exactly.
    pub number: Option<Line<80>>,
    pub account: Option<ById<Account>>,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

impl Filter {
    pub fn condition(&self) -> Option<Condition<Invoice>> {
        let parts = [
            self.view.and_then(of_view),
            self.words.as_ref().map(Sought::condition),
            self.number.as_ref().map(|number| Invoice::NUMBER_FOLD.is(&directory::fold(number.as_str()))),
            self.account.map(of_account),
            self.since.map(|day| Invoice::ISSUED_ON.from(&day)),
            self.until.map(|day| Invoice::ISSUED_ON.up_to(&day)),
        ];
        parts.into_iter().flatten().reduce(Condition::and)
    }
}

pub(super) fn of_view(view: View) -> Option<Condition<Invoice>> {
    match view {
        View::ToPay => Some(Invoice::DOCUMENT.is(&Document::Invoice).and(BALANCE.from(&1))),
        View::Paid => Some(Invoice::DOCUMENT.is(&Document::Invoice).and(BALANCE.up_to(&0))),
        View::Credit => Some(Invoice::DOCUMENT.is(&Document::CreditNote)),
        View::All => None,
    }
}

pub(super) fn of_account(account: ById<Account>) -> Condition<Invoice> {
    Invoice::ACCOUNT_ID.is(&account.id())
}

impl Sort {
    /// What a view is sorted by when nobody says.
    pub(super) fn of(view: View) -> Self {
        if view == View::ToPay { Self::DueFirst } else { Self::Newest }
    }

    pub(super) fn order(self) -> Order<Invoice> {
        match self {
            Self::Newest => Order::by(Invoice::ISSUED_ON, Direction::Descending),
            Self::Oldest => Order::by(Invoice::ISSUED_ON, Direction::Ascending),
            Self::DueFirst => Order::by(Invoice::DUE_ON, Direction::Ascending),
            Self::DueLast => Order::by(Invoice::DUE_ON, Direction::Descending),
            Self::Largest => Order::by(Invoice::TOTAL_MINOR, Direction::Descending),
            Self::Smallest => Order::by(Invoice::TOTAL_MINOR, Direction::Ascending),
        }
    }

    /// The place a page begins at, if it is one of a list in this order; else the head.
    pub(super) fn cursor(self, at: Option<&str>) -> Option<Cursor> {
        let cursor: Cursor = at?.parse().ok()?;
        let by_number = matches!(self, Self::Largest | Self::Smallest);
        (!by_number || cursor.key.parse::<i64>().is_ok()).then_some(cursor)
    }
}
