//! Where databases are made for a measurement, and what they are called.

use std::cell::Cell;

use anyhow::Context as _;
use sea_orm::sqlx::{self, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;

use crate::probe;

/// A folder, and a server where there is one.
pub struct Place {
    folder: TempDir,
    server: Option<String>,
    made: Cell<u32>,
    /// Whether portals in this process let PostgreSQL itself keep accounts apart.
    pub row_security: bool,
}

impl Place {
    /// A folder of its own; databases lie in it or, if `server` is an address, there.
    ///
    /// # Errors
    /// No folder can be made.
    pub fn new(server: Option<&str>, row_security: bool) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("portico-bench-").tempdir().context("no folder can be made")?;
        Ok(Self { folder, server: server.map(str::to_owned), made: Cell::new(0), row_security })
    }

    /// The kind of database.
    pub fn name(&self) -> &'static str {
        match (&self.server, self.row_security) {
            (None, _) => "SQLite",
            (Some(_), true) => "PostgreSQL",
            (Some(_), false) => "PostgreSQL without row-level security",
        }
    }

    /// Whether it is the embedded one.
    pub fn is_embedded(&self) -> bool {
        self.server.is_none()
    }

    /// The folder for a portal's data.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn folder(&self, name: &str) -> anyhow::Result<std::path::PathBuf> {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(&path)?;
        Ok(path)
    }

    /// The address of an empty database.
    ///
    /// # Errors
    /// The server refuses to make one.
    pub async fn database(&self, name: &str) -> anyhow::Result<String> {
        let Some(server) = &self.server else {
            return Ok(format!("sqlite:{}", self.folder(name)?.join("portico.db").display()));
        };
        self.made.set(self.made.get() + 1);
        let name = format!("bench_{}_{}_{name}", std::process::id(), self.made.get());
        let mut connection = self.connect(server).await?;
        connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        Ok(format!("{server}/{name}"))
    }

    /// The server's own process, when it runs on this machine.
    ///
    /// # Errors
    /// The server cannot be reached.
    pub async fn server_process(&self) -> anyhow::Result<Option<u32>> {
        let Some(server) = &self.server else { return Ok(None) };
        let mut connection = self.connect(server).await?;
        let backend: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut connection).await?;
        Ok(u32::try_from(backend).ok().and_then(probe::parent_of))
    }

    async fn connect(&self, server: &str) -> anyhow::Result<PgConnection> {
        PgConnection::connect(&format!("{server}/postgres")).await.context("the PostgreSQL server cannot be reached")
    }
}
