use access::Account;
use kernel::Id;
use macros::Row;
use schemars::JsonSchema;
use serde::Serialize;

use super::Invoice;

/// One line of an invoice. Its place makes it what it is: two lines may say exactly the same.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "billing_invoice_lines", account = "account_id", parent(Invoice, "invoice_id"))]
pub struct InvoiceLine {
    /// Its id.
    pub id: Id<InvoiceLine>,
    /// Whose it is.
    pub account_id: Id<Account>,
    /// Of which invoice.
    pub invoice_id: Id<Invoice>,
    /// Its place, from 1.
    pub ordinal: i64,
    /// What the seller calls the product.
    pub code: Option<String>,
    /// What it says.
    pub description: Option<String>,
    /// How many, in thousandths.
    pub quantity_scaled: Option<i64>,
    /// The price of one, in millionths of the major unit.
    pub price_scaled: Option<i64>,
    /// What is taken off, in millionths of the price.
    pub discount_ppm: Option<i64>,
    /// The rate of tax, in millionths.
    pub tax_ppm: Option<i64>,
    /// Before tax and rounding, in millionths of the major unit.
    pub amount_scaled: i64,
    /// The same in minor units, halves to the even.
    pub amount_minor: i64,
    /// Whether the amount is quantity times price because the books state none.
    pub amount_derived: bool,
}

/// One kind of tax in an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "billing_invoice_taxes", account = "account_id", parent(Invoice, "invoice_id"))]
pub struct InvoiceTax {
    /// Its id.
    pub id: Id<InvoiceTax>,
    /// Whose it is.
    pub account_id: Id<Account>,
    /// Of which invoice.
    pub invoice_id: Id<Invoice>,
    /// Its place, from 1.
    pub ordinal: i64,
    /// What it is called: VAT.
    pub name: String,
    /// Its rate, in millionths.
    pub rate_ppm: Option<i64>,
    /// Of which amount.
    pub base_minor: Option<i64>,
    /// The tax.
    pub amount_minor: i64,
}
