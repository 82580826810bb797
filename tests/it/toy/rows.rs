use access::{Account, Person};
use gateway::{Card, CardValue, Quotable};
use kernel::{Currency, Date, Id, Timestamp};
use macros::Row;

#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema, Row)]
#[row(
    table = "jobs",
    kind = "job",
    read = "jobs.read",
    account = "account_id",
    owner = "requester_id",
    relations(watcher = "job_watchers(job_id, person_id, account_id)", share = "job_shares(job_id, -, account_id)")
)]
pub struct Job {
    pub id: Id<Job>,
    pub account_id: Id<Account>,
    pub requester_id: Option<Id<Person>>,
    pub title: String,
    #[fact]
    pub state: State,
    #[fact]
    pub secret: bool,
    #[fact]
    pub grade: Option<i64>,
    pub cost_minor: i64,
    pub currency: Currency,
    pub due_on: Option<Date>,
    pub label: Option<String>,
    pub raised_at: Timestamp,
}

impl Quotable for Job {
    type Part = Note;

    fn card(&self, part: Option<&Note>) -> Card {
        let words = part.map(|note| CardValue::Text(note.body.clone()));
        Card::of(self, &self.title, "/jobs", "wrench").with("jobs-note", words)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub enum State {
    Open,
    Closed,
}
store::text_column!(State { Open = "open", Closed = "closed" });

#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema, Row)]
#[row(table = "job_notes", account = "account_id", parent(Job, "job_id"))]
pub struct Note {
    pub id: Id<Note>,
    pub job_id: Id<Job>,
    pub account_id: Id<Account>,
    pub author_id: Option<Id<Person>>,
    pub body: String,
    pub tool_id: Option<Id<Tool>>,
    pub written_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "tools", kind = "tool", read = "tools.read", account = "account_id")]
pub struct Tool {
    pub id: Id<Tool>,
    pub account_id: Id<Account>,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "vouchers", kind = "voucher", read = "vouchers.read", account = "account_id")]
pub struct Voucher {
    pub id: Id<Voucher>,
    pub account_id: Id<Account>,
    pub used_by: Option<Id<Person>>,
    pub uses: i64,
}

#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "job_note_counts")]
pub struct NoteCount {
    pub id: Id<NoteCount>,
    pub notes: i64,
}
