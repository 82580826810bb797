use kernel::{Currency, Date, Timestamp};
use serde::{Deserialize, Serialize};
use sync::Exact;

use super::IngestError;
use crate::OrderState;

/// An order as a feed states it. What the source does not say is left out; keys nobody knows are refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderDocument {
    /// What the source calls it, unique among its orders.
    pub id: String,
    /// What the source calls the customer; it has to be here already.
    pub account: String,
    /// The number people know it by.
    pub number: String,
    /// The customer's own order number.
    pub purchase_order: Option<String>,
    /// The day it was placed, in the source's own calendar.
    pub ordered_on: Date,
    /// When it was placed, where the source keeps the time.
    pub ordered_at: Option<Timestamp>,
    /// Who placed it.
    pub ordered_by: Option<String>,
    /// How far it is. A day of shipping says as much by itself.
    pub state: Option<OrderState>,
    /// The day it is wanted by.
    pub required_on: Option<Date>,
    /// The day it was shipped.
    pub shipped_on: Option<Date>,
    /// The place it is for, by name; lists can be narrowed to it.
    pub site: Option<String>,
    /// To whom it is sent.
    pub ship_to: Option<String>,
    /// Street and number.
    pub ship_street: Option<String>,
    /// Town.
    pub ship_city: Option<String>,
    /// County, state or province.
    pub ship_region: Option<String>,
    /// Postcode.
    pub ship_postcode: Option<String>,
    /// Country.
    pub ship_country: Option<String>,
    /// Of every amount.
    pub currency: Currency,
    /// Without tax and carriage.
    pub net: Option<Exact>,
    /// Carriage.
    pub carriage: Option<Exact>,
    /// Tax.
    pub tax: Option<Exact>,
    /// All of it; without it, the sum of the unrounded lines, carriage and tax, rounded half to even, and it is marked.
    pub total: Option<Exact>,
    /// The mapping worked out `total`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub total_derived: bool,
    /// What the source calls its invoice.
    pub invoice: Option<String>,
    /// The invoice's number.
    pub invoice_number: Option<String>,
    /// In the source's order; repeats are kept.
    pub lines: Vec<LineDocument>,
    /// When the source was read; now, without it. No part of what the document says.
    #[serde(skip_serializing)]
    pub observed_at: Option<Timestamp>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineDocument {
    /// What the seller calls the product.
    pub code: Option<String>,
    /// What it says.
    pub description: Option<String>,
    /// How many; at most three decimals.
    pub quantity: Option<Exact>,
    /// The price of one; at most six decimals.
    pub unit_price: Option<Exact>,
    /// What is taken off, as a share of the price: `"0.15"`.
    pub discount: Option<Exact>,
    /// Before tax; without it, quantity times price less discount, unrounded, and it is marked.
    pub amount: Option<Exact>,
    /// The mapping worked out `amount`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub amount_derived: bool,
}

impl OrderDocument {
    /// Refuses what could not be found again.
    pub(super) fn check(&self) -> Result<(), IngestError> {
        let told = [("id", &self.id), ("account", &self.account), ("number", &self.number)];
        match told.iter().find(|(_, value)| value.trim().is_empty()) {
            Some(&(field, _)) => Err(IngestError::Blank(field)),
            None => Ok(()),
        }
    }

    /// How far it is, as far as the source says so.
    pub(super) fn state(&self) -> OrderState {
        match (self.state, self.shipped_on) {
            (None | Some(OrderState::Unknown | OrderState::Placed | OrderState::Confirmed), Some(_)) => {
                OrderState::Shipped
            }
            (Some(state), _) => state,
            (None, None) => OrderState::Unknown,
        }
    }

    /// Where it is sent, a line each; how a country writes addresses is not for us to guess.
    pub(super) fn delivery(&self) -> Option<String> {
        let (to, street, city) = (&self.ship_to, &self.ship_street, &self.ship_city);
        let told = [to, street, city, &self.ship_region, &self.ship_postcode, &self.ship_country];
        let told: Vec<&str> = told.into_iter().filter_map(|words| said(words.as_deref())).collect();
        (!told.is_empty()).then(|| told.join("\n"))
    }
}

impl LineDocument {
    /// What to call it: its description, else its code.
    pub(super) fn name(&self) -> Option<&str> {
        said(self.description.as_deref()).or_else(|| said(self.code.as_deref()))
    }
}

/// Words without space around them; nothing where there are none.
pub(super) fn said(words: Option<&str>) -> Option<&str> {
    words.map(str::trim).filter(|words| !words.is_empty())
}

/// As serde asks it.
fn is_false(truth: &bool) -> bool {
    !truth
}
