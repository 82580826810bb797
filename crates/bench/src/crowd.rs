//! Many browsers in a process of their own, which ask at a steady pace whether or not they are answered in time.

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    process::Stdio,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};

use crate::{browser::Browser, program};

/// From one request to the next: 50 a second.
const PACE: Duration = Duration::from_millis(20);

/// How many may wait for an answer at once. Whoever comes later than planned counts from when it was planned.
const BROWSERS: usize = 64;

/// The core the crowd has; the portal has another.
const CORE: u32 = 1;

/// How one request went.
pub struct Heard {
    /// Milliseconds from the instant for which it was planned to the end of its answer.
    pub took: f64,
    /// Whether it was answered as it should be.
    pub well: bool,
}

/// One request of a plan.
struct Ask {
    path: String,
    cookie: String,
    form: Option<String>,
}

/// Lets a crowd follow a plan, on a core of its own: a file with a request a line, of method, path and cookie with tabs
/// between them. What is posted is a message, to the case at the path.
///
/// # Errors
/// The crowd could not begin.
pub fn send(host: SocketAddr, plan: &Path) -> anyhow::Result<Vec<Heard>> {
    let mut crowd = program::on_core(CORE)?;
    crowd.arg("crowd").arg(host.to_string()).arg(plan).stdin(Stdio::null()).stderr(Stdio::inherit());
    let answer = crowd.output().context("taskset, of util-linux, cannot be started")?;
    ensure!(answer.status.success(), "the crowd could not follow its plan");
    String::from_utf8(answer.stdout)?.lines().map(Heard::read).collect()
}

/// The crowd's own process.
///
/// # Errors
/// The plan cannot be followed.
pub fn run(words: &[String]) -> anyhow::Result<()> {
    let [host, plan] = words else { bail!("a crowd needs an address and a plan") };
    let host: SocketAddr = host.parse()?;
    let plan = fs::read_to_string(plan)?;
    let asks = plan.lines().map(|line| Ask::read(host, line)).collect::<anyhow::Result<Vec<Ask>>>()?;
    let waiting = Mutex::new((0_u32..).zip(&asks));
    let heard = Mutex::new(Vec::with_capacity(asks.len()));
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..BROWSERS {
            scope.spawn(|| {
                loop {
                    let taken = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((number, ask)) = taken else { return };
                    let planned = began + PACE * number;
                    thread::sleep(planned.saturating_duration_since(Instant::now()));
                    let well = ask.send(host).unwrap_or(false);
                    let took = planned.elapsed().as_secs_f64() * 1e3;
                    heard.lock().unwrap_or_else(PoisonError::into_inner).push(Heard { took, well });
                }
            });
        }
    });
    for heard in heard.into_inner().unwrap_or_else(PoisonError::into_inner) {
        println!("{}", heard.line());
    }
    Ok(())
}

impl Heard {
    fn line(&self) -> String {
        format!("{} {}", self.took, self.well)
    }

    fn read(line: &str) -> anyhow::Result<Self> {
        let (took, well) = line.split_once(' ').context("the crowd told nothing that can be read")?;
        Ok(Self { took: took.parse()?, well: well.parse()? })
    }
}

impl Ask {
    /// Reads a line of a plan. For a message the page with its form is asked for now, before the pace begins.
    fn read(host: SocketAddr, line: &str) -> anyhow::Result<Self> {
        let words: Vec<&str> = line.split('\t').collect();
        let [method, path, cookie] = words[..] else { bail!("a line of the plan is no method, path and cookie") };
        if method == "GET" {
            return Ok(Self { path: path.to_owned(), cookie: cookie.to_owned(), form: None });
        }
        let token = Browser::at(host, cookie)?.form_token(path)?;
        let form = Some(format!("csrf={token}&body=Thank+you%2C+that+helps."));
        Ok(Self { path: format!("{path}/messages"), cookie: cookie.to_owned(), form })
    }

    /// Asks over a connection of its own, as somebody else does each time; tells whether all was well.
    fn send(&self, host: SocketAddr) -> anyhow::Result<bool> {
        let mut browser = Browser::at(host, &self.cookie)?.compressed();
        match &self.form {
            None => Ok(browser.get(&self.path)?.status == 200),
            Some(form) => Ok(browser.post(&self.path, form)?.status == 303),
        }
    }
}
