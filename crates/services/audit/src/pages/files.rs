use std::{marker::PhantomData, ops::Deref};

use axum::response::Response;
use front::{Export, Failure, FileAnswer, Form, Signed, Staff};
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
    let name = format!("journal-{}.csv", R::WORD);
    Lines::<R>(PhantomData).table(me, told, &name, cells::head(R::HEADS)).await
}

/// The list of a tab as a table.
struct Lines<R>(PhantomData<R>);

impl<R: Tab> Export for Lines<R> {
    type Asks = Exporting<R>;

    async fn rows(
        &self,
        me: &Signed,
        piece: Exported<<R as Told>::Line>,
    ) -> Result<(Vec<u8>, Option<String>), Failure> {
        let names = Mentioned::by(&piece.lines).names(me).await?;
        Ok((cells::rows(piece.lines.iter().map(|line| R::cells(line, &names))), piece.next))
    }
}
