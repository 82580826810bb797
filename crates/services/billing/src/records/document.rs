use kernel::{Currency, Date, Timestamp};
use serde::{Deserialize, Serialize};
use sync::Exact;

use crate::rows::Document;

/// An invoice or credit note as a feed states it. Keys nobody knows are refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceDocument {
    /// What the source calls the document.
    pub id: String,
    /// What the source calls the customer.
    pub account: String,
    /// Invoice or credit note.
    pub kind: Document,
    /// The number as printed.
    pub number: String,
    /// The day it bears.
    pub issued_on: Date,
    /// The instant, where the source keeps one.
    #[serde(default)]
    pub issued_at: Option<Timestamp>,
    /// When it is to be paid; without it, issue and terms say so, and it is marked.
    #[serde(default)]
    pub due_on: Option<Date>,
    /// The mapping worked out `due_on`.
    #[serde(default)]
    pub due_derived: bool,
    /// Days from issue to due.
    #[serde(default)]
    pub terms_days: Option<i64>,
    /// Of every amount.
    pub currency: Currency,
    /// In their order; repeats are kept.
    pub lines: Vec<LineDocument>,
    /// Each kind of tax.
    #[serde(default)]
    pub taxes: Vec<TaxDocument>,
    /// Before tax.
    #[serde(default)]
    pub net: Option<Exact>,
    /// All tax; without it, the sum of `taxes` if there are any.
    #[serde(default)]
    pub tax: Option<Exact>,
    /// With tax; without it, the sum of the unrounded lines and the tax, rounded half to even, and it is marked.
    #[serde(default)]
    pub total: Option<Exact>,
    /// The mapping worked out `total`.
    #[serde(default)]
    pub total_derived: bool,
    /// What is left, if the source states it.
    #[serde(default)]
    pub balance: Option<Exact>,
    /// The feed brings every receipt, so what is left is the total less what was paid.
    #[serde(default)]
    pub settled_by_receipts: bool,
    /// The customer's own order number.
    #[serde(default)]
    pub purchase_order: Option<String>,
    /// What the source calls the order.
    #[serde(default)]
    pub order: Option<String>,
    /// The order's number.
    #[serde(default)]
    pub order_number: Option<String>,
    /// Of a credit note: what the source calls the invoice it corrects.
    #[serde(default)]
    pub corrects: Option<String>,
    /// Of a credit note: the number of that invoice.
    #[serde(default)]
    pub corrects_number: Option<String>,
    /// To whom it is addressed, a line each.
    #[serde(default)]
    pub bill_to: Vec<String>,
    /// When the source was read; now, without it. No part of what the document says.
    #[serde(default, skip_serializing)]
    pub observed_at: Option<Timestamp>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineDocument {
    /// What the seller calls the product.
    #[serde(default)]
    pub code: Option<String>,
    /// What it says.
    #[serde(default)]
    pub description: Option<String>,
    /// How many; at most three decimals.
    #[serde(default)]
    pub quantity: Option<Exact>,
    /// The price of one; at most six decimals.
    #[serde(default)]
    pub unit_price: Option<Exact>,
    /// What is taken off, as a share of the price: `"0.15"`.
    #[serde(default)]
    pub discount: Option<Exact>,
    /// The rate of tax, as a share: `"0.2"`.
    #[serde(default)]
    pub tax_rate: Option<Exact>,
    /// Before tax; without it, quantity times price less discount, unrounded, and it is marked.
    #[serde(default)]
    pub amount: Option<Exact>,
    /// The mapping worked out `amount`.
    #[serde(default)]
    pub amount_derived: bool,
}

/// One kind of tax.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxDocument {
    /// What it is called.
    pub name: String,
    /// Its rate, as a share.
    #[serde(default)]
    pub rate: Option<Exact>,
    /// Of which amount.
    #[serde(default)]
    pub base: Option<Exact>,
    /// The tax.
    pub amount: Exact,
}

/// A receipt as a feed states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptDocument {
    /// What the source calls it.
    pub id: String,
    /// What the source calls the customer.
    pub account: String,
    /// Its number.
    pub number: String,
    /// When the money came.
    pub received_on: Date,
    /// By which way.
    #[serde(default)]
    pub method: Option<String>,
    /// Of its amounts.
    pub currency: Currency,
    /// How much; negative when it was paid back, nothing when only a credit note was used. Without it, the sum of its
    /// parts, and it is marked.
    #[serde(default)]
    pub amount: Option<Exact>,
    /// What it was used for: what is left of it is on account. An empty list says that it was used for nothing; without
    /// a list nobody says what it was used for, and nothing of it is known to be on account.
    #[serde(default)]
    pub allocations: Option<Vec<AllocationDocument>>,
    /// When the source was read; now, without it.
    #[serde(default, skip_serializing)]
    pub observed_at: Option<Timestamp>,
}

/// A part of a receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocationDocument {
    /// What the source calls the invoice or credit note; without it, this part is on account.
    #[serde(default)]
    pub invoice: Option<String>,
    /// How much; negative for a credit note that is used. What says neither says nothing.
    #[serde(default)]
    pub amount: Option<Exact>,
}
