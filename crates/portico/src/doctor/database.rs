//! What the database says of itself, and of what waits or failed in it. Only numbers leave here.

#![expect(clippy::disallowed_methods, reason = "what is counted here is nobody's in particular")]

use std::{path::Path, time::Duration};

use journal::verify::{Verdict, verify_end};
use kernel::{Clock as _, SystemClock, Timestamp};
use store::{Backend, Column, Columns, Db, Sql, StoreError};

use super::{Finding, is_public};
use crate::{compose, settings::Settings};

/// How many entries of the journal are proved: about a second's work.
const PROVED: i64 = 10_000;

/// How far apart the clocks of this machine and the database may be.
const SKEW: Duration = Duration::from_secs(5);

/// How many entries a follower may be behind before somebody should look.
const BEHIND: i64 = 1_000;

/// How long a letter may wait, and how far back failures are counted.
const WAIT: Duration = Duration::from_mins(15);
const WEEK: Duration = Duration::from_hours(7 * 24);

pub(super) async fn look(settings: &Settings, now: Timestamp) -> Vec<Finding> {
    const CHECK: &str = "database";
    let url = settings.database();
    if let Some(file) = url.strip_prefix("sqlite:")
        && !Path::new(file.trim_start_matches("//").split('?').next().unwrap_or(file)).exists()
    {
        let fix = "portico db migrate, or the first start, makes it";
        return vec![Finding::amber(CHECK, "there is none yet", fix)];
    }
    let db = match compose::database(settings).await {
        Ok(db) => db,
        Err(error) => {
            let fix = "start it, or put right database, with its name and password, in the settings";
            return vec![Finding::red(CHECK, format!("{error:#}"), fix)];
        }
    };
    let found = examine(&db, settings, now).await;
    // What is being closed was only read.
    let _ = db.close().await;
    found
}

/// The same, of a database that is open.
pub(super) async fn examine(db: &Db, settings: &Settings, now: Timestamp) -> Vec<Finding> {
    let found = read(db, settings, now).await;
    found.unwrap_or_else(|error| vec![Finding::red("database", error.to_string(), "see the database's own log")])
}

async fn read(db: &Db, settings: &Settings, now: Timestamp) -> Result<Vec<Finding>, StoreError> {
    let mut found = vec![version(db).await?];
    let tables = tables(db).await;
    let is_known = tables.fix.is_none();
    found.push(tables);
    if !is_known {
        // Tables of another release: what is asked below may not be there.
        return Ok(found);
    }
    if db.backend() == Backend::Postgres {
        found.push(clock(db).await?);
    }
    found.extend([journal(db).await?, followers(db).await?, letters(db, now).await?, webhooks(db, now).await?]);
    found.push(admins(db, settings, now).await?);
    Ok(found)
}

async fn version(db: &Db) -> Result<Finding, StoreError> {
    let (name, sql) = match db.backend() {
        Backend::Sqlite => ("SQLite", "SELECT sqlite_version()"),
        Backend::Postgres => ("PostgreSQL", "SELECT current_setting('server_version')"),
    };
    let version: String = one(db, Sql::new(sql)).await?.unwrap_or_default();
    Ok(Finding::green("database", format!("{name} {version}")))
}

async fn tables(db: &Db) -> Finding {
    const CHECK: &str = "tables";
    match db.pending(&compose::migrations()).await {
        Ok(pending) if pending.is_empty() => Finding::green(CHECK, "up to date"),
        Ok(pending) => {
            let fix = "portico db migrate, or start the portal, which does it too";
            Finding::red(CHECK, format!("{} steps have not run", pending.len()), fix)
        }
        Err(error) => Finding::red(CHECK, error.to_string(), "start the program that belongs to this database"),
    }
}

async fn clock(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "clock";
    let before = SystemClock.now();
    let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
    let theirs = Timestamp::from_micros(one(db, Sql::new(sql)).await?.unwrap_or_default());
    let apart = before.since(theirs).max(theirs.since(SystemClock.now()));
    if apart > SKEW {
        let says = format!("this machine and the database are {} seconds apart", apart.as_secs());
        return Ok(Finding::red(CHECK, says, "let both keep time: timedatectl set-ntp true"));
    }
    Ok(Finding::green(CHECK, "as the database's"))
}

async fn journal(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "journal";
    Ok(match verify_end(db, PROVED).await? {
        Verdict::Whole { entries, .. } => Finding::green(CHECK, format!("whole to entry {entries}")),
        Verdict::Broken { seq, fault } => {
            let fix = "portico journal verify looks at all of it; keep the database as it is, and restore a backup";
            Finding::red(CHECK, format!("broken at entry {seq}: {}", fault.sentence()), fix)
        }
    })
}

