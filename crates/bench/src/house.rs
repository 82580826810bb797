//! A portal in this process: the real pages behind the real edge, on a loopback port.

use std::{
    net::{SocketAddr, TcpListener},
    num::NonZeroU32,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use edge::{Behind, Rate, Ready};
use futures::future::{BoxFuture, pending};
use kernel::SystemClock;
use portico::{compose, settings::Settings};

use crate::{
    place::Place,
    stock::{self, Buyer},
};

/// A portal with customers and somebody at its door.
pub struct House {
    /// Its pages behind the edge, without a port; for looking into a single request.
    pub pages: Router,
    /// Where it listens.
    pub host: SocketAddr,
    /// The address of its database.
    pub database: String,
    /// Who visits it.
    pub buyer: Buyer,
    /// Others who do, each from a customer of their own.
    pub neighbours: Vec<Buyer>,
}

struct Always;

impl Ready for Always {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }
}

impl House {
    /// Opens a portal over a database of so many customers.
    ///
    /// # Errors
    /// It does not open.
    pub async fn open(place: &Place, name: &str, customers: i64) -> anyhow::Result<Self> {
        Self::open_to(place, name, customers, 1).await
    }

    /// The same; so many of the customers have somebody who visits it.
    ///
    /// # Errors
    /// It does not open.
    pub async fn open_to(place: &Place, name: &str, customers: i64, visitors: i64) -> anyhow::Result<Self> {
        let database = place.database(name).await?;
        let mut settings = settings(place.folder(name)?, &database);
        settings.row_level_security = Some(place.row_security);
        let db = compose::database(&settings).await?;
        compose::migrate(&db, &SystemClock).await?;
        let buyer = stock::buyer(&db).await?;
        let mut neighbours = Vec::new();
        for _ in 1..visitors {
            neighbours.push(stock::buyer(&db).await?);
        }
        stock::invoices(&db, customers + 1 - visitors).await?;
        let app = compose::open(db, &settings, Arc::new(SystemClock)).await?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let host = listener.local_addr()?;
        let behind = || Behind::new(Arc::new(Always)).face(Arc::clone(&app.site));
        let pages = edge::wrap(app.router.clone(), &tireless(), behind());
        tokio::spawn(edge::serve_on(listener, app.router.clone(), tireless(), behind(), pending()));
        tokio::spawn(note_views(app.db.clone(), Arc::clone(&app.gateway)));
        Ok(Self { pages, host, database, buyer, neighbours })
    }

    /// The address of the buyer's list of invoices.
    pub fn list(&self) -> String {
        format!("/a/{}/invoices", self.buyer.account)
    }

    /// The address of the same list for programs.
    pub fn list_for_programs(&self) -> String {
        format!("/api/v1/accounts/{}/invoices", self.buyer.account)
    }
}

/// A portal's settings as they are without a file, over this database.
pub fn settings(data: PathBuf, database: &str) -> Settings {
    Settings { data, database: Some(database.to_owned()), ..Settings::default() }
}

/// The edge without its limits of how often somebody may ask.
fn tireless() -> edge::Settings {
    let many = NonZeroU32::MAX;
    edge::Settings { rate: Rate { per_second: many, burst: many }, ..edge::Settings::default() }
}

/// Writes down what was viewed, once a second, as a running portal does.
async fn note_views(db: store::Db, gateway: Arc<gateway::Gateway>) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let _ = gateway.logs().flush(&db).await;
    }
}
