use directory::fold;
use gateway::{Card, CardValue, Numbered, Quotable};
use kernel::UnitPrice;
use store::Condition;

use super::{Document, Invoice, InvoiceLine};

impl Quotable for Invoice {
    type Part = InvoiceLine;

    fn card(&self, part: Option<&InvoiceLine>) -> Card {
        let card = Card::of(self, &self.number, "/invoices", "receipt-text");
        let credit = self.document == Document::CreditNote;
        let left = if credit { "billing-credit-left" } else { "billing-left" };
        match part {
            Some(line) => of_line(card, self, line),
            None => card
                .with("billing-issued", Some(CardValue::Day(self.issued_on)))
                .with("billing-due", self.due_on.map(CardValue::Day))
                .with("billing-total", Some(CardValue::Money(self.total())))
                .with(left, self.balance().map(|left| CardValue::Money(if credit { left.negated() } else { left }))),
        }
    }
}

impl Numbered for Invoice {
    fn numbered(typed: &str) -> Condition<Self> {
        Self::NUMBER_FOLD.is(&fold(typed))
    }

    fn number(&self) -> String {
        self.number.clone()
    }
}

/// A line's facts, as far as the books state them; its amount is exact, as the invoice's own page shows it.
fn of_line(card: Card, invoice: &Invoice, line: &InvoiceLine) -> Card {
    let price = |scaled| CardValue::Price(UnitPrice::new(scaled, invoice.currency));
    card.at_line(line.ordinal)
        .with("billing-item", line.description.clone().map(CardValue::Text))
        .with("billing-code", line.code.clone().map(CardValue::Text))
        .with("billing-quantity", line.quantity_scaled.map(CardValue::Thousandths))
        .with("billing-each", line.price_scaled.map(price))
        .with("billing-net", Some(price(line.amount_scaled)))
}

#[cfg(test)]
mod tests {
    use gateway::{CardValue, Quotable as _};
    use kernel::Money;

    use crate::{example::invoice, rows::Document};

    #[test]
    fn a_credit_note_says_what_credit_is_left() {
        let mut note = invoice();
        note.document = Document::CreditNote;
        note.balance_minor = Some(-21_480);
        let left = note.card(None).facts.into_iter().find(|fact| fact.label == "billing-credit-left");
        assert_eq!(left.map(|left| left.value), Some(CardValue::Money(Money::new(21_480, note.currency))));
    }
}