async fn followers(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "followers";
    let parked = journal::follow::parked(db).await?.len();
    if parked > 0 {
        let fix = "the portal's log says what each met; the rest goes on";
        return Ok(Finding::amber(CHECK, format!("gave up on {parked} entries"), fix));
    }
    let (head, _) = journal::seal::head(db).await?;
    let found = db.unguarded().query(Sql::new("SELECT name, position FROM journal_followers")).await?;
    let places = found.iter().map(|row| {
        let mut columns = Columns::of(row);
        Ok((columns.take::<String>()?, columns.take::<i64>()?))
    });
    let places: Vec<_> = places.collect::<Result<_, StoreError>>()?;
    Ok(match places.iter().min_by_key(|(_, position)| *position) {
        Some((name, position)) if head - position > BEHIND => {
            let fix = "start the portal if it is not running; else its log says what holds it up";
            Finding::amber(CHECK, format!("{name} is {} entries behind", head - position), fix)
        }
        _ => Finding::green(CHECK, format!("{} keep up", places.len())),
    })
}

async fn letters(db: &Db, now: Timestamp) -> Result<Finding, StoreError> {
    const CHECK: &str = "letters";
    let mut failed = Sql::new("mail_letters WHERE state = 'failed' AND created_at > ");
    failed.bind(now.minus(WEEK).micros());
    let mut waiting = Sql::new("mail_letters WHERE state = 'queued' AND created_at < ");
    waiting.bind(now.minus(WAIT).micros());
    let (failed, waiting) = (count(db, failed).await?, count(db, waiting).await?);
    if waiting > 0 {
        let fix = "start the portal if it is not running; `portico doctor --mail YOU@…` tries the mail server";
        return Ok(Finding::red(CHECK, format!("{waiting} wait for more than a quarter of an hour"), fix));
    }
    if failed > 0 {
        let fix = "most are addresses that do not exist; the portal's log has the servers' codes";
        return Ok(Finding::amber(CHECK, format!("{failed} could not be sent in the last seven days"), fix));
    }
    Ok(Finding::green(CHECK, "none waits, none failed in the last seven days"))
}

async fn webhooks(db: &Db, now: Timestamp) -> Result<Finding, StoreError> {
    const CHECK: &str = "webhooks";
    let mut failed = Sql::new("webhook_deliveries WHERE state = 'set_aside' AND created_at > ");
    failed.bind(now.minus(WEEK).micros());
    let failed = count(db, failed).await?;
    if failed > 0 {
        let fix = "the pages of the webhooks say what was answered, and send again";
        return Ok(Finding::amber(CHECK, format!("{failed} deliveries failed in the last seven days"), fix));
    }
    Ok(Finding::green(CHECK, "no delivery failed in the last seven days"))
}

/// Who administers the desk, and could not be kept out by one lost password, or let a stranger in by one.
async fn admins(db: &Db, settings: &Settings, now: Timestamp) -> Result<Finding, StoreError> {
    const CHECK: &str = "admins";
    let all = administrators(db, now).await?;
    let mut secured = of_admins(now);
    secured.push(" AND (EXISTS (SELECT 1 FROM identity_passkeys AS k WHERE k.person_id = p.id)");
    secured.push(" OR EXISTS (SELECT 1 FROM identity_authenticators AS a WHERE a.person_id = p.id))");
    let secured = count(db, secured).await?;
    let invite = "portico staff invite ADDRESS, and open what it prints";
    let says = format!("administrators: {all}, with a second proof: {secured}");
    Ok(match (all, secured) {
        (0, _) => Finding::red(CHECK, "nobody administers the desk", invite),
        _ if secured < all && is_public(settings) => {
            Finding::red(CHECK, says, "each adds a passkey or an authenticator app under How you sign in")
        }
        (1, _) if is_public(settings) => {
            Finding::amber(CHECK, "only one person can get in as admin; if they cannot, nobody can", invite)
        }
        _ => Finding::green(CHECK, says),
    })
}

pub(super) async fn administrators(db: &Db, now: Timestamp) -> Result<i64, StoreError> {
    count(db, of_admins(now)).await
}

fn of_admins(now: Timestamp) -> Sql {
    let mut sql = Sql::new("persons AS p WHERE p.disabled_at IS NULL AND EXISTS (");
    sql.push("SELECT 1 FROM holdings AS h WHERE h.person_id = p.id AND h.account_id IS NULL AND h.role = 'desk-admin'");
    sql.push(" AND (h.valid_until IS NULL OR h.valid_until > ").bind(now.micros());
    sql.push(") AND (h.valid_from IS NULL OR h.valid_from <= ").bind(now.micros()).push("))");
    sql
}

/// How many rows there are of what comes behind FROM.
async fn count(db: &Db, rows: Sql) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM ");
    sql.append(rows);
    Ok(one(db, sql).await?.unwrap_or_default())
}

async fn one<C: Column>(db: &Db, sql: Sql) -> Result<Option<C>, StoreError> {
    let found = db.unguarded().query(sql).await?;
    found.first().map(|row| Columns::of(row).take()).transpose()
}
