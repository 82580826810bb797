use front::{Blank, LetterPreview, Tab, Tag};
use kernel::Timestamp;
use serde::Serialize;
use store::Count;

use super::{Link, Within};

/// A role to choose.
#[derive(Serialize)]
pub(in crate::desk) struct RoleChoice {
    pub value: String,
    pub label: String,
    pub hint: String,
}

/// The form that invites one person.
#[derive(Serialize)]
pub(in crate::desk) struct InvitePage {
    pub title: String,
    pub trail: Vec<Link>,
    pub action: String,
    pub roles: Vec<RoleChoice>,
    /// The mail as it would leave.
    pub mail: LetterPreview,
    pub form: Blank,
}

/// Everybody's invitations, page by page.
#[derive(Serialize)]
pub(in crate::desk) struct InvitationList {
    pub title: String,
    /// Where a list is sent, for those who may.
    pub new: Option<String>,
    pub undo: String,
    pub all: Count,
    pub found: Count,
    pub tabs: Vec<Tab>,
    pub within: Option<Within>,
    /// The wave the list is narrowed to.
    pub wave: Option<Within>,
    /// Where waves are listed, for those who may know of them.
    pub waves: Option<String>,
    pub clear: Option<String>,
    pub rows: Vec<InvitationRow>,
    pub bars: Vec<Bar>,
    pub taken_up: Count,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// An invitation in the list.
#[derive(Serialize)]
pub(in crate::desk) struct InvitationRow {
    pub email: String,
    pub customer: Option<Link>,
    pub role: String,
    pub state: Tag,
    pub sent: Option<Timestamp>,
    /// Whether nobody has answered it because it could not be delivered.
    pub undelivered: bool,
    pub until: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    /// When the invited asked for a new link, while nobody has sent one.
    pub asked: Option<Timestamp>,
    pub renewal: Option<String>,
    pub withdrawal: Option<String>,
    /// What puts a withdrawn one back, for ten minutes.
    pub way_back: Option<String>,
}

/// The waves that went out.
#[derive(Serialize)]
pub(in crate::desk) struct WaveList {
    pub title: String,
    pub trail: Vec<Link>,
    /// Where those that nobody has answered go out again, for those who may.
    pub renewal: Option<String>,
    pub rows: Vec<WaveRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A wave, and what has become of it.
#[derive(Serialize)]
pub(in crate::desk) struct WaveRow {
    pub wave: String,
    /// Its invitations.
    pub href: String,
    pub sent: Timestamp,
    pub by: Option<String>,
    pub invited: String,
    pub taken_up: String,
    pub open: String,
    pub ran_out: String,
    pub refused: String,
    /// Whether anybody has not answered.
    pub waits: bool,
}

/// One bar of the funnel.
#[derive(Serialize)]
pub(in crate::desk) struct Bar {
    pub label: String,
    pub value: u64,
    pub of: u64,
    pub shown: String,
}

/// The form for a list and, once it is looked through, what will happen to each line.
#[derive(Serialize)]
pub(in crate::desk) struct InviteList {
    pub title: String,
    pub trail: Vec<Link>,
    pub action: String,
    pub sending: String,
    pub roles: Vec<RoleChoice>,
    pub rows: Vec<ListRow>,
    /// To how many lines a mail goes out, of how many customers.
    pub sends: usize,
    pub customers: usize,
    /// The first mail that goes out, when one does.
    pub first: Option<FirstMail>,
    pub form: Blank,
}

/// The mail of one line of a list, and to whom it goes.
#[derive(Serialize)]
pub(in crate::desk) struct FirstMail {
    pub email: String,
    pub mail: LetterPreview,
}

/// A line of a list.
#[derive(Serialize)]
pub(in crate::desk) struct ListRow {
    pub line: u64,
    pub email: String,
    pub customer: Option<String>,
    pub reference: String,
    pub role: String,
    pub outcome: Tag,
}

/// What came of a list.
#[derive(Serialize)]
pub(in crate::desk) struct SentList {
    pub title: String,
    pub trail: Vec<Link>,
    pub again: String,
    pub invitations: String,
    pub sent: usize,
    pub left_out: usize,
    pub rows: Vec<ListRow>,
}
