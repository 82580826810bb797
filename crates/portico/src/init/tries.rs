//! Answers that are tried before they are kept: whether the place takes data, and the mail server lets us in. What is
//! wrong is said without what was answered: it may hold a password.

use std::{fs, path::Path, time::Duration};

use kernel::Message;
use mail::{Login, SmtpSettings};
use readiness::Light;
use store::{Db, Options};
use tokio::time::timeout;

use super::answers::{Place, Server, Wrong};
use crate::{
    compose, doctor,
    settings::{Mail, Settings, Transport},
    terminal::say,
};

/// How long a database may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Makes the folder where there is none, and writes into it; or asks the database.
///
/// # Errors
/// It cannot be used, with how to mend it.
pub(super) async fn place(place: &Place) -> Result<(), Wrong> {
    let url = match place {
        Place::Folder(folder) => return folder_takes(folder),
        Place::Postgres(url) => url,
    };
    if timeout(PATIENCE, answers(url)).await.unwrap_or(false) {
        return Ok(());
    }
    Err(say(&Message::new("init-wrong-database")))
}

fn folder_takes(folder: &Path) -> Result<(), Wrong> {
    let tried = folder.join(format!(".portico-{}", uuid::Uuid::new_v4().simple()));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&tried, b"portico"));
    written.and_then(|()| fs::remove_file(&tried)).map_err(|error| {
        let wrong = super::of_file("init-wrong-folder", folder);
        say(&wrong.with("says", error.kind().to_string()))
    })
}

async fn answers(url: &str) -> bool {
    let Ok(db) = Db::open(&Options::at(url)).await else { return false };
    let is_there = db.pending(&compose::migrations()).await.is_ok();
    // It was only asked.
    let _ = db.close().await;
    is_there
}

/// Greets the mail server as letters will be brought to it.
///
/// # Errors
/// What came of it.
pub(super) async fn server(server: &Server, from: &str) -> Result<(), Wrong> {
    let Server { host, port, security, login } = server;
    let login = login.clone().map(|(user, password)| Login { user, password });
    let (host, port, security) = (host.clone(), *port, *security);
    let smtp = SmtpSettings { host, port, security, login, hello: None, authority: None };
    let mail = Mail { transport: Transport::Smtp, from: from.to_owned(), smtp: Some(smtp) };
    let found = doctor::mail_server(&Settings { mail, ..Settings::default() }).await;
    if found.light == Light::Green { Ok(()) } else { Err(say(&found.says)) }
}
