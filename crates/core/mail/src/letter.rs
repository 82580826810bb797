use std::fmt;

use access::Person;
use kernel::{Id, Timestamp};
use macros::Row;
use sha2::{Digest as _, Sha256};

/// A mail, from the moment it is queued. Inserting it queues it.
#[derive(Clone, PartialEq, Row)]
#[row(table = "mail_letters")]
pub struct Letter {
    /// Its id; the Message-ID is made of it.
    pub id: Id<Letter>,
    /// Where it goes.
    pub to_address: String,
    /// Whose address that is, where known.
    pub to_person: Option<Id<Person>>,
    /// What it was written from, without ending: `identity/mail/sign_in`.
    pub template: String,
    /// The language of its words.
    pub locale: String,
    /// What it is about; one line.
    pub subject: String,
    /// Its words alone.
    pub text: String,
    /// Its words with their look.
    pub html: String,
    /// How far it has come.
    pub state: State,
    /// How often it was tried, the present time included.
    pub attempts: i64,
    /// When to try it; while it is being sent, when the lease ends. None once nothing is left to do.
    pub next_at: Option<Timestamp>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it left.
    pub sent_at: Option<Timestamp>,
    /// What went wrong the last time; reply codes, never an address.
    pub last_problem: Option<String>,
    /// Whether it lets its reader in somewhere. Then its words are blanked as soon as nothing is left to do.
    pub secret: bool,
    /// What it has in common with letters it belongs to; mail programs show them together.
    pub thread: Option<String>,
    /// The trace in which it was written, so that its sending is told as a part of it; see [`telemetry::here`].
    pub trace: Option<String>,
}

/// How far a letter has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for its time.
    Queued,
    /// A postman has it.
    Sending,
    /// The mail server took it.
    Sent,
    /// It was refused for good, or for too long.
    Failed,
    /// Nobody has the address: it was written so that writing takes as long as to somebody, and is never carried.
    ToNobody,
}
store::text_column!(State {
    Queued = "queued",
    Sending = "sending",
    Sent = "sent",
    Failed = "failed",
    ToNobody = "to_nobody",
});

impl Letter {
    /// The letter as one whose words must not be kept: it holds a code, or a link that lets somebody in.
    #[must_use]
    pub fn keeping_no_copy(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The letter as one that is never carried.
    #[must_use]
    pub fn to_nobody(mut self) -> Self {
        (self.state, self.next_at) = (State::ToNobody, None);
        self
    }

    /// The letter under an id of its cause: the same follower writes the same letter once, however often it is asked.
    /// Two letters that follow from one entry differ in `which`.
    #[must_use]
    pub fn following(mut self, follower: &str, seq: i64, which: &str) -> Self {
        let digest = Sha256::digest(format!("{follower}\n{seq}\n{which}"));
        let mut tail = [0; 10];
        tail.copy_from_slice(&digest[..10]);
        let millis = u64::try_from(self.created_at.micros() / 1000).unwrap_or(0);
        self.id = Id::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid());
        self
    }

    /// The letter as one of several about the same thing, such as `case.` and its id: letters, digits, dots.
    #[must_use]
    pub fn in_thread(mut self, thread: &str) -> Self {
        self.thread = Some(thread.to_owned());
        self
    }

    /// Forgets what it said. The subject goes too: it may hold the code.
    pub(crate) fn blank(&mut self) {
        self.subject.clear();
        self.text.clear();
        self.html.clear();
    }
}

/// Neither the address nor the words: this is what ends up in logs.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("id", &self.id)
            .field("template", &self.template)
            .field("state", &self.state)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
