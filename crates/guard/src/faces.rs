use futures::future::LocalBoxFuture;
use kernel::Message;
use serde::Serialize;

use crate::{Cast, Walked, directories, links, operations, pages, programs, said::say, strangers};

/// One way to what a portal holds, walked by everybody who can take it.
pub struct Face {
    /// What programs call it in a report.
    pub name: &'static str,
    /// How many rows of every kind it needs in each place.
    pub rows: usize,
    walk: fn(&Cast) -> LocalBoxFuture<'_, Vec<Leg>>,
}

/// Every face. Each is walked in a portal of its own, since whoever walks also does what they may.
pub const FACES: &[Face] = &[
    Face { name: "pages", rows: 2, walk: |cast| Box::pin(pages::walk(cast)) },
    Face { name: "operations", rows: 1, walk: |cast| Box::pin(operations::walk(cast)) },
    Face { name: "keys", rows: 1, walk: |cast| Box::pin(programs::walk(cast)) },
    Face { name: "apps", rows: 1, walk: |cast| Box::pin(programs::walk_apps(cast)) },
    Face { name: "directories", rows: 1, walk: |cast| Box::pin(directories::walk(cast)) },
    Face { name: "links", rows: 2, walk: |cast| Box::pin(links::walk(cast)) },
    Face { name: "strangers", rows: 1, walk: |cast| Box::pin(strangers::walk(cast)) },
];

impl Face {
    /// What people call it.
    pub fn called(&self) -> String {
        called(self.name)
    }

    /// Walks it, in a portal that was seeded for it.
    pub async fn walk(&self, cast: &Cast) -> Walked {
        Walked { face: self.name, legs: (self.walk)(cast).await }
    }
}

/// What people call the face of this name.
pub(crate) fn called(name: &str) -> String {
    say(&Message { id: format!("guard-face-{name}").into(), args: Vec::new() })
}

/// What one walker came to on one face.
#[derive(Clone, Debug, Serialize)]
pub struct Leg {
    /// Who it was.
    pub who: String,
    /// How often they asked.
    pub asked: usize,
    /// How many answers opened something.
    pub opened: usize,
    /// What they should not have found.
    pub findings: Vec<String>,
}

impl Leg {
    /// Nobody has set out yet.
    pub(crate) fn of(who: impl Into<String>) -> Self {
        Self { who: who.into(), asked: 0, opened: 0, findings: Vec::new() }
    }

    /// Takes in another walk of the same person's.
    pub(crate) fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.opened += other.opened;
        self.findings.extend(other.findings);
    }

    /// Counts `count` as asked and opened; where it is none, that is a finding: nothing was proved.
    pub(crate) fn seen(who: &str, count: usize, or: &str) -> Self {
        let findings = if count == 0 { vec![or.to_owned()] } else { Vec::new() };
        Self { who: who.to_owned(), asked: count, opened: count, findings }
    }
}
