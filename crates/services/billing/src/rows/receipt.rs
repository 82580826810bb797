use access::Account;
use kernel::{Currency, Date, Id, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Json;

use super::Invoice;

/// Money that came in, as the books state it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(
    table = "billing_receipts",
    kind = "receipt",
    read = "billing.read_receipt",
    account = "account_id",
    parent(sync::Feed, "feed_id")
)]
pub struct Receipt {
    /// Its id.
    pub id: Id<Receipt>,
    /// Who paid.
    pub account_id: Id<Account>,
    /// Where we know it from.
    pub feed_id: Id<sync::Feed>,
    /// Its number in the books.
    pub number: String,
    /// When it came.
    pub received_on: Date,
    /// By which way: bank, card.
    pub method: Option<String>,
    /// Of its amounts.
    pub currency: Currency,
    /// How much; negative when it was paid back.
    pub amount_minor: i64,
    /// The books do not state it: it is the sum of its parts.
    pub amount_derived: bool,
    /// What of it was not used for an invoice: it is on account. Nothing where nobody states what it was used for.
    pub left_minor: Option<i64>,
    /// What it was used for.
    pub allocations: Json<Vec<Allocated>>,
    /// When the books were read.
    pub observed_at: Timestamp,
    /// Which books.
    pub source: String,
}

/// A part of a receipt, and the invoice it was used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Allocated {
    /// The invoice.
    pub invoice: Id<Invoice>,
    /// Its number.
    pub number: String,
    /// How much.
    pub minor: i64,
}

/// The same seen from the invoice: something that was paid on it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "billing_allocations", account = "account_id", parent(Invoice, "invoice_id"))]
pub struct Allocation {
    /// Its id.
    pub id: Id<Allocation>,
    /// Whose invoice it is.
    pub account_id: Id<Account>,
    /// The invoice.
    pub invoice_id: Id<Invoice>,
    /// The receipt.
    pub receipt_id: Id<Receipt>,
    /// When it came.
    pub received_on: Date,
    /// The receipt's number.
    pub number: String,
    /// By which way.
    pub method: Option<String>,
    /// How much of it.
    pub amount_minor: i64,
}
