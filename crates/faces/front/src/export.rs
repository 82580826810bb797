//! Lists that leave as files, however long they are.

use std::{future::Future, ops::Deref};

use axum::{body::Body, response::Response};
use futures::{StreamExt as _, future::ready, stream};
use gateway::{Query, Raw};
use kernel::Problem;

use crate::{Failure, Signed, file};

/// A list that can be taken away as a table of values.
pub trait Export: Send + Sync + 'static {
    /// What gives a piece of it: the first, or the one `from` where the one before ended.
    type Asks: Query;

    /// The rows of a piece, and where the next one begins.
    fn rows(
        &self,
        me: &Signed,
        piece: <Self::Asks as Query>::Output,
    ) -> impl Future<Output = Result<(Vec<u8>, Option<String>), Failure>> + Send;

    /// All of it as a file under its head, read and sent piece by piece: each once the one before has gone, and of
    /// what whoever asked may read by then. What would be refused is refused before anything is sent.
    fn table<M>(
        self,
        me: M,
        told: Raw,
        name: &str,
        head: Vec<u8>,
    ) -> impl Future<Output = Result<Response, Failure>> + Send
    where
        Self: Sized,
        M: Deref<Target = Signed> + Send + Sync + 'static,
    {
        async move {
            let first = me.ask::<Self::Asks>(None, &told).await?;
            let (rows, next) = self.rows(&me, first).await?;
            let begun = [head, rows].concat();
            let rest = stream::try_unfold((next, self, me, told), |(next, list, me, told)| async move {
                let Some(next) = next else { return Ok::<_, Problem>(None) };
                let piece =
                    me.ask_on::<Self::Asks>(&told.with("from", Some(&next))).await.map_err(|failure| failure.0)?;
                let (rows, next) = list.rows(&me, piece).await.map_err(|failure| failure.0)?;
                Ok(Some((rows, (next, list, me, told))))
            });
            let pieces = stream::once(ready(Ok::<_, Problem>(begun))).chain(rest);
            Ok(file("text/csv; charset=utf-8", name, Body::from_stream(pieces)))
        }
    }
}
