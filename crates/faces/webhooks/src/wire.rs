//! One attempt: a request to an address that was checked, and how the answer began.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    http::{self, HeaderMap, Method, Request, header},
};
use egress::Line;
use futures::StreamExt as _;
use kernel::Timestamp;
use tokio::time::{Instant, timeout, timeout_at};

use crate::{Address, Fault, Reach};

/// How long a receiver may take to answer, all in all.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);

/// How long its words are listened to once it has answered.
const LISTENING: Duration = Duration::from_secs(3);

/// How much of its words is kept, in bytes.
pub(crate) const KEPT: usize = 2048;

/// What is sent.
pub(crate) struct Parcel<'a> {
    pub to: &'a Address,
    pub message: &'a str,
    /// When, in seconds since the epoch.
    pub second: i64,
    /// What it is signed with, one behind the other.
    pub signature: String,
    pub body: &'a str,
}

/// What came of it.
pub(crate) struct Outcome {
    /// How long the answer, or giving up, took.
    pub took: Duration,
    pub answer: Result<Answer, Fault>,
}

/// What was answered.
pub(crate) struct Answer {
    pub status: u16,
    /// How it began.
    pub words: String,
    /// How long the receiver asks to be left alone.
    pub patience: Option<Duration>,
}

/// Sends it, and hears what is answered. `now` is for answers that name an instant.
pub(crate) async fn send(reach: &Reach, parcel: &Parcel<'_>, now: Timestamp) -> Outcome {
    let begun = Instant::now();
    let asked = timeout_at(begun + PATIENCE, ask(reach, parcel)).await.unwrap_or(Err(Fault::Late));
    let took = begun.elapsed();
    let answer = match asked {
        Ok(line) => Ok(hear(line, now).await),
        Err(fault) => Err(fault),
    };
    Outcome { took, answer }
}

async fn ask(reach: &Reach, parcel: &Parcel<'_>) -> Result<Line, Fault> {
    let request = request(parcel).map_err(|_| Fault::Broken)?;
    Ok(reach.ask(parcel.to, request).await?)
}

fn request(parcel: &Parcel<'_>) -> Result<Request<Bytes>, http::Error> {
    Request::builder()
        .method(Method::POST)
        .uri(&parcel.to.path)
        .header(header::HOST, &parcel.to.authority)
        .header(header::USER_AGENT, "Portico-Webhooks/1")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONNECTION, "close")
        .header("webhook-id", parcel.message)
        .header("webhook-timestamp", parcel.second)
        .header("webhook-signature", &parcel.signature)
        .body(Bytes::from(parcel.body.to_owned()))
}

async fn hear(line: Line, now: Timestamp) -> Answer {
    let (status, patience) = (line.response.status().as_u16(), patience(line.response.headers(), now));
    // What is left of the line keeps it open until then.
    Answer { status, words: words(Body::new(line.response.into_body())).await, patience }
}

/// How the words begin. One who never ends is not waited for.
async fn words(body: Body) -> String {
    let (mut bytes, mut pieces) = (Vec::<u8>::new(), body.into_data_stream());
    let listening = async {
        while bytes.len() < KEPT
            && let Some(Ok(piece)) = pieces.next().await
        {
            bytes.extend_from_slice(&piece);
        }
    };
    // What was heard until then is kept.
    let _ = timeout(LISTENING, listening).await;
    bytes.truncate(KEPT);
    // No database's text holds the sign that ends C's.
    String::from_utf8_lossy(&bytes).replace('\0', "")
}

/// `Retry-After`: seconds, or an instant (RFC 9110, section 10.2.3).
fn patience(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Timestamp::from_micros(at.as_microsecond()).since(now))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::{HeaderMap, HeaderValue, header};
    use kernel::Timestamp;

    use super::patience;

    #[test]
    fn patience_is_asked_for_in_seconds_or_until_an_instant() {
        let asked = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(text));
            // Thursday 12 March 2026, 09:00 in London.
            patience(&headers, Timestamp::from_micros(1_773_306_000_000_000))
        };
        assert_eq!(asked("120"), Some(Duration::from_mins(2)));
        assert_eq!(asked("Thu, 12 Mar 2026 09:05:00 GMT"), Some(Duration::from_mins(5)));
        assert_eq!(asked("Thu, 12 Mar 2026 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(asked("soon"), None);
    }
}
