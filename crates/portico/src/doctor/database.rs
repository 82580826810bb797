//! What the database says of itself, and of what waits or failed in it. Only numbers leave here.

#![expect(clippy::disallowed_methods, reason = "what is counted here is nobody's in particular")]

use std::{path::Path, time::Duration};

use journal::verify::{Verdict, verify_end};
use kernel::{Clock as _, Message, SystemClock, Timestamp};
use store::{Backend, Column, Columns, Db, Sql, StoreError};

use super::{Finding, amber, green, is_public, number, red, services};
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
        let says = Message::new("doctor-database-none");
        return vec![amber(CHECK, &says, &Message::new("doctor-database-none-fix"))];
    }
    let db = match compose::database(settings).await {
        Ok(db) => db,
        Err(error) => {
            let says = Message::new("doctor-database-away").with("says", format!("{error:#}"));
            return vec![red(CHECK, &says, &Message::new("doctor-database-away-fix"))];
        }
    };
    let found = examine(&db, settings, now).await;
    // What is being closed was only read.
    let _ = db.close().await;
    found
}

/// The same, of a database that is open.
pub(super) async fn examine(db: &Db, settings: &Settings, now: Timestamp) -> Vec<Finding> {
    let ill = |error: StoreError| {
        let says = Message::new("doctor-database-ill").with("says", error.to_string());
        vec![red("database", &says, &Message::new("doctor-database-ill-fix"))]
    };
    read(db, settings, now).await.unwrap_or_else(ill)
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
    found.extend(services::look(db, now).await?);
    Ok(found)
}

async fn version(db: &Db) -> Result<Finding, StoreError> {
    let (name, sql) = match db.backend() {
        Backend::Sqlite => ("SQLite", "SELECT sqlite_version()"),
        Backend::Postgres => ("PostgreSQL", "SELECT current_setting('server_version')"),
    };
    let version: String = one(db, Sql::new(sql)).await?.unwrap_or_default();
    Ok(green("database", &Message::new("doctor-database").with("name", name).with("version", version)))
}

async fn tables(db: &Db) -> Finding {
    const CHECK: &str = "tables";
    match db.pending(&compose::migrations()).await {
        Ok(pending) if pending.is_empty() => green(CHECK, &Message::new("doctor-tables")),
        Ok(pending) => {
            let says = Message::new("doctor-tables-behind").with("count", number(pending.len()));
            red(CHECK, &says, &Message::new("doctor-tables-behind-fix"))
        }
        Err(error) => {
            let says = Message::new("doctor-tables-other").with("says", error.to_string());
            red(CHECK, &says, &Message::new("doctor-tables-other-fix"))
        }
    }
}

async fn clock(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "clock";
    let before = SystemClock.now();
    let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";
    let theirs = Timestamp::from_micros(one(db, Sql::new(sql)).await?.unwrap_or_default());
    let apart = before.since(theirs).max(theirs.since(SystemClock.now()));
    if apart > SKEW {
        let says = Message::new("doctor-clock-apart").with("seconds", number(apart.as_secs()));
        return Ok(red(CHECK, &says, &Message::new("doctor-clock-apart-fix")));
    }
    Ok(green(CHECK, &Message::new("doctor-clock")))
}

async fn journal(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "journal";
    Ok(match verify_end(db, PROVED).await? {
        Verdict::Whole { entries, .. } => green(CHECK, &whole(entries)),
        Verdict::Broken { seq, fault } => {
            let says = Message::new("doctor-journal-broken").with("entry", seq);
            red(CHECK, &says.with("fault", fault.word()), &Message::new("doctor-journal-broken-fix"))
        }
    })
}

/// What is said of a journal that ends here, and was whole as far as it was proved.
fn whole(entries: i64) -> Message {
    let id = if entries > PROVED { "doctor-journal-end" } else { "doctor-journal" };
    Message::new(id).with("entry", entries).with("proved", PROVED)
}

async fn followers(db: &Db) -> Result<Finding, StoreError> {
    const CHECK: &str = "followers";
    let parked = journal::follow::parked(db).await?.len();
    if parked > 0 {
        let says = Message::new("doctor-followers-parked").with("count", number(parked));
        return Ok(amber(CHECK, &says, &Message::new("doctor-followers-parked-fix")));
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
            let says = Message::new("doctor-followers-behind").with("name", name.as_str());
            let says = says.with("count", head - position);
            amber(CHECK, &says, &Message::new("doctor-followers-behind-fix"))
        }
        _ => green(CHECK, &Message::new("doctor-followers").with("count", number(places.len()))),
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
        let says = Message::new("doctor-letters-wait").with("count", waiting);
        return Ok(red(CHECK, &says, &Message::new("doctor-letters-wait-fix")));
    }
    if failed > 0 {
        let says = Message::new("doctor-letters-failed").with("count", failed);
        return Ok(amber(CHECK, &says, &Message::new("doctor-letters-failed-fix")));
    }
    Ok(green(CHECK, &Message::new("doctor-letters")))
}

