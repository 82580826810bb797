use gateway::Numbered;
use kernel::{Id, Message, Noun, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Condition, Json};

use crate::Content;

/// One source of records: a system, a file that comes from it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sync_feeds", kind = "feed", read = "feeds.read")]
pub struct Feed {
    /// Its id.
    pub id: Id<Feed>,
    /// Its name, unique: `retail`.
    pub name: String,
    /// The system, as people call it: "Retail ERP".
    pub system: String,
    /// Since when we read it.
    pub created_at: Timestamp,
}

impl Numbered for Feed {
    fn numbered(typed: &str) -> Condition<Self> {
        Self::NAME.is(&typed.trim().to_owned())
    }

    fn number(&self) -> String {
        self.name.clone()
    }
}

/// Noun of an id: a row of some service, whose kind is told beside it.
#[derive(Debug)]
pub enum Local {}

impl Noun for Local {
    const NAME: &'static str = "Local";
}

/// What was last agreed about one of a feed's documents, and which row it became.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sync_marks", parent(Feed, "feed_id"))]
pub struct Mark {
    /// Its id.
    pub id: Id<Mark>,
    /// Whose document.
    pub feed_id: Id<Feed>,
    /// What it is: `invoice`.
    pub kind: String,
    /// What the source calls it, unique within feed and kind.
    pub remote_id: String,
    /// Which row of ours it is.
    pub local_id: Id<Local>,
    /// [`crate::digest_of()`] the document as it was last taken.
    pub digest: String,
    /// When the source last said something new of it.
    pub observed_at: Timestamp,
}

/// A system that tells of an account, as read together with it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sync_account_sources", parent(directory::Account, "account_id"))]
pub struct AccountSource {
    /// The id of its mark.
    pub id: Id<Mark>,
    /// The account.
    pub account_id: Id<access::Account>,
    /// The system, as people call it.
    pub system: String,
    /// When it last said something new of the account.
    pub observed_at: Timestamp,
}

/// A mapping as it was when a run used it.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sync_mappings")]
pub struct MappingRow {
    /// Its id.
    pub id: Id<MappingRow>,
    /// The feed it reads.
    pub feed_id: Id<Feed>,
    /// Its name.
    pub name: String,
    /// The digest of text and tables.
    pub digest: String,
    /// The mapping, as it was written.
    pub text: String,
    /// The tables it read from files beside the documents.
    pub lookups: Json<crate::mapping::Lookups>,
    /// Since when it is known.
    pub created_at: Timestamp,
}

/// One import of one set of files.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sync_runs", kind = "import_run", read = "imports.read_run")]
pub struct Run {
    /// Its id.
    pub id: Id<Run>,
    /// The feed.
    pub feed_id: Id<Feed>,
    /// The mapping, as it was.
    pub mapping_id: Id<MappingRow>,
    /// The mapping's name.
    pub mapping: String,
    /// What was read.
    pub files: Json<Vec<FileFacts>>,
    /// The digest of all files; a run is taken up again only for the same ones.
    pub digest: String,
    /// How far it is.
    #[fact]
    pub state: RunState,
    /// How many lines have been staged.
    pub staged: i64,
    /// How many documents they make.
    pub documents: i64,
    /// How many documents are behind us.
    pub position: i64,
    /// How many lines are behind us.
    pub lines: i64,
    /// Documents of which something is new.
    pub created: i64,
    /// Documents of which something has changed.
    pub changed: i64,
    /// Documents that are as they were.
    pub unchanged: i64,
    /// Documents that are kept apart.
    pub quarantined: i64,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it last went on.
    pub touched_at: Timestamp,
    /// When it came to an end.
    pub ended_at: Option<Timestamp>,
    /// Why it came to a bad one.
    pub trouble: Option<Json<Message>>,
}

/// A file of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileFacts {
    /// Its name, without its folder.
    pub name: String,
    /// Its size as it lies on the disk.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Its lines are being staged.
    Staging,
    /// Its documents are being imported.
    Importing,
    /// It is over.
    Done,
    /// Its files could not be read; nothing of it was imported.
    Failed,
}
store::text_column!(RunState { Staging = "staging", Importing = "importing", Done = "done", Failed = "failed" });

/// A run that somebody has to look at: documents of its mapping are held back, of which it found the latest, or it is
/// the last of its mapping and failed. It is the run itself, seen through a view.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sync_concerns", kind = "import_run", read = "imports.read_run")]
pub struct Concern {
    /// The run.
    pub id: Id<Run>,
    /// The mapping's name.
    pub mapping: String,
    /// How far the run is.
    #[fact]
    pub state: RunState,
    /// Why it came to a bad end.
    pub trouble: Option<Json<Message>>,
    /// How many documents of the mapping are held back; 0 where the run failed.
    pub held: i64,
    /// When the latest of them was found, or when it failed.
    pub at: Timestamp,
}

/// A document that was not imported: whole, with the reason.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "sync_quarantine", kind = "quarantined", read = "imports.read")]
pub struct Quarantined {
    /// Its id.
    pub id: Id<Quarantined>,
    /// The feed it came from.
    pub feed_id: Id<Feed>,
    /// The run that found it, or found it changed.
    pub run_id: Id<Run>,
    /// The mapping it is replayed by.
    pub mapping_id: Id<MappingRow>,
    /// The mapping's name.
    pub mapping: String,
    /// What the source calls the document.
    pub document: String,
    /// The file of its first line.
    pub file: String,
    /// Its first line there.
    pub first_line: i64,
    /// Its last line in the last of its files.
    pub last_line: i64,
    /// How many lines it has.
    pub lines: i64,
    /// What became of it.
    #[fact]
    pub state: QuarantineState,
    /// Why it is here.
    pub reason: Json<Message>,
    /// The line at fault, by its place in the content, if one is.
    pub hit: Option<i64>,
    /// The digest of its lines, by which a repeat is known.
    pub digest: String,
    /// Its lines as they came.
    pub content: Json<Content>,
    /// Its lines as staff put them right.
    pub mended: Option<Json<Content>>,
    /// When it was found.
    pub found_at: Timestamp,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
}

/// What became of a document in quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineState {
    /// It waits for somebody.
    Open,
    /// It is about to be tried again.
    Replaying,
    /// It was imported, mended or as it was.
    Replayed,
    /// It stays out for good, as long as the source says the same.
    Dismissed,
    /// The source or the mapping was put right, and it was imported by a later run.
    Resolved,
}
store::text_column!(QuarantineState {
    Open = "open",
    Replaying = "replaying",
    Replayed = "replayed",
    Dismissed = "dismissed",
    Resolved = "resolved",
});
gateway::choice!(QuarantineState);
