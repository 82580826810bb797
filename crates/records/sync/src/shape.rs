//! Shapes a document's lines into what services are told, by the rules of a mapping.

mod conditions;
mod document;
mod numbers;
mod place;
mod values;

use kernel::Message;
use serde_json::{Map, Value};

pub(crate) use document::{Document, Line, LineFault};
use place::Place;

use crate::{
    Mapping, digest,
    mapping::{Lookups, PartSpec},
    reading::Header,
    said,
};

/// A mapping at work on files with these columns.
pub(crate) struct Shaper<'m> {
    pub mapping: &'m Mapping,
    pub headers: &'m [Header],
    pub lookups: &'m Lookups,
}

/// One thing a document becomes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shaped {
    pub kind: String,
    pub operation: String,
    pub remote: String,
    pub document: Value,
    pub digest: String,
}

/// Why a document cannot be imported.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    pub said: Message,
    /// The line at fault, by its place in the document.
    pub hit: Option<usize>,
}

impl Fault {
    pub fn of(message: &Message, hit: Option<usize>) -> Self {
        Self { said: said::kept(message), hit }
    }
}

impl Shaper<'_> {
    /// Everything the document becomes; or the first reason why it becomes nothing.
    pub fn shape(&self, document: &Document) -> Result<Vec<Shaped>, Fault> {
        document.is_whole(self.mapping, self.headers)?;
        for rule in &self.mapping.quarantine {
            if let Some(hit) = self.all_hold(document, &rule.when)? {
                return Err(Fault::of(&Message::new(rule.reason.message()), hit));
            }
        }
        let mut shaped = Vec::with_capacity(self.mapping.part.len());
        for part in &self.mapping.part {
            if self.all_hold(document, &part.when)?.is_some() {
                shaped.push(self.part(document, part)?);
            }
        }
        Ok(shaped)
    }

    fn part(&self, document: &Document, part: &PartSpec) -> Result<Shaped, Fault> {
        let whole = Place::whole(self, document);
        let remote = match whole.value(&part.remote)? {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let mut members = Map::new();
        for (member, expression) in &part.document {
            members.insert(member.clone(), whole.value(expression)?);
        }
        if let Some(lines) = &part.lines {
            let mut items = Vec::with_capacity(document.lines.len());
            for (ordinal, index) in (1..).zip(self.body(document)) {
                let place = Place { line: Some(index), ordinal, ..whole };
                let mut item = Map::new();
                for (member, expression) in &lines.of {
                    item.insert(member.clone(), place.value(expression)?);
                }
                items.push(Value::Object(item));
            }
            members.insert(lines.member.clone(), Value::Array(items));
        }
        let value = Value::Object(members);
        let digest = digest::of_kind(&part.kind, &value);
        Ok(Shaped { kind: part.kind.clone(), operation: part.operation.clone(), remote, document: value, digest })
    }

    /// The lines of the last file, by their places in the document.
    fn body<'d>(&self, document: &'d Document) -> impl Iterator<Item = usize> + use<'d> {
        let last = self.headers.len().saturating_sub(1);
        document.lines.iter().enumerate().filter(move |(_, line)| line.file == last).map(|(index, _)| index)
    }
}

#[cfg(test)]
mod tests;
