//! Several files together in one, sent on as far as it is written.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    io::{self, Write},
};

use kernel::{Date, Problem};
use zip::{
    CompressionMethod, DateTime, PreparedZipFile, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// A PDF that is put into a zip.
pub(super) struct Filed {
    /// Its name, without the ending: letters, digits and hyphens.
    pub name: String,
    /// The day it bears.
    pub day: Date,
    pub bytes: Vec<u8>,
}

/// A zip that is being written. It holds what was not taken yet, and of what was only the names and places.
pub(super) struct Parcel {
    zip: ZipWriter<StreamWriter<Written>>,
    names: BTreeMap<String, u32>,
}

/// What was written and not taken yet.
#[derive(Default)]
struct Written(RefCell<Vec<u8>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.get_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Parcel {
    /// One that holds nothing yet.
    pub fn new() -> Self {
        // Each file comes with its length and its sum, so nothing is written at a place that was left.
        Self { zip: ZipWriter::new(StreamWriter::new(Written::default())), names: BTreeMap::new() }
    }

    /// Puts a file in. The same files make the same bytes, whenever that is done.
    pub fn put(&mut self, file: &Filed) -> Result<(), Problem> {
        // What a PDF holds is packed already.
        let how = SimpleFileOptions::DEFAULT
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(midnight(file.day));
        let name = format!("{}.pdf", told_apart(&mut self.names, &file.name));
        let file = PreparedZipFile::from_data(name, how, &file.bytes).map_err(Problem::unexpected)?;
        self.zip.add_prepared_file(file).map_err(Problem::unexpected)
    }

    /// What was written since this was asked last.
    pub fn take(&self) -> Vec<u8> {
        self.zip.get_ref().map(|written| written.get_ref().0.take()).unwrap_or_default()
    }

    /// The rest: what was not taken, and what says which files there are.
    pub fn close(self) -> Result<Vec<u8>, Problem> {
        let written = self.zip.finish().map_err(Problem::unexpected)?;
        Ok(written.into_inner().0.into_inner())
    }
}

/// The name, with a number behind it where a file before has the same: on some computers capitals do not tell names
/// apart.
fn told_apart(taken: &mut BTreeMap<String, u32>, name: &str) -> String {
    let times = taken.entry(name.to_ascii_lowercase()).or_insert(0);
    *times += 1;
    if *times == 1 { name.to_owned() } else { format!("{name} ({times})") }
}

/// The day's beginning; where a zip cannot say so early or late a day, the first it can.
fn midnight(day: Date) -> DateTime {
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    let year = u16::try_from(day.year()).unwrap_or_default();
    DateTime::from_date_and_time(year, part(day.month()), part(day.day()), 0, 0, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use kernel::Date;
    use zip::{DateTime, ZipArchive};

    use super::{Filed, Parcel, midnight};

    fn files() -> Vec<Filed> {
        let day = Date::new(2026, 3, 6).expect("a day of the calendar");
        let file = |name: &str| Filed { name: name.to_owned(), day, bytes: name.as_bytes().to_vec() };
        vec![file("Invoice-1"), file("invoice-1"), file("Invoice-2")]
    }

    fn whole() -> Vec<u8> {
        let mut parcel = Parcel::new();
        for file in files() {
            parcel.put(&file).expect("a file");
        }
        parcel.close().expect("a zip")
    }

    #[test]
    fn files_of_one_name_are_told_apart_and_the_same_make_the_same_bytes() {
        let bytes = whole();
        assert!(bytes == whole());
        let zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let names: Vec<String> = zip.file_names().map(|name| name.expect("words").into_owned()).collect();
        assert_eq!(names, ["Invoice-1.pdf", "invoice-1 (2).pdf", "Invoice-2.pdf"]);
    }

    #[test]
    fn what_is_taken_file_by_file_is_what_comes_at_once() {
        let mut parcel = Parcel::new();
        let mut pieces = Vec::new();
        for file in files() {
            parcel.put(&file).expect("a file");
            let piece = parcel.take();
            assert!(piece.ends_with(&file.bytes), "{} is not written whole", file.name);
            pieces.push(piece);
        }
        assert!(parcel.take().is_empty(), "nothing is kept that was taken");
        pieces.push(parcel.close().expect("the rest"));
        assert!(pieces.concat() == whole());
    }

    #[test]
    fn a_file_is_of_its_documents_day_as_far_as_a_zip_can_say() {
        let day = |year| Date::new(year, 3, 6).expect("a day of the calendar");
        assert_eq!(midnight(day(2026)), DateTime::from_date_and_time(2026, 3, 6, 0, 0, 0).expect("a time"));
        assert_eq!(midnight(day(1912)), DateTime::DEFAULT);
    }
}
