use axum::response::Response;
use front::{Failure, Reader, Signed, Step, Targets};
use gateway::Raw;
use kernel::{Date, Message, Money, Timestamp};
use serde::Serialize;

use super::tell::{may, say, site, sites};
use crate::{
    queries::{ReceiptView, ShowReceipt, Site},
    rows::Receipt,
};

/// Which lists the way back may lead through.
struct Ways {
    invoices: bool,
    statement: bool,
}

#[derive(Serialize)]
struct Shown {
    title: String,
    trail: Vec<Step>,
    number: String,
    /// Who paid, where more than one account may be looked at.
    payer: Option<String>,
    received_on: Date,
    method: Option<String>,
    /// Whether it was paid back; amounts are then what went back.
    refund: bool,
    amount: Money,
    /// The books state none: it is the sum of its parts.
    derived: bool,
    /// What it was not used for.
    left: Money,
    /// The books say what it was used for, so what is left is on account.
    on_account: bool,
    parts: Vec<Part>,
    source: Source,
}

#[derive(Serialize)]
struct Part {
    number: String,
    /// The invoice's page, if it may be read.
    href: Option<String>,
    amount: Money,
}

#[derive(Serialize)]
struct Source {
    system: String,
    at: Timestamp,
}

/// One receipt, and what it was used for.
pub(super) async fn show(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let found = me.ask::<ShowReceipt>(Some(targets.one()?), &Raw::empty()).await?;
    let sites = sites(&me, [found.receipt.account_id]).await?;
    let ways =
        Ways { invoices: may(&me, "billing.list_invoices").await?, statement: may(&me, "billing.statement").await? };
    me.page("billing/receipt.html", view(&me, &sites, &ways, &found))
}

fn view(visit: &Signed, sites: &[Site], ways: &Ways, found: &ReceiptView) -> Shown {
    let it = &found.receipt;
    let payer = site(sites, it.account_id.uuid());
    let refund = it.amount_minor < 0;
    // Of what was paid back, the books state amounts below nothing.
    let money = |minor: i64| {
        let money = Money::new(minor, it.currency);
        if refund { money.negated() } else { money }
    };
    let used: i64 = it.allocations.0.iter().map(|part| part.minor).sum();
    let parts = it.allocations.0.iter().map(|part| Part {
        number: part.number.clone(),
        href: found.invoices.contains(&part.invoice).then(|| visit.address(&format!("/invoices/{}", part.invoice))),
        amount: money(part.minor),
    });
    let title = Message::new(if refund { "billing-refund-title" } else { "billing-receipt-title" });
    Shown {
        title: visit.say(&title.with("number", it.number.clone())),
        trail: trail(visit, it, payer, ways),
        number: it.number.clone(),
        payer: payer.filter(|_| sites.len() > 1 || visit.account().is_none()).map(|payer| payer.name.clone()),
        received_on: it.received_on,
        method: it.method.clone(),
        refund,
        amount: money(it.amount_minor),
        derived: it.amount_derived,
        left: money(it.left_minor.unwrap_or(it.amount_minor - used)),
        on_account: it.left_minor.is_some(),
        parts: parts.collect(),
        source: Source { system: it.source.clone(), at: it.observed_at },
    }
}

/// The way back: for staff from the customer, then through the list and the statement it stands on.
fn trail(visit: &Signed, it: &Receipt, payer: Option<&Site>, ways: &Ways) -> Vec<Step> {
    let of = match visit.account() {
        Some(own) if own == it.account_id => String::new(),
        Some(_) | None => format!("?account={}", it.account_id),
    };
    let step = |label: &'static str, path: &str| Step {
        label: say(visit, label),
        href: visit.address(&format!("{path}{of}")),
    };
    let mut trail = payer.map_or_else(Vec::new, |payer| visit.back_to_customer(payer.account, &payer.name));
    trail.extend(ways.invoices.then(|| step("billing-title", "/invoices")));
    trail.extend(ways.statement.then(|| step("billing-statement", "/statement")));
    trail
}
