use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use http_body_util::Full;
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use kernel::is_public;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

use crate::Resolver;

/// Where somebody is asked.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    /// The host; an IPv6 address without its brackets.
    pub host: &'p str,
    /// The port.
    pub port: u16,
    /// Whether over TLS. Without it nothing leaves this machine.
    pub tls: bool,
}

/// Where beside the public internet a place may lie.
#[derive(Clone, Copy, Debug)]
pub enum Own<'o> {
    /// Nowhere.
    Nothing,
    /// At these addresses of one's own network.
    These(&'o [IpAddr]),
    /// Anywhere: the host itself is one of one's own.
    Anything,
}

/// Why nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The host has no address.
    #[error("the host has no address")]
    Unresolved,
    /// The host's addresses are none that may be reached.
    #[error("the host lies where nobody is asked")]
    Refused,
    /// No connection.
    #[error("nobody takes a connection there")]
    Unreachable,
    /// The certificate does not do, or no TLS was spoken.
    #[error("whoever is there does not show that it is the host")]
    Tls,
    /// What was answered is no HTTP, or broke off.
    #[error("what was answered is no HTTP")]
    Broken,
}

/// The way out. It trusts the public authorities.
#[derive(Clone)]
pub struct Way {
    resolver: Arc<dyn Resolver>,
    tls: TlsConnector,
}

/// A line on which an answer is coming. It is given up when this is.
pub struct Line {
    /// How the answer begins.
    pub response: Response<Incoming>,
    _sender: SendRequest<Full<Bytes>>,
    _driver: JoinSet<()>,
}

impl Own<'_> {
    fn holds(&self, address: IpAddr) -> bool {
        match self {
            Self::Nothing => false,
            Self::These(own) => own.contains(&address.to_canonical()),
            Self::Anything => true,
        }
    }
}

impl Way {
    /// The way by which hosts are found so.
    pub fn new(resolver: Arc<dyn Resolver>) -> Self {
        let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has what the safe versions of TLS need");
        let config = config.with_root_certificates(roots).with_no_client_auth();
        Self { resolver, tls: TlsConnector::from(Arc::new(config)) }
    }

    /// Asks once at a place, in its name. Where an answer leads is not followed.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn ask(&self, place: Place<'_>, own: Own<'_>, request: Request<Bytes>) -> Result<Line, Fault> {
        let request = request.map(Full::new);
        let stream = self.connect(place, own).await?;
        if !place.tls {
            return exchange(stream, request).await;
        }
        let name = ServerName::try_from(place.host.to_owned()).map_err(|_| Fault::Tls)?;
        let stream = self.tls.connect(name, stream).await.map_err(|_| Fault::Tls)?;
        exchange(stream, request).await
    }

    /// Connects to the first of the addresses looked at that takes it.
    async fn connect(&self, place: Place<'_>, own: Own<'_>) -> Result<TcpStream, Fault> {
        for found in self.find(place, own).await? {
            if let Ok(stream) = TcpStream::connect(SocketAddr::new(found, place.port)).await {
                return Ok(stream);
            }
        }
        Err(Fault::Unreachable)
    }

    /// The addresses of a place that may be reached, asked for anew each time.
    ///
    /// # Errors
    /// [`Fault::Unresolved`] where the host stands for none, [`Fault::Refused`] where none of them may be reached.
    pub async fn find(&self, place: Place<'_>, own: Own<'_>) -> Result<Vec<IpAddr>, Fault> {
        let found = self.resolver.resolve(place.host).await.map_err(|_| Fault::Unresolved)?;
        if found.is_empty() {
            return Err(Fault::Unresolved);
        }
        let fits = |address: &IpAddr| {
            (is_public(*address) || own.holds(*address)) && (place.tls || address.to_canonical().is_loopback())
        };
        let permitted: Vec<IpAddr> = found.into_iter().filter(fits).collect();
        if permitted.is_empty() { Err(Fault::Refused) } else { Ok(permitted) }
    }
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Line, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        http1::handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await.map_err(|_| Fault::Broken)?;
    let mut driver = JoinSet::new();
    driver.spawn(async move {
        // How it ended is heard on the sender's side.
        let _ = connection.await;
    });
    let response = sender.send_request(request).await.map_err(|_| Fault::Broken)?;
    Ok(Line { response, _sender: sender, _driver: driver })
}

#[cfg(test)]
mod tests {
    use std::{io, net::IpAddr, sync::Arc};

    use futures::future::{BoxFuture, ready};

    use super::{Fault, Own, Place, Way};
    use crate::Resolver;

    /// A host that has these addresses.
    struct Has(&'static [&'static str]);

    impl Resolver for Has {
        fn resolve<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
            let found = self.0.iter().map(|address| address.parse().expect("an address")).collect();
            Box::pin(ready(Ok(found)))
        }
    }

    async fn found(own: Own<'_>, tls: bool, has: &'static [&'static str]) -> Result<Vec<String>, Fault> {
        let place = Place { host: "hooks.example", port: 443, tls };
        let found = Way::new(Arc::new(Has(has))).find(place, own).await?;
        Ok(found.iter().map(ToString::to_string).collect())
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[tokio::test]
    async fn only_what_is_public_or_one_s_own_is_reached() {
        let mixed = found(Own::Nothing, true, &["10.0.0.1", "1.1.1.1", "::ffff:10.0.0.1"]).await;
        assert_eq!(mixed, Ok(vec!["1.1.1.1".to_owned()]));
        assert_eq!(found(Own::Nothing, true, &["169.254.169.254"]).await, Err(Fault::Refused));
        assert_eq!(found(Own::Nothing, true, &[]).await, Err(Fault::Unresolved));
        let own = [address("10.0.0.1")];
        let some = found(Own::These(&own), true, &["10.0.0.1", "10.0.0.2"]).await;
        assert_eq!(some, Ok(vec!["10.0.0.1".to_owned()]));
        assert_eq!(found(Own::Anything, true, &["10.0.0.2"]).await, Ok(vec!["10.0.0.2".to_owned()]));
    }

    #[tokio::test]
    async fn without_tls_nothing_leaves_this_machine() {
        let own = [address("127.0.0.1")];
        assert_eq!(found(Own::Nothing, false, &["127.0.0.1"]).await, Err(Fault::Refused));
        assert_eq!(found(Own::These(&own), false, &["127.0.0.1"]).await, Ok(vec!["127.0.0.1".to_owned()]));
        assert_eq!(found(Own::These(&own), false, &["1.1.1.1"]).await, Err(Fault::Refused));
        assert_eq!(found(Own::Anything, false, &["10.0.0.2"]).await, Err(Fault::Refused));
    }
}
