//! PostgreSQL by its own programs, `pg_dump` and `pg_restore`. A password is handed to them in the environment, where
//! other accounts of the machine do not see it.

#![expect(clippy::disallowed_methods, reason = "a copy is of everything, whoever it belongs to")]

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::Context as _;
use kernel::Message;
use store::{Db, Migrations, Options, Unguarded};
use tokio::process::Command;
use url::{Url, form_urlencoded};
use uuid::Uuid;

use crate::{Facts, facts, said::say};

/// What of an address is ours and not PostgreSQL's.
const OURS: [&str; 2] = ["password", "statement-cache-capacity"];

/// Writes the whole database into a file; says what it holds. Both are of one moment, and nobody waits for them.
pub(crate) async fn dump(database: &str, into: &Path) -> anyhow::Result<Facts> {
    let db = open(database).await?;
    let work = db.begin().await?;
    let raw = work.unguarded();
    raw.script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await?;
    let server = version(raw).await?;
    fits(server).await?;
    let snapshot: Vec<String> = facts::column(raw, "SELECT pg_export_snapshot()").await?;
    let snapshot = snapshot.into_iter().next().with_context(|| say(&Message::new("backup-postgres-no-snapshot")))?;
    let facts = Facts::of(raw).await?;
    let mut command = tool("pg_dump", server, database)?;
    command.args(["--format=custom", "--no-password"]).arg(format!("--snapshot={snapshot}")).arg("--file").arg(into);
    run("pg_dump", command).await?;
    work.roll_back().await?;
    db.close().await?;
    Ok(facts)
}

/// Whether there is nothing in the database.
pub(crate) async fn is_empty(database: &str) -> anyhow::Result<bool> {
    let db = open(database).await?;
    let tables = facts::tables(db.unguarded()).await?;
    db.close().await?;
    Ok(tables.is_empty())
}

/// Puts a copy into an empty database, whole or not at all, and proves it. Tells how many steps brought it up to date.
/// Who owns what and who may do what is as whoever restores it may, and as the steps after it say.
pub(crate) async fn put_back(dump: &Path, database: &str, said: &Facts, parts: &[Migrations]) -> anyhow::Result<usize> {
    let db = open(database).await?;
    let server = version(db.unguarded()).await?;
    db.close().await?;
    let mut command = tool("pg_restore", server, database)?;
    command.args(["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction", "--no-password"]).arg(dump);
    run("pg_restore", command).await?;
    let db = open(database).await?;
    let steps = facts::prove(&db, said, parts).await;
    db.close().await?;
    steps
}

