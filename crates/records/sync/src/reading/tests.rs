use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use super::{Meter, Row, Sources, Table, facts, leash::LONGEST};
use crate::{Mapping, ReadError, mapping::Format};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn format(text: &str) -> Format {
    toml::from_str(text).unwrap()
}

/// Every line with its number, or why it could not be read.
fn read(bytes: &[u8], format: &Format) -> Result<Vec<(u64, Vec<String>)>, ReadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "lines.csv", bytes);
    let mut table = Table::open(&path, format, Meter::default())?;
    let (mut row, mut rows) = (Row::default(), Vec::new());
    while table.read(&mut row)? {
        rows.push((row.line(), row.fields().map(str::to_owned).collect()));
    }
    Ok(rows)
}

fn many(lines: usize) -> String {
    let mut text = "no,what\n".to_owned();
    for line in 0..lines {
        text.push_str(&format!("{line},GLASS BALL {}\n", line * 7919 % 10_007));
    }
    text
}

#[test]
fn plain_and_packed_files_are_told_apart_by_what_is_in_them() {
    let text = "no,what\n1,\"GLASS, \"\"BALL\"\"\"\n2,\"two\nlines\"\n3,three\n";
    let rows = read(text.as_bytes(), &Format::default()).unwrap();
    assert_eq!(rows[0], (2, vec!["1".to_owned(), "GLASS, \"BALL\"".to_owned()]));
    assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 5]);
    assert_eq!(read(&packed(text.as_bytes()), &Format::default()).unwrap(), rows);
    // Files that are joined are read to the end of the last.
    let joined = [packed(b"no,what\n1,one\n"), packed(b"2,two\n")].concat();
    assert_eq!(read(&joined, &Format::default()).unwrap().len(), 2);
}

#[test]
fn a_packed_file_cut_short_is_not_taken_for_a_whole_one() {
    let whole = packed(many(20_000).as_bytes());
    assert_eq!(read(&whole, &Format::default()).unwrap().len(), 20_000);
    for kept in [whole.len() - 1, whole.len() - 8, whole.len() / 2] {
        let error = read(&whole[..kept], &Format::default()).unwrap_err();
        assert!(matches!(error, ReadError::Truncated { .. }), "{kept}: {error}");
    }
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0xff);
    assert!(read(&damaged, &Format::default()).is_err());
}

#[test]
fn bytes_of_another_encoding_are_named_by_line_and_byte() {
    let error = read(b"no,what\n1,caf\xc3\xa9\n2,caf\xe9\n", &Format::default()).unwrap_err();
    let ReadError::Encoding { line, byte, encoding, .. } = error else { panic!("{error}") };
    assert_eq!((line, byte, encoding), (3, 21, "UTF-8"));
    // The last bytes of the file may be half a letter.
    let error = read(b"no,what\n1,caf\xc3", &Format::default()).unwrap_err();
    assert!(matches!(error, ReadError::Encoding { line: 2, byte: 13, .. }), "{error}");
    let latin = format("encoding = \"windows-1252\"");
    assert_eq!(read(b"no,what\n2,caf\xe9\n", &latin).unwrap()[0].1[1], "café");
    // A mark of the byte order is no part of the first column's name.
    assert_eq!(read(b"\xef\xbb\xbfno,what\n1,one\n", &Format::default()).unwrap().len(), 1);
    let wide: Vec<u8> = "no,what\n1,café\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(
        read(&[b"\xff\xfe".as_slice(), &wide].concat(), &Format::default()),
        Err(ReadError::Encoding { .. })
    ));
    let utf16 = format("encoding = \"utf-16le\"");
    assert_eq!(read(&[b"\xff\xfe".as_slice(), &wide].concat(), &utf16).unwrap()[0].1[1], "café");
}

#[test]
fn a_quotation_mark_that_never_ends_does_not_swallow_the_memory() {
    let text = format!("no,what\n1,one\n2,\"open\n{}", many(LONGEST / 10));
    let error = read(text.as_bytes(), &Format::default()).unwrap_err();
    assert!(matches!(error, ReadError::TooLong { line: 3, .. }), "{error}");
}

#[test]
fn empty_files_and_headers_that_name_a_column_twice_are_refused() {
    assert!(matches!(read(b"", &Format::default()), Err(ReadError::Empty { .. })));
    assert!(matches!(read(b"no,what,no\n", &Format::default()), Err(ReadError::Twice { .. })));
    assert!(matches!(read(&packed(b""), &Format::default()), Err(ReadError::Empty { .. })));
    // One line may be as long as it takes: each name is looked for once, not beside every other.
    let wide: Vec<String> = (0..30_000).map(|number| format!("c{number}")).collect();
    assert_eq!(read(format!("{}\n1\n", wide.join(",")).as_bytes(), &Format::default()).unwrap().len(), 1);
    let semicolons = format("delimiter = \";\"");
    assert_eq!(read(b"no;what\n1;one, or two\n", &semicolons).unwrap()[0].1[1], "one, or two");
}

#[test]
fn lines_with_more_or_fewer_fields_are_given_as_they_are() {
    let rows = read(b"no,what\n1\n2,two,more\n", &Format::default()).unwrap();
    assert_eq!(rows.iter().map(|(_, fields)| fields.len()).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn files_are_found_by_place_and_tables_by_name() {
    const MAPPING: &str = r#"
name = "orders"
feed = { name = "nw", system = "Northwind" }
[[file]]
name = "orders.csv"
key = "order"
[lookup.products]
file = "products.csv"
key = "id"
value = "name"
[[part]]
kind = "order"
operation = "orders.ingest_order"
remote = "key"
[part.document]
what = { lookup = { column = "what", table = "products" } }
"#;
    let mapping = Mapping::parse(MAPPING).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let orders = file(folder.path(), "january.csv", b"order,what\n1,7\n");
    let products = file(folder.path(), "products.csv", b"id,name\n7,Chai\n");
    let sources = Sources::open(&mapping, &[products.clone(), orders.clone()]).unwrap();
    assert_eq!(sources.lookups["products"]["7"], "Chai");
    assert_eq!(sources.facts[0].name, "january.csv");
    assert_eq!(sources.facts[0], facts(&orders).unwrap());
    let error = Sources::open(&mapping, std::slice::from_ref(&orders)).err().unwrap();
    assert!(error.to_string().contains("products.csv"), "{error}");
    let wrong = file(folder.path(), "wrong.csv", b"order;what\n1;7\n");
    let error = Sources::open(&mapping, &[wrong, products]).err().unwrap();
    assert!(matches!(&error, ReadError::Columns { missing, .. } if missing == &["order"]), "{error}");
    assert!(Sources::open(&mapping, &[folder.path().join("none.csv"), orders]).is_err());
}
