//! Whom to invite, as a list that staff bring along: lines of number, address, role and note.

use csv::{ReaderBuilder, StringRecord, Trim};
use kernel::Message;

/// One line of the list, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Its place in the text, from 1.
    pub line: u64,
    /// The number of the account.
    pub reference: String,
    /// The address.
    pub email: String,
    /// The role, by name or as it is called; empty when the line names none.
    pub role: String,
    /// A line for the mail; empty when there is none.
    pub note: String,
}

/// Why a list cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RosterError {
    /// Nobody stands in it.
    #[error("nobody stands in the list")]
    Empty,
    /// It is longer than one goes through at once.
    #[error("the list has more than {MOST} lines")]
    TooLong,
    /// A quotation mark opens and never closes, or something like it.
    #[error("line {0} cannot be read")]
    Unreadable(u64),
}

/// The most lines of a list.
pub(super) const MOST: usize = 2_000;

/// Where each thing stands on a line.
struct Places {
    reference: usize,
    email: usize,
    role: usize,
    note: usize,
}

/// The words that a head line may use for each thing.
const HEADS: [&[&str]; 4] = [
    &["reference", "number", "account", "customer", "company", "account number", "customer number"],
    &["e-mail", "email", "mail", "address", "e-mail address", "email address"],
    &["role"],
    &["note", "message", "line"],
];

/// Reads a list. Commas, semicolons and tabs may stand between; a head line may name the columns; blank lines do not
/// count.
pub(super) fn read(text: &str) -> Result<Vec<Wanted>, RosterError> {
    // A browser ends lines with two signs, of which the reader would count the second to the next line.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let between = delimiter(&text);
    // People put a space after a comma; a quotation mark counts only where a field begins.
    let text = text.replace(&format!("{} \"", char::from(between)), &format!("{}\"", char::from(between)));
    let mut lines = Lines { text: &text, at: 0, line: 1 };
    let mut reader = ReaderBuilder::new();
    reader.has_headers(false).flexible(true).trim(Trim::All).delimiter(between);
    let mut places = Places { reference: 0, email: 1, role: 2, note: 3 };
    let mut wanted = Vec::new();
    let mut is_first = true;
    for record in reader.from_reader(text.as_bytes()).records() {
        let record =
            record.map_err(|error| RosterError::Unreadable(error.position().map_or(0, csv::Position::line)))?;
        let line = lines.of(&record);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if std::mem::take(&mut is_first)
            && let Some(named) = head(&record)
        {
            places = named;
            continue;
        }
        wanted.push(places.read(&record, line));
        if wanted.len() > MOST {
            return Err(RosterError::TooLong);
        }
    }
    if wanted.is_empty() { Err(RosterError::Empty) } else { Ok(wanted) }
}

/// Counts lines as whoever wrote them does, blank ones too; the reader passes over those without counting.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a record begins; of records in their order.
    fn of(&mut self, record: &StringRecord) -> u64 {
        let begins = record.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(self.at);
        let blank = self.text.get(begins..).map_or(0, |rest| rest.len() - rest.trim_start_matches('\n').len());
        let ends = (begins + blank).max(self.at);
        let passed = self.text.get(self.at..ends).unwrap_or_default().matches('\n').count();
        self.line += u64::try_from(passed).unwrap_or(0);
        self.at = ends;
        self.line
    }
}

/// What stands between, judged by the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let has = |sign: char| first.contains(sign);
    if has('\t') {
        b'\t'
    } else if has(';') {
        b';'
    } else {
        b','
    }
}

/// The places a head line names; nothing when the line is a person's.
fn head(record: &StringRecord) -> Option<Places> {
    let place = |words: &[&str]| record.iter().position(|field| words.contains(&field.to_lowercase().as_str()));
    let [reference, email, role, note] = HEADS.map(place);
    let nowhere = record.len();
    Some(Places { reference: reference?, email: email?, role: role.unwrap_or(nowhere), note: note.unwrap_or(nowhere) })
}

impl Places {
    fn read(&self, record: &StringRecord, line: u64) -> Wanted {
        let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
        Wanted {
            line,
            reference: field(self.reference),
            email: field(self.email),
            role: field(self.role),
            note: field(self.note),
        }
    }
}

impl RosterError {
    /// What to do about it.
    pub fn says(self) -> Message {
        match self {
            Self::Empty => Message::new("desk-list-empty"),
            Self::TooLong => Message::new("desk-list-too-long").with("most", i64::try_from(MOST).unwrap_or(i64::MAX)),
            Self::Unreadable(line) => {
                Message::new("desk-list-unreadable").with("line", i64::try_from(line).unwrap_or(i64::MAX))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, RosterError, Wanted, read};

    fn wanted(line: u64, [reference, email, role, note]: [&str; 4]) -> Wanted {
        let [reference, email, role, note] = [reference, email, role, note].map(str::to_owned);
        Wanted { line, reference, email, role, note }
    }

    #[test]
    fn a_list_is_read_however_it_is_divided() {
        let priya = wanted(1, ["NWS-0142", "priya@northgate.example", "admin", "Hello, all"]);
        for text in [
            "NWS-0142, priya@northgate.example, admin, \"Hello, all\"",
            "NWS-0142;priya@northgate.example;admin;Hello, all\r\n",
            "\u{feff}NWS-0142\tpriya@northgate.example\tadmin\tHello, all\n\n",
        ] {
            assert_eq!(read(text), Ok(vec![priya.clone()]), "{text}");
        }
    }

    #[test]
    fn a_head_line_says_where_things_stand() {
        let text = "E-mail;Role;Reference\r\n\r\npriya@northgate.example;admin;NWS-0142\r\nben@northgate.example\r\n";
        assert_eq!(
            read(text),
            Ok(vec![
                wanted(3, ["NWS-0142", "priya@northgate.example", "admin", ""]),
                wanted(4, ["", "ben@northgate.example", "", ""]),
            ])
        );
    }

    #[test]
    fn what_is_no_list_is_refused_whole() {
        assert_eq!(read(" \n\n"), Err(RosterError::Empty));
        assert_eq!(read("reference,e-mail\n"), Err(RosterError::Empty));
        assert_eq!(read(&"A-1,a@b.example\n".repeat(MOST + 1)), Err(RosterError::TooLong));
        assert!(read(&"A-1,a@b.example\n".repeat(MOST)).is_ok());
    }
}
