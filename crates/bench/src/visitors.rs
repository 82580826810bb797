//! Visitors in processes of their own, beside the one who asks for one page again and again: a crowd, and somebody who
//! writes.

use std::{
    net::SocketAddr,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{anyhow, bail, ensure};

use crate::browser::Browser;

/// How long somebody who writes waits between two forms: the edge lets nobody ask more than 20 times a second for long.
const REST: Duration = Duration::from_millis(60);

/// One of a crowd.
pub struct Reader {
    /// What their browser sends along.
    pub cookie: String,
    /// What they ask for.
    pub path: String,
}

/// Lets a crowd ask at once, each of them for their page, so many times.
///
/// # Errors
/// Somebody was not shown their page each time.
pub fn send_crowd(host: SocketAddr, readers: &[Reader], times: u32) -> anyhow::Result<()> {
    let mut crowd = Command::new(std::env::current_exe()?);
    crowd.args(["readers", &host.to_string(), &times.to_string()]).stdin(Stdio::null());
    crowd.args(readers.iter().flat_map(|reader| [&reader.cookie, &reader.path]));
    ensure!(crowd.status()?.success(), "somebody of the crowd was not shown their page");
    Ok(())
}

/// The crowd's own process.
///
/// # Errors
/// Somebody is not shown their page.
pub fn readers(words: &[String]) -> anyhow::Result<()> {
    let [host, times, readers @ ..] = words else { bail!("a crowd needs address, number, and who asks for what") };
    let (host, times): (SocketAddr, u32) = (host.parse()?, times.parse()?);
    let mut at_the_door = Vec::new();
    for reader in readers.chunks(2) {
        let [cookie, path] = reader else { bail!("each of a crowd needs a cookie and a path") };
        at_the_door.push((Browser::at(host, cookie)?, path));
    }
    thread::scope(|scope| {
        let mut reading = Vec::new();
        for (mut browser, path) in at_the_door {
            reading.push(scope.spawn(move || read(&mut browser, path, times)));
        }
        for one in reading {
            one.join().map_err(|_| anyhow!("somebody of the crowd broke down"))??;
        }
        Ok(())
    })
}

fn read(browser: &mut Browser, path: &str, times: u32) -> anyhow::Result<()> {
    for _ in 0..times {
        let answer = browser.get(path)?;
        ensure!(answer.status == 200, "{path} answered {}", answer.status);
    }
    Ok(())
}

/// Lets somebody send a form so many times, each time with another number at its end, as no form is done twice.
///
/// # Errors
/// It was not taken each time.
pub fn send_writer(host: SocketAddr, cookie: &str, path: &str, form: &str, times: u32) -> anyhow::Result<()> {
    let mut writer = Command::new(std::env::current_exe()?);
    writer.args(["writer", &host.to_string(), cookie, path, form, &times.to_string()]).stdin(Stdio::null());
    ensure!(writer.status()?.success(), "what the writer sent to {path} was not taken");
    Ok(())
}

/// The writer's own process.
///
/// # Errors
/// What it sends is not taken.
pub fn write(words: &[String]) -> anyhow::Result<()> {
    let [host, cookie, path, form, times] = words else { bail!("a writer needs address, cookie, path, form, number") };
    let mut browser = Browser::at(host.parse()?, cookie)?;
    for number in 0..times.parse::<u32>()? {
        let answer = browser.post(path, &format!("{form}{number}"))?;
        ensure!([201, 303].contains(&answer.status), "{path} answered {}", answer.status);
        thread::sleep(REST);
    }
    Ok(())
}
