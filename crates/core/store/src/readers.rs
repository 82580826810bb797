//! Connections that only read, kept at hand between two statements.
//!
//! sqlx's own pool asks a connection whether it still answers each time it is taken and each time it is given back:
//! two more ways to the database and back for each statement of a page. Here it is asked only where it has rested, or
//! was given up in the middle of a statement; one that turns out to be gone makes room for the next, and the
//! statement, which changes nothing, is sent again. Each remembers within which fence it was asked last, so that the
//! next statement of the same request has nothing to set.

use std::{
    io::ErrorKind,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use sea_orm::{
    DbBackend, DbErr, QueryResult, RuntimeErr, Statement, Values,
    sqlx::{
        self, AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions,
        sqlite::SqliteConnectOptions,
    },
};
use sea_query_sqlx::SqlxValues;
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};

use crate::{
    Fence, Options, StoreError,
    fence::{Lasting, Within, setting},
    observed::Wait,
};

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

    /// Readers of a PostgreSQL database that come when they are first needed.
    pub fn of_postgres_later(connect: PgConnectOptions, options: &Options) -> Self {
        Self::Postgres(Arc::new(Hand::empty(connect, options)))
    }

    /// What a statement that changes nothing gives, within a fence if it is to be asked within one.
    pub async fn query(
        &self,
        statement: Statement,
        within: Option<Within<'_>>,
    ) -> Result<Vec<QueryResult>, StoreError> {
        /// Sends it over one connection after the other, until one answers.
        macro_rules! sent {
            ($hand:expr) => {
                loop {
                    let (mut held, is_new) = $hand.take(within.map(|within| within.fence)).await?;
                    let Some(connection) = &mut held.connection else { continue };
                    let mut set = Ok(());
                    if let Some(within) = within.filter(|within| held.fence != Some(within.fence)) {
                        // What is given up meanwhile may have been set or not.
                        held.fence = None;
                        let place = setting(Some(within), Lasting::Connection).statement(DbBackend::Postgres);
                        let query = sqlx::query_with(AssertSqlSafe(place.sql.as_str()), values(&place));
                        set = query.fetch_all(&mut *connection).await.map(drop);
                        held.fence = set.is_ok().then_some(within.fence);
                    }
                    let query = sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), values(&statement));
                    let answered = match set {
                        Ok(()) => query.fetch_all(connection).await,
                        Err(error) => Err(error),
                    };
                    match answered {
                        Ok(rows) => {
                            held.give_back();
                            return Ok(rows.into_iter().map(QueryResult::from).collect());
                        }
                        Err(error) => match StoreError::from(DbErr::Query(RuntimeErr::SqlxError(error.into()))) {
                            StoreError::Away(_) if !is_new => held.connection = None,
                            error => return Err(error),
                        },
                    }
                }
            };
        }
        match self {
            Self::Sqlite(hand) => sent!(hand),
            Self::Postgres(hand) => sent!(hand),
        }
    }

    /// Closes all of them, after those in use have been given back; whoever does not come to an end is not waited for
    /// longer than anybody would wait for a connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(hand) => hand.close().await,
            Self::Postgres(hand) => hand.close().await,
        }
    }
}

fn values(statement: &Statement) -> SqlxValues {
    SqlxValues(statement.values.clone().unwrap_or(Values(Vec::new())))
}

/// Connections of one kind.
#[derive(Debug)]
pub(crate) struct Hand<C: Connection> {
    connect: C::Options,
    most: u32,
    /// One for each that may be in use.
    turns: Arc<Semaphore>,
    patience: Duration,
    /// Those at rest; the one used last comes last.
    idle: Mutex<Vec<Rested<C>>>,
}

/// A connection at rest.
#[derive(Debug)]
struct Rested<C> {
    connection: C,
    since: Instant,
    /// Within which fence it was asked last; none where it was within none, or nobody knows.
    fence: Option<Fence>,
}

/// After so long a rest, a connection is asked whether it still answers before it is used.
const REST: Duration = Duration::from_secs(5);

/// After so long a rest, a connection is let go.
const LONG_REST: Duration = Duration::from_mins(10);

