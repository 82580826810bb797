//! Asking a company's provider something, or an app who it is. Whoever sets a connection up, or names an app, chooses
//! where this program goes; see `egress`. It reads no more and no longer than such an answer takes.

use std::{net::IpAddr, sync::Arc, time::Duration};

use egress::{Fault, Own, Place, Resolver, SystemResolver, Way};
use futures::future::BoxFuture;
use http_body_util::{BodyExt as _, Limited};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT},
};
use url::{Host, Url};

use super::records::TextRecords;

/// The longest answer that is read, in bytes.
const LONGEST: usize = 256 * 1024;

/// How long one question may take, from the look-up of the name to the last byte.
const PATIENCE: Duration = Duration::from_secs(8);

/// The way to companies' providers, to apps, and to DNS.
#[derive(Clone)]
pub struct Outside {
    private_hosts: Arc<[String]>,
    records: Arc<dyn TextRecords>,
    strangers: Option<Arc<dyn Strangers>>,
    way: Way,
}

/// Whoever says something at an address that anybody may have named.
pub trait Strangers: Send + Sync + 'static {
    /// What stands there.
    fn read<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<Bytes, OutsideError>>;
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
        Self::by(Arc::new(SystemResolver), private_hosts, records)
    }

    fn by(resolver: Arc<dyn Resolver>, private_hosts: Vec<String>, records: Arc<dyn TextRecords>) -> Self {
        Self { private_hosts: private_hosts.into(), records, strangers: None, way: Way::new(resolver) }
    }

    /// The same, where it is these who answer for strangers, and nobody is asked.
    #[must_use]
    pub fn hearing(mut self, strangers: Arc<dyn Strangers>) -> Self {
        self.strangers = Some(strangers);
        self
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

    /// Reads what stands at an address that anybody may have named: over TLS, on the public internet alone, whatever
    /// hosts are one's own.
    ///
    /// # Errors
    /// [`OutsideError`].
    pub async fn read_stranger(&self, url: &Url) -> Result<Bytes, OutsideError> {
        if url.scheme() != "https" || url.port().is_some() {
            return Err(OutsideError::NotAllowed);
        }
        if let Some(strangers) = &self.strangers {
            return strangers.read(url).await;
        }
        let public = Self { private_hosts: Vec::new().into(), ..self.clone() };
        public.ask(url, Method::GET, None, String::new()).await
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
        let tls = self.is_secure(url)?;
        let (host, port) = host_and_port(url).ok_or(OutsideError::NotAllowed)?;
        let request = request(url, method, authorization, body)?;
        let own = if self.is_private(url) { Own::Anything } else { Own::Nothing };
        let line = self.way.ask(Place { host: &host, port, tls }, own, request).await?;
        if line.response.status() != StatusCode::OK {
            return Err(OutsideError::Status(line.response.status()));
        }
        // What is left of the line keeps it open until then.
        let body =
            Limited::new(line.response.into_body(), LONGEST).collect().await.map_err(|_| OutsideError::TooLong)?;
        Ok(body.to_bytes())
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
}

impl From<Fault> for OutsideError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused => Self::NotAllowed,
            Fault::Unresolved | Fault::Unreachable | Fault::Tls | Fault::Broken => Self::Unreachable,
        }
    }
}

fn host_and_port(url: &Url) -> Option<(String, u16)> {
    let host = match url.host()? {
        Host::Domain(name) => name.to_owned(),
        Host::Ipv4(address) => IpAddr::V4(address).to_string(),
        Host::Ipv6(address) => IpAddr::V6(address).to_string(),
    };
    Some((host, url.port_or_known_default()?))
}

fn request(
    url: &Url,
    method: Method,
    authorization: Option<String>,
    body: String,
) -> Result<Request<Bytes>, OutsideError> {
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
    request.body(Bytes::from(body)).map_err(|_| OutsideError::NotAllowed)
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::sso::records::Unanswered;

    struct Nothing;

    impl TextRecords for Nothing {
        fn of<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<String>, Unanswered>> {
            Box::pin(std::future::ready(Ok(Vec::new())))
        }
    }

    /// A machine on which every name leads home.
    struct Home;

    impl Resolver for Home {
        fn resolve<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
            Box::pin(std::future::ready(Ok(vec![IpAddr::from([127, 0, 0, 1]), IpAddr::from([10, 0, 0, 1])])))
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

    #[tokio::test]
    async fn a_stranger_is_never_asked_at_home_whatever_hosts_are_one_s_own() {
        let (own, nothing) = (vec!["app.example".to_owned(), "127.0.0.1".to_owned()], Arc::new(Nothing));
        let outside = Outside::by(Arc::new(Home), own, nothing);
        for address in ["https://app.example/client.json", "https://other.example/client.json"] {
            let refused = outside.read_stranger(&Url::parse(address).expect("an address")).await;
            assert!(matches!(refused, Err(OutsideError::NotAllowed)), "{address}: {refused:?}");
        }
        let wrong = ["http://127.0.0.1/c", "https://app.example:8443/c", "https://ben:otter@1.1.1.1/c"];
        for address in wrong {
            let refused = outside.read_stranger(&Url::parse(address).expect("an address")).await;
            assert!(matches!(refused, Err(OutsideError::NotAllowed)), "{address}: {refused:?}");
        }
    }
}
