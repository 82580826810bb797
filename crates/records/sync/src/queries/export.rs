use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Limit, Message, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope};

use super::list::narrowed;
use crate::{QuarantineState, Quarantined, content::csv_line};

/// Gives what the list shows, line by line.
#[derive(Input)]
pub struct ExportQuarantine {
    mapping: Option<Line<200>>,
    state: Option<QuarantineState>,
}

/// The lines of documents that were held back.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Exported {
    /// The lines, by document.
    pub lines: Vec<ExportedLine>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExportedLine {
    /// What the source calls its document.
    pub document: String,
    /// What became of the document.
    pub state: QuarantineState,
    /// Why it was held back.
    pub reason: Message,
    /// The file.
    pub file: String,
    /// Its number there.
    pub number: Option<i64>,
    /// Its fields.
    pub fields: Vec<String>,
}

/// The most lines one export has. What holds more is refused, never cut.
const MOST: usize = 200_000;

impl Query for ExportQuarantine {
    const NAME: &'static str = "imports.export";
    const PATH: Path = get("/imports/quarantine/export");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Quarantined;
    type Under = Scope<Self, Quarantined>;
    type Output = Exported;

    async fn run(self, held: Scope<Self, Quarantined>) -> Result<Exported, Problem> {
        let narrowed = narrowed(self.mapping.as_ref().map(Line::as_str), self.state);
        let mut lines = Vec::new();
        let mut cursor: Option<Cursor> = None;
        loop {
            let order = Order::by(Quarantined::FIRST_LINE, Direction::Ascending);
            let list = List::by(order).maybe(narrowed.clone()).rows(Limit::clamp(Limit::MAX)).from(cursor);
            let page = held.page(list).await?;
            page.rows.iter().for_each(|document| lines.extend(of(document)));
            cursor = page.next;
            if lines.len() > MOST {
                let most = i64::try_from(MOST).unwrap_or(i64::MAX);
                return Err(Problem::conflict(Message::new("sync-export-large").with("most", most)));
            }
            if cursor.is_none() {
                return Ok(Exported { lines });
            }
        }
    }
}

fn of(held: &Quarantined) -> impl Iterator<Item = ExportedLine> {
    let lines = held.content.0.files.iter().flat_map(|file| file.lines.iter().map(move |line| (file, line)));
    lines.map(|(file, line)| ExportedLine {
        document: held.document.clone(),
        state: held.state,
        reason: held.reason.0.clone(),
        file: file.name.clone(),
        number: line.number,
        fields: line.fields.clone(),
    })
}

impl Exported {
    /// As CSV, below these names for the first five columns, with reasons in the reader's words.
    pub fn to_csv(&self, names: &[String; 5], say: impl Fn(&Message) -> String) -> String {
        let mut text = csv_line(names);
        for line in &self.lines {
            let number = line.number.map(|number| number.to_string()).unwrap_or_default();
            let own =
                [line.document.clone(), line.state.word().to_owned(), say(&line.reason), line.file.clone(), number];
            let fields: Vec<String> = own.iter().chain(&line.fields).map(|field| harmless(field)).collect();
            text.push_str(&csv_line(&fields));
        }
        text
    }
}

/// A cell that no spreadsheet takes for a formula. Numbers with a sign stay numbers.
fn harmless(field: &str) -> String {
    let begins_a_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if begins_a_formula && field.parse::<crate::Decimal>().is_err() {
        return format!("'{field}");
    }
    field.to_owned()
}

#[cfg(test)]
mod tests {
    use kernel::Message;

    use super::{Exported, ExportedLine, harmless};
    use crate::QuarantineState;

    #[test]
    fn formulas_are_put_out_of_action_and_numbers_are_not() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-2+3"), "'-2+3");
        assert_eq!(harmless("@sum"), "'@sum");
        assert_eq!(harmless("\tx"), "'\tx");
        assert_eq!(harmless("-12.5"), "-12.5");
        assert_eq!(harmless("C489449"), "C489449");
    }

    #[test]
    fn an_export_has_a_line_for_each_line() {
        let line = ExportedLine {
            document: "489447".to_owned(),
            state: QuarantineState::Open,
            reason: Message::new("why"),
            file: "sales.csv".to_owned(),
            number: Some(7),
            fields: vec!["489447".to_owned(), "=SUM(A1)".to_owned(), "a, b".to_owned()],
        };
        let exported = Exported { lines: vec![line] };
        let names = ["Document", "State", "Reason", "File", "Line"].map(str::to_owned);
        let text = exported.to_csv(&names, |reason| reason.id.to_string());
        assert_eq!(text, "Document,State,Reason,File,Line\n489447,open,why,sales.csv,7,489447,'=SUM(A1),\"a, b\"\n");
    }
}
