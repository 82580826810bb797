use access::Person;
use kernel::{Id, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::Serialize;

use crate::Account;

/// What an account is in law, as the systems of record tell it. Nobody edits it here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Legal {
    /// Its legal name.
    pub name: String,
    /// The number under which it pays VAT, as far as it is known.
    pub vat_number: Option<String>,
    /// The address in the register, as far as it is known.
    pub registered_address: Option<String>,
}

/// One part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LegalField {
    /// The legal name.
    Name,
    /// The VAT number.
    VatNumber,
    /// The registered address.
    RegisteredAddress,
}

/// One part that is to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LegalChange {
    /// Which.
    pub field: LegalField,
    /// What it was when the change was asked for.
    pub before: Option<String>,
    /// What it is to be.
    pub after: String,
}

/// An account's people ask for other legal data; staff decide, and the system of record is changed.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "change_requests", kind = "change_request", read = "legal.read", account = "account_id")]
pub struct ChangeRequest {
    /// Its id.
    pub id: Id<ChangeRequest>,
    /// Whose data.
    pub account_id: Id<access::Account>,
    /// What the account was called then.
    pub company: String,
    /// Who asks.
    pub proposer_id: Id<Person>,
    /// What they are called.
    pub proposer: String,
    /// Why.
    pub reason: String,
    /// The legal name it is to have.
    pub name: Option<String>,
    /// The one it had.
    pub name_before: Option<String>,
    /// The VAT number it is to have.
    pub vat_number: Option<String>,
    /// The one it had.
    pub vat_number_before: Option<String>,
    /// The registered address it is to have.
    pub registered_address: Option<String>,
    /// The one it had.
    pub registered_address_before: Option<String>,
    /// Since when.
    pub asked_at: Timestamp,
    /// When it was approved.
    pub approved_at: Option<Timestamp>,
    /// When it was declined.
    pub declined_at: Option<Timestamp>,
    /// By whom.
    pub answered_by: Option<Id<Person>>,
    /// What they are called.
    pub answerer: Option<String>,
    /// A line from them.
    pub note: Option<String>,
}

/// How a request stands beside what the systems of record say now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeStanding {
    /// It waits for an answer.
    Open,
    /// It waits, but what it would change is not what it was.
    Stale,
    /// It was approved, and is still to be entered in the system of record.
    ToEnter,
    /// It was approved, and the system of record says so.
    Entered,
    /// It was declined.
    Declined,
}

impl Account {
    /// What it is in law.
    pub fn legal(&self) -> Legal {
        Legal {
            name: self.name.clone(),
            vat_number: self.vat_number.clone(),
            registered_address: self.registered_address.clone(),
        }
    }
}

impl Legal {
    /// One part of it, as far as it is known.
    pub fn value(&self, field: LegalField) -> Option<&str> {
        match field {
            LegalField::Name => Some(&self.name),
            LegalField::VatNumber => self.vat_number.as_deref(),
            LegalField::RegisteredAddress => self.registered_address.as_deref(),
        }
    }
}

impl ChangeRequest {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.approved_at.is_none() && self.declined_at.is_none()
    }

    /// What is to change.
    pub fn changes(&self) -> Vec<LegalChange> {
        let all = [
            (LegalField::Name, &self.name_before, &self.name),
            (LegalField::VatNumber, &self.vat_number_before, &self.vat_number),
            (LegalField::RegisteredAddress, &self.registered_address_before, &self.registered_address),
        ];
        let told = all.into_iter().filter_map(|(field, before, after)| {
            Some(LegalChange { field, before: before.clone(), after: after.clone()? })
        });
        told.collect()
    }

    /// How it stands beside what its account is in law now.
    pub fn standing(&self, now: &Legal) -> ChangeStanding {
        ChangeStanding::of(&self.changes(), self.approved_at, self.declined_at, now)
    }
}

impl ChangeStanding {
    /// How a request of these changes stands, answered at one of these instants or not at all.
    pub fn of(changes: &[LegalChange], approved: Option<Timestamp>, declined: Option<Timestamp>, now: &Legal) -> Self {
        if declined.is_some() {
            return Self::Declined;
        }
        if approved.is_some() {
            let is_entered = changes.iter().all(|change| now.value(change.field) == Some(change.after.as_str()));
            return if is_entered { Self::Entered } else { Self::ToEnter };
        }
        let is_as_it_was = changes.iter().all(|change| now.value(change.field) == change.before.as_deref());
        if is_as_it_was { Self::Open } else { Self::Stale }
    }
}
