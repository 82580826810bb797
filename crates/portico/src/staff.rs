//! Who works at the desk, as whoever has the portal's machine sees them, locks them out and lets them in: the way back
//! when nobody is left at the desk who could.

use std::{process::ExitCode, sync::Arc};

use access::{Grant, Reach, Role};
use accounts::{LockPerson, UnlockPerson};
use anyhow::Context as _;
use directory::{Addressee, Person};
use gateway::{Asked, Command as _, Gateway, Parts, Query as _, Raw, Registry};
use identity::{ListStaff, StaffLine, StaffPerson};
use journal::Face;
use kernel::{Clock as _, Message, SystemClock};
use store::{Db, Object as _};

use crate::{compose, settings::Settings, terminal::say};

/// The system principal that the command line acts as, and the name of its role.
pub(crate) const COMMAND_LINE: &str = "command-line";

/// The role of whoever has the command line.
pub(crate) fn role() -> Role {
    let actions = [StaffPerson::READ, ListStaff::NAME, Person::READ, LockPerson::NAME, UnlockPerson::NAME];
    let grants = actions.map(|action| Grant::new(action, Reach::All));
    Role { name: COMMAND_LINE.into(), staff: false, grants: grants.to_vec() }
}

/// Names everybody who works at the desk.
pub(crate) async fn list(settings: &Settings) -> anyhow::Result<ExitCode> {
    let terminal = Terminal::open(settings).await?;
    let everybody = terminal.everybody().await?;
    if everybody.is_empty() {
        println!("{}", say(&Message::new("staff-none")));
    }
    for line in &everybody {
        println!("{}", told(line));
    }
    terminal.close().await
}

/// Locks somebody out, also the last who administers the desk: whoever has the command line lets them in again.
pub(crate) async fn lock(email: &str, settings: &Settings) -> anyhow::Result<ExitCode> {
    let terminal = Terminal::open(settings).await?;
    let StaffLine { person, name, locked, .. } = terminal.called(email).await?;
    let of_name = |id: &'static str| Message::new(id).with("name", name.as_str());
    if let Some(since) = locked {
        println!("{}", say(&of_name("staff-lock-already").with("since", since.to_string())));
    } else {
        terminal.gateway.execute::<LockPerson>(&terminal.asked, &[person.uuid()], &Raw::empty()).await?;
        println!("{}", say(&of_name("staff-lock")));
    }
    terminal.close().await
}

/// Lets somebody in again, whoever locked them out.
pub(crate) async fn unlock(email: &str, settings: &Settings) -> anyhow::Result<ExitCode> {
    let terminal = Terminal::open(settings).await?;
    let StaffLine { person, name, locked, .. } = terminal.called(email).await?;
    let of_name = |id: &'static str| Message::new(id).with("name", name.as_str());
    if locked.is_none() {
        println!("{}", say(&of_name("staff-unlock-already")));
    } else {
        terminal.gateway.execute::<UnlockPerson>(&terminal.asked, &[person.uuid()], &Raw::empty()).await?;
        println!("{}", say(&of_name("staff-unlock")));
    }
    terminal.close().await
}

/// The command line before the gate.
struct Terminal {
    db: Db,
    gateway: Gateway,
    asked: Asked,
}

impl Terminal {
    async fn open(settings: &Settings) -> anyhow::Result<Self> {
        let db = compose::database(settings).await?;
        // The role it acts under may be new here.
        compose::migrate(&db, &SystemClock).await?;
        let registry = Registry::of(compose::services())?;
        let gateway = Gateway::open(Parts { db: db.clone(), registry, clock: Arc::new(SystemClock) }).await?;
        let mut asked = Asked::system(COMMAND_LINE, Face::Inside, SystemClock.now());
        // Whoever reads the portal's settings and secrets has shown enough.
        asked.principal.fresh = true;
        Ok(Self { db, gateway, asked })
    }

    /// Everybody who works at the desk, by name.
    async fn everybody(&self) -> anyhow::Result<Vec<StaffLine>> {
        let (mut everybody, mut from) = (Vec::new(), None::<String>);
        loop {
            let raw = Raw::empty().with("from", from.as_deref());
            let page = self.gateway.ask::<ListStaff>(&self.asked, None, &raw).await?;
            everybody.extend(page.rows);
            from = page.next.map(String::from);
            if from.is_none() {
                self.gateway.logs().flush(&self.db).await?;
                return Ok(everybody);
            }
        }
    }

    /// Who of them has this address.
    async fn called(&self, email: &str) -> anyhow::Result<StaffLine> {
        let found = directory::person_by_address(&self.db, email).await?;
        let of_email = |id: &'static str| say(&Message::new(id).with("email", email));
        let Addressee { person, .. } = found.with_context(|| of_email("people-no-address"))?;
        let found = self.everybody().await?.into_iter().find(|line| line.person == person);
        found.with_context(|| of_email("staff-not-at-desk"))
    }

    async fn close(self) -> anyhow::Result<ExitCode> {
        self.db.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn told(line: &StaffLine) -> String {
    let email = line.email.clone().unwrap_or_else(|| say(&Message::new("staff-line-no-address")));
    let roles = line.roles.join(", ");
    let roles = if roles.is_empty() { say(&Message::new("staff-line-no-role")) } else { roles };
    let locked = match line.locked {
        Some(since) => Message::new("staff-line-locked").with("since", since.to_string()),
        None => Message::new("staff-line-open"),
    };
    let told = Message::new("staff-line").with("name", line.name.as_str()).with("email", email);
    say(&told.with("roles", roles).with("locked", say(&locked)))
}
