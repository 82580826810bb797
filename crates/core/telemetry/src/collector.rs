use std::{io, sync::Arc, time::Duration};

use http_body_util::Full;
use hyper::{
    Request, StatusCode, Uri,
    body::Bytes,
    client::conn::http1,
    header::{CONNECTION, CONTENT_TYPE, HOST, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{self, ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

/// How long a collector may take over one batch.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who takes traces: a collector that speaks OTLP over HTTP.
#[derive(Clone)]
pub(crate) struct Collector {
    /// The path, behind the host.
    path: String,
    authority: String,
    host: String,
    port: u16,
    headers: Vec<(HeaderName, HeaderValue)>,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

/// Why traces cannot be told as it was said.
#[derive(Debug, thiserror::Error)]
pub enum CollectorError {
    /// The address is none.
    #[error("the collector's address is none; write it as http://host:4318, without name and password")]
    Address,
    /// A line of the headers is none.
    #[error("line {0} of the collector's headers is none; write name: value")]
    Header(usize),
    /// More than all traces.
    #[error("the share of traces that are told is in percent; write a number from 0 to 100")]
    Percent,
    /// The build offers no version of TLS.
    #[error("the collector cannot be reached over TLS")]
    Tls(#[source] rustls::Error),
}

/// Why a batch was not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Away {
    #[error("there was no connection to the collector")]
    Unreachable(#[source] io::Error),
    #[error("the collector shows no certificate of its own")]
    Tls(#[source] io::Error),
    #[error("the collector's answer broke off")]
    Broken(#[source] hyper::Error),
    #[error("the collector answered {0}")]
    Refused(StatusCode),
    #[error("the collector did not answer in time")]
    Late,
    #[error("the question could not be put")]
    Unsaid(#[source] hyper::http::Error),
}

impl Collector {
    pub fn new(address: &str, headers: &str) -> Result<Self, CollectorError> {
        let uri: Uri =
            format!("{}/v1/traces", address.trim_end_matches('/')).parse().map_err(|_| CollectorError::Address)?;
        let is_secure = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(CollectorError::Address),
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        let authority = authority.ok_or(CollectorError::Address)?;
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        let tls = if is_secure {
            let name = ServerName::try_from(host.clone()).map_err(|_| CollectorError::Address)?;
            Some((connector().map_err(CollectorError::Tls)?, name))
        } else {
            None
        };
        Ok(Self {
            path: uri.path().to_owned(),
            authority: authority.as_str().to_owned(),
            host,
            port: authority.port_u16().unwrap_or(if is_secure { 443 } else { 80 }),
            headers: read(headers)?,
            tls,
        })
    }

    /// Hands over one batch, in protobuf.
    pub async fn take(&self, batch: Vec<u8>) -> Result<(), Away> {
        timeout(PATIENCE, self.ask(batch)).await.unwrap_or(Err(Away::Late))
    }

    async fn ask(&self, batch: Vec<u8>) -> Result<(), Away> {
        let mut request = Request::post(&self.path)
            .header(HOST, &self.authority)
            .header(CONTENT_TYPE, "application/x-protobuf")
            .header(CONNECTION, "close");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(Bytes::from(batch))).map_err(Away::Unsaid)?;
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await.map_err(Away::Unreachable)?;
        let status = match &self.tls {
            Some((tls, name)) => {
                let stream = tls.connect(name.clone(), stream).await.map_err(Away::Tls)?;
                exchange(stream, request).await.map_err(Away::Broken)?
            }
            None => exchange(stream, request).await.map_err(Away::Broken)?,
        };
        if status.is_success() { Ok(()) } else { Err(Away::Refused(status)) }
    }
}

/// Headers as lines of `name: value`; empty lines and those that begin with `#` are none.
fn read(lines: &str) -> Result<Vec<(HeaderName, HeaderValue)>, CollectorError> {
    let mut headers = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = CollectorError::Header(number + 1);
        let parts = line.split_once(':').and_then(|(name, value)| {
            let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(value.trim()).ok()?))
        });
        headers.push(parts.ok_or(wrong)?);
    }
    Ok(headers)
}

/// TLS that trusts the public authorities.
fn connector() -> Result<TlsConnector, rustls::Error> {
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    Ok(TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth())))
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<StatusCode, hyper::Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await?;
    // Given up with this set when the answer has begun: what else it says is of no use.
    let mut driver = JoinSet::new();
    driver.spawn(async move {
        // How it ended is heard on the sender's side.
        let _ = connection.await;
    });
    Ok(sender.send_request(request).await?.status())
}

#[cfg(test)]
mod tests {
    use super::{Collector, CollectorError};

    #[test]
    fn a_collector_is_where_its_address_says() {
        let at = |address: &str| {
            let collector = Collector::new(address, "").ok()?;
            Some((collector.host, collector.port, collector.path, collector.tls.is_some()))
        };
        let found = |host: &str, port: u16, path: &str, tls: bool| Some((host.to_owned(), port, path.to_owned(), tls));
        assert_eq!(at("http://collector:4318"), found("collector", 4318, "/v1/traces", false));
        assert_eq!(at("https://otlp.example/tenant/"), found("otlp.example", 443, "/tenant/v1/traces", true));
        assert_eq!(at("http://[::1]:4318"), found("::1", 4318, "/v1/traces", false));
        for none in ["", "collector:4318", "grpc://collector:4317", "http://", "http://me:secret@collector:4318"] {
            assert_eq!(at(none), None, "{none}");
        }
    }

    #[test]
    fn headers_are_lines_and_a_slip_is_named_by_its_place_alone() {
        let read = |lines: &str| Collector::new("http://collector:4318", lines);
        assert_eq!(read("# ours\n\nauthorization: Basic x:y\n").map(|found| found.headers.len()).ok(), Some(1));
        let Err(CollectorError::Header(2)) = read("tenant: portico\nsecret-without-a-name") else {
            panic!("the second line is none");
        };
    }
}
