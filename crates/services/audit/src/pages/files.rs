use axum::{body::Body, response::Response};
use front::{Failure, Form, Staff, file};
use futures::stream;
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
    // What would be refused is refused before anything is sent.
    let first = piece::<R>(&me, &way, None).await?;
    let begun = (first, cells::head(R::HEADS));
    let pieces = stream::try_unfold(Some((begun, me, way)), |state| async move {
        let Some(((piece, mut bytes), me, way)) = state else { return Ok::<_, Problem>(None) };
        bytes.extend(rows::<R>(&me, &piece.lines).await.map_err(|failure| failure.0)?);
        let next = match piece.next {
            Some(next) => {
                let next = self::piece::<R>(&me, &way, Some(&next)).await.map_err(|failure| failure.0)?;
                Some(((next, Vec::new()), me, way))
            }
            None => None,
        };
        Ok(Some((bytes, next)))
    });
    Ok(file("text/csv; charset=utf-8", &format!("journal-{}.csv", R::WORD), Body::from_stream(pieces)))
}

async fn piece<R: Tab>(me: &Staff, way: &Way, from: Option<&str>) -> Result<Exported<<R as Told>::Line>, Failure> {
    me.ask::<Exporting<R>>(None, &way.raw_from(from)).await
}

async fn rows<R: Tab>(me: &Staff, lines: &[<R as Told>::Line]) -> Result<Vec<u8>, Failure> {
    let names = Mentioned::by(lines).names(me).await?;
    Ok(cells::rows(lines.iter().map(|line| R::cells(line, &names))))
}
