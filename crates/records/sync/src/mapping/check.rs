use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use kernel::Message;

use super::{Condition, Expression, Mapping, MappingError, Number, Test};
use crate::{Decimal, ReadError, reading::Header};

/// The most files one document comes from.
const FILES: usize = 2;

/// The finest steps numbers are given in.
const FINEST: u32 = 9;

impl Mapping {
    /// Everything that can be known to be wrong before a file is there.
    pub(crate) fn check(&self) -> Result<(), MappingError> {
        if self.file.is_empty() || self.file.len() > FILES {
            return senseless("file", Message::new("sync-mapping-files"));
        }
        // Without its first file there is no document.
        if self.file.first().is_some_and(|file| file.optional) {
            return senseless("file", Message::new("sync-mapping-optional"));
        }
        if self.part.is_empty() {
            return senseless("part", Message::new("sync-mapping-part"));
        }
        if let Some((at, because)) = self.format.fault() {
            return senseless(at, because);
        }
        for (name, lookup) in &self.lookup {
            if lookup.file.is_some() != (lookup.key.is_some() && lookup.value.is_some()) {
                return senseless(&format!("lookup.{name}"), Message::new("sync-mapping-table"));
            }
        }
        for rule in &self.quarantine {
            conditions("quarantine", &rule.when)?;
        }
        for part in &self.part {
            let at = format!("part.{}", part.kind);
            conditions(&at, &part.when)?;
            self.expression(&at, &part.remote, false)?;
            for (member, expression) in &part.document {
                self.expression(&format!("{at}.{member}"), expression, false)?;
            }
            for (member, expression) in part.lines.iter().flat_map(|lines| &lines.of) {
                self.expression(&format!("{at}.lines.{member}"), expression, true)?;
            }
        }
        Ok(())
    }

    fn expression(&self, at: &str, expression: &Expression, in_line: bool) -> Result<(), MappingError> {
        match expression {
            Expression::Ordinal if !in_line => senseless(at, Message::new("sync-mapping-ordinal")),
            Expression::Key | Expression::Ordinal | Expression::Constant(_) | Expression::Text { .. } => Ok(()),
            Expression::Lookup { table, .. } if self.lookup.contains_key(table) => Ok(()),
            Expression::Lookup { table, .. } => {
                senseless(at, Message::new("sync-mapping-lookup").with("table", table.as_str()))
            }
            Expression::Instant { pattern, zone, .. } => {
                let unknown = Message::new("sync-mapping-zone").with("zone", zone.as_str());
                TimeZone::get(zone).or_else(|_| senseless(at, unknown))?;
                spelled(at, pattern)
            }
            Expression::Day { pattern, .. } => spelled(at, pattern),
            Expression::Number { scale, .. } if *scale > FINEST => senseless(at, Message::new("sync-mapping-decimals")),
            Expression::Number { of, .. } | Expression::Decimal { of, .. } => number(at, of, in_line),
            Expression::Choose { when, yes, no } => {
                conditions(at, when)?;
                self.expression(at, yes, in_line)?;
                self.expression(at, no, in_line)
            }
        }
    }

    /// Whether the files have every column that is read; `files` are their names.
    pub(crate) fn fits(&self, headers: &[Header], files: &[String]) -> Result<(), ReadError> {
        for ((spec, header), file) in self.file.iter().zip(headers).zip(files) {
            absent(file, header, [spec.key.as_str()].into_iter(), |column| header.place(column).is_some())?;
        }
        // A column may stand in any of the files; what stands in none is missed in the one with the lines.
        let last = headers.len().saturating_sub(1);
        let (Some(header), Some(file)) = (headers.get(last), files.get(last)) else { return Ok(()) };
        let known = |column: &str| headers.iter().any(|header| header.place(column).is_some());
        absent(file, header, self.columns().into_iter(), known)
    }

    /// Every column that is read.
    fn columns(&self) -> BTreeSet<&str> {
        let mut columns = BTreeSet::new();
        for rule in &self.quarantine {
            tested(&rule.when, &mut columns);
        }
        for part in &self.part {
            tested(&part.when, &mut columns);
            let lines = part.lines.iter().flat_map(|lines| lines.of.values());
            for expression in std::iter::once(&part.remote).chain(part.document.values()).chain(lines) {
                read(expression, &mut columns);
            }
        }
        columns
    }
}

