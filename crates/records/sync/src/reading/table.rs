use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
    path::Path,
};

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};

use super::{
    Meter,
    decoded::{Decoded, Malformed},
    leash::{LONGEST, Leash, TooLong},
    name, packed,
};
use crate::{ReadError, mapping::Format};

/// A file's columns and their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Header {
    columns: Vec<String>,
    places: BTreeMap<String, usize>,
}

impl Header {
    /// A header of these columns; a name that occurs twice stands for its first.
    pub fn of(columns: Vec<String>) -> Self {
        let mut places = BTreeMap::new();
        for (place, column) in columns.iter().enumerate() {
            places.entry(column.clone()).or_insert(place);
        }
        Self { columns, places }
    }

    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    pub fn place(&self, column: &str) -> Option<usize> {
        self.places.get(column).copied()
    }
}

/// A file of comma-separated values (RFC 4180), with a header.
pub(crate) struct Table {
    reader: Reader<Leash<Decoded<Box<dyn Read + Send>>>>,
    file: String,
    encoding: &'static str,
    header: Header,
    /// The line that is read next.
    next: u64,
}

/// One line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    record: StringRecord,
}

impl Row {
    /// The fields.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.record.iter()
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.record.len()
    }

    pub fn field(&self, place: usize) -> Option<&str> {
        self.record.get(place)
    }

    /// The number of its first line in the file, counted from 1.
    pub fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }
}

impl Table {
    /// Opens a file and reads its header.
    pub fn open(path: &Path, format: &Format, meter: Meter) -> Result<Self, ReadError> {
        let encoding = format.encoding();
        let from = Leash::new(Decoded::new(packed::open(path, meter)?, encoding));
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(format.delimiter()).quote(format.quote());
        let reader = builder.buffer_capacity(64 * 1024).from_reader(from);
        let (file, encoding) = (name(path), encoding.name());
        let mut table = Self { reader, file, encoding, header: Header::default(), next: 1 };
        let mut row = Row::default();
        if !table.read(&mut row)? {
            return Err(ReadError::Empty { file: table.file });
        }
        let columns: Vec<String> = row.fields().map(|column| column.trim().to_owned()).collect();
        let mut seen = BTreeSet::new();
        if let Some(column) = columns.iter().find(|column| !seen.insert(column.as_str())) {
            return Err(ReadError::Twice { file: table.file, column: column.clone() });
        }
        table.header = Header::of(columns);
        Ok(table)
    }

    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Reads the next line; tells whether there was one.
    pub fn read(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        self.reader.get_mut().let_out();
        match self.reader.read_record(&mut row.record) {
            Ok(read) => {
                self.next = self.reader.position().line();
                Ok(read)
            }
            Err(error) => Err(self.wrong(error)),
        }
    }

    fn wrong(&self, error: csv::Error) -> ReadError {
        let file = self.file.clone();
        let ErrorKind::Io(error) = error.into_kind() else {
            // The decoder gives nothing but UTF-8, and lines may have any number of fields.
            return ReadError::Encoding { file, encoding: self.encoding, line: self.next, byte: 0 };
        };
        let cause = error.get_ref();
        if let Some(Malformed { line, byte }) = cause.and_then(|cause| cause.downcast_ref::<Malformed>()) {
            return ReadError::Encoding { file, encoding: self.encoding, line: *line, byte: *byte };
        }
        if cause.is_some_and(|cause| cause.is::<TooLong>()) {
            return ReadError::TooLong { file, line: self.next, most: LONGEST };
        }
        ReadError::of_io(&file, self.next.saturating_sub(1), error)
    }
}
