use directory::fold;
use gateway::{Field, FieldKind, Line, RawField};
use kernel::Message;
use store::Condition;
use words::Formats;

use crate::Case;

/// What somebody looks for: words that must all be there. A number is one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    words: Vec<String>,
}

/// The most characters. They bound how many words there can be, all of which count.
const LONGEST: usize = 80;

impl Sought {
    /// The cases it finds.
    pub(super) fn condition(&self) -> Condition<Case> {
        let each = self.words.iter().map(|word| Case::WORDS.contains(word));
        each.reduce(Condition::and).unwrap_or_else(Condition::nothing)
    }
}

impl Field for Sought {
    fn kind() -> FieldKind {
        FieldKind::Text { max: LONGEST, lines: false }
    }

    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        let line = Line::<LONGEST>::read(raw, formats)?;
        Ok(Self { words: fold(line.as_str()).split(' ').map(str::to_owned).collect() })
    }
}
