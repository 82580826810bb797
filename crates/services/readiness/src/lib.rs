//! Whether the portal is ready for people: what the doctor finds, as `portico doctor` prints it and the desk reads it.
//!
//! The program looks ([`Doctor`]), since it alone knows its settings and the machine it runs on. At the desk somebody
//! asks for a look, it follows from the journal, and the page shows what was kept of it: reading a page asks nobody
//! outside.

mod events;
mod finding;
mod follow;
mod look;
mod pages;
mod queries;
mod rows;
mod texts;
mod views;

use gateway::Service;
use store::{Migration, Migrations};

pub use events::LookAsked;
pub use finding::{Finding, InWords, Light, Report, Told};
pub use follow::{Doctor, LOOKING, followers};
pub use look::LookAgain;
pub use pages::pages;
pub use queries::{ReadReadiness, Readiness};
pub use rows::Look;
pub use texts::TEXTS;
pub use views::{Group, Line, Way, groups};

/// The table of what was found; it points into the directory's.
pub const MIGRATIONS: Migrations = Migrations {
    part: "readiness",
    steps: &[
        Migration { name: "001_readiness", sql: include_str!("../migrations/001_readiness.sql") },
        Migration { name: "022_looking", sql: include_str!("../migrations/022_looking.sql") },
        Migration { name: "023_messages", sql: include_str!("../migrations/023_messages.sql") },
    ],
};

/// What the doctor found, read and asked for anew. The brand it hangs on is brought by another service.
pub fn service() -> Service {
    Service::named("readiness").migrations(MIGRATIONS).query::<ReadReadiness>().command::<LookAgain>()
}
