use kernel::Message;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::digest;

/// The lines of one document as they came, with the headers of their files: enough to show, mend and replay it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Content {
    /// Its files, in the mapping's order; those without a line of it too.
    pub files: Vec<ContentFile>,
    /// Whether there were more lines than are kept here; then it can only be put right at its source.
    #[serde(default)]
    pub cut: bool,
}

/// The lines of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContentFile {
    /// The file's name.
    pub name: String,
    /// Its columns.
    pub header: Vec<String>,
    /// The lines, in their order.
    pub lines: Vec<ContentLine>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContentLine {
    /// Its number in the file; none for one that staff added.
    pub number: Option<i64>,
    /// Its fields.
    pub fields: Vec<String>,
}

impl Content {
    /// The digest of what the lines say, in whichever file of whatever name, and wherever there, they stand.
    pub(crate) fn digest(&self) -> String {
        let said: Vec<Vec<&[String]>> =
            self.files.iter().map(|file| file.lines.iter().map(|line| line.fields.as_slice()).collect()).collect();
        digest::of_bytes(serde_json::to_string(&said).unwrap_or_default().as_bytes())
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.files.iter().map(|file| file.lines.len()).sum()
    }

    /// The lines as text for mending: CSV with commas; each file begins with its name behind `# `, then its header.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for file in &self.files {
            text.push_str("# ");
            text.push_str(&file.name);
            text.push('\n');
            for fields in std::iter::once(&file.header).chain(file.lines.iter().map(|line| &line.fields)) {
                text.push_str(&csv_line(fields));
            }
        }
        text
    }

    /// Reads mended text. Files and headers have to be as they were; line numbers stay with the lines as they stand.
    ///
    /// # Errors
    /// What to do about it.
    pub fn mended(&self, text: &str) -> Result<Self, Message> {
        let mut files = Vec::with_capacity(self.files.len());
        let mut rest = text;
        for (index, file) in self.files.iter().enumerate() {
            let begins = format!("# {}\n", file.name);
            let missing = || Message::new("sync-mend-heading").with("file", file.name.as_str());
            rest = rest.strip_prefix(begins.as_str()).ok_or_else(missing)?;
            let next = self.files.get(index + 1).map(|next| format!("\n# {}\n", next.name));
            let (own, after) = match next.and_then(|next| rest.find(&next)) {
                Some(at) => rest.split_at(at + 1),
                None => (rest, ""),
            };
            files.push(file.mended(own)?);
            rest = after;
        }
        Ok(Self { files, cut: self.cut })
    }
}

impl ContentLine {
    /// Its fields as one line of CSV.
    pub fn to_text(&self) -> String {
        csv_line(&self.fields).trim_end_matches('\n').to_owned()
    }
}

impl ContentFile {
    fn mended(&self, text: &str) -> Result<Self, Message> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|_| Message::new("sync-mend-text"))?;
            rows.push(row.iter().map(str::to_owned).collect::<Vec<_>>());
        }
        let mut rows = rows.into_iter();
        if rows.next().as_ref() != Some(&self.header) {
            let columns = self.header.join(", ");
            return Err(Message::new("sync-mend-header").with("file", self.name.as_str()).with("columns", columns));
        }
        let mut lines = Vec::new();
        for (index, fields) in rows.enumerate() {
            if fields.len() != self.header.len() {
                let wrong = Message::new("sync-mend-fields").with("line", number(index + 1));
                return Err(wrong.with("found", number(fields.len())).with("wanted", number(self.header.len())));
            }
            lines.push(ContentLine { number: self.lines.get(index).and_then(|line| line.number), fields });
        }
        Ok(Self { name: self.name.clone(), header: self.header.clone(), lines })
    }
}

/// One line of CSV (RFC 4180) with its end.
pub(crate) fn csv_line(fields: &[impl AsRef<str>]) -> String {
    let quoted = fields.iter().map(|field| {
        let field = field.as_ref();
        let alone_and_empty = fields.len() == 1 && field.is_empty();
        let plain = !alone_and_empty && !field.contains([',', '"', '\n', '\r']);
        if plain { field.to_owned() } else { format!("\"{}\"", field.replace('"', "\"\"")) }
    });
    quoted.collect::<Vec<_>>().join(",") + "\n"
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
