//! The portal's program as a process of its own.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

use crate::{browser::Browser, probe};

/// Where a portal's data and database are.
#[derive(Clone, Debug)]
pub struct Premises {
    /// Its folder.
    pub data: PathBuf,
    /// The address of its database.
    pub database: String,
}

/// A running program; it ends with this.
pub struct Program {
    child: Child,
}

/// A running portal.
pub struct Server {
    program: Program,
    /// Where it listens.
    pub host: SocketAddr,
    /// From its start to the first page.
    pub opened_after: Duration,
}

/// How long a portal may take to open before that is called a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// This program on one core, counted from 0, by `taskset` of util-linux.
///
/// # Errors
/// The system does not tell where this program is.
pub fn on_core(core: u32) -> anyhow::Result<Command> {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", &core.to_string()]).arg(std::env::current_exe()?);
    Ok(command)
}

impl Premises {
    fn command(&self, words: &[&str]) -> anyhow::Result<Command> {
        Ok(self.dress(Command::new(std::env::current_exe()?), words))
    }

    /// Lets what runs this program run the portal's, here.
    fn dress(&self, mut command: Command, words: &[&str]) -> Command {
        command.arg("portico").args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.current_dir(&self.data).env("PORTICO_DATA", &self.data).env("PORTICO_DATABASE", &self.database);
        command
    }

    /// Starts the portal and waits for its first page.
    ///
    /// # Errors
    /// It does not open.
    pub fn serve(&self) -> anyhow::Result<Server> {
        Self::open(self.command(&["serve"])?)
    }

    /// The same on the first core alone.
    ///
    /// # Errors
    /// It does not open.
    pub fn serve_on_one_core(&self) -> anyhow::Result<Server> {
        Self::open(self.dress(on_core(0)?, &["serve"]))
    }

    fn open(mut command: Command) -> anyhow::Result<Server> {
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let began = Instant::now();
        let child = command.env("PORTICO_LISTEN", host.to_string()).spawn();
        let child = child.with_context(|| format!("{} cannot be started", command.get_program().to_string_lossy()))?;
        let program = Program { child };
        while began.elapsed() < PATIENCE {
            let shown = Browser::at(host, "").and_then(|mut browser| browser.get("/sign-in"));
            if shown.is_ok_and(|answer| answer.status == 200) {
                return Ok(Server { program, host, opened_after: began.elapsed() });
            }
            thread::sleep(Duration::from_millis(2));
        }
        bail!("the portal did not open within {PATIENCE:?}")
    }

    /// Starts an import.
    ///
    /// # Errors
    /// The program does not start.
    pub fn import(&self, mapping: &Path, file: &Path) -> anyhow::Result<Program> {
        let words = ["import", mapping.to_str().context("a path")?, file.to_str().context("a path")?];
        Ok(Program { child: self.command(&words)?.spawn()? })
    }
}

impl Program {
    /// Whether it has ended; then, whether well.
    ///
    /// # Errors
    /// The system does not tell.
    pub fn ended(&mut self) -> anyhow::Result<Option<bool>> {
        Ok(self.child.try_wait()?.map(|status| status.success()))
    }

    /// Its anonymous memory in megabytes.
    ///
    /// # Errors
    /// It has ended.
    pub fn anonymous(&self) -> anyhow::Result<f64> {
        probe::anonymous(self.child.id())
    }
}

impl Server {
    /// Its anonymous memory in megabytes.
    ///
    /// # Errors
    /// It has ended.
    pub fn anonymous(&self) -> anyhow::Result<f64> {
        self.program.anonymous()
    }

    /// How many milliseconds it has run.
    pub fn processor(&self) -> f64 {
        probe::processor(self.program.child.id())
    }

    /// The most memory it ever held at once, in megabytes, mapped files included.
    ///
    /// # Errors
    /// It has ended.
    pub fn peak(&self) -> anyhow::Result<f64> {
        probe::peak(self.program.child.id())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
