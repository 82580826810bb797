use std::{
    cell::Cell,
    str::FromStr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, QueryResult, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, TransactionOptions, TransactionTrait,
    sqlx::{
        postgres::PgPoolOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use crate::{
    Fence, RowSecurity, Sql, StoreError, Unguarded, Work,
    fence::Within,
    observed, postgres,
    readers::Readers,
    row_security::Fenced,
    standing::Standing,
    turn::{Taken, Turn},
};

/// Which database holds the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// One file, embedded.
    Sqlite,
    /// A server, for several instances.
    Postgres,
}

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:portico.db` or `postgres://user@host/portico`.
    pub url: String,
    /// How many connections read at the most; of PostgreSQL, so many again within fences. One writes to SQLite, half as
    /// many as read to PostgreSQL.
    pub connections: u32,
    /// How long a request waits for a connection before it is told to try again.
    pub patience: Duration,
    /// Whether PostgreSQL itself keeps accounts apart.
    pub row_security: RowSecurity,
}

impl Options {
    /// Usual sizes for a database at `url`.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            connections: 8,
            patience: Duration::from_secs(5),
            row_security: RowSecurity::WherePossible,
        }
    }
}

/// The database: many readers and, on SQLite, one writer.
#[derive(Clone, Debug)]
pub struct Db {
    read: Readers,
    write: DatabaseConnection,
    turn: Option<Turn>,
    backend: Backend,
    /// Where what is asked under a proof is asked, of a PostgreSQL that keeps accounts apart.
    pub(crate) fenced: Option<Arc<Fenced>>,
}

impl Db {
    /// Opens the database; creates the file if SQLite has none yet.
    ///
    /// # Errors
    /// [`StoreError::Away`] if it cannot be reached, [`StoreError::Migration`] if the address is neither kind.
    pub async fn open(options: &Options) -> Result<Self, StoreError> {
        if options.url.starts_with("postgres") {
            return Self::open_postgres(options).await;
        }
        if options.url.starts_with("sqlite:") {
            return Self::open_sqlite(options).await;
        }
        Err(StoreError::Migration("the database address begins with neither sqlite: nor postgres:".to_owned()))
    }

    async fn open_sqlite(options: &Options) -> Result<Self, StoreError> {
        let base = SqliteConnectOptions::from_str(&options.url)
            .map_err(away)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // The last commit has to survive a loss of power: an acknowledged command is never lost.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(options.patience)
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "memory")
            .optimize_on_close(true, 400)
            .statement_cache_capacity(256);
        let pool = || SqlitePoolOptions::new().idle_timeout(None).max_lifetime(None).acquire_timeout(options.patience);
        let write = pool().max_connections(1).min_connections(1).connect_with(base.clone()).await.map_err(away)?;
        let turn = base.get_filename().exists().then(|| Turn::beside(base.get_filename(), options.patience));
        // Another connection's commit empties a connection's own cache; mapped pages need no reading again. The
        // writer is better off without: it would map the file anew whenever it grows.
        let read = base.optimize_on_close(false, None).pragma("query_only", "1").pragma("mmap_size", "1073741824");
        Ok(Self {
            read: Readers::of_sqlite(read, options).await?,
            write: SqlxSqliteConnector::from_sqlx_sqlite_pool(write),
            turn,
            backend: Backend::Sqlite,
            fenced: None,
        })
    }

    async fn open_postgres(options: &Options) -> Result<Self, StoreError> {
        let connect = postgres::way(&options.url).map_err(away)?.statement_cache_capacity(256);
        let read = Readers::of_postgres(connect.clone(), options).await?;
        let fenced = (options.row_security != RowSecurity::Off).then(|| {
            let read = Readers::of_postgres_later(connect.clone(), options);
            let is_required = options.row_security == RowSecurity::Required;
            Arc::new(Fenced { read, role: OnceLock::new(), is_required })
        });
        let write = PgPoolOptions::new()
            .max_connections(options.connections.div_ceil(2))
            .acquire_timeout(options.patience)
            .connect_lazy_with(connect);
        let write = SqlxPostgresConnector::from_sqlx_postgres_pool(write);
        let db = Self { read, write, turn: None, backend: Backend::Postgres, fenced };
        db.find_fence().await?;
        Ok(db)
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Begins a unit of work; the only way to write under a proof.
    ///
    /// # Errors
    /// [`StoreError::Away`] when no connection comes free in time.
    pub async fn begin(&self) -> Result<Work, StoreError> {
        let mut options = TransactionOptions::default();
        if self.backend == Backend::Sqlite {
            // A deferred transaction that reads before it writes fails at once when another has written.
            options.sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        }
        let _told = observed::statement(self.backend, "BEGIN");
        let waiting = observed::Wait::to("write");
        let turn = take(self.turn.as_ref()).await;
        let role = self.fenced.as_ref().and_then(|fenced| fenced.role.get().cloned());
        let tx = self.write.begin_with_options(options).await?;
        waiting.ends();
        Ok(Work::over(tx, turn, self.backend, Standing::new(role)))
    }

    /// Reads and writes without proof. Every use is named in `docs/doors.md`; a lint refuses it elsewhere.
    pub fn unguarded(&self) -> Unguarded<'_> {
        let turn = self.turn.as_ref();
        Unguarded::over(Link::Pool { read: &self.read, write: &self.write, turn }, self.backend)
    }

    /// Reads what the database itself lets somebody see, with no filter of ours, to show that its fence holds; where
    /// there is none, that is all. A lint refuses it outside of tests.
    pub fn unfiltered(&self, fence: Fence) -> Unguarded<'_> {
        Unguarded::over(self.reader(Some(fence)), self.backend)
    }

    /// Where what is asked under a proof is asked.
    pub(crate) fn reader(&self, fence: Option<Fence>) -> Link<'_> {
        let fenced = self.fenced.as_ref().and_then(|fenced| Some((&fenced.read, fenced.role.get()?)));
        match (fenced, fence) {
            (Some((read, role)), Some(fence)) => Link::Read(read, Some(Within { role: role.as_ref(), fence })),
            _ => Link::Read(&self.read, None),
        }
    }

    /// Closes every connection, after those in use have been given back.
    ///
    /// # Errors
    /// The database's own, when it cannot be closed.
    pub async fn close(self) -> Result<(), StoreError> {
        self.read.close().await;
        if let Some(fenced) = &self.fenced {
            fenced.read.close().await;
        }
        // The writer goes last: of SQLite, only it may put the write-ahead log back into the file.
        self.write.close().await?;
        Ok(())
    }
}

