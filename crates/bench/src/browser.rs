//! A browser as small as it can be: one connection, kept open.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail, ensure};

/// A browser at a portal.
pub struct Browser {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
    cookie: String,
    encoding: &'static str,
}

/// What was answered.
pub struct Answer {
    /// Its number.
    pub status: u16,
    /// Its bytes, as they came.
    pub body: Vec<u8>,
    /// How many bytes came in all, heads included.
    pub wire: usize,
}

impl Browser {
    /// Goes to a portal with a cookie or, as programs do, with a key, and understands nothing compressed.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn at(host: SocketAddr, cookie: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(host).with_context(|| format!("nobody listens at {host}"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), host, cookie: cookie.to_owned(), encoding: "" })
    }

    /// Understands what browsers understand.
    #[must_use]
    pub fn compressed(mut self) -> Self {
        self.encoding = "accept-encoding: gzip, br\r\n";
        self
    }

    /// Asks for a page.
    ///
    /// # Errors
    /// The connection broke.
    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.send("GET", path, "")
    }

    /// Sends a form.
    ///
    /// # Errors
    /// The connection broke.
    pub fn post(&mut self, path: &str, form: &str) -> anyhow::Result<Answer> {
        self.send("POST", path, form)
    }

    /// What the forms of a page bring along, from a new showing of it.
    ///
    /// # Errors
    /// The page has no form.
    pub fn form_token(&mut self, path: &str) -> anyhow::Result<String> {
        let page = String::from_utf8(self.get(path)?.body)?;
        let token = page.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split_once('"'));
        let (token, _) = token.with_context(|| format!("{path} has no form"))?;
        Ok(token.to_owned())
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> anyhow::Result<Answer> {
        let Self { host, cookie, encoding, .. } = self;
        let shown = shown_as(cookie);
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost:{port}\r\naccept: text/html\r\naccept-language: en-GB\r\n\
             {encoding}{shown}: {cookie}\r\norigin: http://localhost:{port}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}",
            port = host.port(),
            length = body.len(),
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.read()
    }

    fn read(&mut self) -> anyhow::Result<Answer> {
        let mut wire = 0;
        let mut status = 0;
        let mut length = None;
        loop {
            let mut line = String::new();
            let read = self.stream.read_line(&mut line)?;
            ensure!(read > 0, "the server closed the connection");
            wire += read;
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest.split(' ').next().unwrap_or_default().parse()?;
            } else if let Some(value) = line.strip_prefix("content-length:") {
                length = Some(value.trim().parse()?);
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = Vec::new();
        match length {
            Some(length) => {
                body = vec![0; length];
                self.stream.read_exact(&mut body)?;
                wire += length;
            }
            None => self.read_chunks(&mut body, &mut wire)?,
        }
        Ok(Answer { status, body, wire })
    }

    fn read_chunks(&mut self, body: &mut Vec<u8>, wire: &mut usize) -> anyhow::Result<()> {
        loop {
            let mut line = String::new();
            *wire += self.stream.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16).context("an answer without a length")?;
            let from = body.len();
            body.resize(from + length + 2, 0);
            self.stream.read_exact(body.get_mut(from..).unwrap_or_default())?;
            *wire += length + 2;
            body.truncate(from + length);
            if length == 0 {
                return Ok(());
            }
        }
    }
}

/// The header by which somebody shows who they are: people a cookie, programs `Bearer` and a key.
pub fn shown_as(who: &str) -> &'static str {
    if who.starts_with("Bearer ") { "authorization" } else { "cookie" }
}

/// Lets a browser in a process of its own ask for a page so many times. What it costs counts for nobody here.
///
/// # Errors
/// It was not shown the page each time.
pub fn send_visitor(host: SocketAddr, cookie: &str, path: &str, times: u32) -> anyhow::Result<()> {
    let mut visitor = Command::new(std::env::current_exe()?);
    visitor.args(["visitor", &host.to_string(), cookie, path, &times.to_string()]).stdin(Stdio::null());
    ensure!(visitor.status()?.success(), "the visitor was not shown {path}");
    Ok(())
}

/// The visitor's own process.
///
/// # Errors
/// It is not shown the page.
pub fn visit(words: &[String]) -> anyhow::Result<()> {
    let [host, cookie, path, times] = words else { bail!("a visitor needs address, cookie, path and number") };
    let mut browser = Browser::at(host.parse()?, cookie)?;
    for _ in 0..times.parse::<u32>()? {
        let answer = browser.get(path)?;
        ensure!(answer.status == 200, "{path} answered {}", answer.status);
    }
    Ok(())
}
