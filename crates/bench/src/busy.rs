//! The list of invoices when many ask at once: how long the slowest wait in the server, beside the usual ones.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use axum::{
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};

use crate::{
    house::House,
    place::Place,
    stock::{self, Buyer},
    table::{Reach, Rounds, Table},
    visitors::{self, Reader},
};

/// How many ask at once, each on a connection of their own.
const VISITORS: i64 = 16;

/// How often it is measured.
const ROUNDS: u32 = 7;

/// How often each of them asks in a round.
const REQUESTS: u32 = 100;

/// Measures the list with many at the door.
///
/// # Errors
/// The portal does not open, or does not show the list.
pub async fn measure(place: &Place, table: &mut Table) -> anyhow::Result<()> {
    let house = House::open_to(place, "busy", 10_000 / stock::INVOICES, VISITORS).await?;
    let watch = Watch::default();
    let host = serve(&house, watch.clone()).await?;
    let buyers = std::iter::once(&house.buyer).chain(&house.neighbours);
    let readers: Vec<Reader> = buyers.map(reader).collect();
    visitors::send_crowd(host, &readers, REQUESTS)?;
    watch.read();
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        visitors::send_crowd(host, &readers, REQUESTS)?;
        rounds.push(Rounds::of(watch.read()));
    }
    let told = |of: fn(&Rounds) -> f64| Rounds::of(rounds.iter().map(of));
    table.add(
        "list of invoices, 16 at once, in the server: p99 over p50",
        Reach::AtMost(5.0),
        "x",
        told(|round| round.below(99) / round.median()),
    );
    table.add("  p50", Reach::Told, "ms", told(Rounds::median));
    table.add("  p99", Reach::Told, "ms", told(|round| round.below(99)));
    Ok(())
}

fn reader(buyer: &Buyer) -> Reader {
    Reader { cookie: buyer.cookie.clone(), path: format!("/a/{}/invoices", buyer.account) }
}

/// How long each request was in the server, in milliseconds: from its head to the beginning of its answer.
#[derive(Clone, Default)]
struct Watch(Arc<Mutex<Vec<f64>>>);

impl Watch {
    fn note(&self, took: f64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(took);
    }

    /// What was noted since it was read last.
    fn read(&self) -> Vec<f64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Serves the house's pages, edge and all, once more, with a watch around them.
async fn serve(house: &House, watch: Watch) -> anyhow::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?;
    let pages = house.pages.clone().layer(from_fn_with_state(watch, timed));
    let pages = pages.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, pages).await });
    Ok(host)
}

async fn timed(State(watch): State<Watch>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let response = next.run(request).await;
    watch.note(began.elapsed().as_secs_f64() * 1e3);
    response
}
