use kernel::{Date, Message};
use words::Formats;

use crate::{Field, FieldKind, RawField};

/// The day it is for whoever asks; the one they say, if they say one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today(Date);

impl Today {
    /// The day.
    pub fn date(self) -> Date {
        self.0
    }
}

impl Field for Today {
    fn kind() -> FieldKind {
        FieldKind::Day
    }
    const OPTIONAL: bool = true;

    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        Option::<Date>::read(raw, formats).map(|day| Self(day.unwrap_or_else(|| formats.today())))
    }
}
