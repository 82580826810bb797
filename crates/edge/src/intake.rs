use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
};

use axum::{
    BoxError,
    body::{Body, Bytes, HttpBody},
    http::{HeaderMap, header},
};
use http_body::{Frame, SizeHint};

/// What a request brings, measured while it comes in.
///
/// Handlers read it through whichever extractor they like; what goes wrong is seen here, so the answer is the same
/// whatever the extractor made of it.
#[derive(Debug)]
pub(crate) struct Intake {
    body: Body,
    left: usize,
    gauge: Gauge,
}

/// Tells from outside how an intake stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gauge(Arc<AtomicU8>);

const FLOWING: u8 = 0;
const WAITING: u8 = 1;
const OVER: u8 = 2;

/// The body is longer than anybody may send.
#[derive(Debug, thiserror::Error)]
#[error("the request brings more than is taken")]
struct TooLarge;

/// Whether a request says beforehand that it brings more than `limit` bytes.
pub(crate) fn announces_more(headers: &HeaderMap, limit: usize) -> bool {
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    announced.is_some_and(|length| length > u64::try_from(limit).unwrap_or(u64::MAX))
}

impl Intake {
    /// Lets at most `limit` bytes of `body` through.
    pub fn new(body: Body, limit: usize) -> (Self, Gauge) {
        let gauge = Gauge::default();
        (Self { body, left: limit, gauge: gauge.clone() }, gauge)
    }
}

impl Gauge {
    /// Whether more came than is taken.
    pub fn is_over(&self) -> bool {
        self.0.load(Ordering::Relaxed) == OVER
    }

    /// Whether somebody waits for the client to send more.
    pub fn is_waiting(&self) -> bool {
        self.0.load(Ordering::Relaxed) == WAITING
    }

    fn show(&self, state: u8) {
        self.0.store(state, Ordering::Relaxed);
    }
}

impl HttpBody for Intake {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.gauge.is_over() {
            return Poll::Ready(Some(Err(TooLarge.into())));
        }
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) else {
            self.gauge.show(WAITING);
            return Poll::Pending;
        };
        self.gauge.show(FLOWING);
        let frame = match frame {
            Some(Ok(frame)) => frame,
            Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
            None => return Poll::Ready(None),
        };
        match self.left.checked_sub(frame.data_ref().map_or(0, Bytes::len)) {
            Some(left) => {
                self.left = left;
                Poll::Ready(Some(Ok(frame)))
            }
            None => {
                self.gauge.show(OVER);
                Poll::Ready(Some(Err(TooLarge.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
