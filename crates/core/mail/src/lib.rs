//! Mail out: letters are written from templates, queued as rows, and carried by a postman.
//!
//! [`write()`] makes a [`Letter`]; inserting it in the transaction of the change it tells of is what queues it.
//! [`Postman::turn`] carries whatever is due through a [`Transport`]: [`Smtp`], or the [`Outbox`] of a demo. A letter goes
//! out at least once; its Message-ID comes from its id, so that a repeat can be recognised.

mod address;
mod compose;
mod fate;
mod letter;
mod letterhead;
mod outbox;
mod postman;
mod queue;
mod reply;
mod schedule;
mod sender;
mod settings;
mod smtp;
mod subject;
#[cfg(test)]
mod tests;
mod transport;
mod write;

use store::{Migration, Migrations};

pub use address::Recipient;
pub use letter::{Letter, State};
pub use letterhead::{Brand, Letterhead};
pub use outbox::{Outbox, recent};
pub use postman::Postman;
pub use queue::queue;
pub use sender::Sender;
pub use settings::{Login, Security, SettingsError, SmtpSettings};
pub use smtp::Smtp;
pub use transport::{Transport, Trouble};
pub use write::{WriteError, write};

/// The queue's table; it points into the directory's.
pub const MIGRATIONS: Migrations = Migrations {
    part: "mail",
    steps: &[
        Migration { name: "001_mail", sql: include_str!("../migrations/001_mail.sql") },
        Migration { name: "002_threads", sql: include_str!("../migrations/002_threads.sql") },
        Migration { name: "003_traces", sql: include_str!("../migrations/003_traces.sql") },
        Migration { name: "004_to_nobody", sql: include_str!("../migrations/004_to_nobody.sql") },
        Migration {
            name: "005_invitation_deliveries",
            sql: include_str!("../migrations/005_invitation_deliveries.sql"),
        },
    ],
};

/// What goes around every letter: the name and text of each template.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("mail/layout.html", include_str!("../templates/mail/layout.html")),
    ("mail/layout.txt", include_str!("../templates/mail/layout.txt")),
];

/// The words around every letter: language, origin and text of each catalogue.
pub const MESSAGES: &[(&str, &str, &str)] =
    &[("en-GB", "mail/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))];
