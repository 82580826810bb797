//! A bucket that is asked as S3 is, by Amazon or by whoever offers the same. Four questions, over the client the house
//! has: what a library for it would bring is many times as much.

use std::{env, io, path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use futures::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Frame, Incoming},
    client::conn::http1::{self, SendRequest},
    header::{CONTENT_LENGTH, HOST},
};
use hyper_util::rt::TokioIo;
use kernel::{Clock as _, Message, SystemClock};
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::Url;

use crate::{
    Part, packing,
    said::{of_file, say},
    signature::{Asked, Credentials},
};

/// How long it may take to be heard.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long one part may take on its way.
const LONG_PATIENCE: Duration = Duration::from_hours(2);

/// The longest list of a page, or complaint, that is read.
const LONGEST: usize = 4 << 20;

type Body = StreamBody<BoxStream<'static, io::Result<Frame<Bytes>>>>;

/// Where it is, and what of it is ours.
pub(crate) struct Bucket {
    endpoint: Url,
    /// The host, with its port where that is not the usual one.
    authority: String,
    bucket: String,
    /// Ends with a slash unless it is empty.
    prefix: String,
    credentials: Credentials,
    tls: TlsConnector,
}

/// What is asked of it.
struct Question<'a> {
    method: &'static str,
    path: String,
    query: String,
    body: Option<(&'a Path, &'a Part)>,
}

/// A line on which an answer is coming. It is given up when this is.
struct Line {
    response: Response<Incoming>,
    _sender: SendRequest<Body>,
    _driver: JoinSet<()>,
}

impl Bucket {
    /// The bucket at `s3://bucket/prefix`, by the environment's `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
    /// `AWS_REGION` and, for one that is not Amazon's, `AWS_ENDPOINT_URL`.
    pub fn of(address: &str) -> anyhow::Result<Self> {
        let rest = address.trim_start_matches("s3://").trim_matches('/');
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let is_plain = |text: &str| text.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"-_./".contains(&sign));
        anyhow::ensure!(
            !bucket.is_empty() && is_plain(rest),
            say(&Message::new("backup-bucket-no-place").with("target", address))
        );
        let said = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let needs = |name: &str| Message::new("backup-bucket-needs").with("target", address).with("name", name);
        let needed = |name: &str| said(name).with_context(|| say(&needs(name)));
        let region = said("AWS_REGION").unwrap_or_else(|| "us-east-1".to_owned());
        let endpoint = said("AWS_ENDPOINT_URL").unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
        let endpoint = Url::parse(&endpoint).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let endpoint = endpoint.with_context(|| say(&Message::new("backup-bucket-no-endpoint")))?;
        let host = endpoint.host_str().with_context(|| say(&Message::new("backup-bucket-no-host")))?;
        let authority = endpoint.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let credentials = Credentials {
            key: needed("AWS_ACCESS_KEY_ID")?,
            secret: needed("AWS_SECRET_ACCESS_KEY")?,
            token: said("AWS_SESSION_TOKEN"),
            region,
        };
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        let bucket = bucket.to_owned();
        Ok(Self { endpoint, authority, bucket, prefix, credentials, tls: tls()? })
    }

    /// Every key of ours, less the prefix.
    pub async fn keys(&self) -> anyhow::Result<Vec<String>> {
        let mut keys: Vec<String> = Vec::new();
        loop {
            let mut query = format!("list-type=2&prefix={}", self.prefix.replace('/', "%2F"));
            if let Some(last) = keys.last() {
                query.push_str(&format!("&start-after={}", format!("{}{last}", self.prefix).replace('/', "%2F")));
            }
            let question = Question { method: "GET", path: format!("/{}", self.bucket), query, body: None };
            let page = words(self.ask(&question).await?).await?;
            let before = keys.len();
            // Our keys have no signs that XML would write in another way; what others put there is not ours.
            let found = page.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
            keys.extend(found.filter_map(|(key, _)| key.strip_prefix(&self.prefix)).map(str::to_owned));
            if !page.contains("<IsTruncated>true</IsTruncated>") || keys.len() == before {
                return Ok(keys);
            }
        }
    }

    /// Puts a part there.
    pub async fn put(&self, key: &str, file: &Path, part: &Part) -> anyhow::Result<()> {
        let question = Question { body: Some((file, part)), ..self.about("PUT", key) };
        words(self.ask(&question).await?).await.map(drop)
    }

    /// Fetches what is there into a file that is not there yet.
    pub async fn get(&self, key: &str, into: &Path) -> anyhow::Result<()> {
        let mut line = self.ask(&self.about("GET", key)).await?;
        let mut file = File::create_new(into).await.with_context(|| of_file("backup-unwritten", into))?;
        while let Some(frame) = timeout(PATIENCE, line.response.body_mut().frame()).await.with_context(silent)? {
            if let Ok(piece) = frame.with_context(broke_off)?.into_data() {
                file.write_all(&piece).await?;
            }
        }
        file.flush().await?;
        Ok(file.sync_all().await?)
    }

    /// Takes away what is there.
    pub async fn remove(&self, key: &str) -> anyhow::Result<()> {
        words(self.ask(&self.about("DELETE", key)).await?).await.map(drop)
    }

    fn about(&self, method: &'static str, key: &str) -> Question<'static> {
        let path = format!("/{}/{}{key}", self.bucket, self.prefix);
        Question { method, path, query: String::new(), body: None }
    }

    /// Asks, and gives an answer that is not a refusal.
    async fn ask(&self, question: &Question<'_>) -> anyhow::Result<Line> {
        let request = self.request(question).await?;
        let host = self.endpoint.host_str().unwrap_or_default();
        let port = self.endpoint.port_or_known_default().unwrap_or(443);
        let of_host = |id: &'static str| say(&Message::new(id).with("host", self.authority.as_str()));
        let stream = timeout(PATIENCE, TcpStream::connect((host.trim_matches(['[', ']']), port))).await;
        let stream = stream.map_err(io::Error::from).and_then(|stream| stream);
        let stream = stream.with_context(|| of_host("backup-bucket-away"))?;
        let line = if self.endpoint.scheme() == "https" {
            let name = ServerName::try_from(host.to_owned());
            let name = name.with_context(|| say(&Message::new("backup-bucket-host-no-name")))?;
            let stream = self.tls.connect(name, stream).await;
            send(stream.with_context(|| of_host("backup-bucket-no-certificate"))?, request).await?
        } else {
            send(stream, request).await?
        };
        let status = line.response.status();
        if status.is_success() {
            return Ok(line);
        }
        let says = words(line).await.unwrap_or_default();
        let code =
            says.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>")).map_or("", |(code, _)| code);
        let refused = Message::new(match status {
            StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED => "backup-bucket-refused-key",
            StatusCode::NOT_FOUND => "backup-bucket-refused-name",
            _ => "backup-bucket-refused",
        });
        let refused = refused.with("bucket", self.bucket.as_str()).with("status", status.to_string());
        anyhow::bail!(say(&refused.with("code", code)))
    }

    async fn request(&self, question: &Question<'_>) -> anyhow::Result<Request<Body>> {
        let Question { method, path, query, body } = question;
        let sum = body.map_or_else(|| packing::sum(b""), |(_, part)| part.sha256.clone());
        let asked = Asked { method, host: &self.authority, path, query, sum: &sum };
        let headers = self.credentials.headers(&asked, SystemClock.now());
        let uri = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
        let mut request = Request::builder().method(*method).uri(uri).header(HOST, &self.authority);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.header(CONTENT_LENGTH, body.map_or(0, |(_, part)| part.bytes));
        let body = match body {
            Some((file, _)) => pieces(File::open(file).await.with_context(|| of_file("backup-unread", file))?),
            None => stream::empty().boxed(),
        };
        Ok(request.body(StreamBody::new(body))?)
    }
}

