//! Clients over a real socket: one connection a request, so that an answer that was lost is seen to be.

use std::{
    collections::BTreeMap,
    io::{self, ErrorKind, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::visitor::{FORM, encoded, field};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came back, whole.
pub struct Heard {
    pub status: u16,
    /// The lines before the body.
    pub head: String,
    pub body: String,
}

/// Asks once.
///
/// # Errors
/// There was no answer, or half of one.
pub fn ask(to: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> io::Result<Heard> {
    let mut stream = TcpStream::connect_timeout(&to, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = vec![
        format!("{method} {path} HTTP/1.1"),
        format!("host: {to}"),
        "connection: close".to_owned(),
        format!("content-length: {}", body.len()),
    ];
    lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    stream.write_all(format!("{}\r\n\r\n{body}", lines.join("\r\n")).as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    heard(&bytes).ok_or_else(|| ErrorKind::UnexpectedEof.into())
}

/// An answer (RFC 9112); nothing where its end is missing.
fn heard(bytes: &[u8]) -> Option<Heard> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let rest = bytes.get(end + 4..)?;
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let status = head.get(9..12)?.parse().ok()?;
    let mut heard = Heard { status, head, body: String::new() };
    let body = match heard.values("content-length").next() {
        Some(length) => rest.get(..length.parse::<usize>().ok()?)?.to_vec(),
        None if heard.values("transfer-encoding").next().is_some() => unchunked(rest)?,
        None => rest.to_vec(),
    };
    heard.body = String::from_utf8_lossy(&body).into_owned();
    Some(heard)
}

/// A body in pieces, each behind its length; nothing where the last, empty one is missing.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|two| two == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(rest.get(..line)?).ok()?.trim(), 16).ok()?;
        let piece = rest.get(line + 2..line + 2 + length)?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(piece);
        rest = rest.get(line + 4 + length..)?;
    }
}

impl Heard {
    /// What its headers of this name say.
    pub fn values<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.filter(move |(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Where it leads, if it leads elsewhere.
    pub fn to(&self) -> &str {
        self.values("location").next().unwrap_or_default()
    }
}

/// A browser's tab with its cookies, before whichever instance it is sent to.
#[derive(Clone, Default)]
pub struct Tab {
    cookies: BTreeMap<String, String>,
    csrf: String,
}

impl Tab {
    /// One in which somebody is signed in by this token.
    pub fn with(token: &str) -> Self {
        let mut tab = Self::default();
        tab.keep("portico", token);
        tab
    }

    pub fn get(&mut self, at: SocketAddr, path: &str) -> Heard {
        self.send(at, "GET", path, "").expect("an answer")
    }

    /// Sends a form with the token of the page seen last, or of one with a form when there was none.
    pub fn post(&mut self, at: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Heard {
        for page in ["/sign-in", "/me/sign-in"] {
            if self.csrf.is_empty() {
                self.get(at, page);
            }
        }
        let form = self.form(fields);
        self.send(at, "POST", path, &form).expect("an answer")
    }

    /// A form as the page seen last would send it.
    pub fn form(&self, fields: &[(&str, &str)]) -> String {
        encoded(&[fields, &[("csrf", self.csrf.as_str())]].concat())
    }

    /// Sends a request and keeps the cookies and the form token that come with its answer.
    ///
    /// # Errors
    /// There was no answer.
    pub fn send(&mut self, at: SocketAddr, method: &str, path: &str, form: &str) -> io::Result<Heard> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let headers = [
            ("cookie", cookies.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("content-type", FORM),
            ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        ];
        let heard = ask(at, method, path, &headers, form)?;
        let pairs: Vec<(String, String)> = heard.values("set-cookie").filter_map(pair).collect();
        for (name, value) in pairs {
            self.keep(&name, &value);
        }
        if let Some(csrf) = field(&heard.body, "csrf") {
            self.csrf = csrf;
        }
        Ok(heard)
    }

    /// What the browser keeps under this name.
    pub fn cookie(&self, name: &str) -> &str {
        self.cookies.get(name).map(String::as_str).unwrap_or_default()
    }

    /// A new session has form tokens of its own.
    fn keep(&mut self, name: &str, value: &str) {
        if name == "portico" {
            self.csrf.clear();
        }
        self.cookies.insert(name.to_owned(), value.to_owned());
    }
}

fn pair(cookie: &str) -> Option<(String, String)> {
    let (name, value) = cookie.split(';').next()?.split_once('=')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
}

#[test]
fn half_an_answer_is_none() {
    let whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    assert_eq!(heard(whole.as_bytes()).map(|heard| (heard.status, heard.body)), Some((200, "abc".to_owned())));
    assert!(heard(&whole.as_bytes()[..whole.len() - 6]).is_none());
    let sized = "HTTP/1.1 303 See Other\r\ncontent-length: 2\r\nLocation: /a\r\n\r\nab";
    assert_eq!(heard(sized.as_bytes()).map(|heard| heard.to().to_owned()), Some("/a".to_owned()));
    assert!(heard(&sized.as_bytes()[..sized.len() - 1]).is_none());
}
