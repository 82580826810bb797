//! One attempt: a request to an address that was checked, and how the answer began.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, Response, header},
};
use futures::StreamExt as _;
use hyper::{
    body::Incoming,
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use kernel::Timestamp;
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
    time::{Instant, timeout, timeout_at},
};
use tokio_rustls::TlsConnector;

use crate::{Address, Fault, Reach};

/// How long a receiver may take to answer, all in all.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long its words are listened to once it has answered.
const LISTENING: Duration = Duration::from_secs(3);

/// How much of its words is kept, in bytes.
const KEPT: usize = 2048;

/// The way to receivers.
pub(crate) struct Wire {
    reach: Reach,
    tls: TlsConnector,
}

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

/// A line on which an answer is coming. It is given up when this is.
struct Line {
    response: Response<Incoming>,
    _sender: SendRequest<Body>,
    _driver: JoinSet<()>,
}

impl Wire {
    /// A way that trusts the public authorities.
    ///
    /// # Errors
    /// The build offers no version of TLS.
    pub fn new(reach: Reach) -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let config = config.with_root_certificates(roots).with_no_client_auth();
        Ok(Self { reach, tls: TlsConnector::from(Arc::new(config)) })
    }

    /// Sends it, and hears what is answered. `now` is for answers that name an instant.
    pub async fn send(&self, parcel: &Parcel<'_>, now: Timestamp) -> Outcome {
        let begun = Instant::now();
        let asked = timeout_at(begun + PATIENCE, self.ask(parcel)).await.unwrap_or(Err(Fault::Late));
        let took = begun.elapsed();
        let answer = match asked {
            Ok(line) => Ok(hear(line, now).await),
            Err(fault) => Err(fault),
        };
        Outcome { took, answer }
    }

    async fn ask(&self, parcel: &Parcel<'_>) -> Result<Line, Fault> {
        let stream = self.connect(parcel.to).await?;
        if !parcel.to.tls {
            return exchange(stream, parcel).await;
        }
        let name = ServerName::try_from(parcel.to.host.clone()).map_err(|_| Fault::Tls)?;
        let stream = self.tls.connect(name, stream).await.map_err(|_| Fault::Tls)?;
        exchange(stream, parcel).await
    }

    /// Connects to the first of the checked addresses that takes it.
    async fn connect(&self, to: &Address) -> Result<TcpStream, Fault> {
        for found in self.reach.find(to).await? {
            if let Ok(stream) = TcpStream::connect(SocketAddr::new(found, to.port)).await {
                return Ok(stream);
            }
        }
        Err(Fault::Unreachable)
    }
}

async fn exchange<S>(stream: S, parcel: &Parcel<'_>) -> Result<Line, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let request = request(parcel).map_err(|_| Fault::Broken)?;
    let (mut sender, connection) =
        http1::handshake::<_, Body>(TokioIo::new(stream)).await.map_err(|_| Fault::Broken)?;
    let mut driver = JoinSet::new();
    driver.spawn(async move {
        // How it ended is heard on the sender's side.
        let _ = connection.await;
    });
    let response = sender.send_request(request).await.map_err(|_| Fault::Broken)?;
    Ok(Line { response, _sender: sender, _driver: driver })
}

fn request(parcel: &Parcel<'_>) -> Result<Request<Body>, axum::http::Error> {
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
        .body(Body::from(parcel.body.to_owned()))
}

async fn hear(line: Line, now: Timestamp) -> Answer {
    let Line { response, _sender, _driver } = line;
    let (status, patience) = (response.status().as_u16(), patience(response.headers(), now));
    Answer { status, words: words(Body::new(response.into_body())).await, patience }
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