fn tls() -> anyhow::Result<TlsConnector> {
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    Ok(TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth())))
}

async fn send<S>(stream: S, request: Request<Body>) -> anyhow::Result<Line>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake::<_, Body>(TokioIo::new(stream)).await?;
    let mut driver = JoinSet::new();
    driver.spawn(async move {
        // How it ended is heard on the sender's side.
        let _ = connection.await;
    });
    let response = timeout(LONG_PATIENCE, sender.send_request(request)).await;
    let response = response.with_context(|| say(&Message::new("backup-bucket-unanswered")))?;
    Ok(Line { response: response.with_context(broke_off)?, _sender: sender, _driver: driver })
}

fn silent() -> String {
    say(&Message::new("backup-bucket-silent"))
}

fn broke_off() -> String {
    say(&Message::new("backup-bucket-broke-off"))
}

/// A file, piece by piece.
fn pieces(file: File) -> BoxStream<'static, io::Result<Frame<Bytes>>> {
    let read = stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; 1 << 16];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, io::Error>((read > 0).then(|| (Frame::data(Bytes::from(piece)), file)))
    });
    read.boxed()
}

/// All it says, as text.
async fn words(mut line: Line) -> anyhow::Result<String> {
    let mut said = Vec::new();
    while let Some(frame) = timeout(PATIENCE, line.response.body_mut().frame()).await.with_context(silent)? {
        if let Ok(piece) = frame.with_context(broke_off)?.into_data() {
            let is_short = said.len() + piece.len() <= LONGEST;
            anyhow::ensure!(is_short, say(&Message::new("backup-bucket-too-much")));
            said.extend_from_slice(&piece);
        }
    }
    Ok(String::from_utf8_lossy(&said).into_owned())
}
