//! What a list costs without any portal: an axum handler that runs the list's own statements through sqlx and answers
//! JSON. Nobody is asked for, nothing is decided, nothing is drawn.

use std::net::SocketAddr;

use axum::{
    Router,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use sea_orm::sqlx::{
    self, AssertSqlSafe, PgPool, Row as _, SqlitePool, postgres::PgPoolOptions, postgres::PgRow,
    sqlite::SqliteConnectOptions, sqlite::SqlitePoolOptions, sqlite::SqliteRow,
};
use serde::Serialize;
use serde_json::Value;
use store::Options;
use uuid::Uuid;

/// As many connections as the portal has.
#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A statement, and what it is asked with.
#[derive(Clone)]
struct Asked {
    text: String,
    with: Vec<Bind>,
    /// Whether it reads invoices; the others add up.
    reads: bool,
}

#[derive(Clone)]
enum Bind {
    Account(Uuid),
    Text(&'static str),
    Number(i64),
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
/// What a row of sums says: figures, and words.
macro_rules! sums {
    ($row:expr) => {
        (0..$row.len())
            .map(|place| match ($row.try_get::<Option<i64>, _>(place), $row.try_get::<Option<String>, _>(place)) {
                (Ok(figure), _) => Value::from(figure),
                (_, word) => Value::from(word.ok().flatten()),
            })
            .collect()
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

/// Serves what these statements give on a port of its own: each list of them at its path. Whatever a statement compares
/// the account with is `account`.
///
/// # Errors
/// The database cannot be reached, or a statement compares a column that the list does not.
pub async fn serve(database: &str, lists: &[(&str, Vec<String>)], account: Uuid) -> anyhow::Result<SocketAddr> {
    let most = Options::at(database).connections;
    let pool = if database.starts_with("sqlite:") {
        let options: SqliteConnectOptions = database.parse()?;
        let options = options.pragma("cache_size", "-16000").pragma("query_only", "1");
        Pool::Sqlite(SqlitePoolOptions::new().max_connections(most).connect_with(options).await?)
    } else {
        Pool::Postgres(PgPoolOptions::new().max_connections(most).connect(database).await?)
    };
    let mut router = Router::new();
    for (path, statements) in lists {
        let asked = statements.iter().map(|text| asked(text, account)).collect::<anyhow::Result<Vec<_>>>()?;
        let pool = pool.clone();
        let answers = move || {
            let (pool, asked) = (pool.clone(), asked.clone());
            async move { list(&pool, &asked).await }
        };
        router = router.route(path, get(answers));
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(host)
}

/// A statement of the list's with what it is asked with: its columns are few, and each placeholder stands behind the one
/// it is compared with.
fn asked(text: &str, account: Uuid) -> anyhow::Result<Asked> {
    let (mut with, mut column) = (Vec::new(), "");
    let mut before = "";
    for word in text.split(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | ',')) {
        if let Some(name) = word.strip_prefix("t.") {
            column = name;
        } else if word.starts_with(['?', '$']) {
            with.push(match (column, before) {
                ("account_id", _) => Bind::Account(account),
                ("document", _) => Bind::Text("invoice"),
                ("basis", _) => Bind::Text("receipts"),
                ("balance_minor", _) => Bind::Number(1),
                ("issued_on" | "received_on", ">=") => Bind::Text("0001-01-01"),
                ("issued_on" | "received_on", "<=") => Bind::Text("9999-12-31"),
                ("issued_on" | "received_on" | "due_on", _) => Bind::Text("2026-07-01"),
                (unknown, _) => anyhow::bail!("the bare handler does not know what t.{unknown} is compared with"),
            });
        }
        before = if word.is_empty() { before } else { word };
    }
    Ok(Asked { text: text.to_owned(), with, reads: text.contains(" LIMIT ") })
}

async fn list(pool: &Pool, asked: &[Asked]) -> Response {
    match answer(pool, asked).await {
        Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

async fn answer(pool: &Pool, asked: &[Asked]) -> anyhow::Result<Vec<u8>> {
    macro_rules! rows {
        ($pool:expr, $asked:expr) => {{
            let mut query = sqlx::query(AssertSqlSafe($asked.text.clone()));
            for bind in &$asked.with {
                query = match bind {
                    Bind::Account(account) => query.bind(*account),
                    Bind::Text(text) => query.bind(*text),
                    Bind::Number(number) => query.bind(*number),
                };
            }
            query.fetch_all($pool).await?
        }};
    }
    let (mut lists, mut sums): (Vec<Vec<Invoice>>, Vec<Vec<Value>>) = (Vec::new(), Vec::new());
    for asked in asked {
        match pool {
            Pool::Sqlite(pool) if asked.reads => {
                lists.push(rows!(pool, asked).iter().map(of_sqlite).collect::<Result<_, _>>()?);
            }
            Pool::Sqlite(pool) => sums.extend(rows!(pool, asked).iter().map(|row| sums!(row))),
            Pool::Postgres(pool) if asked.reads => {
                lists.push(rows!(pool, asked).iter().map(of_postgres).collect::<Result<_, _>>()?);
            }
            Pool::Postgres(pool) => sums.extend(rows!(pool, asked).iter().map(|row| sums!(row))),
        }
    }
    let rows = lists.iter().map(Vec::len).max().unwrap_or(0);
    anyhow::ensure!(rows == 26, "the list's statement gave {rows} rows, not a page and one more");
    Ok(serde_json::to_vec(&(lists, sums))?)
}
