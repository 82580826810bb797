use jiff::{civil::DateTime, tz::TimeZone};
use kernel::{Date, Message, Timestamp};
use serde_json::Value;

use super::{Fault, Place};
use crate::mapping::{Expression, Scalar};

impl Place<'_> {
    /// What an expression comes to here.
    pub(super) fn value(&self, expression: &Expression) -> Result<Value, Fault> {
        match expression {
            Expression::Key => Ok(Value::from(self.document.key.as_str())),
            Expression::Ordinal => Ok(Value::from(self.ordinal)),
            Expression::Constant(Scalar::Truth(truth)) => Ok(Value::from(*truth)),
            Expression::Constant(Scalar::Whole(number)) => Ok(Value::from(*number)),
            Expression::Constant(Scalar::Text(text)) => Ok(Value::from(text.as_str())),
            Expression::Text { column, prefix, otherwise, optional } => {
                let said = self.said(column).or_else(|| self.said(otherwise.as_ref()?));
                match said {
                    Some(said) => Ok(Value::from(format!("{prefix}{said}"))),
                    None if *optional => Ok(Value::Null),
                    None => self.must(column).map(Value::from),
                }
            }
            Expression::Lookup { column, table, keep, optional } => self.looked_up(column, table, *keep, *optional),
            Expression::Instant { column, pattern, zone } => self.instant(column, pattern, zone),
            Expression::Day { column, optional: true, .. } if self.said(column).is_none() => Ok(Value::Null),
            Expression::Day { column, pattern, plus_days, .. } => {
                let day = jiff::civil::Date::strptime(pattern, self.must(column)?);
                let day = day.map_err(|_| self.not_a_day(column, self.line))?;
                Ok(Value::from(Date::from(day).plus_days(*plus_days).to_string()))
            }
            Expression::Number { of, optional: true, .. } if self.is_blank(of) => Ok(Value::Null),
            Expression::Number { of, scale, round, .. } => {
                let number = self.number(of)?;
                let number = if *round { number.rounded(*scale) } else { number };
                self.steps(number, *scale).map(Value::from)
            }
            Expression::Decimal { of, optional: true } if self.is_blank(of) => Ok(Value::Null),
            Expression::Decimal { of, .. } => Ok(Value::from(self.number(of)?.to_string())),
            Expression::Choose { when, yes, no } => {
                let holds = self.shaper.all_hold(self.document, when)?.is_some();
                self.value(if holds { yes } else { no })
            }
        }
    }

    fn looked_up(&self, column: &str, table: &str, keep: bool, optional: bool) -> Result<Value, Fault> {
        let said = match self.said(column) {
            None if optional => return Ok(Value::Null),
            None => self.must(column)?,
            Some(said) => said,
        };
        match self.shaper.lookups.get(table).and_then(|rows| rows.get(said)) {
            Some(words) if words.is_empty() && optional => Ok(Value::Null),
            Some(words) => Ok(Value::from(words.as_str())),
            None if keep => Ok(Value::from(said)),
            None => {
                let says = Message::new("sync-reason-not-in-table").with("column", column).with("text", said);
                Err(self.wrong(says.with("table", table)))
            }
        }
    }

    /// The earliest instant among the lines asked about. A time that the clock showed twice is the first of the two; one
    /// that it left out is taken as far behind the change as it would have been.
    fn instant(&self, column: &str, pattern: &str, zone: &str) -> Result<Value, Fault> {
        let lines: Vec<usize> = match self.line {
            Some(line) => vec![line],
            None => self.lines_with(column).collect(),
        };
        let mut earliest: Option<DateTime> = None;
        let mut last = None;
        for line in lines {
            let said = self.said_in(line, column);
            if said == last && earliest.is_some() {
                continue;
            }
            last = said;
            let says = || Message::new("sync-reason-blank").with("column", column);
            let said = said.ok_or_else(|| Fault::of(&says(), Some(line)))?;
            let shown = DateTime::strptime(pattern, said).map_err(|_| self.not_a_day(column, Some(line)))?;
            earliest = Some(earliest.map_or(shown, |earliest| earliest.min(shown)));
        }
        let wrong = || self.not_a_day(column, self.line);
        let earliest = earliest.ok_or_else(wrong)?;
        let at = TimeZone::get(zone).and_then(|zone| zone.to_timestamp(earliest)).map_err(|_| wrong())?;
        Ok(Value::from(Timestamp::from_micros(at.as_microsecond()).to_string()))
    }

    fn not_a_day(&self, column: &str, line: Option<usize>) -> Fault {
        let said = match line {
            Some(line) => self.said_in(line, column),
            None => self.said(column),
        };
        let says = Message::new("sync-reason-not-a-day").with("column", column).with("text", said.unwrap_or_default());
        Fault::of(&says, line)
    }
}