async fn webhooks(db: &Db, now: Timestamp) -> Result<Finding, StoreError> {
    const CHECK: &str = "webhooks";
    let mut failed = Sql::new("webhook_deliveries WHERE state = 'set_aside' AND created_at > ");
    failed.bind(now.minus(WEEK).micros());
    let failed = count(db, failed).await?;
    if failed > 0 {
        let says = Message::new("doctor-webhooks-failed").with("count", failed);
        return Ok(amber(CHECK, &says, &Message::new("doctor-webhooks-failed-fix")));
    }
    Ok(green(CHECK, &Message::new("doctor-webhooks")))
}

/// Who administers the desk, and could not be kept out by one lost password, or let a stranger in by one.
async fn admins(db: &Db, settings: &Settings, now: Timestamp) -> Result<Finding, StoreError> {
    const CHECK: &str = "admins";
    let all = administrators(db, now).await?;
    let locked = count(db, of_admins("NOT NULL", now)).await?;
    let mut secured = of_admins("NULL", now);
    secured.push(" AND (EXISTS (SELECT 1 FROM identity_passkeys AS k WHERE k.person_id = p.id)");
    secured.push(" OR EXISTS (SELECT 1 FROM identity_authenticators AS a WHERE a.person_id = p.id))");
    let secured = count(db, secured).await?;
    let another = match locked {
        0 => Message::new("doctor-admins-invite"),
        _ => Message::new("doctor-admins-unlock"),
    };
    let says = Message::new("doctor-admins").with("all", all).with("secured", secured);
    Ok(match (all, locked) {
        (0, 0) => red(CHECK, &Message::new("doctor-admins-none"), &another),
        (0, _) => red(CHECK, &Message::new("doctor-admins-locked").with("count", locked), &another),
        _ if secured < all && is_public(settings) => red(CHECK, &says, &Message::new("doctor-admins-secure")),
        (1, _) if is_public(settings) => amber(CHECK, &Message::new("doctor-admins-one"), &another),
        _ => green(CHECK, &says),
    })
}

pub(super) async fn administrators(db: &Db, now: Timestamp) -> Result<i64, StoreError> {
    count(db, of_admins("NULL", now)).await
}

/// Who administers the desk, and was locked out at a time that is this: `NULL` for whoever was not.
fn of_admins(locked: &str, now: Timestamp) -> Sql {
    let mut sql = Sql::new("persons AS p WHERE p.disabled_at IS ");
    sql.push(locked).push(" AND EXISTS (");
    sql.push("SELECT 1 FROM holdings AS h WHERE h.person_id = p.id AND h.account_id IS NULL AND h.role = 'desk-admin'");
    sql.push(" AND (h.valid_until IS NULL OR h.valid_until > ").bind(now.micros());
    sql.push(") AND (h.valid_from IS NULL OR h.valid_from <= ").bind(now.micros()).push("))");
    sql
}

/// How many rows there are of what comes behind FROM.
pub(super) async fn count(db: &Db, rows: Sql) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT CAST(COUNT(*) AS BIGINT) FROM ");
    sql.append(rows);
    Ok(one(db, sql).await?.unwrap_or_default())
}

/// The same of no more than a thousand, and one more where there are more: a table may hold millions.
pub(super) async fn count_some(db: &Db, rows: &str) -> Result<i64, StoreError> {
    let mut some = Sql::new("(SELECT 1 AS one FROM ");
    some.push(rows).push(" LIMIT 1001) AS found");
    count(db, some).await
}

async fn one<C: Column>(db: &Db, sql: Sql) -> Result<Option<C>, StoreError> {
    let found = db.unguarded().query(sql).await?;
    found.first().map(|row| Columns::of(row).take()).transpose()
}

#[cfg(test)]
mod tests {
    use super::{PROVED, whole};
    use crate::terminal::say;

    #[test]
    fn whoever_proved_the_end_of_the_journal_alone_says_so() {
        assert_eq!(say(&whole(PROVED)), "It is whole to entry 10,000.");
        let end = say(&whole(PROVED + 1));
        assert!(end.starts_with("It is whole to entry 10,001, of which the last 10,000 were proved;"), "{end}");
    }
}
