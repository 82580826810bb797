use gateway::{Attention, Input, Path, Query, Slot, TOLD, Today, Viewed, get};
use kernel::{Date, Limit, Message, Money, Problem, Ref, Timestamp, Turn};
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
                Ok(new.map(changed).collect())
            }
        }
    }
}

/// An invoice of which something is to be paid by a day that is near, or past.
fn waiting(invoice: &Invoice, today: Date) -> Option<Attention> {
    let due = invoice.due_on.filter(|due| due.days_since(today) <= NEAR)?;
    let number = |id| Message::new(id).with("number", invoice.number.as_str());
    let title = match today.days_since(due) {
        0 => number("billing-attention-today"),
        late @ 1.. => number("billing-attention-late").with("days", i64::from(late)),
        ahead => number("billing-attention-due").with("days", -i64::from(ahead)),
    };
    Some(Attention {
        verb: Some(Message::new("billing-attention-open")),
        due: Some(due),
        turn: Turn::Customer,
        ..told(
            invoice,
            title,
            amount(invoice, invoice.balance()?, ["billing-attention-left", "billing-attention-left-for"]),
        )
    })
}

fn changed(invoice: &Invoice) -> Attention {
    let title = match invoice.document {
        Document::Invoice => "billing-invoice-title",
        Document::CreditNote => "billing-credit-title",
    };
    let more = amount(invoice, invoice.total(), ["billing-attention-total", "billing-attention-total-for"]);
    told(invoice, Message::new(title).with("number", invoice.number.as_str()), more)
}

/// An amount, alone or for what the invoice says first.
fn amount(invoice: &Invoice, amount: Money, [alone, with_item]: [&'static str; 2]) -> Message {
    match &invoice.first_item {
        Some(item) => Message::new(with_item).with("amount", amount).with("item", item.as_str()),
        None => Message::new(alone).with("amount", amount),
    }
}

fn told(invoice: &Invoice, title: Message, more: Message) -> Attention {
    Attention {
        target: Ref::new(Invoice::KIND, invoice.id),
        path: format!("/invoices/{}", invoice.id),
        icon: "receipt-text",
        title,
        more: Some(more),
        verb: None,
        due: None,
        at: invoice.issued_at.unwrap_or_else(|| noon(invoice.issued_on)),
        turn: Turn::Nobody,
        track: None,
    }
}

/// The middle of a day in UTC, which falls on the same day nearly everywhere.
fn noon(day: Date) -> Timestamp {
    let noon = day.to_jiff().at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    Timestamp::from_micros(noon.map_or(0, |noon| noon.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use kernel::{Date, Timestamp};

    use super::{noon, waiting};
    use crate::example::invoice;

    #[test]
    fn only_what_is_near_and_known_to_be_left_waits() {
        let mut invoice = invoice();
        let due = invoice.due_on.expect("a day");
        let title = |invoice: &crate::Invoice, today: Date| {
            waiting(invoice, today).map(|told| (told.title.id.to_string(), told.due))
        };
        let said = |id: &str| Some((id.to_owned(), Some(due)));
        assert_eq!(title(&invoice, due.plus_days(-15)), None);
        assert_eq!(title(&invoice, due.plus_days(-14)), said("billing-attention-due"));
        assert_eq!(title(&invoice, due), said("billing-attention-today"));
        assert_eq!(title(&invoice, due.plus_days(1)), said("billing-attention-late"));
        invoice.balance_minor = None;
        assert_eq!(title(&invoice, due), None);
    }

    #[test]
    fn a_day_is_told_as_its_noon() {
        let day = Date::new(2026, 3, 12).expect("a day");
        assert_eq!(noon(day), Timestamp::from_micros(1_773_316_800_000_000));
    }
}
