//! The wholesaler's files, and the retail file counted by other means than the import's own.

use std::{
    collections::BTreeMap,
    io::Read as _,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

use crate::world::server;

pub fn wholesale() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("blueprints/wholesale")
}

pub fn sample() -> PathBuf {
    wholesale().join("sample/online_retail_ii_sample.csv")
}

/// The whole file where it lies beside the project, else a piece of it; what it comes to is the same on both databases.
pub fn retail() -> PathBuf {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/commerce/online_retail_ii_2009-12_2010-04.csv.gz");
    if whole.exists() && server().is_none() { whole } else { sample() }
}

/// The retail file counted by other means than the import's: each document's lines as (code, quantity, thousandths of a
/// pound, customer).
pub fn counted(path: &Path) -> BTreeMap<String, Vec<(String, i128, i128, String)>> {
    let mut bytes = std::fs::read(path).unwrap();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).unwrap();
        bytes = plain;
    }
    let text = String::from_utf8(bytes).unwrap();
    let mut documents: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for row in fields(&text).into_iter().skip(1) {
        let quantity = row[3].parse().unwrap();
        documents.entry(row[0].clone()).or_default().push((
            row[1].clone(),
            quantity,
            thousandths(&row[5]),
            row[6].clone(),
        ));
    }
    documents
}

/// RFC 4180, letter by letter.
fn fields(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            other => field.push(other),
        }
    }
    rows
}

pub fn thousandths(price: &str) -> i128 {
    let (whole, fraction) = price.split_once('.').unwrap_or((price, ""));
    let digits = format!("{whole}{fraction:0<3}");
    assert!(fraction.len() <= 3, "{price}");
    digits.parse().unwrap()
}

pub fn must_be_held(lines: &[(String, i128, i128, String)], number: &str) -> bool {
    let tried_out = lines.iter().any(|(code, ..)| code.starts_with("TEST"));
    number.starts_with('A') || tried_out || lines.iter().all(|(.., customer)| customer.is_empty())
}
