use std::net::SocketAddr;

use futures::future::BoxFuture;
use hickory_resolver::{
    ResolveError, TokioResolver,
    config::{NameServerConfig, ResolverConfig},
    name_server::TokioConnectionProvider,
    proto::{ProtoErrorKind, op::ResponseCode, xfer::Protocol},
};

/// Whoever can be asked what a domain's DNS says.
pub trait TextRecords: Send + Sync {
    /// The TXT records under a name; none when there is none.
    fn of<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, Unanswered>>;

    /// Whether there is a name, which also is there where only names below it hold records (RFC 8020). Without a better
    /// way to tell, one that holds TXT records is.
    fn is_there<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool, Unanswered>> {
        Box::pin(async move { Ok(!self.of(name).await?.is_empty()) })
    }
}

/// DNS gave no answer, neither yes nor no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("DNS did not answer")]
pub struct Unanswered;

/// DNS as this machine asks it, or one server of it. Nothing is kept: who has just added a record has it found.
pub struct Dns(Option<TokioResolver>);

impl Dns {
    /// Asks this server or, without one, those this machine asks. Where that cannot be found out, nothing is answered.
    pub fn new(server: Option<SocketAddr>) -> Self {
        let builder = match server {
            Some(server) => {
                let mut config = ResolverConfig::new();
                config.add_name_server(NameServerConfig::new(server, Protocol::Udp));
                config.add_name_server(NameServerConfig::new(server, Protocol::Tcp));
                Ok(TokioResolver::builder_with_config(config, TokioConnectionProvider::default()))
            }
            None => TokioResolver::builder_tokio(),
        };
        match builder {
            Ok(mut builder) => {
                builder.options_mut().cache_size = 0;
                Self(Some(builder.build()))
            }
            Err(error) => {
                tracing::warn!(%error, "It is not known which DNS server to ask, so no domain can be proven");
                Self(None)
            }
        }
    }
}

impl TextRecords for Dns {
    fn of<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, Unanswered>> {
        Box::pin(async move {
            let resolver = self.0.as_ref().ok_or(Unanswered)?;
            match resolver.txt_lookup(format!("{name}.")).await {
                Ok(found) => Ok(found.iter().map(|record| text(record.txt_data())).collect()),
                Err(error) => none(&error).map(|_| Vec::new()),
            }
        })
    }

    fn is_there<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool, Unanswered>> {
        Box::pin(async move {
            let resolver = self.0.as_ref().ok_or(Unanswered)?;
            match resolver.txt_lookup(format!("{name}.")).await {
                Ok(_) => Ok(true),
                Err(error) => none(&error),
            }
        })
    }
}

/// What an answer without records says: whether there is the name at all. A server that failed or refused gives no
/// record either, and says nothing of whether there is one.
fn none(error: &ResolveError) -> Result<bool, Unanswered> {
    match error.proto().map(|error| error.kind()) {
        Some(ProtoErrorKind::NoRecordsFound { response_code: ResponseCode::NoError, .. }) => Ok(true),
        Some(ProtoErrorKind::NoRecordsFound { response_code: ResponseCode::NXDomain, .. }) => Ok(false),
        _ => Err(Unanswered),
    }
}

/// A record comes in pieces of up to 255 bytes.
fn text(pieces: &[Box<[u8]>]) -> String {
    let bytes: Vec<u8> = pieces.iter().flat_map(|piece| piece.iter().copied()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
