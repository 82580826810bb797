use directory::fold;
use gateway::{Card, CardValue, Numbered, Quotable};
use kernel::{Money, UnitPrice};
use store::Condition;

use crate::{Order, OrderLine};

impl Quotable for Order {
    type Part = OrderLine;

    fn card(&self, part: Option<&OrderLine>) -> Card {
        let card = Card::of(self, &self.number, "/orders", "package");
        let total = self.total_minor.map(|minor| CardValue::Money(Money::new(minor, self.currency)));
        match part {
            Some(line) => of_line(card, self, line),
            None => card
                .with("orders-placed", Some(CardValue::Day(self.ordered_on)))
                .with("orders-required", self.required_on.map(CardValue::Day))
                .with("orders-total", total),
        }
    }
}

impl Numbered for Order {
    fn numbered(typed: &str) -> Condition<Self> {
        Self::NUMBER_FOLD.is(&fold(typed))
    }

    fn number(&self) -> String {
        self.number.clone()
    }
}

/// A line's facts, as far as its source states them.
fn of_line(card: Card, order: &Order, line: &OrderLine) -> Card {
    let price = |scaled| CardValue::Price(UnitPrice::new(scaled, order.currency));
    card.at_line(line.ordinal)
        .with("orders-item", line.description.clone().map(CardValue::Text))
        .with("orders-code", line.code.clone().map(CardValue::Text))
        .with("orders-quantity", line.quantity.map(CardValue::Thousandths))
        .with("orders-each", line.unit_price.map(price))
        .with("orders-net", line.amount_minor.map(|minor| CardValue::Money(Money::new(minor, order.currency))))
}
