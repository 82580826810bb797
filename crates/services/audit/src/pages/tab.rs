use front::{Tag, Visit};
use journal::{Attempt, Entry, Face, Outcome, View};
use kernel::Ref;
use words::cells::Cell;

use super::{names::Names, noted::Noted, words::say};
use crate::queries::{EntryLine, Told};

/// One of the three lists as a page and as a file.
pub(super) trait Tab: Told<Line: Noted> {
    /// Its name in addresses, messages and files.
    const WORD: &'static str;
    /// What it is called.
    const LABEL: &'static str;
    /// Its address below the desk's.
    const PATH: &'static str;
    /// The columns of its file.
    const HEADS: &'static [&'static str];

    /// The line's own page.
    fn href(visit: &Visit, line: &Self::Line) -> Option<String>;
    /// Through which door it came.
    fn from(visit: &Visit, line: &Self::Line) -> Option<String>;
    /// What came of it.
    fn result(visit: &Visit, line: &Self::Line) -> Option<Tag>;
    /// A row of its file.
    fn cells(line: &Self::Line, names: &Names) -> Vec<Cell>;
}

impl Tab for Entry {
    const WORD: &'static str = "entries";
    const LABEL: &'static str = "journal-entries";
    const PATH: &'static str = "/journal";
    const HEADS: &'static [&'static str] = &[
        "id",
        "at",
        "actor",
        "actor_name",
        "acting",
        "on_behalf_of",
        "on_behalf_of_name",
        "face",
        "command",
        "event",
        "event_version",
        "object_kind",
        "object_id",
        "account",
        "account_name",
        "audience",
        "others",
        "cause",
        "decision",
        "digest",
        "says",
    ];

    fn href(visit: &Visit, line: &EntryLine) -> Option<String> {
        Some(visit.address(&format!("/journal/entries/{}", line.id)))
    }

    fn from(visit: &Visit, line: &EntryLine) -> Option<String> {
        Some(face(visit, line.face))
    }

    fn result(_: &Visit, _: &EntryLine) -> Option<Tag> {
        None
    }

    fn cells(line: &EntryLine, names: &Names) -> Vec<Cell> {
        let refs: Vec<String> = line.refs.iter().map(Ref::to_string).collect();
        let mut cells = beginning(line, line.id.to_string(), names);
        cells.extend(on_behalf(line, names));
        cells.extend([
            Cell::words(line.face.word()),
            Cell::words(&line.command),
            Cell::words(&line.event),
            Cell::number(Some(line.event_version), 0),
        ]);
        cells.extend(object_and_account(line, names));
        cells.extend([
            Cell::words(line.audience.word()),
            Cell::words(&refs.join(" ")),
            maybe(line.cause),
            Cell::words(&line.decision.join(" ")),
            Cell::words(&line.digest),
            Cell::maybe(line.payload.as_deref()),
        ]);
        cells
    }
}

impl Tab for View {
    const WORD: &'static str = "views";
    const LABEL: &'static str = "journal-views";
    const PATH: &'static str = "/journal/views";
    const HEADS: &'static [&'static str] = &[
        "id",
        "at",
        "actor",
        "actor_name",
        "acting",
        "action",
        "object_kind",
        "object_id",
        "account",
        "account_name",
        "on_behalf_of",
        "on_behalf_of_name",
    ];

    fn href(_: &Visit, _: &Self) -> Option<String> {
        None
    }

    fn from(_: &Visit, _: &Self) -> Option<String> {
        None
    }

    fn result(_: &Visit, _: &Self) -> Option<Tag> {
        None
    }

    fn cells(line: &Self, names: &Names) -> Vec<Cell> {
        let mut cells = beginning(line, line.id.to_string(), names);
        cells.push(Cell::words(&line.action));
        cells.extend(object_and_account(line, names));
        cells.extend(on_behalf(line, names));
        cells
    }
}

impl Tab for Attempt {
    const WORD: &'static str = "attempts";
    const LABEL: &'static str = "journal-attempts";
    const PATH: &'static str = "/journal/attempts";
    const HEADS: &'static [&'static str] = &[
        "id",
        "at",
        "actor",
        "actor_name",
        "acting",
        "action",
        "object_kind",
        "object_id",
        "account",
        "account_name",
        "outcome",
        "on_behalf_of",
        "on_behalf_of_name",
    ];

    fn href(_: &Visit, _: &Self) -> Option<String> {
        None
    }

    fn from(_: &Visit, _: &Self) -> Option<String> {
        None
    }

    fn result(visit: &Visit, line: &Self) -> Option<Tag> {
        let (kind, icon) = match line.outcome {
            Outcome::Hidden => ("off", "file-search"),
            Outcome::Forbidden => ("bad", "ban"),
            Outcome::Failed => ("warn", "circle-alert"),
        };
        Some(Tag { label: outcome(visit, line.outcome), kind, icon })
    }

    fn cells(line: &Self, names: &Names) -> Vec<Cell> {
        let mut cells = beginning(line, line.id.to_string(), names);
        cells.push(Cell::words(&line.action));
        cells.extend(object_and_account(line, names));
        cells.push(Cell::words(line.outcome.word()));
        cells.extend(on_behalf(line, names));
        cells
    }
}

/// An outcome in words.
pub(super) fn outcome(visit: &Visit, outcome: Outcome) -> String {
    say(
        visit,
        match outcome {
            Outcome::Hidden => "journal-outcome-hidden",
            Outcome::Forbidden => "journal-outcome-forbidden",
            Outcome::Failed => "journal-outcome-failed",
        },
    )
}

/// A door in words.
pub(super) fn face(visit: &Visit, face: Face) -> String {
    say(
        visit,
        match face {
            Face::Page => "journal-face-page",
            Face::Api => "journal-face-api",
            Face::Agent => "journal-face-agent",
            Face::Sync => "journal-face-sync",
            Face::Inside => "journal-face-inside",
        },
    )
}

/// What every file begins with.
fn beginning(line: &impl Noted, id: String, names: &Names) -> Vec<Cell> {
    let person = line.actor().strip_prefix("person:").and_then(|id| uuid::Uuid::try_parse(id).ok());
    vec![
        Cell::words(&id),
        Cell::at(line.at()),
        Cell::words(line.actor()),
        Cell::maybe(person.and_then(|person| names.person(person))),
        Cell::words(line.acting()),
    ]
}

/// On whose rights it was done, where that is kept.
fn on_behalf(line: &impl Noted, names: &Names) -> [Cell; 2] {
    let person = line.for_person();
    [maybe(person), Cell::maybe(person.and_then(|person| names.person(person.uuid())))]
}

fn object_and_account(line: &impl Noted, names: &Names) -> [Cell; 4] {
    let account = line.account().map(kernel::Id::uuid);
    [
        Cell::maybe(line.target().map(|object| object.kind.as_ref())),
        Cell::maybe(line.target().map(|object| object.id.simple().to_string()).as_deref()),
        maybe(line.account()),
        Cell::maybe(account.and_then(|account| names.account(account))),
    ]
}

fn maybe<T>(id: Option<kernel::Id<T>>) -> Cell {
    Cell::maybe(id.map(|id| id.to_string()).as_deref())
}
