//! Connections that only read, kept at hand between two statements.
//!
//! sqlx's own pool asks a connection whether it still answers each time it is taken and each time it is given back:
//! two more ways to the database and back for each statement of a page. Here a connection is simply used; one that
//! turns out to be gone makes room for the next, and the statement, which changes nothing, is sent again.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sea_orm::{
    DbErr, QueryResult, RuntimeErr, Statement, Values,
    sqlx::{
        self, AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions,
        sqlite::SqliteConnectOptions,
    },
};
use sea_query_sqlx::SqlxValues;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use crate::{Options, StoreError};

/// The readers of one database.
#[derive(Clone, Debug)]
pub(crate) enum Readers {
    Sqlite(Arc<Hand<SqliteConnection>>),
    Postgres(Arc<Hand<PgConnection>>),
}

impl Readers {
    /// Readers of a SQLite file; the first is there at once.
    pub async fn of_sqlite(connect: SqliteConnectOptions, options: &Options) -> Result<Self, StoreError> {
        Ok(Self::Sqlite(Arc::new(Hand::open(connect, options).await?)))
    }

    /// Readers of a PostgreSQL database; the first is there at once.
    pub async fn of_postgres(connect: PgConnectOptions, options: &Options) -> Result<Self, StoreError> {
        Ok(Self::Postgres(Arc::new(Hand::open(connect, options).await?)))
    }

    /// What a statement that changes nothing gives.
    pub async fn query(&self, statement: Statement) -> Result<Vec<QueryResult>, StoreError> {
        /// Sends it over one connection after the other, until one answers.
        macro_rules! sent {
            ($hand:expr) => {{
                let _turn = $hand.turn().await?;
                loop {
                    let (mut connection, is_new) = $hand.take().await?;
                    let values = statement.values.clone().unwrap_or(Values(Vec::new()));
                    let query = sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values));
                    match query.fetch_all(&mut connection).await {
                        Ok(rows) => {
                            $hand.keep(connection);
                            return Ok(rows.into_iter().map(QueryResult::from).collect());
                        }
                        Err(error) => match StoreError::from(DbErr::Query(RuntimeErr::SqlxError(error.into()))) {
                            StoreError::Away(_) if !is_new => {}
                            error => return Err(error),
                        },
                    }
                }
            }};
        }
        match self {
            Self::Sqlite(hand) => sent!(hand),
            Self::Postgres(hand) => sent!(hand),
        }
    }

    /// Closes those at hand, and lets go of those in use when they are done.
    pub async fn close(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(hand) => hand.close().await,
            Self::Postgres(hand) => hand.close().await,
        }
    }
}

/// Connections of one kind.
#[derive(Debug)]
pub(crate) struct Hand<C: Connection> {
    connect: C::Options,
    /// One for each that may be in use.
    turns: Semaphore,
    patience: Duration,
    idle: Mutex<Vec<C>>,
}

impl<C: Connection> Hand<C> {
    async fn open(connect: C::Options, options: &Options) -> Result<Self, StoreError> {
        let turns = Semaphore::new(usize::try_from(options.connections).unwrap_or(Semaphore::MAX_PERMITS));
        let hand = Self { connect, turns, patience: options.patience, idle: Mutex::default() };
        hand.keep(hand.new_one().await?);
        Ok(hand)
    }

    /// A turn at a connection.
    async fn turn(&self) -> Result<SemaphorePermit<'_>, StoreError> {
        if let Ok(turn) = self.turns.try_acquire() {
            return Ok(turn);
        }
        match timeout(self.patience, self.turns.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) => Err(away(sqlx::Error::PoolClosed)),
            Err(_) => Err(away(sqlx::Error::PoolTimedOut)),
        }
    }

    /// The connection used last, whose memory holds most of what is asked, or a new one; and whether it is new.
    async fn take(&self) -> Result<(C, bool), StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(connection) => Ok((connection, false)),
            None => Ok((self.new_one().await?, true)),
        }
    }

    async fn new_one(&self) -> Result<C, StoreError> {
        match timeout(self.patience, self.connect.connect()).await {
            Ok(connected) => connected.map_err(away),
            Err(_) => Err(away(sqlx::Error::PoolTimedOut)),
        }
    }

    fn keep(&self, connection: C) {
        if !self.turns.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.turns.close();
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for connection in idle {
            connection.close().await.map_err(away)?;
        }
        Ok(())
    }
}

fn away(error: sqlx::Error) -> StoreError {
    StoreError::Away(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}
