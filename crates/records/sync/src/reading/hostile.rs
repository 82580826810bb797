//! Files that somebody has dropped into an import, and the numbers in them.

use std::cmp::Ordering;

use fuzz::{Target, files, lines};

use super::{Meter, Row, Table, leash::LONGEST};
use crate::{decimal::Decimal, mapping::Format};

/// What a reader holds beyond a line's bounds: it is full once on each side of them.
const SLACK: usize = 3 * 64 * 1024;

/// Whatever a file holds, packed or not and in whichever encoding: lines come in their order and none is longer than a
/// line may be. Red when the leash is let out inside a line.
fn lines_come_in_order_and_in_measure(input: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lines.csv");
    std::fs::write(&path, input).expect("a file");
    for settings in ["", "encoding = \"windows-1252\"\ndelimiter = \";\"", "encoding = \"utf-16le\""] {
        let format: Format = toml::from_str(settings).expect("a format");
        let Ok(mut table) = Table::open(&path, &format, Meter::default()) else { continue };
        let (mut row, mut before) = (Row::default(), 0);
        while let Ok(true) = table.read(&mut row) {
            assert!(row.line() >= before, "line {} comes behind line {before}", row.line());
            before = row.line();
            let length: usize = row.fields().map(str::len).sum();
            assert!(length <= LONGEST + SLACK, "line {before} has {length} bytes");
        }
    }
}

fuzz::target!(
    tables,
    Target::of(
        files(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/tables")),
        &["\"", "\"\"", ",", ";", "\n", "\r", "\r\n", "no,no", "\u{feff}", "\t"]
    ),
    lines_come_in_order_and_in_measure
);

/// A number is written as the number it was read as, and rounding moves it by half a step at most. Red when a nought before
/// the digits behind the point is lost.
fn a_number_stays_what_it_is(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Ok(number) = text.parse::<Decimal>() else { return };
    let again: Decimal = number.to_string().parse().expect("it was written just now");
    assert_eq!(number.compared(again), Some(Ordering::Equal), "{text}: {number}");
    for (places, step) in [(0, "1"), (1, "0.1"), (2, "0.01"), (3, "0.001")] {
        let (rounded, step) = (number.rounded(places), step.parse::<Decimal>().expect("a number"));
        let twice = number.minus(rounded).and_then(|rest| rest.plus(rest)).expect("it is no longer than a number");
        for side in [Some(twice), Decimal::ZERO.minus(twice)] {
            let compared = side.and_then(|side| side.compared(step)).expect("both are short");
            assert_ne!(compared, Ordering::Greater, "{text} to {places}: {rounded}");
        }
    }
    if let Some(pence) = number.scaled(2) {
        assert_eq!(pence.cmp(&0), number.sign(), "{text}: {pence}");
    }
}

fuzz::target!(
    decimals,
    Target::of(lines(include_str!("../../fuzz/decimals.txt")), &[".", "-", "+", "0", "9", "e", ",", "00000"]),
    a_number_stays_what_it_is
);
