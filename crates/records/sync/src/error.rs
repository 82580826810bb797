use std::{io, path::PathBuf};

use kernel::{Message, Problem};
use store::StoreError;

use crate::MappingError;

/// Why a file could not be read. Nothing of it has been imported then.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not there, or may not be read.
    #[error("{} cannot be opened", .path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It has no line at all.
    #[error("{file} is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// A packed file ends before its end.
    #[error("{file} ends early, after line {line}: it was cut off on its way; fetch it again")]
    Truncated {
        /// The file.
        file: String,
        /// The last line that could be read.
        line: u64,
    },
    /// A packed file is damaged.
    #[error("{file} is damaged after line {line}; fetch it again")]
    Damaged {
        /// The file.
        file: String,
        /// The last line that could be read.
        line: u64,
        /// What was found.
        source: io::Error,
    },
    /// Bytes that mean nothing in the encoding the mapping names.
    #[error(
        "{file} is not {encoding}: line {line} has bytes that mean nothing, at byte {byte}; name its encoding in the \
         mapping"
    )]
    Encoding {
        /// The file.
        file: String,
        /// The encoding.
        encoding: &'static str,
        /// The line, counted from 1.
        line: u64,
        /// The place in the unpacked file, counted from 0.
        byte: u64,
    },
    /// A line does not end.
    #[error(
        "line {line} of {file} is longer than {most} bytes: a quotation mark may be missing, or it is no such file"
    )]
    TooLong {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// The most a line may have.
        most: usize,
    },
    /// The mapping reads columns that the file does not have.
    #[error("{file} {}", lacks(.missing, .found))]
    Columns {
        /// The file.
        file: String,
        /// What is missing.
        missing: Vec<String>,
        /// What there is.
        found: Vec<String>,
    },
    /// Two columns have one name.
    #[error("{file} has two columns called \"{column}\"")]
    Twice {
        /// The file.
        file: String,
        /// The name.
        column: String,
    },
    /// Too few or too many files were given.
    #[error("the mapping reads {wanted}, in this order; given were {given}")]
    Files {
        /// The mapping's files.
        wanted: String,
        /// What was given.
        given: usize,
    },
    /// A table beside the documents is larger than is kept in memory.
    #[error("the table in {file} has more than {most} lines")]
    Table {
        /// The file.
        file: String,
        /// The most lines.
        most: usize,
    },
}

/// Why an import came to an end before its time.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The mapping is wrong.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// A file cannot be read; nothing of it was imported.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The mapping uses an operation that is not there, or that imports may not use.
    #[error("the mapping sends documents to `{0}`, which is not there or not for imports")]
    Operation(String),
    /// Another process goes on with this very run, or has settled this very document.
    #[error("this import is being run by another process; this one has stopped")]
    Overtaken,
    /// The gate or the database failed; the run can be taken up again by the same command.
    #[error("the import has stopped; the same command goes on where it was")]
    Stopped(#[source] Problem),
    /// The database failed; the run can be taken up again by the same command.
    #[error("the import has stopped; the same command goes on where it was")]
    Store(#[from] StoreError),
}

/// Another process has moved the run on, or settled the document; carried by a problem out of the gate's transaction.
#[derive(Debug, thiserror::Error)]
#[error("another process has moved this on")]
pub(crate) struct Moved;

impl From<Problem> for ImportError {
    fn from(problem: Problem) -> Self {
        let moved = problem.cause().is_some_and(|cause| cause.downcast_ref::<Moved>().is_some());
        if moved { Self::Overtaken } else { Self::Stopped(problem) }
    }
}

impl ImportError {
    /// What went wrong, for whoever imports; what the gate or the database says of it is the error's source.
    pub fn message(&self) -> Message {
        match self {
            Self::Mapping(error) => error.message(),
            Self::Read(error) => error.message(),
            Self::Operation(operation) => Message::new("sync-import-operation").with("operation", operation.as_str()),
            Self::Overtaken => Message::new("sync-import-overtaken"),
            Self::Stopped(_) | Self::Store(_) => Message::new("sync-import-stopped"),
        }
    }
}

impl ReadError {
    /// What went wrong, for whoever imports: it names files, columns and places, never what stands in them.
    pub fn message(&self) -> Message {
        let of = |id: &'static str, file: &str| Message::new(id).with("file", file);
        match self {
            Self::Open { path, source } => {
                of("sync-read-open", &path.display().to_string()).with("reason", source.to_string())
            }
            Self::Empty { file } => of("sync-read-empty", file),
            Self::Truncated { file, line } => of("sync-read-truncated", file).with("line", number(*line)),
            Self::Damaged { file, line, source } => {
                of("sync-read-damaged", file).with("line", number(*line)).with("reason", source.to_string())
            }
            Self::Encoding { file, encoding, line, byte } => {
                let says = of("sync-read-encoding", file).with("encoding", *encoding);
                says.with("line", number(*line)).with("byte", number(*byte))
            }
            Self::TooLong { file, line, most } => {
                of("sync-read-too-long", file).with("line", number(*line)).with("most", number(*most))
            }
            Self::Columns { file, missing, found } => {
                let id = if found.len() == 1 { "sync-read-columns-one" } else { "sync-read-columns" };
                of(id, file).with("missing", quoted(missing)).with("found", quoted(found))
            }
            Self::Twice { file, column } => of("sync-read-twice", file).with("column", column.as_str()),
            Self::Files { wanted, given } => {
                Message::new("sync-read-files").with("wanted", wanted.as_str()).with("given", number(*given))
            }
            Self::Table { file, most } => of("sync-read-table", file).with("most", number(*most)),
        }
    }

    /// What a failed read of an opened file means.
    pub(crate) fn of_io(file: &str, line: u64, error: io::Error) -> Self {
        let file = file.to_owned();
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Truncated { file, line },
            _ => Self::Damaged { file, line, source: error },
        }
    }
}

/// "has no column "Price"; it has "Preis", "Menge"".
fn lacks(missing: &[String], found: &[String]) -> String {
    let hint = if found.len() == 1 { ": another delimiter may separate them" } else { "" };
    format!("has no column {}; it has {}{hint}", quoted(missing), quoted(found))
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn number(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
