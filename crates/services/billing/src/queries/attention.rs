use gateway::{Attention, Input, Path, Query, Slot, TOLD, Today, Viewed, get};
use kernel::{Date, Limit, Message, Problem, Ref, Turn};
use store::{List, Object as _, Scope};

use super::filter::{Sort, View, of_view};
use crate::rows::{Document, Invoice};

/// Tells a customer what is to be paid soon, and what was billed of late.
#[derive(Input)]
pub struct AttendInvoices {
    slot: Slot,
    today: Today,
}

/// How many days ahead a payment begins to wait, and how long an invoice is new.
const NEAR: i32 = 14;

impl Query for AttendInvoices {
    const NAME: &'static str = "billing.attention";
    const PATH: Path = get("/invoices/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Invoice;
    type Under = Scope<Self, Invoice>;
    type Output = Vec<Attention>;

    async fn run(self, invoices: Scope<Self, Invoice>) -> Result<Vec<Attention>, Problem> {
        // To pay is for customers; staff look at what is owed beside the customer it concerns.
        if invoices.caller().facts(Self::NAME).all {
            return Ok(Vec::new());
        }
        let today = self.today.date();
        let list = |sort: Sort| List::by(sort.order()).rows(Limit::clamp(TOLD));
        // The walks run by the day and stop at the first ten; which of them are near is told afterwards.
        match self.slot {
            Slot::Waiting => {
                let due = invoices.page(list(Sort::DueFirst).maybe(of_view(View::ToPay))).await?.rows;
                Ok(due.iter().filter_map(|invoice| waiting(invoice, today)).collect())
            }
            Slot::Moving => Ok(Vec::new()),
            Slot::Changed => {
                let issued = invoices.page(list(Sort::Newest)).await?.rows;
                let new = issued.iter().filter(|invoice| (0..=NEAR).contains(&today.days_since(invoice.issued_on)));
                Ok(new.map(told).collect())
            }
        }
    }
}

/// An invoice of which something is to be paid by a day that is near, or past.
fn waiting(invoice: &Invoice, today: Date) -> Option<Attention> {
    let due = invoice.due_on.filter(|due| due.days_since(today) <= NEAR)?;
    invoice.balance()?;
    Some(Attention {
        title: Message::new("billing-attention-pay").with("number", invoice.number.as_str()),
        amount: invoice.balance(),
        due: Some(due),
        turn: Turn::Customer,
        ..told(invoice)
    })
}

/// An invoice or a credit note, with all it comes to.
fn told(invoice: &Invoice) -> Attention {
    let title = match invoice.document {
        Document::Invoice => "billing-invoice-title",
        Document::CreditNote => "billing-credit-title",
    };
    Attention {
        target: Ref::new(Invoice::KIND, invoice.id),
        path: format!("/invoices/{}", invoice.id),
        icon: "receipt-text",
        title: Message::new(title).with("number", invoice.number.as_str()),
        more: invoice.first_lines(),
        amount: Some(invoice.total()),
        verb: None,
        due: None,
        at: invoice.issued_at.unwrap_or_else(|| invoice.issued_on.noon()),
        turn: Turn::Nobody,
        track: None,
    }
}

#[cfg(test)]
mod tests {
    use kernel::Date;

    use super::waiting;
    use crate::example::invoice;

    #[test]
    fn only_what_is_near_and_known_to_be_left_waits() {
        let mut invoice = invoice();
        let due = invoice.due_on.expect("a day");
        let due_on = |invoice: &crate::Invoice, today: Date| waiting(invoice, today).and_then(|told| told.due);
        assert_eq!(due_on(&invoice, due.plus_days(-15)), None);
        assert_eq!(due_on(&invoice, due.plus_days(-14)), Some(due));
        assert_eq!(due_on(&invoice, due.plus_days(1)), Some(due));
        assert_eq!(waiting(&invoice, due).and_then(|told| told.amount), invoice.balance());
        invoice.balance_minor = None;
        assert_eq!(due_on(&invoice, due), None, "nobody states what is left");
    }
}
