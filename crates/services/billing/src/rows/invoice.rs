use access::Account;
use kernel::{Currency, Date, Id, Message, Money, Ref, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An invoice or a credit note, as the books state it. What nobody states is nothing, never a guess; what was worked
/// out from something else says so.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(
    table = "billing_invoices",
    kind = "invoice",
    read = "billing.read_invoice",
    account = "account_id",
    parent(sync::Feed, "feed_id")
)]
pub struct Invoice {
    /// Its id.
    pub id: Id<Invoice>,
    /// Whom it is for.
    pub account_id: Id<Account>,
    /// Where it came from.
    pub feed_id: Id<sync::Feed>,
    /// What it is.
    pub document: Document,
    /// Its number, as printed.
    pub number: String,
    /// The number as it is searched.
    #[serde(skip_serializing)]
    pub number_fold: String,
    /// The day it bears.
    pub issued_on: Date,
    /// The instant, where the books keep one.
    pub issued_at: Option<Timestamp>,
    /// When it is to be paid.
    pub due_on: Option<Date>,
    /// Whether that day was worked out from the terms.
    pub due_derived: bool,
    /// Days from issue to due.
    pub terms_days: Option<i64>,
    /// Of every amount in it.
    pub currency: Currency,
    /// Before tax.
    pub net_minor: Option<i64>,
    /// All tax.
    pub tax_minor: Option<i64>,
    /// With tax. What a credit note takes away is negative.
    pub total_minor: i64,
    /// Whether the total is the sum of the lines because the books state none.
    pub total_derived: bool,
    /// What is left to pay; for a credit note, what is left to use, negative.
    pub balance_minor: Option<i64>,
    /// How that is known.
    pub basis: Basis,
    /// The customer's own order number.
    pub purchase_order: Option<String>,
    /// The number of our order.
    pub order_number: Option<String>,
    /// The order, where it is known here.
    pub order_ref: Option<Ref>,
    /// The number of the invoice that a credit note corrects.
    pub corrects: Option<String>,
    /// That invoice, where it is known here.
    pub corrects_id: Option<Id<Invoice>>,
    /// To whom it is addressed, a line each.
    pub bill_to: Option<String>,
    /// What its first line says, to tell invoices apart in a list.
    pub first_item: Option<String>,
    /// How many lines it has.
    pub line_count: i64,
    /// When the books were read.
    pub observed_at: Timestamp,
    /// Which books.
    pub source: String,
    /// Number, order, codes, descriptions and amount, as they are searched.
    #[serde(skip_serializing)]
    pub search_fold: String,
}

/// What a document of the ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// It asks for money.
    Invoice,
    /// It takes something back.
    CreditNote,
}
store::text_column!(Document { Invoice = "invoice", CreditNote = "credit_note" });

/// How it is known what is left to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// It is not.
    Unknown,
    /// The books state it.
    Stated,
    /// Every receipt is known, so it is the total less what was paid.
    Receipts,
}
store::text_column!(Basis { Unknown = "unknown", Stated = "stated", Receipts = "receipts" });

impl Invoice {
    /// The total.
    pub fn total(&self) -> Money {
        Money::new(self.total_minor, self.currency)
    }

    /// What is left, if that is known.
    pub fn balance(&self) -> Option<Money> {
        self.balance_minor.map(|minor| Money::new(minor, self.currency))
    }

    /// What its first line is for, and how many lines follow.
    pub fn first_lines(&self) -> Option<Message> {
        let more = (self.line_count - 1).max(0);
        let item = self.first_item.as_deref()?;
        Some(Message::new("billing-first-item").with("item", item).with("more", more))
    }
}
