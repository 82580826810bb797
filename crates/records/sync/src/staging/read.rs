use kernel::Clock;
use store::Db;

use super::{Staged, write};
use crate::{
    ImportError, Mapping, Phase, Progress, ReadError, Run,
    engine::Pace,
    reading::{Meter, Row, Sources, Table},
    shape::LineFault,
};

/// How many lines go into one transaction.
const LINES: usize = 1_000;

/// How many bytes of them at the most.
const BYTES: usize = 1_000_000;

/// The longest key. What is longer is no number of a document; databases refuse to index it.
const LONGEST_KEY: usize = 200;

/// Reads the files and stages their lines, from where the run was left.
pub(crate) async fn stage(
    db: &Db,
    run: &mut Run,
    mapping: &Mapping,
    sources: &Sources,
    (pace, clock): (&Pace, &dyn Clock),
    progress: &(dyn Fn(&Progress) + Sync),
) -> Result<(), ImportError> {
    let total = sources.facts.iter().map(|facts| facts.bytes).sum();
    let meter = Meter::default();
    let mut batch = Vec::with_capacity(LINES);
    let mut bytes = 0;
    // What an earlier attempt has staged is read past.
    let (mut seen, staged) = (0, run.staged);
    for (file, path) in sources.paths.iter().enumerate() {
        let mut table = Table::open(path, &mapping.format, meter.clone())?;
        let mut row = Row::default();
        while table.read(&mut row)? {
            seen += 1;
            if seen <= staged {
                continue;
            }
            let line = staged_line(mapping, sources, file, &row);
            bytes += line.fields.len();
            batch.push(line);
            if batch.len() >= LINES || bytes >= BYTES {
                write(db, run, &batch, clock.now()).await?;
                batch.clear();
                bytes = 0;
                progress(&Progress { phase: Phase::Reading, done: meter.bytes(), total, lines: run.staged });
                pace.rest().await;
            }
        }
    }
    if !batch.is_empty() {
        write(db, run, &batch, clock.now()).await?;
    }
    if seen < staged {
        let file = sources.facts.last().map(|facts| facts.name.clone()).unwrap_or_default();
        return Err(ReadError::Truncated { file, line: u64::try_from(seen).unwrap_or(0) }.into());
    }
    progress(&Progress { phase: Phase::Reading, done: total, total, lines: run.staged });
    Ok(())
}

fn staged_line(mapping: &Mapping, sources: &Sources, file: usize, row: &Row) -> Staged {
    let header = &sources.headers[file];
    let line = i64::try_from(row.line()).unwrap_or(i64::MAX);
    let key = header.place(&mapping.file[file].key).and_then(|place| row.field(place));
    let key = key.and_then(|key| mapping.format.said(key));
    let usable = key.filter(|key| key.chars().count() <= LONGEST_KEY && !key.contains('\0'));
    let fault = match usable {
        None => LineFault::Keyless,
        Some(_) if row.len() != header.columns().len() => LineFault::Torn,
        Some(_) => LineFault::Sound,
    };
    // A line without a key is a document of its own; the blank before its place keeps it apart from all keys.
    let key = usable.map_or_else(|| format!(" {}:{line}", file + 1), str::to_owned);
    let fields: Vec<&str> = row.fields().collect();
    Staged { key, file, line, fault, fields: serde_json::to_string(&fields).unwrap_or_default() }
}
