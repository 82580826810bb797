use access::Account;
use kernel::{Id, Message, Problem};
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// What went wrong between us and the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another row has this value already.
    #[error("a row with this value exists already")]
    Taken(#[source] DbErr),
    /// The database is away, or gave no connection in time.
    #[error("the database cannot be reached")]
    Away(#[source] DbErr),
    /// There is no room left on the database's disk.
    #[error("the database has no room left")]
    Full(#[source] DbErr),
    /// Two transactions stood in each other's way; trying again helps.
    #[error("the transaction met another one")]
    Collided(#[source] DbErr),
    /// Somebody's words hold a sign that no column can: PostgreSQL keeps no NUL.
    #[error("there is a sign in it that cannot be kept")]
    Unkept(#[source] DbErr),
    /// A fault in a statement.
    #[error("a statement failed")]
    Statement(#[source] DbErr),
    /// A stored value is not what its column says.
    #[error("column {column} of {table} holds an unusable value")]
    Unreadable {
        /// The table, if known.
        table: &'static str,
        /// The column's place or name.
        column: String,
    },
    /// A place in a list that is none of this list's.
    #[error("the cursor is of another list")]
    Cursor,
    /// A broken promise in our own code, refused before it reached the database.
    #[error("refused: {0}")]
    Fault(&'static str),
    /// A migration that cannot run.
    #[error("{0}")]
    Migration(String),
}

impl StoreError {
    /// Whether the same work may succeed at once when tried again.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Collided(_))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) {
            return Self::Taken(error);
        }
        match code(&error).as_deref().map(primary) {
            // PostgreSQL: serialization failure, deadlock. SQLite: busy, locked.
            Some("40001" | "40P01" | "5" | "6") => Self::Collided(error),
            // PostgreSQL: disk full, out of memory. SQLite: full.
            Some("53100" | "53200" | "13") => Self::Full(error),
            // PostgreSQL: a sign that its encoding does not have.
            Some("22021") => Self::Unkept(error),
            // PostgreSQL: shutting down, starting, dropped, idle too long, too many connections, and all of class 08,
            // connections. SQLite: read-only, I/O, cannot open.
            Some("57P01" | "57P02" | "57P03" | "57P04" | "57P05" | "53300" | "8" | "10" | "14") => Self::Away(error),
            Some(code) if code.len() == 5 && code.starts_with("08") => Self::Away(error),
            Some(_) => Self::Statement(error),
            None if matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_)) || is_io(&error) => Self::Away(error),
            None => Self::Statement(error),
        }
    }
}

/// A code without its details: SQLite adds what exactly happened in the higher bits, while PostgreSQL's have five
/// signs whatever they say. See <https://sqlite.org/rescode.html>.
fn primary(code: &str) -> &str {
    const KNOWN: [(u32, &str); 6] = [(5, "5"), (6, "6"), (8, "8"), (10, "10"), (13, "13"), (14, "14")];
    let number = code.parse::<u32>().ok().filter(|_| code.len() < 5);
    let known = number.and_then(|number| KNOWN.iter().find(|(primary, _)| *primary == number & 0xff));
    known.map_or(code, |(_, primary)| primary)
}

fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

fn code(error: &DbErr) -> Option<String> {
    driver(error)?.as_database_error()?.code().map(|code| code.into_owned())
}

fn is_io(error: &DbErr) -> bool {
    matches!(
        driver(error),
        Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed)
    )
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Away(_) | StoreError::Collided(_) => Self::unavailable(error),
            StoreError::Full(_) => Self::of(&Self::UNAVAILABLE, Message::new("problem-disk-full")).because(error),
            // Such words were asked for, or would have been kept: nothing is called so, and nothing can be.
            StoreError::Unkept(_) => Self::of(&Self::INVALID, Message::new("input-not-text")).because(error),
            StoreError::Cursor => Self::invalid(Vec::new()).at("/from", Message::new("input-cursor-wrong")),
            StoreError::Taken(_)
            | StoreError::Statement(_)
            | StoreError::Unreadable { .. }
            | StoreError::Fault(_)
            | StoreError::Migration(_) => Self::unexpected(error),
        }
    }
}

/// What was refused about a row that may be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// The action.
    pub action: String,
    /// Whose the row is; nobody's when it belongs to no account.
    pub account: Option<Id<Account>>,
    /// The policies that forbade it; none when no role permits it.
    pub because: Vec<String>,
    /// Whether it only lacks that a factor was shown a moment ago.
    pub stale: bool,
}

impl Denial {
    /// Whether no role permits it, so that another one would.
    pub fn is_by_role(&self) -> bool {
        self.because.is_empty()
    }
}

/// Why no proof was given.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Nothing is there, or nothing this principal may know of.
    #[error("not found")]
    Hidden,
    /// It may be read, but this may not be done to it.
    #[error("not allowed")]
    Forbidden(Denial),
    /// The question could not be answered; that denies too.
    #[error(transparent)]
    Undecided(#[from] access::PolicyError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Hidden => Self::not_found(),
            Refused::Forbidden(ref denial) => {
                let says = if denial.stale {
                    Message::new("problem-stale")
                } else if denial.is_by_role() {
                    Message::new("problem-forbidden")
                } else {
                    Message::new("problem-ruled-out").with("rules", denial.because.join(", "))
                };
                Self::of(&Self::FORBIDDEN, says).because(refused)
            }
            Refused::Undecided(error) => Self::unexpected(error),
            Refused::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::primary;

    #[test]
    fn a_code_s_details_do_not_change_what_it_means() {
        for (code, means) in [("13", "13"), ("778", "10"), ("1544", "8"), ("261", "5"), ("787", "787")] {
            assert_eq!(primary(code), means);
        }
        assert_eq!(primary("53100"), "53100");
        assert_eq!(primary("00522"), "00522", "five signs are PostgreSQL's");
    }
}
