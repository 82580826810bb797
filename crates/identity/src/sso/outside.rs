//! Asking a company's provider something. Whoever sets a connection up chooses where this program goes, so it goes to
//! public addresses over TLS only, to the address that was looked at and no other, follows nobody elsewhere, and reads
//! no more and no longer than such an answer takes.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    client::conn::http1,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT},
    rt::{Read, Write},
};
use hyper_util::rt::TokioIo;
use kernel::is_public;
use tokio::{net::TcpStream, task::JoinSet};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Url};

use super::records::TextRecords;

/// The longest answer that is read, in bytes.
const LONGEST: usize = 256 * 1024;

/// How long one question may take, from the look-up of the name to the last byte.
const PATIENCE: Duration = Duration::from_secs(8);

/// The way to companies' providers and to DNS.
#[derive(Clone)]
pub struct Outside {
    private_hosts: Arc<[String]>,
    records: Arc<dyn TextRecords>,
    tls: Arc<ClientConfig>,
}

/// Why a provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// The address lies where this program does not go.
    #[error("the address is none that may be asked")]
    NotAllowed,
    /// Nobody is there, or it is not who it should be.
    #[error("nobody answered there")]
    Unreachable,
    /// It took too long.
    #[error("it took too long")]
    Slow,
    /// It answered, but not with what was asked for.
    #[error("it answered {0}")]
    Status(StatusCode),
    /// The answer is longer than any such answer is.
    #[error("the answer is too long")]
    TooLong,
}

impl Outside {
    /// Goes to public addresses, and to these hosts wherever they lie; to those also without TLS, on this machine.
    pub fn new(private_hosts: Vec<String>, records: Arc<dyn TextRecords>) -> Self {
        let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has what the safe versions of TLS need");
        let tls = tls.with_root_certificates(roots).with_no_client_auth();
        Self { private_hosts: private_hosts.into(), records, tls: Arc::new(tls) }
    }

    /// What DNS says.
    pub fn records(&self) -> &dyn TextRecords {
        &*self.records
    }

    /// Whether an address may be asked, or shown as a link, as far as it says itself.
    pub fn allows(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| self.is_secure(&url).is_ok())
    }

    /// Reads what stands at an address.
    ///
    /// # Errors
    /// [`OutsideError`].
    pub async fn get(&self, address: &str) -> Result<Bytes, OutsideError> {
        let url = Url::parse(address).map_err(|_| OutsideError::NotAllowed)?;
        self.ask(&url, Method::GET, None, String::new()).await
    }

    /// Sends a form, with what shows who asks.
    ///
    /// # Errors
    /// [`OutsideError`].
    pub async fn post(
        &self,
        address: &str,
        form: String,
        authorization: Option<String>,
    ) -> Result<Bytes, OutsideError> {
        let url = Url::parse(address).map_err(|_| OutsideError::NotAllowed)?;
        self.ask(&url, Method::POST, authorization, form).await
    }

    async fn ask(
        &self,
        url: &Url,
        method: Method,
        authorization: Option<String>,
        body: String,
    ) -> Result<Bytes, OutsideError> {
        let asked = self.exchange(url, method, authorization, body);
        tokio::time::timeout(PATIENCE, asked).await.map_err(|_| OutsideError::Slow)?
    }

    async fn exchange(
        &self,
        url: &Url,
        method: Method,
        authorization: Option<String>,
        body: String,
    ) -> Result<Bytes, OutsideError> {
        let secure = self.is_secure(url)?;
        let addresses = self.places(url, secure).await?;
        let request = request(url, method, authorization, body)?;
        // To what was looked at just now: the name is not asked for again.
        let stream = TcpStream::connect(addresses.as_slice()).await.map_err(|_| OutsideError::Unreachable)?;
        if !secure {
            return talk(TokioIo::new(stream), request).await;
        }
        let name = url.host_str().unwrap_or_default().to_owned();
        let name = ServerName::try_from(name).map_err(|_| OutsideError::NotAllowed)?;
        let stream = TlsConnector::from(Arc::clone(&self.tls)).connect(name, stream).await;
        talk(TokioIo::new(stream.map_err(|_| OutsideError::Unreachable)?), request).await
    }

    /// Whether it is asked over TLS.
    fn is_secure(&self, url: &Url) -> Result<bool, OutsideError> {
        let is_plain = url.username().is_empty() && url.password().is_none() && url.host_str().is_some();
        match url.scheme() {
            "https" if is_plain => Ok(true),
            "http" if is_plain && self.is_private(url) => Ok(false),
            _ => Err(OutsideError::NotAllowed),
        }
    }

    fn is_private(&self, url: &Url) -> bool {
        url.host_str().is_some_and(|host| self.private_hosts.iter().any(|known| known == host))
    }

    /// Where a host lies. One that lies anywhere it should not is not asked at all.
    async fn places(&self, url: &Url, secure: bool) -> Result<Vec<SocketAddr>, OutsideError> {
        let port = url.port_or_known_default().ok_or(OutsideError::NotAllowed)?;
        let places: Vec<SocketAddr> = match url.host() {
            Some(Host::Ipv4(address)) => vec![SocketAddr::from((address, port))],
            Some(Host::Ipv6(address)) => vec![SocketAddr::from((address, port))],
            Some(Host::Domain(name)) => {
                let found = tokio::net::lookup_host((name, port)).await.map_err(|_| OutsideError::Unreachable)?;
                found.collect()
            }
            None => Vec::new(),
        };
        let is_own = self.is_private(url);
        let fits = |address: IpAddr| match (is_own, secure) {
            (true, true) => true,
            (true, false) => address.to_canonical().is_loopback(),
            (false, _) => is_public(address),
        };
        if places.is_empty() || !places.iter().all(|place| fits(place.ip())) {
            return Err(OutsideError::NotAllowed);
        }
        Ok(places)
    }
}

