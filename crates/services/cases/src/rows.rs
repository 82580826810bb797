use access::{Account, Person};
use directory::fold;
use gateway::{Card, Numbered, Quotable};
use kernel::{Id, Ref, Timestamp};
use macros::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Condition, Json};

/// What somebody asked, and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "cases", kind = "case", read = "cases.read", account = "account_id", owner = "requester_id")]
pub struct Case {
    /// Its id.
    pub id: Id<Case>,
    /// Whose it is.
    pub account_id: Id<Account>,
    /// Its number; people write it as [`Case::reference`].
    pub number: i64,
    /// Who asked; nobody when the company raised it.
    pub requester_id: Option<Id<Person>>,
    /// What they were called then.
    pub requester: String,
    /// What it is about, in a few words.
    pub subject: String,
    /// Number, subject, requester, customer and the record's name, as they are searched; names as they were then.
    #[serde(skip)]
    pub words: String,
    /// Whose turn it is; nobody's once it is closed.
    pub turn: Option<Side>,
    /// Since when.
    pub turn_at: Timestamp,
    /// Whose it was before it was closed.
    #[serde(skip)]
    pub turn_before: Option<Side>,
    /// The record it is about.
    pub about: Option<Ref>,
    /// The record as it stood when it was asked about.
    #[serde(skip)]
    pub card: Option<Json<Card>>,
    /// How many messages it has.
    pub messages: i64,
    /// Who moved it last.
    pub last_by: String,
    /// When it was asked.
    pub raised_at: Timestamp,
    /// When it moved last. Lists run by it.
    pub touched_at: Timestamp,
}

/// On which side of the counter somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The customer's.
    Customer,
    /// The company's.
    Staff,
}
store::text_column!(Side { Customer = "customer", Staff = "staff" });

impl Side {
    /// The one across the counter.
    pub fn other(self) -> Self {
        match self {
            Self::Customer => Self::Staff,
            Self::Staff => Self::Customer,
        }
    }
}

/// Words that one side wrote to the other. Both read all of them.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "case_messages", account = "account_id", parent(Case, "case_id"))]
pub struct CaseMessage {
    /// Its id.
    pub id: Id<CaseMessage>,
    /// In which case.
    #[serde(skip)]
    pub case_id: Id<Case>,
    /// Whose case that is.
    #[serde(skip)]
    pub account_id: Id<Account>,
    /// Who wrote it.
    pub author_id: Option<Id<Person>>,
    /// What they were called then.
    pub author: String,
    /// For which side.
    pub side: Side,
    /// The words.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

/// Something that was done to a case besides writing.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema, Row)]
#[row(table = "case_moves", account = "account_id", parent(Case, "case_id"))]
pub struct CaseMove {
    /// Its id.
    pub id: Id<CaseMove>,
    /// To which case.
    #[serde(skip)]
    pub case_id: Id<Case>,
    /// Whose case that is.
    #[serde(skip)]
    pub account_id: Id<Account>,
    /// What was done.
    pub kind: MoveKind,
    /// Who did it.
    pub mover_id: Option<Id<Person>>,
    /// What they were called then.
    pub mover: String,
    /// For which side.
    pub side: Side,
    /// When.
    pub at: Timestamp,
}

/// What can be done to a case besides writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// It was asked.
    Raised,
    /// It was closed.
    Closed,
    /// It was taken up again.
    Reopened,
}
store::text_column!(MoveKind { Raised = "raised", Closed = "closed", Reopened = "reopened" });

impl Case {
    /// What people call it: `T-10001`.
    pub fn reference(&self) -> String {
        reference(self.number)
    }
}

impl Quotable for Case {
    type Part = CaseMessage;

    /// Its words stay in it: elsewhere only what it is called is shown.
    fn card(&self, _: Option<&CaseMessage>) -> Card {
        Card::of(self, &self.reference(), "/cases", "life-buoy")
    }
}

impl Numbered for Case {
    fn numbered(typed: &str) -> Condition<Self> {
        let typed = fold(typed);
        let number = typed.strip_prefix("t-").unwrap_or(&typed).parse::<i64>();
        number.map_or_else(|_| Condition::nothing(), |number| Self::NUMBER.is(&number))
    }

    fn number(&self) -> String {
        self.reference()
    }
}

/// A case's number as people write it.
pub(crate) fn reference(number: i64) -> String {
    format!("T-{number}")
}
