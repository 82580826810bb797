//! What a list costs without any portal: an axum handler that runs the list's own statement through sqlx and answers
//! JSON. Nobody is asked for, nothing is decided, nothing is drawn.

use std::net::SocketAddr;

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use sea_orm::sqlx::{
    self, AssertSqlSafe, PgPool, Row as _, SqlitePool, postgres::PgPoolOptions, postgres::PgRow,
    sqlite::SqliteConnectOptions, sqlite::SqlitePoolOptions, sqlite::SqliteRow,
};
use serde::Serialize;
use store::Options;
use uuid::Uuid;

/// As many connections as the portal has.
#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

#[derive(Clone)]
struct Bare {
    pool: Pool,
    statement: String,
    account: Uuid,
}

macro_rules! invoice {
    ($($column:ident: $kind:ty),* $(,)?) => {
        #[derive(Serialize)]
        struct Invoice { $($column: $kind),* }

        fn of_sqlite(row: &SqliteRow) -> Result<Invoice, sqlx::Error> {
            let mut places = 0..;
            let mut next = || places.next().unwrap_or(usize::MAX);
            Ok(Invoice { $($column: row.try_get(next())?),* })
        }

        fn of_postgres(row: &PgRow) -> Result<Invoice, sqlx::Error> {
            let mut places = 0..;
            let mut next = || places.next().unwrap_or(usize::MAX);
            Ok(Invoice { $($column: row.try_get(next())?),* })
        }
    };
}
invoice! {
    id: Uuid, account_id: Uuid, feed_id: Uuid, document: String, number: String, number_fold: String, issued_on: String,
    issued_at: Option<i64>, due_on: Option<String>, due_derived: bool, terms_days: Option<i64>, currency: String,
    net_minor: Option<i64>, tax_minor: Option<i64>, total_minor: i64, total_derived: bool, balance_minor: Option<i64>,
    basis: String, purchase_order: Option<String>, order_number: Option<String>, order_ref: Option<String>,
    corrects: Option<String>, corrects_id: Option<Uuid>, bill_to: Option<String>, first_item: Option<String>,
    line_count: i64, observed_at: i64, source: String, search_fold: String,
}

/// Serves it at `/` on a port of its own; `statement` takes an account, a kind of document and a least balance.
///
/// # Errors
/// The database cannot be reached.
pub async fn serve(database: &str, statement: String, account: Uuid) -> anyhow::Result<SocketAddr> {
    let most = Options::at(database).connections;
    let pool = if database.starts_with("sqlite:") {
        let options: SqliteConnectOptions = database.parse()?;
        let options = options.pragma("cache_size", "-16000").pragma("query_only", "1");
        Pool::Sqlite(SqlitePoolOptions::new().max_connections(most).connect_with(options).await?)
    } else {
        Pool::Postgres(PgPoolOptions::new().max_connections(most).connect(database).await?)
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?;
    let router = Router::new().route("/", get(list)).with_state(Bare { pool, statement, account });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(host)
}

async fn list(State(bare): State<Bare>) -> Response {
    match answer(&bare).await {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn answer(bare: &Bare) -> anyhow::Result<Vec<u8>> {
    macro_rules! rows {
        ($pool:expr, $of:ident) => {{
            let asked =
                sqlx::query(AssertSqlSafe(bare.statement.clone())).bind(bare.account).bind("invoice").bind(1_i64);
            let rows = asked.fetch_all($pool).await?;
            rows.iter().map($of).collect::<Result<Vec<_>, _>>()?
        }};
    }
    let rows: Vec<Invoice> = match &bare.pool {
        Pool::Sqlite(pool) => rows!(pool, of_sqlite),
        Pool::Postgres(pool) => rows!(pool, of_postgres),
    };
    anyhow::ensure!(rows.len() == 26, "the list's statement gave {} rows, not a page and one more", rows.len());
    Ok(serde_json::to_vec(&rows)?)
}
