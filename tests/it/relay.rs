//! A mail server of the tests' own, over a real socket: which letters it took, and how often each.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// It takes every letter.
pub struct Relay {
    pub port: u16,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Relay {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("it listens").port();
        let relay = Self { port, taken: Arc::default() };
        let taken = Arc::clone(&relay.taken);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let taken = Arc::clone(&taken);
                // A program that is killed ends one conversation, not the server.
                thread::spawn(move || converse(&stream, &taken));
            }
        });
        relay
    }

    /// How often it took the letter of this id.
    pub fn took(&self, id: &str) -> usize {
        let name = format!("<{id}@");
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.iter().filter(|taken| taken.contains(&name)).count()
    }

    /// How many it took, each as often as it came.
    pub fn count(&self) -> usize {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

fn converse(mut stream: &TcpStream, taken: &Mutex<Vec<String>>) -> io::Result<()> {
    // An answer in two pieces would wait for the first to be acknowledged, which takes the other side its time.
    stream.set_nodelay(true)?;
    write!(stream, "220 relay.example\r\n")?;
    let (mut in_letter, mut name) = (false, String::new());
    for line in BufReader::new(stream).lines() {
        let line = line?;
        if in_letter && line.starts_with("Message-ID:") {
            name.clone_from(&line);
        }
        let answer = match line.as_str() {
            "." => {
                // From here on it is the server's, whether its answer arrives or not.
                taken.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut name));
                "250 2.0.0 taken"
            }
            _ if in_letter => continue,
            "DATA" => "354 go on",
            "QUIT" => "221 goodbye",
            _ => "250 relay.example",
        };
        in_letter = line == "DATA";
        write!(stream, "{answer}\r\n")?;
    }
    Ok(())
}

/// A mail server that takes whoever calls and says nothing, and the settings of a portal that sends by it.
pub async fn silent() -> (tokio::net::TcpListener, String) {
    let server = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = server.local_addr().expect("its port").port();
    let toml = format!(
        "log.filter = \"warn\"\n[mail]\ntransport = \"smtp\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}\n\
         security = \"plain\"\n"
    );
    (server, toml)
}
