#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use std::{borrow::Cow, fmt, str::FromStr};

use access::{Account, Caller};
use futures::future::BoxFuture;
use kernel::{Date, Id, Message, Money, Problem, Ref, UnitPrice};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Child, Col, Db, List, Object, Order, Refused, Row, Work};
use uuid::Uuid;
use words::Formats;

use crate::{Asked, Field, FieldKind, Gateway, LinkTo, RawField};

/// Points at a record of any service, or at one part of it, to be quoted elsewhere: `invoice:ID`, `invoice:ID:LINE`.
///
/// In a command it is a link like any other: found, permitted by the action that reads it, in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The record.
    pub target: Ref,
    /// The part, if one is meant: a line.
    pub part: Option<Uuid>,
}

/// A record as others show it: what it is called, where it is, and its facts as they stood when it was quoted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    /// The record.
    pub target: Ref,
    /// Whose it is; nobody's when it belongs to no account.
    pub account: Option<Id<Account>>,
    /// The part that is meant.
    pub part: Option<Uuid>,
    /// Which of its lines that is, counted from 1.
    #[serde(default)]
    pub line: Option<i64>,
    /// What people call it: `INV-20418`.
    pub name: String,
    /// Where it is shown, below the capacity one acts in.
    pub path: String,
    /// The icon of its noun.
    pub icon: Cow<'static, str>,
    /// Its facts.
    pub facts: Vec<CardFact>,
}

/// One fact of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CardFact {
    /// What it is called: a message without values, of the service that owns the record.
    pub label: Cow<'static, str>,
    /// What it is.
    pub value: CardValue,
}

/// The value of a fact, put into words by whoever shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "is", content = "value")]
pub enum CardValue {
    /// Words.
    Text(String),
    /// An amount.
    Money(Money),
    /// A price, or an amount finer than money.
    Price(UnitPrice),
    /// A day.
    Day(Date),
    /// A number in thousandths.
    Thousandths(i64),
}

impl Card {
    /// The record `row` without facts yet.
    pub fn of<R: Object>(row: &R, name: &str, path: &str, icon: &'static str) -> Self {
        let (name, path) = (name.to_owned(), format!("{path}/{}", row.id()));
        let (target, account) = (Ref::new(R::KIND, row.id()), row.account());
        Self { target, account, part: None, line: None, name, path, icon: icon.into(), facts: Vec::new() }
    }

    /// As its line with this number.
    #[must_use]
    pub fn at_line(self, line: i64) -> Self {
        Self { line: Some(line), ..self }
    }

    /// With one more fact, if it is known.
    #[must_use]
    pub fn with(mut self, label: &'static str, value: Option<CardValue>) -> Self {
        self.facts.extend(value.map(|value| CardFact { label: label.into(), value }));
        self
    }
}

/// An object that can be quoted, whole or by one of its parts.
pub trait Quotable: Object {
    /// What it consists of.
    type Part: Child<Parent = Self>;

    /// What others show of it, or of the part that is meant.
    fn card(&self, part: Option<&Self::Part>) -> Card;
}

/// A kind of record that can be quoted, as the registry holds it.
#[derive(Clone, Copy)]
pub struct Quoting {
    pub(crate) kind: &'static str,
    pub(crate) table: &'static str,
    /// The action that reads it, which is all that quoting needs.
    pub action: &'static str,
    within: for<'a> fn(&'a Work, &'a Caller, &'a Quote) -> BoxFuture<'a, Result<Card, Refused>>,
    outside: for<'a> fn(&'a Db, &'a Caller, &'a Quote) -> BoxFuture<'a, Result<Card, Refused>>,
}

impl Quoting {
    pub(crate) fn of<R: Quotable>() -> Self {
        Self {
            kind: R::KIND,
            table: R::TABLE,
            action: R::READ,
            within: |work, caller, quote| Box::pin(within::<R>(work, caller, quote)),
            outside: |db, caller, quote| Box::pin(outside::<R>(db, caller, quote)),
        }
    }

    /// The card, read and permitted in a transaction.
    pub(crate) async fn within(self, work: &Work, caller: &Caller, quote: &Quote) -> Result<Card, Refused> {
        (self.within)(work, caller, quote).await
    }
}

