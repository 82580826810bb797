//! A portal is set up at a terminal, where each question is asked until its answer is of use.

use std::{
    fs,
    io::{Read as _, Write as _},
    os::unix::fs::PermissionsExt as _,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::Duration,
};

use crate::process;

/// How long something may take to be shown.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program at a terminal of its own, which `script` makes, of util-linux.
struct Terminal {
    script: Child,
    keys: ChildStdin,
    screen: Receiver<Vec<u8>>,
    /// What was shown after what was waited for last.
    unread: String,
}

impl Terminal {
    fn of(program: &Command) -> Self {
        let words = std::iter::once(program.get_program()).chain(program.get_args());
        let line: Vec<String> = words.map(|word| format!("'{}'", word.to_string_lossy())).collect();
        let mut script = Command::new("script");
        script.args(["-q", "-e", "-f", "-c"]).arg(line.join(" ")).arg("/dev/null");
        script.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        script.env("SHELL", "/bin/sh").env("TERM", "xterm").current_dir(program.get_current_dir().expect("a folder"));
        script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut script = script.spawn().expect("script, of util-linux");
        let (keys, shown) = (script.stdin.take(), script.stdout.take());
        let (keys, mut shown) = (keys.expect("its keys"), shown.expect("its screen"));
        let (sender, screen) = mpsc::channel();
        std::thread::spawn(move || {
            let mut part = [0; 4096];
            while let Ok(length @ 1..) = shown.read(&mut part) {
                if sender.send(part[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { script, keys, screen, unread: String::new() }
    }

    /// Waits until this is shown; what was before it is read.
    fn shows(&mut self, text: &str) {
        while !self.unread.contains(text) {
            assert!(self.reads(), "it ended without {text}: {}", self.unread);
        }
        let behind = self.unread.find(text).map_or(0, |at| at + text.len());
        self.unread.drain(..behind);
    }

    fn types(&mut self, answer: &str) {
        self.keys.write_all(format!("{answer}\r").as_bytes()).expect("somebody reads it");
    }

    /// Waits for the end; tells whether it ended well, and what was shown last.
    fn ends(&mut self) -> (bool, &str) {
        while self.reads() {}
        (self.script.wait().expect("its state").success(), self.unread.as_str())
    }

    /// Waits for what is shown next; tells whether there was any.
    fn reads(&mut self) -> bool {
        match self.screen.recv_timeout(PATIENCE) {
            Ok(part) => self.unread.push_str(&String::from_utf8_lossy(&part)),
            Err(RecvTimeoutError::Disconnected) => return false,
            Err(RecvTimeoutError::Timeout) => panic!("it stands still after {}", self.unread),
        }
        true
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

#[test]
fn hannah_answers_one_question_after_the_other_and_has_a_portal() {
    let (folder, port) = (tempfile::tempdir().unwrap(), process::free_port());
    let mut terminal = Terminal::of(&process::portico(folder.path(), None, &["init"]));
    terminal.shows("1. What do customers call the company?");
    terminal.types("Harrow Fluid Systems");
    terminal.shows("2. At which address");
    terminal.types("http://portal.harrow.example");
    terminal.shows("begin with https://");
    terminal.shows("2. At which address");
    terminal.types(&format!("http://localhost:{port}"));
    terminal.shows("3. Where do its data lie?");
    terminal.types("");
    terminal.shows("4. What is the first administrator");
    terminal.types("hannah");
    terminal.shows("write an e-mail address");
    terminal.shows("4. What is the first administrator");
    terminal.types("hannah@harrow.example");
    for usual in
        ["5. Which server takes its mail?", "6. From which address", "7. Who speaks TLS?", "8. Where do copies"]
    {
        terminal.shows(usual);
        terminal.types("");
    }
    let (is_well, said) = terminal.ends();
    assert!(is_well && said.contains(&format!("http://localhost:{port}/invitations/")), "{said}");
    let settings = folder.path().join("portico.toml");
    assert_eq!(fs::metadata(&settings).unwrap().permissions().mode() & 0o777, 0o600);
    let settings = fs::read_to_string(settings).unwrap();
    assert!(settings.contains("from = \"portal@localhost\"") && !settings.contains("harrow.example"), "{settings}");
    // Until there is an administrator, it asks for one again, and for nothing else.
    let mut again = Terminal::of(&process::portico(folder.path(), None, &["init"]));
    again.shows("portico.toml is there and stays as it is");
    again.shows("4. What is the first administrator");
    again.types("tom@harrow.example");
    let (is_well, said) = again.ends();
    assert!(is_well && said.contains("/invitations/"), "{said}");
    let _open = process::serve(folder.path(), None, port);
    assert!(process::run(process::portico(folder.path(), None, &["health"])).done);
}
