//! Several files together in one.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write as _},
};

use kernel::{Date, Problem};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// A PDF that is put into a zip.
pub(super) struct Filed {
    /// Its name, without the ending: letters, digits and hyphens.
    pub name: String,
    /// The day it bears.
    pub day: Date,
    pub bytes: Vec<u8>,
}

/// Puts files into one, each as it comes. The same files make the same bytes, whenever that is done.
pub(super) fn together(files: impl IntoIterator<Item = Result<Filed, Problem>>) -> Result<Vec<u8>, Problem> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut taken = BTreeMap::new();
    for file in files {
        let file = file?;
        // What a PDF holds is packed already.
        let how = SimpleFileOptions::DEFAULT
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(midnight(file.day));
        let name = format!("{}.pdf", told_apart(&mut taken, &file.name));
        zip.start_file(name, how).map_err(Problem::unexpected)?;
        zip.write_all(&file.bytes).map_err(Problem::unexpected)?;
    }
    Ok(zip.finish().map_err(Problem::unexpected)?.into_inner())
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

    use kernel::{Date, Problem};
    use zip::{DateTime, ZipArchive};

    use super::{Filed, midnight, together};

    fn files() -> Vec<Result<Filed, Problem>> {
        let day = Date::new(2026, 3, 6).expect("a day of the calendar");
        let file = |name: &str| Ok(Filed { name: name.to_owned(), day, bytes: name.as_bytes().to_vec() });
        vec![file("Invoice-1"), file("invoice-1"), file("Invoice-2")]
    }

    #[test]
    fn files_of_one_name_are_told_apart_and_the_same_make_the_same_bytes() {
        let bytes = together(files()).expect("a file");
        assert!(bytes == together(files()).expect("a file"));
        let zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let names: Vec<String> = zip.file_names().map(|name| name.expect("words").into_owned()).collect();
        assert_eq!(names, ["Invoice-1.pdf", "invoice-1 (2).pdf", "Invoice-2.pdf"]);
    }

    #[test]
    fn a_file_is_of_its_documents_day_as_far_as_a_zip_can_say() {
        let day = |year| Date::new(year, 3, 6).expect("a day of the calendar");
        assert_eq!(midnight(day(2026)), DateTime::from_date_and_time(2026, 3, 6, 0, 0, 0).expect("a time"));
        assert_eq!(midnight(day(1912)), DateTime::DEFAULT);
    }
}