impl<C: Connection + 'static> Hand<C> {
    fn empty(connect: C::Options, options: &Options) -> Self {
        let most = options.connections;
        let turns = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(Semaphore::MAX_PERMITS)));
        Self { connect, most, turns, patience: options.patience, idle: Mutex::default() }
    }

    async fn open(connect: C::Options, options: &Options) -> Result<Self, StoreError> {
        let hand = Self::empty(connect, options);
        hand.keep(hand.new_one().await?, None);
        Ok(hand)
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        if let Ok(turn) = Arc::clone(&self.turns).try_acquire_owned() {
            return Ok(turn);
        }
        let waiting = Wait::to("read");
        let turn = timeout(self.patience, Arc::clone(&self.turns).acquire_owned()).await;
        waiting.ends();
        match turn {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) => Err(away(sqlx::Error::PoolClosed)),
            Err(_) => Err(away(sqlx::Error::PoolTimedOut)),
        }
    }

    /// A connection at hand, or a new one; and whether it is new.
    async fn take(self: &Arc<Self>, fence: Option<Fence>) -> Result<(Held<C>, bool), StoreError> {
        let turn = self.turn().await?;
        let held =
            |connection, fence| Held { hand: Arc::clone(self), connection: Some(connection), fence, turn: Some(turn) };
        loop {
            let Some(rested) = self.rested(fence) else { return Ok((held(self.new_one().await?, None), true)) };
            let Rested { mut connection, since, fence } = rested;
            let rest = since.elapsed();
            if rest < REST || rest < LONG_REST && self.answers(&mut connection).await {
                return Ok((held(connection, fence), false));
            }
        }
    }

    /// The connection used last within this fence, or else the one used last, whose memory holds most of what is asked.
    fn rested(&self, fence: Option<Fence>) -> Option<Rested<C>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let alike = idle.iter().rposition(|rested| rested.fence == fence);
        let at = alike.or_else(|| idle.len().checked_sub(1))?;
        Some(idle.remove(at))
    }

    async fn answers(&self, connection: &mut C) -> bool {
        matches!(timeout(self.patience, connection.ping()).await, Ok(Ok(())))
    }

    /// A server that is just starting, or has no room for another, is tried again for a while.
    async fn new_one(&self) -> Result<C, StoreError> {
        let connected = async {
            loop {
                match self.connect.connect().await {
                    Err(error) if is_transient(&error) => sleep(Duration::from_millis(100)).await,
                    connected => return connected,
                }
            }
        };
        match timeout(self.patience, connected).await {
            Ok(connected) => connected.map_err(away),
            Err(_) => Err(away(sqlx::Error::PoolTimedOut)),
        }
    }

    fn keep(&self, connection: C, fence: Option<Fence>) {
        if !self.turns.is_closed() {
            let rested = Rested { connection, since: Instant::now(), fence };
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(rested);
        }
    }

    async fn close(&self) {
        // Holding every turn, nobody reads any more.
        let all = timeout(self.patience, self.turns.acquire_many(self.most)).await;
        self.turns.close();
        drop(all);
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for rested in idle {
            // One that is gone needs no farewell.
            let _ = rested.connection.close().await;
        }
    }
}

/// A connection in use, and its turn. One that is given up in the middle of a statement keeps its turn until the
/// database has answered: there are never more in use than there are turns.
struct Held<C: Connection + 'static> {
    hand: Arc<Hand<C>>,
    connection: Option<C>,
    fence: Option<Fence>,
    turn: Option<OwnedSemaphorePermit>,
}

impl<C: Connection + 'static> Held<C> {
    fn give_back(mut self) {
        if let Some(connection) = self.connection.take() {
            self.hand.keep(connection, self.fence);
        }
    }
}

impl<C: Connection + 'static> Drop for Held<C> {
    fn drop(&mut self) {
        let (Some(mut connection), Ok(runtime)) = (self.connection.take(), Handle::try_current()) else { return };
        let (hand, fence, turn) = (Arc::clone(&self.hand), self.fence, self.turn.take());
        runtime.spawn(async move {
            if hand.answers(&mut connection).await {
                hand.keep(connection, fence);
            }
            drop(turn);
        });
    }
}

fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => error.kind() == ErrorKind::ConnectionRefused,
        sqlx::Error::Database(error) => error.is_transient_in_connect_phase(),
        _ => false,
    }
}

fn away(error: sqlx::Error) -> StoreError {
    StoreError::Away(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use sea_orm::{DbBackend, Statement, sqlx::sqlite::SqliteConnectOptions};
    use tokio::time::timeout;

    use super::{Hand, Readers};
    use crate::Options;

    #[tokio::test]
    async fn a_statement_that_is_given_up_keeps_its_turn_until_it_has_ended() {
        let options = Options { connections: 1, patience: Duration::from_secs(60), ..Options::at("") };
        let hand = Hand::open(SqliteConnectOptions::new().in_memory(true), &options).await.expect("a reader");
        let hand = Arc::new(hand);
        let readers = Readers::Sqlite(Arc::clone(&hand));
        let long =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT MAX(i) FROM n";
        let long = Statement::from_string(DbBackend::Sqlite, long);
        let given_up = timeout(Duration::from_millis(5), readers.query(long, None)).await;
        assert!(given_up.is_err(), "it takes longer than that");
        assert_eq!(hand.turns.available_permits(), 0, "the database is still at it");
        drop(hand.turn().await.expect("its turn comes back"));
        assert_eq!(hand.idle.lock().expect("nobody panicked").len(), 1, "it is at hand again");
        let short = || Statement::from_string(DbBackend::Sqlite, "SELECT 1");
        assert_eq!(readers.query(short(), None).await.expect("an answer").len(), 1);
        readers.close().await;
        assert!(readers.query(short(), None).await.is_err());
    }
}