fn request(
    url: &Url,
    method: Method,
    authorization: Option<String>,
    body: String,
) -> Result<Request<Full<Bytes>>, OutsideError> {
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let mut request = Request::builder().method(method.clone()).uri(path);
    request = request.header(HOST, host).header(USER_AGENT, "Portico").header(ACCEPT, "application/json, */*;q=0.1");
    if method == Method::POST {
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    if let Some(authorization) = authorization {
        request = request.header(AUTHORIZATION, authorization);
    }
    request.body(Full::new(Bytes::from(body))).map_err(|_| OutsideError::NotAllowed)
}

async fn talk<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Bytes, OutsideError>
where
    S: Read + Write + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(stream).await.map_err(|_| OutsideError::Unreachable)?;
    // It ends with this question, however that ends.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    let answer = sender.send_request(request).await.map_err(|_| OutsideError::Unreachable)?;
    if answer.status() != StatusCode::OK {
        return Err(OutsideError::Status(answer.status()));
    }
    let body = Limited::new(answer.into_body(), LONGEST).collect().await.map_err(|_| OutsideError::TooLong)?;
    Ok(body.to_bytes())
}

#[cfg(test)]
mod tests {
    use futures::future::BoxFuture;

    use super::*;
    use crate::sso::records::Unanswered;

    struct Nothing;

    impl TextRecords for Nothing {
        fn of<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<String>, Unanswered>> {
            Box::pin(std::future::ready(Ok(Vec::new())))
        }
    }

    fn outside(private: &[&str]) -> Outside {
        Outside::new(private.iter().map(|host| (*host).to_owned()).collect(), Arc::new(Nothing))
    }

    #[tokio::test]
    async fn nobody_is_asked_at_home() {
        let outside = outside(&[]);
        let wrong = [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::ffff:127.0.0.1]/",
            "https://169.254.169.254/latest/meta-data/",
            "https://localhost/",
            "http://1.1.1.1/",
            "https://ben:otter@1.1.1.1/",
            "file:///etc/passwd",
            "nonsense",
        ];
        for address in wrong {
            let refused = outside.get(address).await;
            assert!(matches!(refused, Err(OutsideError::NotAllowed)), "{address}: {refused:?}");
        }
    }

    #[test]
    fn a_host_of_one_s_own_may_be_asked_where_the_settings_say_so() {
        let outside = outside(&["127.0.0.1"]);
        assert!(outside.allows("http://127.0.0.1:9000/x"));
        assert!(!outside.allows("http://127.0.0.2/x"));
        assert!(!outside.allows("http://login.example/x"));
        assert!(outside.allows("https://login.example/x"));
        assert!(!outside.allows("javascript:alert(1)"));
    }
}
