//! A mail server of two dozen lines, to hear what is said to a real one.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::letter;
use crate::{Login, Security, Sender, SettingsError, Smtp, SmtpSettings, Transport, Trouble};

/// Starts a server that answers every recipient with `reply`; gives its port and what it hears, line by line.
fn server(greeting: &'static str, reply: &'static str) -> (u16, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it listens").port();
    let (heard, hears) = unbounded_channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A client that hangs up ends one conversation, not the server.
            let _ = converse(&stream, greeting, reply, &heard);
        }
    });
    (port, hears)
}

fn converse(
    mut stream: &TcpStream,
    greeting: &str,
    reply: &str,
    heard: &UnboundedSender<String>,
) -> std::io::Result<()> {
    write!(stream, "{greeting}\r\n")?;
    let mut in_letter = false;
    for line in BufReader::new(stream).lines() {
        let line = line?;
        let _ = heard.send(line.clone());
        let answer = match line.as_str() {
            "." => "250 2.0.0 taken",
            _ if in_letter => continue,
            "DATA" => "354 go on",
            "QUIT" => "221 goodbye",
            line if line.starts_with("RCPT") => reply,
            _ => "250 relay.example",
        };
        in_letter = line == "DATA";
        write!(stream, "{answer}\r\n")?;
        if line == "QUIT" {
            break;
        }
    }
    Ok(())
}

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port: Some(port),
        security: Security::Plain,
        login: None,
        hello: Some("portal.harrow.example".to_owned()),
        authority: None,
    }
}

fn smtp(port: u16) -> Smtp {
    let sender = Sender::new("Harrow", "portal@harrow.example").expect("a plain address");
    Smtp::new(&settings(port), sender).expect("sound settings")
}

fn all(mut hears: UnboundedReceiver<String>) -> Vec<String> {
    std::iter::from_fn(|| hears.try_recv().ok()).collect()
}

#[tokio::test]
async fn two_letters_go_over_one_line() {
    let (port, hears) = server("220 relay.example", "250 2.1.5 fine");
    let smtp = smtp(port);
    assert_eq!(smtp.deliver(&letter()).await, Ok(()));
    assert_eq!(smtp.deliver(&letter()).await, Ok(()));
    smtp.close().await;
    let heard = all(hears);
    let count = |wanted: &str| heard.iter().filter(|line| line.starts_with(wanted)).count();
    assert_eq!(count("EHLO portal.harrow.example"), 1);
    assert_eq!(count("RCPT TO:<amelia@northgate.example>"), 2);
    assert_eq!(count("Message-ID: <019ce0f0000070008000000000000001@harrow.example>"), 2);
    assert_eq!(count("QUIT"), 1);
}

#[tokio::test]
async fn a_refusal_keeps_its_numbers_only() {
    let (port, _hears) = server("220 relay.example", "550 5.1.1 <amelia@northgate.example> is unknown");
    let refused = smtp(port).deliver(&letter()).await;
    assert_eq!(refused, Err(Trouble::Refused("550 5.1.1".to_owned())));
}

#[tokio::test]
async fn a_full_mailbox_is_tried_later() {
    let (port, _hears) = server("220 relay.example", "452 4.2.2 mailbox full");
    let later = smtp(port).deliver(&letter()).await;
    assert_eq!(later, Err(Trouble::Later("452 4.2.2".to_owned())));
}

#[tokio::test]
async fn a_server_that_will_not_have_us_costs_no_letter() {
    let (port, _hears) = server("554 5.7.1 go away", "250 fine");
    let away = smtp(port).deliver(&letter()).await;
    assert_eq!(away, Err(Trouble::Away("554 5.7.1".to_owned())));
}

#[tokio::test]
async fn nobody_there_is_tried_later() {
    // Port 1 once meant "tcpmux"; nothing listens there.
    let away = smtp(1).deliver(&letter()).await;
    assert_eq!(away, Err(Trouble::Away("no connection".to_owned())));
}

#[test]
fn a_password_does_not_go_bare_through_a_network() {
    let login = || Some(Login { user: "portal".to_owned(), password: "open sesame".to_owned() });
    let sender = || Sender::new("Harrow", "portal@harrow.example").expect("a plain address");
    let far = SmtpSettings { host: "relay.example".to_owned(), login: login(), ..settings(25) };
    assert!(matches!(Smtp::new(&far, sender()).err(), Some(SettingsError::BarePassword)));
    let near = SmtpSettings { login: login(), ..settings(25) };
    assert!(Smtp::new(&near, sender()).is_ok());
    let covered = SmtpSettings { security: Security::StartTls, ..far };
    assert!(Smtp::new(&covered, sender()).is_ok());
}
