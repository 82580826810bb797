use kernel::Message;

use super::Fault;
use crate::{Content, ContentFile, ContentLine, Mapping, reading::Header};

/// All lines with one key, ordered by file and then as they stand there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    pub key: String,
    pub lines: Vec<Line>,
    /// There were more lines than a document may have; the rest was left where it is.
    pub cut: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// The file's place in the mapping.
    pub file: usize,
    /// Its number there; none for one that staff added.
    pub number: Option<i64>,
    pub fault: LineFault,
    pub fields: Vec<String>,
}

/// What is wrong with a line itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineFault {
    Sound,
    /// It has more or fewer fields than the header.
    Torn,
    /// Its key is blank or unusable; it is a document by itself.
    Keyless,
}

impl LineFault {
    pub fn number(self) -> i64 {
        match self {
            Self::Sound => 0,
            Self::Torn => 1,
            Self::Keyless => 2,
        }
    }

    pub fn of_number(number: i64) -> Self {
        match number {
            0 => Self::Sound,
            1 => Self::Torn,
            _ => Self::Keyless,
        }
    }
}

impl Document {
    /// Whether there is all there should be.
    pub fn is_whole(&self, mapping: &Mapping, headers: &[Header]) -> Result<(), Fault> {
        if self.cut {
            let lines = i64::try_from(self.lines.len()).unwrap_or(i64::MAX);
            return Err(Fault::of(&Message::new("sync-reason-too-many-lines").with("most", lines), None));
        }
        for (index, line) in self.lines.iter().enumerate() {
            let wanted = headers.get(line.file).map_or(0, |header| header.columns().len());
            let says = match line.fault {
                LineFault::Keyless => Message::new("sync-reason-no-key"),
                _ if line.fields.len() != wanted => {
                    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
                    let says = Message::new("sync-reason-torn").with("found", count(line.fields.len()));
                    says.with("wanted", count(wanted))
                }
                LineFault::Sound | LineFault::Torn => continue,
            };
            return Err(Fault::of(&says, Some(index)));
        }
        if !mapping.has_heads() {
            return Ok(());
        }
        let heads = self.lines.iter().filter(|line| line.file == 0).count();
        let says = match (heads, self.lines.len() - heads) {
            (0, _) => Message::new("sync-reason-no-head"),
            (1, 0) if !mapping.may_lack_lines() => Message::new("sync-reason-no-lines"),
            (1, _) => return Ok(()),
            _ => Message::new("sync-reason-two-heads"),
        };
        Err(Fault::of(&says, None))
    }

    /// The lines as they are kept in quarantine.
    pub fn content(&self, files: &[String], headers: &[Header]) -> Content {
        let file = |(place, (name, header)): (usize, (&String, &Header))| {
            let lines = self.lines.iter().filter(|line| line.file == place);
            let lines = lines.map(|line| ContentLine { number: line.number, fields: line.fields.clone() });
            ContentFile { name: name.clone(), header: header.columns().to_vec(), lines: lines.collect() }
        };
        Content { files: files.iter().zip(headers).enumerate().map(file).collect(), cut: self.cut }
    }

    /// The document that was kept, or mended.
    pub fn of_content(key: &str, content: &Content) -> Self {
        let lines = content.files.iter().enumerate().flat_map(|(place, file)| {
            file.lines.iter().map(move |line| Line {
                file: place,
                number: line.number,
                fault: LineFault::Sound,
                fields: line.fields.clone(),
            })
        });
        Self { key: key.to_owned(), lines: lines.collect(), cut: content.cut }
    }
}
