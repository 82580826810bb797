//! Tables for spreadsheets: RFC 4180, UTF-8 with the mark by which Excel knows it, and no cell that runs.

use kernel::{Date, Money, Timestamp};

/// What a program takes for the beginning of a formula, also in full width.
const STARTERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The mark that says "this is UTF-8".
const MARK: &str = "\u{feff}";

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell(String);

impl Cell {
    /// Words somebody wrote. What a spreadsheet would run as a formula is led in by an apostrophe, which it takes for
    /// "these are words".
    pub fn words(words: &str) -> Self {
        let first = words.trim_start_matches([' ', '\u{a0}']).chars().next();
        let runs = first.is_some_and(|first| STARTERS.contains(&first)) || words.starts_with(['\t', '\r', '\n']);
        Self(if runs { format!("'{words}") } else { words.to_owned() })
    }

    /// Words, if there are any.
    pub fn maybe(words: Option<&str>) -> Self {
        words.map_or_else(Self::nothing, Self::words)
    }

    /// Nothing: it is not known.
    pub fn nothing() -> Self {
        Self(String::new())
    }

    /// An amount in digits. We write it ourselves, so its minus is one.
    pub fn money(money: Option<Money>) -> Self {
        Self(money.map(plain).unwrap_or_default())
    }

    /// A number kept as `value` × 10^-`places`.
    pub fn number(value: Option<i64>, places: usize) -> Self {
        Self(value.map(|value| plain_scaled(value, places)).unwrap_or_default())
    }

    /// A day, as ISO 8601 has it.
    pub fn day(day: Option<Date>) -> Self {
        Self(day.map(|day| day.to_string()).unwrap_or_default())
    }

    /// An instant in UTC, as ISO 8601 has it.
    pub fn at(at: Timestamp) -> Self {
        Self(at.to_string())
    }
}

/// The table's head, with the mark before it.
pub fn head(columns: &[&str]) -> Vec<u8> {
    let mut bytes = MARK.as_bytes().to_vec();
    bytes.extend(rows([columns.iter().map(|column| Cell::words(column)).collect::<Vec<_>>()]));
    bytes
}

/// Rows of a table.
pub fn rows(rows: impl IntoIterator<Item = Vec<Cell>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| &cell.0)).expect("memory takes every row, and rows are equally long");
    }
    writer.into_inner().expect("memory takes every row")
}

/// An amount as digits with a point and a minus, for machines: `-1234.50`.
pub fn plain(money: Money) -> String {
    digits(i128::from(money.minor()), usize::from(money.currency().exponent()))
}

/// A number kept as `value` × 10^-`places`, as digits with a point, with no zeros at its end.
pub fn plain_scaled(value: i64, places: usize) -> String {
    let text = digits(i128::from(value), places);
    if places == 0 { text } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}

fn digits(value: i128, places: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (major, rest) = digits.split_at(digits.len() - places);
    if places == 0 { format!("{sign}{major}") } else { format!("{sign}{major}.{rest}") }
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};

    use super::{Cell, head, plain, plain_scaled, rows};

    #[test]
    fn digits_are_those_of_the_currency() {
        let currency = |code: &str| code.parse().expect("a currency");
        assert_eq!(plain(Money::new(387_240, Currency::GBP)), "3872.40");
        assert_eq!(plain(Money::new(-5, Currency::GBP)), "-0.05");
        assert_eq!(plain(Money::new(1235, currency("JPY"))), "1235");
        assert_eq!(plain(Money::new(1235, currency("KWD"))), "1.235");
        assert_eq!(plain_scaled(1_500, 3), "1.5");
        assert_eq!(plain_scaled(-12_000, 3), "-12");
        assert_eq!(plain_scaled(100, 0), "100");
    }

    fn written(cell: Cell) -> String {
        String::from_utf8(rows([vec![cell]])).expect("UTF-8").trim_end_matches("\r\n").to_owned()
    }

    #[test]
    fn no_cell_runs() {
        for formula in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u{a0}=1", "＝1", "＋1", "－1", "＠1"]
        {
            let cell = written(Cell::words(formula));
            assert!(cell.trim_start_matches('"').starts_with('\''), "{formula:?} became {cell:?}");
        }
        for words in ["INV-20418", "a=b", "3 - 2", "", "'=1", "CHRISTMAS LIGHTS"] {
            assert_eq!(written(Cell::words(words)).trim_matches('"'), words);
        }
    }

    #[test]
    fn amounts_are_numbers() {
        assert_eq!(written(Cell::money(Some(Money::new(-21_480, Currency::GBP)))), "-214.80");
        assert_eq!(written(Cell::number(Some(1_500), 3)), "1.5");
    }

    #[test]
    fn a_table_begins_with_the_mark_and_quotes_what_needs_it() {
        let bytes =
            [head(&["Number", "Note"]), rows([vec![Cell::words("1"), Cell::words("say \"a, b\"\nc")]])].concat();
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(text, "\u{feff}Number,Note\r\n1,\"say \"\"a, b\"\"\nc\"\r\n");
    }
}