fn away(error: sea_orm::sqlx::Error) -> StoreError {
    StoreError::Away(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into())))
}

/// A way to the database: readers, these and writers, or the connection that holds a transaction.
#[derive(Clone, Copy)]
pub(crate) enum Link<'a> {
    Read(&'a Readers, Option<Within<'a>>),
    Pool { read: &'a Readers, write: &'a DatabaseConnection, turn: Option<&'a Turn> },
    Work { tx: &'a DatabaseTransaction, standing: &'a Standing, fence: Option<Fence> },
}

impl Link<'_> {
    pub async fn query(self, sql: Sql, backend: Backend) -> Result<Vec<QueryResult>, StoreError> {
        note();
        let statement = sql.statement(dialect(backend));
        let told = observed::statement(backend, &statement.sql);
        let rows = match self {
            Self::Read(read, within) => read.query(statement, within).await?,
            Self::Pool { read, .. } => read.query(statement, None).await?,
            Self::Work { tx, standing, fence } => {
                let _place = standing.take(tx, fence).await?;
                tx.query_all_raw(statement).await?
            }
        };
        observed::rows(&told, rows.len());
        Ok(rows)
    }

    pub async fn execute(self, sql: Sql, backend: Backend) -> Result<u64, StoreError> {
        note();
        let statement = sql.statement(dialect(backend));
        let told = observed::statement(backend, &statement.sql);
        let done = match self {
            Self::Read(..) => return Err(StoreError::Fault(READS_ONLY)),
            Self::Pool { write, turn, .. } => {
                let _turn = take(turn).await;
                write.execute_raw(statement).await?
            }
            Self::Work { tx, standing, fence } => {
                let _place = standing.take(tx, fence).await?;
                tx.execute_raw(statement).await?
            }
        };
        telemetry::spans::rows(&told, done.rows_affected());
        Ok(done.rows_affected())
    }

    pub async fn script(self, text: &str) -> Result<(), StoreError> {
        match self {
            Self::Read(..) => return Err(StoreError::Fault(READS_ONLY)),
            Self::Pool { write, turn, .. } => {
                let _turn = take(turn).await;
                write.execute_unprepared(text).await?
            }
            Self::Work { tx, standing, fence } => {
                let _place = standing.take(tx, fence).await?;
                tx.execute_unprepared(text).await?
            }
        };
        Ok(())
    }
}

const READS_ONLY: &str = "a write on the way that only reads";

async fn take(turn: Option<&Turn>) -> Option<Taken> {
    match turn {
        Some(turn) => turn.take().await,
        None => None,
    }
}

fn dialect(backend: Backend) -> DbBackend {
    match backend {
        Backend::Sqlite => DbBackend::Sqlite,
        Backend::Postgres => DbBackend::Postgres,
    }
}

tokio::task_local! {
    static STATEMENTS: Cell<u32>;
}

fn note() {
    let _ = STATEMENTS.try_with(|count| count.set(count.get() + 1));
}

/// Runs `work` and tells how many statements it sent to the database.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, u32) {
    STATEMENTS
        .scope(Cell::new(0), async {
            let outcome = work.await;
            (outcome, STATEMENTS.with(Cell::get))
        })
        .await
}
