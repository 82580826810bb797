use std::cmp::Ordering;

use kernel::Message;

use super::{Document, Fault, Place, Shaper};
use crate::{
    Decimal,
    mapping::{Condition, Test},
};

/// What came of asking: it does not hold, or it does, and which line shows it.
type Held = Option<Option<usize>>;

impl Shaper<'_> {
    /// Whether all conditions hold, and the first line that shows it. Without conditions, they do.
    pub(super) fn all_hold(&self, document: &Document, conditions: &[Condition]) -> Result<Held, Fault> {
        let mut shown = None;
        for condition in conditions {
            match Place::whole(self, document).holds(condition)? {
                None => return Ok(None),
                Some(line) => shown = shown.or(line),
            }
        }
        Ok(Some(shown))
    }
}

impl Place<'_> {
    fn holds(&self, condition: &Condition) -> Result<Held, Fault> {
        match condition {
            Condition::Any(test) => Ok(self.first(test, true)?.map(Some)),
            Condition::None(test) => Ok(if self.first(test, true)?.is_none() { Some(None) } else { None }),
            Condition::Every(test) => Ok(if self.first(test, false)?.is_none() { Some(None) } else { None }),
            Condition::Differ(column) => {
                let mut lines = self.lines_with(column);
                let Some(first) = lines.next() else { return Ok(None) };
                let said = self.said_in(first, column);
                Ok(lines.find(|line| self.said_in(*line, column) != said).map(Some))
            }
        }
    }

    /// The first line for which the test comes out like this.
    fn first(&self, test: &Test, like: bool) -> Result<Option<usize>, Fault> {
        for line in self.lines_with(&test.column) {
            if self.passes(test, line)? == like {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }

    fn passes(&self, test: &Test, line: usize) -> Result<bool, Fault> {
        let said = self.said_in(line, &test.column);
        if let Some(blank) = test.blank {
            return Ok(said.is_none() == blank);
        }
        let Some(said) = said else { return Ok(false) };
        if let Some(beginnings) = &test.starts_with {
            return Ok(beginnings.iter().any(|beginning| said.starts_with(beginning.as_str())));
        }
        if let Some(words) = &test.one_of {
            return Ok(words.iter().any(|word| word == said));
        }
        let wanted = if test.below.is_some() { Ordering::Less } else { Ordering::Greater };
        let bound = test.below.as_ref().or(test.above.as_ref()).and_then(|bound| bound.parse::<Decimal>().ok());
        let says = || Message::new("sync-reason-not-a-number").with("column", test.column.as_str()).with("text", said);
        let number: Decimal = said.parse().map_err(|_| Fault::of(&says(), Some(line)))?;
        Ok(bound.and_then(|bound| number.compared(bound)) == Some(wanted))
    }
}
