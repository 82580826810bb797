//! The program as a process of its own. It is this very binary, started again to run one test that does nothing but
//! what `main` does; so it is always the program these sources make.

use std::{
    ffi::OsString,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, ExitCode, Output, Stdio},
    time::{Duration, Instant},
};

use clap::Parser as _;

/// The words of the command line, one a line; only in the process that is to be the program.
const WORDS: &str = "WORDS_FOR_THE_PROGRAM";

/// How long it may take to open.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a finished process said.
pub struct Said {
    pub done: bool,
    pub out: String,
    pub err: String,
}

/// A process that goes on until it is told to stop, or is dropped.
pub struct Running(Child);

#[test]
fn being_the_program() {
    let Some(words) = std::env::var_os(WORDS) else { return };
    let words = words.into_string().expect("words");
    let cli = portico::cli::Cli::parse_from(std::iter::once("portico").chain(words.lines()));
    let code = portico::cli::main(cli);
    std::process::exit(i32::from(code != ExitCode::SUCCESS));
}

/// The program with this command line, a data folder and settings of its own.
pub fn portico(folder: &Path, database: Option<&str>, words: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args(["process::being_the_program", "--exact", "--nocapture", "--quiet"]);
    let own = |name: &OsString| !name.to_string_lossy().starts_with("PORTICO_");
    command.env_clear().envs(std::env::vars_os().filter(|(name, _)| own(name)));
    command.env("RUST_BACKTRACE", "0").env(WORDS, words.join("\n"));
    command.env("PORTICO_DATA", folder).current_dir(folder);
    if let Some(database) = database {
        command.env("PORTICO_DATABASE", database);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it to its end; what goes on after a minute was not meant to.
pub fn run(mut command: Command) -> Said {
    let mut child = command.spawn().expect("the program");
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE && child.try_wait().expect("its state").is_none() {
        std::thread::yield_now();
    }
    let _ = child.kill();
    said(&child.wait_with_output().expect("what it said"))
}

/// Runs and kills it after so long (SIGKILL: nothing in it hears of that). Gives what it said if it was done before.
pub fn run_killed(mut command: Command, after: Duration) -> Option<Said> {
    let mut child = command.spawn().expect("the program");
    std::thread::sleep(after);
    let is_done = child.try_wait().expect("its state").is_some();
    let _ = child.kill();
    let output = child.wait_with_output().expect("what it said");
    is_done.then(|| said(&output))
}

fn said(output: &Output) -> Said {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { done: output.status.success(), out: text(&output.stdout), err: text(&output.stderr) }
}

/// A port nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

/// Serves on this port, and is open when this returns.
pub fn serve(folder: &Path, database: Option<&str>, port: u16) -> Running {
    open(portico(folder, database, &["serve"]), port)
}

/// Starts this command, which serves, on this port, and returns when it is open. Dropped, it is killed.
pub fn open(mut command: Command, port: u16) -> Running {
    command.env("PORTICO_LISTEN", format!("127.0.0.1:{port}"));
    let mut child = command.spawn().expect("the program");
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Running(child);
        }
        if child.try_wait().expect("its state").is_some() {
            break;
        }
        std::thread::yield_now();
    }
    let _ = child.kill();
    let said = child.wait_with_output().expect("what it said");
    panic!("the portal did not open: {}", String::from_utf8_lossy(&said.stderr));
}

/// A folder for PATH in which the program is called `portico`. What the machinery of tests says before it is left out,
/// but of what goes on until it is stopped, so that a signal reaches the program itself.
pub fn on_path(folder: &Path) {
    let this = std::env::current_exe().expect("this binary");
    let script = format!(
        r#"#!/bin/bash
set -o pipefail
export {WORDS}="$(printf '%s\n' "$@")" RUST_BACKTRACE=0
run=({} process::being_the_program --exact --nocapture --quiet)
case " $* " in
    *" serve "* | *" demo "*) exec "${{run[@]}}" ;;
    *) "${{run[@]}}" | sed -u 1,2d ;;
esac
"#,
        this.display()
    );
    let file = folder.join("portico");
    std::fs::write(&file, script).expect("a script");
    let runs = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&file, runs).expect("a program");
}

impl Running {
    /// Tells it to stop as a supervisor does (SIGTERM), and waits for its end; tells whether it ended well.
    pub fn stops(mut self) -> bool {
        let id = self.0.id().to_string();
        let told = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &id]).status().expect("a shell");
        assert!(told.success(), "it is gone already");
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.0.try_wait().expect("its state") {
                return status.success();
            }
            std::thread::yield_now();
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
