use std::ops::Deref;

use axum::{body::Body, response::Response};
use front::{Failure, FileAnswer, Form, Signed, Staff, file};
use futures::stream;
use gateway::Raw;
use kernel::Problem;
use words::cells;

use super::{names::Mentioned, tab::Tab, way::Way};
use crate::queries::{Exported, Exporting, Told};

/// The list as a table, all of it: read and sent piece by piece.
pub(super) async fn csv<R: Tab>(me: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let (way, faults) = Way::read(&me, R::PATH, &raw);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults).into());
    }
    table::<R, _>(me, way.raw_from(None)).await
}

/// The same for programs; what one is told is read by the list itself.
pub(super) fn for_programs<R: Tab>() -> FileAnswer {
    FileAnswer {
        operation: R::EXPORT,
        kind: "text/csv",
        write: |me, _, told| Box::pin(async move { table::<R, _>(me, told).await }),
    }
}

async fn table<R: Tab, M>(me: M, told: Raw) -> Result<Response, Failure>
where
    M: Deref<Target = Signed> + Send + Sync + 'static,
{
    // What would be refused is refused before anything is sent.
    let first = piece::<R>(&me, &told, None).await?;
    let begun = (first, cells::head(R::HEADS));
    let pieces = stream::try_unfold(Some((begun, me, told)), |state| async move {
        let Some(((piece, mut bytes), me, told)) = state else { return Ok::<_, Problem>(None) };
        bytes.extend(rows::<R>(&me, &piece.lines).await.map_err(|failure| failure.0)?);
        let next = match piece.next {
            Some(next) => {
                let next = self::piece::<R>(&me, &told, Some(&next)).await.map_err(|failure| failure.0)?;
                Some(((next, Vec::new()), me, told))
            }
            None => None,
        };
        Ok(Some((bytes, next)))
    });
    Ok(file("text/csv; charset=utf-8", &format!("journal-{}.csv", R::WORD), Body::from_stream(pieces)))
}

async fn piece<R: Tab>(me: &Signed, told: &Raw, from: Option<&str>) -> Result<Exported<<R as Told>::Line>, Failure> {
    match from {
        None => me.ask::<Exporting<R>>(None, told).await,
        Some(_) => me.ask_on::<Exporting<R>>(&told.with("from", from)).await,
    }
}

async fn rows<R: Tab>(me: &Signed, lines: &[<R as Told>::Line]) -> Result<Vec<u8>, Failure> {
    let names = Mentioned::by(lines).names(me).await?;
    Ok(cells::rows(lines.iter().map(|line| R::cells(line, &names))))
}
