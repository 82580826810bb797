use kernel::Message;

use super::{Document, Fault, Shaper};

/// Where a value is asked for: of the document as a whole, or of one of its lines.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub shaper: &'p Shaper<'p>,
    pub document: &'p Document,
    pub line: Option<usize>,
    /// The line's place among those of its file, from 1; 0 for the document as a whole.
    pub ordinal: i64,
}

impl<'p> Place<'p> {
    /// The document as a whole.
    pub fn whole(shaper: &'p Shaper<'p>, document: &'p Document) -> Self {
        Self { shaper, document, line: None, ordinal: 0 }
    }

    /// What a column says here, without spaces around it: in this line, else in the document's first that has it.
    pub fn said(&self, column: &str) -> Option<&'p str> {
        let own = self.line.filter(|line| self.has(*line, column));
        let line = own.or_else(|| (0..self.document.lines.len()).find(|line| self.has(*line, column)))?;
        self.said_in(line, column)
    }

    /// What a column says in one line.
    pub fn said_in(&self, line: usize, column: &str) -> Option<&'p str> {
        let line = self.document.lines.get(line)?;
        let place = self.shaper.headers.get(line.file)?.place(column)?;
        self.shaper.mapping.format.said(line.fields.get(place)?)
    }

    /// The lines that have this column, by their places.
    pub fn lines_with(&self, column: &str) -> impl Iterator<Item = usize> {
        let files: Vec<bool> = self.shaper.headers.iter().map(|header| header.place(column).is_some()).collect();
        let has = move |file: usize| files.get(file).copied().unwrap_or(false);
        let lines = self.document.lines.iter().enumerate();
        lines.filter(move |(_, line)| has(line.file)).map(|(index, _)| index)
    }

    /// What the column has to say.
    pub fn must(&self, column: &str) -> Result<&'p str, Fault> {
        self.said(column).ok_or_else(|| self.wrong(Message::new("sync-reason-blank").with("column", column)))
    }

    /// A fault of this place.
    pub fn wrong(&self, says: Message) -> Fault {
        Fault::of(&says, self.line)
    }

    fn has(&self, line: usize, column: &str) -> bool {
        let line = self.document.lines.get(line);
        line.and_then(|line| self.shaper.headers.get(line.file)).is_some_and(|header| header.place(column).is_some())
    }
}
