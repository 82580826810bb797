use store::{Columns, Db, Sql, StoreError};

use crate::{
    Run,
    shape::{Document, Line, LineFault},
};

/// How many documents are taken at a time.
const DOCUMENTS: i64 = 64;

/// About how many lines are taken at a time.
const LINES: usize = 2_000;

/// The most lines one document may have; more can only be a wrong key.
const MOST: usize = 20_000;

/// Documents taken from the stage, each with its number.
type Batch = Vec<(i64, Document)>;

/// The next documents after `position`, whole. None when all are behind us.
pub(crate) async fn load(db: &Db, run: &Run, position: i64) -> Result<Batch, StoreError> {
    let mut batch = range(db, run, (position, position.saturating_add(DOCUMENTS)), LINES + 1).await?;
    let lines: usize = batch.iter().map(|(_, document)| document.lines.len()).sum();
    if lines <= LINES {
        return Ok(batch);
    }
    // The last one may go on beyond what was read; it comes with the next batch, alone if it has to.
    let Some((number, _)) = batch.pop() else { return Ok(batch) };
    if !batch.is_empty() {
        return Ok(batch);
    }
    let mut alone = range(db, run, (number - 1, number), MOST + 1).await?;
    for (_, document) in &mut alone {
        document.cut = document.lines.len() > MOST;
        document.lines.truncate(MOST);
    }
    Ok(alone)
}

async fn range(db: &Db, run: &Run, (after, up_to): (i64, i64), most: usize) -> Result<Batch, StoreError> {
    let mut sql = Sql::new(
        "SELECT l.document, d.key, l.file, l.line, l.fault, l.fields FROM sync_lines AS l JOIN sync_documents AS d \
         ON d.run_id = l.run_id AND d.number = l.document WHERE l.run_id = ",
    );
    sql.bind(run.id.uuid()).push(" AND l.document > ").bind(after).push(" AND l.document <= ").bind(up_to);
    sql.push(" ORDER BY l.document, l.file, l.line LIMIT ").push(&most.to_string());
    let mut batch = Batch::new();
    for row in &db.unguarded().query(sql).await? {
        let mut columns = Columns::of(row);
        let (number, key): (i64, String) = (columns.take()?, columns.take()?);
        let (file, line): (i64, i64) = (columns.take()?, columns.take()?);
        let fault = LineFault::of_number(columns.take()?);
        let fields: store::Json<Vec<String>> = columns.take()?;
        let line = Line { file: usize::try_from(file).unwrap_or(0), number: Some(line), fault, fields: fields.0 };
        match batch.last_mut() {
            Some((last, document)) if *last == number => document.lines.push(line),
            _ => batch.push((number, Document { key, lines: vec![line], cut: false })),
        }
    }
    Ok(batch)
}
