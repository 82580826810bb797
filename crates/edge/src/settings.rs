use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    path::PathBuf,
    time::Duration,
};

/// How the portal is reached, and how much of it anybody may have.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address and port to listen on.
    pub listen: SocketAddr,
    /// The host names the portal answers to, without ports; none means this machine's own names only.
    pub hosts: Vec<String>,
    /// The certificate, when TLS ends here and not in a proxy.
    pub tls: Option<Tls>,
    /// A second place to listen, which leads from plain HTTP to the portal.
    pub redirect: Option<Redirect>,
    /// How many proxies of ours stand in front; so many entries of `X-Forwarded-For`, from its end, are believed.
    pub trusted_proxy_hops: u8,
    /// Whether a trace that comes with a request is continued: only where whoever stands in front begins one itself, or
    /// takes away what strangers send.
    pub continue_traces: bool,
    /// The most bytes a request may bring.
    pub body_limit: usize,
    /// How long a request may take until its answer begins.
    pub request_timeout: Duration,
    /// How often somebody may ask.
    pub rate: Rate,
    /// Opens `/metrics` to other machines.
    pub metrics_token: Option<Token>,
}

/// Where the certificate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From two files in PEM, which may be replaced while the portal runs.
    Files {
        /// The certificate, and those between it and its root, in this order.
        cert: PathBuf,
        /// Its private key: PKCS #8, PKCS #1 or SEC1.
        key: PathBuf,
    },
    /// From an authority, which is asked for it and for each next one (ACME, RFC 8555).
    Acme(Acme),
}

/// How certificates are asked for. The authority looks at the portal itself, on port 443 of each name (RFC 8737).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acme {
    /// The names the certificate is for.
    pub names: Vec<String>,
    /// The e-mail address the authority may write to.
    pub contact: String,
    /// The authority's directory; without one, Let's Encrypt's.
    pub directory: Option<String>,
    /// A file in PEM: whom its directory is trusted by, instead of the public authorities.
    pub roots: Option<PathBuf>,
    /// The folder where account and certificate are kept; only its owner may enter it.
    pub folder: PathBuf,
}

/// Where plain HTTP is answered, and only leads on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The address and port.
    pub listen: SocketAddr,
    /// The portal's own address, without a slash at its end: `https://portal.example`.
    pub to: String,
}

/// How often one session may ask, or one network without a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests a second in the long run.
    pub per_second: NonZeroU32,
    /// Requests at once, after a pause.
    pub burst: NonZeroU32,
}

/// A secret that opens something to machines; it never shows itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(pub String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            hosts: Vec::new(),
            tls: None,
            redirect: None,
            trusted_proxy_hops: 0,
            continue_traces: false,
            body_limit: 2 * 1024 * 1024,
            request_timeout: Duration::from_secs(30),
            rate: Rate::default(),
            metrics_token: None,
        }
    }
}

impl Default for Rate {
    /// A page with all it needs is about ten requests: ten pages at once, two a second for as long as one likes.
    fn default() -> Self {
        Self {
            per_second: const { NonZeroU32::new(20).expect("not zero") },
            burst: const { NonZeroU32::new(100).expect("not zero") },
        }
    }
}