/// The same into a database that is made beside this one, and taken away again whatever comes of it.
pub(crate) async fn rehearse(dump: &Path, database: &str, said: &Facts, parts: &[Migrations]) -> anyhow::Result<usize> {
    let name = format!("portico_rehearsal_{}", Uuid::new_v4().simple());
    let mut beside = Url::parse(database).with_context(|| say(&Message::new("backup-postgres-no-address")))?;
    anyhow::ensure!(
        !beside.query_pairs().any(|(name, _)| name == "dbname"),
        say(&Message::new("backup-postgres-dbname"))
    );
    beside.set_path(&format!("/{name}"));
    let db = open(database).await?;
    let made = db.unguarded().script(&format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    made.with_context(|| say(&Message::new("backup-postgres-no-rehearsal")))?;
    let steps = put_back(dump, beside.as_str(), said, parts).await;
    let dropped = db.unguarded().script(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
    db.close().await?;
    let steps = steps?;
    dropped.with_context(|| say(&Message::new("backup-postgres-rehearsal-stays").with("name", name.as_str())))?;
    Ok(steps)
}

async fn open(database: &str) -> anyhow::Result<Db> {
    let mut options = Options::at(database);
    options.connections = 1;
    Db::open(&options).await.with_context(|| say(&Message::new("backup-postgres-away")))
}

/// The server's version, without what follows the point.
async fn version(raw: Unguarded<'_>) -> anyhow::Result<i64> {
    let sql = "SELECT CAST(current_setting('server_version_num') AS BIGINT) / 10000";
    let version = facts::column(raw, sql).await?.into_iter().next();
    version.with_context(|| say(&Message::new("backup-postgres-no-version")))
}

/// Whether `pg_dump` reads a server of this version: an older one does not.
async fn fits(server: i64) -> anyhow::Result<()> {
    let mut command = Command::new(program("pg_dump", server));
    command.arg("--version");
    let says = run("pg_dump", command).await?;
    let number = says.split_whitespace().find_map(|word| word.split('.').next()?.parse::<i64>().ok());
    let number = number.with_context(|| say(&Message::new("backup-tool-no-version").with("says", says.as_str())))?;
    let old = Message::new("backup-tool-old").with("number", number).with("server", server);
    anyhow::ensure!(number >= server, say(&old));
    Ok(())
}

/// One of PostgreSQL's programs: the server's own version of it where Debian keeps several, else the one on the path.
/// A newer `pg_restore` may set what an older server does not know.
fn program(name: &str, server: i64) -> PathBuf {
    let own = Path::new("/usr/lib/postgresql").join(server.to_string()).join("bin").join(name);
    if own.is_file() { own } else { PathBuf::from(name) }
}

/// The same, led to this database.
fn tool(name: &str, server: i64, database: &str) -> anyhow::Result<Command> {
    let (address, password) = address(database)?;
    let mut command = Command::new(program(name, server));
    command.arg("--dbname").arg(address).env("PGCONNECT_TIMEOUT", "20");
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    if store::insists_on_tls(database) {
        command.env("PGSSLMODE", "require");
    }
    Ok(command)
}

/// Runs it to its end; dropped, it is killed.
async fn run(name: &str, mut command: Command) -> anyhow::Result<String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let of_tool = |id: &'static str| Message::new(id).with("name", name);
    let output = match command.output().await {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            anyhow::bail!(say(&of_tool("backup-tool-none")))
        }
        output => output.with_context(|| say(&of_tool("backup-tool-unrun")))?,
    };
    let says = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), say(&of_tool("backup-tool-failed").with("says", says.trim())));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The address as PostgreSQL's programs read it, and the password apart.
fn address(database: &str) -> anyhow::Result<(String, Option<String>)> {
    let mut url = Url::parse(database).with_context(|| say(&Message::new("backup-postgres-no-address")))?;
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let named = pairs.iter().find(|(name, _)| name == "password").map(|(_, value)| value.clone());
    let password = url.password().map(decoded).or(named);
    // An address without a host has no password in that place.
    let _ = url.set_password(None);
    let kept = pairs.iter().filter(|(name, _)| !OURS.contains(&name.as_str()));
    let kept: Vec<(&str, &str)> = kept.map(|(name, value)| (known(name), value.as_str())).collect();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish().replace('+', "%20");
    url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
    Ok((url.into(), password))
}

/// A parameter's name as PostgreSQL's programs know it.
fn known(name: &str) -> &str {
    match name {
        "ssl-mode" => "sslmode",
        "ssl-root-cert" | "ssl-ca" => "sslrootcert",
        "ssl-cert" => "sslcert",
        "ssl-key" => "sslkey",
        name => name,
    }
}

fn decoded(text: &str) -> String {
    let pair = format!("text={}", text.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_password_stands_in_no_address() {
        for (database, expected, password) in [
            ("postgres://portico@%2Ftmp%2Fsocket/portal", "postgres://portico@%2Ftmp%2Fsocket/portal", None),
            ("postgres://a:p%40s+s%26@db:5433/portal", "postgres://a@db:5433/portal", Some("p@s+s&")),
            (
                "postgres://db/portal?ssl-mode=verify-full&password=x&statement-cache-capacity=9&options=-c%20a%3Db",
                "postgres://db/portal?sslmode=verify-full&options=-c%20a%3Db",
                Some("x"),
            ),
        ] {
            let (said, apart) = address(database).expect("an address");
            assert_eq!((said.as_str(), apart.as_deref()), (expected, password));
        }
    }
}
