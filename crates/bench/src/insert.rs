//! What keeping something costs without any portal: an axum handler that inserts a row through sqlx, in a transaction
//! of its own that is as durable as the portal's. Nobody is asked for, nothing is decided, nothing follows.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::post,
};
use kernel::{Clock as _, SystemClock};
use sea_orm::sqlx::{
    self, PgPool, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use store::Options;
use uuid::Uuid;

/// As many connections as the portal writes through.
#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

const TABLE: &str = "CREATE TABLE notes (id uuid PRIMARY KEY, body text NOT NULL, at bigint NOT NULL)";

const INSERT: &str = "INSERT INTO notes (id, body, at) VALUES ($1, $2, $3)";

/// Serves it at `/` on a port of its own, over an empty database.
///
/// # Errors
/// The database cannot be reached.
pub async fn serve(database: &str) -> anyhow::Result<SocketAddr> {
    let pool = if database.starts_with("sqlite:") {
        let options: SqliteConnectOptions = database.parse()?;
        let options = options.create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        let options = options.synchronous(SqliteSynchronous::Full);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::query(TABLE).execute(&pool).await?;
        Pool::Sqlite(pool)
    } else {
        let most = Options::at(database).connections.div_ceil(2);
        let pool = PgPoolOptions::new().max_connections(most).connect(database).await?;
        sqlx::query(TABLE).execute(&pool).await?;
        Pool::Postgres(pool)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?;
    let router = Router::new().route("/", post(note)).with_state(pool);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(host)
}

async fn note(State(pool): State<Pool>, body: String) -> Response {
    match keep(&pool, body).await {
        Ok(()) => StatusCode::CREATED.into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn keep(pool: &Pool, body: String) -> Result<(), sqlx::Error> {
    macro_rules! insert {
        ($pool:expr) => {{
            let mut tx = $pool.begin().await?;
            let row = sqlx::query(INSERT).bind(Uuid::now_v7()).bind(body).bind(SystemClock.now().micros());
            row.execute(&mut *tx).await?;
            tx.commit().await
        }};
    }
    match pool {
        Pool::Sqlite(pool) => insert!(pool),
        Pool::Postgres(pool) => insert!(pool),
    }
}