fn absent<'c>(
    file: &str,
    header: &Header,
    wanted: impl Iterator<Item = &'c str>,
    known: impl Fn(&str) -> bool,
) -> Result<(), ReadError> {
    let missing: Vec<String> = wanted.filter(|column| !known(column)).map(str::to_owned).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(ReadError::Columns { file: file.to_owned(), missing, found: header.columns().to_vec() })
}

fn read<'e>(expression: &'e Expression, columns: &mut BTreeSet<&'e str>) {
    match expression {
        Expression::Key | Expression::Ordinal | Expression::Constant(_) => {}
        Expression::Text { column, otherwise, .. } => {
            columns.insert(column);
            columns.extend(otherwise.as_deref());
        }
        Expression::Lookup { column, .. } | Expression::Instant { column, .. } | Expression::Day { column, .. } => {
            columns.insert(column);
        }
        Expression::Number { of, .. } | Expression::Decimal { of, .. } => counted(of, columns),
        Expression::Choose { when, yes, no } => {
            tested(when, columns);
            read(yes, columns);
            read(no, columns);
        }
    }
}

fn counted<'e>(number: &'e Number, columns: &mut BTreeSet<&'e str>) {
    match number {
        Number::Column(column) => {
            columns.insert(column);
        }
        Number::Constant(_) => {}
        Number::Rounded { of, .. } | Number::Sum(of) => counted(of, columns),
        Number::Times(numbers) | Number::Plus(numbers) | Number::Minus(numbers) => {
            numbers.iter().for_each(|number| counted(number, columns));
        }
    }
}

fn tested<'e>(conditions: &'e [Condition], columns: &mut BTreeSet<&'e str>) {
    for condition in conditions {
        columns.insert(match condition {
            Condition::Any(test) | Condition::Every(test) | Condition::None(test) => &test.column,
            Condition::Differ(column) => column,
        });
    }
}

fn conditions(at: &str, conditions: &[Condition]) -> Result<(), MappingError> {
    for condition in conditions {
        match condition {
            Condition::Any(test) | Condition::Every(test) | Condition::None(test) => sensible(at, test)?,
            Condition::Differ(_) => {}
        }
    }
    Ok(())
}

fn sensible(at: &str, test: &Test) -> Result<(), MappingError> {
    let said = [
        test.blank.is_some(),
        test.starts_with.is_some(),
        test.one_of.is_some(),
        test.below.is_some(),
        test.above.is_some(),
    ];
    if test.column.is_empty() || said.into_iter().filter(|said| *said).count() != 1 {
        return senseless(at, Message::new("sync-mapping-test"));
    }
    test.below.iter().chain(&test.above).try_for_each(|bound| decimal(at, bound))
}

fn number(at: &str, of: &Number, in_line: bool) -> Result<(), MappingError> {
    match of {
        Number::Column(_) => Ok(()),
        Number::Constant(text) => decimal(at, text),
        Number::Rounded { of, .. } => number(at, of, in_line),
        Number::Sum(_) if in_line => senseless(at, Message::new("sync-mapping-sum")),
        Number::Sum(of) => number(at, of, true),
        Number::Times(numbers) | Number::Plus(numbers) | Number::Minus(numbers) => {
            if numbers.is_empty() {
                return senseless(at, Message::new("sync-mapping-nothing"));
            }
            numbers.iter().try_for_each(|of| number(at, of, in_line))
        }
    }
}

fn decimal(at: &str, text: &str) -> Result<(), MappingError> {
    let because = Message::new("sync-mapping-number").with("text", text);
    text.parse::<Decimal>().map(|_| ()).or_else(|_| senseless(at, because))
}

/// Whether a pattern says something and nothing that is not known; what it writes it has to read again.
fn spelled(at: &str, pattern: &str) -> Result<(), MappingError> {
    let sample = jiff::civil::date(2009, 12, 1).at(7, 45, 0, 0);
    let written = jiff::fmt::strtime::format(pattern, sample).unwrap_or_default();
    let read = jiff::fmt::strtime::parse(pattern, &written).and_then(|parts| parts.to_date());
    if read.is_ok_and(|day| day == sample.date()) {
        return Ok(());
    }
    senseless(at, Message::new("sync-mapping-day").with("pattern", pattern))
}

fn senseless<T>(at: &str, because: Message) -> Result<T, MappingError> {
    Err(MappingError::Senseless { at: at.to_owned(), because: Box::new(because.with("at", at)) })
}