async fn within<R: Quotable>(work: &Work, caller: &Caller, quote: &Quote) -> Result<Card, Refused> {
    let held = work.permit::<R>(caller, R::READ, Id::from_uuid(quote.target.id)).await?;
    let parts = match quote.part {
        Some(part) => work.tables::<()>(caller).parts::<R::Part, R>(&held, Some(id_is(part))).await?,
        None => Vec::new(),
    };
    card(&*held, parts.first().map(|part| &**part), quote)
}

async fn outside<R: Quotable>(db: &Db, caller: &Caller, quote: &Quote) -> Result<Card, Refused> {
    let seen = db.show::<Quote, R>(caller, R::READ, Id::from_uuid(quote.target.id)).await?;
    let parts = match quote.part {
        Some(part) => {
            let by_id = Order::by(Col::<R::Part, Id<<R::Part as Row>::Noun>>::named("id"), store::Direction::Ascending);
            seen.parts(List::by(by_id).only(id_is(part))).await?.rows
        }
        None => Vec::new(),
    };
    card(&*seen, parts.first(), quote)
}

fn id_is<C: Row>(part: Uuid) -> store::Condition<C> {
    Col::<C, Id<C::Noun>>::named("id").is(&Id::from_uuid(part))
}

fn card<R: Quotable>(row: &R, part: Option<&R::Part>, quote: &Quote) -> Result<Card, Refused> {
    if quote.part.is_some() && part.is_none() {
        return Err(Refused::Hidden);
    }
    Ok(Card { part: quote.part, ..row.card(part) })
}

impl Gateway {
    /// A record as it may be quoted by whoever asks; that they saw it is written down.
    ///
    /// # Errors
    /// What cannot be quoted, or not be read, answers as what is absent; the database's.
    pub async fn card(&self, asked: &Asked, quote: &Quote) -> Result<Card, Problem> {
        let quoting = self.registry.quoting(&quote.target.kind).ok_or_else(Problem::not_found)?;
        let caller = self.asker(asked).await?;
        match (quoting.outside)(&self.db, &caller, quote).await {
            Ok(card) => {
                self.logs.view(caller.now, &asked.principal, quoting.action, Some(quote.target.clone()), None);
                Ok(card)
            }
            Err(refused) => {
                self.note_refusal(asked, quoting.action, Some(quote.target.clone()), &refused);
                Err(refused.into())
            }
        }
    }
}

/// The text is no quote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a record to be quoted")]
pub struct ParseQuoteError;

impl FromStr for Quote {
    type Err = ParseQuoteError;

    fn from_str(text: &str) -> Result<Self, ParseQuoteError> {
        let id = |text: &str| Uuid::try_parse(text).map_err(|_| ParseQuoteError);
        let mut pieces = text.trim().splitn(3, ':');
        let (Some(kind), Some(record)) = (pieces.next(), pieces.next()) else { return Err(ParseQuoteError) };
        let target = Ref { kind: kind.to_owned().into(), id: id(record)? };
        Ok(Self { target, part: pieces.next().map(id).transpose()? })
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.target)?;
        match self.part {
            Some(part) => write!(f, ":{}", part.simple()),
            None => Ok(()),
        }
    }
}

impl Field for Quote {
    fn kind() -> FieldKind {
        FieldKind::Quote
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        match raw {
            // What is no record points at nothing, just as a foreign one does.
            RawField::Text(text) if !text.trim().is_empty() => {
                text.parse().map_err(|_| Message::new("input-link-not-found"))
            }
            RawField::Absent | RawField::Null | RawField::Text(_) => Err(Message::new("input-blank")),
            RawField::Json(_) | RawField::Many(_) => Err(Message::new("input-link-not-found")),
        }
    }

    fn links(&self) -> Vec<LinkTo> {
        vec![LinkTo::quoting(self.clone())]
    }
}

#[cfg(test)]
mod tests {
    use super::Quote;

    #[test]
    fn a_quote_is_written_as_it_is_read() {
        let (record, line) = (uuid::Uuid::from_u128(1).simple(), uuid::Uuid::from_u128(2).simple());
        for text in [format!("invoice:{record}"), format!("invoice:{record}:{line}")] {
            assert_eq!(text.parse::<Quote>().expect("a quote").to_string(), text);
        }
        for odd in
            ["", "invoice", "invoice:", "invoice:7", &format!("invoice:{record}:"), &format!("invoice:{record}:x")]
        {
            assert!(odd.parse::<Quote>().is_err(), "{odd}");
        }
    }
}
