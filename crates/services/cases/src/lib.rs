//! Cases: what customers ask, what they are answered, and whose turn it is.
//!
//! A case belongs to an account. It may be about any record that can be quoted; the record's facts are kept as they
//! stood. Everything in it is read by both sides: notes among staff will be another type in another table.

mod commands;
mod error;
mod events;
mod grants;
mod letters;
mod pages;
mod queries;
mod rows;
mod speaker;
mod texts;
mod track;

use gateway::{Command as _, Linkable, Query as _, Service};
use store::{Migration, Migrations, Object as _};

pub use commands::{CloseCase, RaiseCase, Raised, ReopenCase, ReplyToCase};
pub use error::CaseError;
pub use events::{Closed, Reopened, Replied, WasRaised};
pub use grants::grants;
pub use letters::followers;
pub use pages::pages;
pub use queries::{
    AskedAbout, AttendCases, CaseView, CountCases, ListCases, ListPlaces, Listed, NewestCase, OpenAbout, OpenCases,
    ReadCase, ReadMessage, Said, Sought, View, ViewCounts,
};
pub use rows::{Case, CaseMessage, CaseMove, MoveKind, Side};
pub use texts::TEXTS;
pub use track::{Standing, track};

/// The tables of cases; they point into the directory's.
pub const MIGRATIONS: Migrations = Migrations {
    part: "cases",
    steps: &[
        Migration { name: "001_cases", sql: include_str!("../migrations/001_cases.sql") },
        Migration { name: "002_about", sql: include_str!("../migrations/002_about.sql") },
    ],
};

/// Cases, as they are raised, answered, closed and read.
pub fn service() -> Service {
    Service::named("cases")
        .migrations(MIGRATIONS)
        .object::<Case>()
        .command::<RaiseCase>()
        .command::<ReplyToCase>()
        .command::<CloseCase>()
        .command::<ReopenCase>()
        .query::<ListCases>()
        .query::<CountCases>()
        .query::<NewestCase>()
        .query::<OpenAbout>()
        .query::<ListPlaces>()
        .query::<ReadCase>()
        .query::<ReadMessage>()
        .attention::<AttendCases>()
        .open_with::<OpenCases>()
        .quotable::<Case>()
        .numbered::<Case>()
        .linkable(Linkable {
            kind: Case::KIND,
            list: "/cases",
            page: "/case",
            reads: &[ReadCase::NAME],
            acts: &[ReplyToCase::NAME],
        })
        .announces::<WasRaised, Case>("case.raised")
        .announces::<Replied, Case>("case.replied")
        .announces::<Closed, Case>("case.closed")
        .announces::<Reopened, Case>("case.reopened")
}
