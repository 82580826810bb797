use std::{
    convert::Infallible,
    future::pending,
    io,
    net::{SocketAddr, TcpListener},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{Handle, tls_rustls::RustlsConfig};
use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::conn::auto::Builder,
};
use telemetry::Metrics;
use tokio::time::{MissedTickBehavior, interval};

use crate::{
    Behind, EdgeError, Redirect, Settings, Tls, acme::Authority, limits::Limits, redirect, stack::assemble,
    tls::Certificate,
};

/// How long requests that are under way at the end may take to finish.
pub const GRACE: Duration = Duration::from_secs(30);

/// How long a client may take to say what it wants, or stay silent between two requests.
const SILENCE: Duration = Duration::from_secs(30);
/// How often counts are folded and old buckets thrown away.
const TIDY: Duration = Duration::from_secs(5);
/// How many times tidying goes by before the certificate is read anew: every hour.
const RENEWAL: u64 = 720;

/// Listens and answers until `shutdown` comes; then takes no more requests and gives those under way [`GRACE`].
///
/// # Errors
/// [`EdgeError::Taken`] and [`EdgeError::Bind`] at once, and so those of the certificate; [`EdgeError::Listen`] later.
pub async fn serve(
    router: Router,
    settings: Settings,
    behind: impl Into<Behind>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), EdgeError> {
    let listener = bind(settings.listen).await?;
    serve_on(listener, router, settings, behind, shutdown).await
}

/// As [`serve`], on a socket that listens already: one handed over by the system, or a test's.
///
/// # Errors
/// Those of the certificate, and [`EdgeError::Listen`].
pub async fn serve_on(
    listener: TcpListener,
    router: Router,
    settings: Settings,
    behind: impl Into<Behind>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), EdgeError> {
    let behind = behind.into();
    let (certificate, authority) = match &settings.tls {
        None => (None, None),
        Some(Tls::Files { cert, key }) => (Some(Certificate::load(cert, key)?), None),
        Some(Tls::Acme(acme)) => (None, Some(Authority::open(acme)?)),
    };
    let leading = match settings.redirect.clone() {
        Some(Redirect { listen, to }) => Some((bind(listen).await?, to)),
        None => None,
    };
    listener.set_nonblocking(true).map_err(EdgeError::Listen)?;
    let address = listener.local_addr().map_err(EdgeError::Listen)?;
    let (whole, limits) = assemble(router, &settings, &behind);
    let handle = Handle::new();
    let config = certificate.as_ref().map(|certificate| certificate.config.clone());
    let config = config.or_else(|| authority.as_ref().map(|authority| authority.config.clone()));
    let mut leading = pin!(lead(leading));
    let mut asking = pin!(ask(authority));
    let mut answering = pin!(answer(listener, whole, config, handle.clone()));
    let mut tidying = pin!(tidy(limits, behind.metrics, certificate));
    tracing::info!(%address, tls = settings.tls.is_some(), "The portal listens");
    tokio::select! {
        ended = &mut answering => return ended.map_err(EdgeError::Listen),
        ended = &mut leading => match ended.map_err(EdgeError::Listen)? {},
        never = &mut asking => match never {},
        never = &mut tidying => match never {},
        () = shutdown => {}
    }
    tracing::info!("The portal takes no more requests");
    handle.graceful_shutdown(Some(GRACE));
    tokio::select! {
        ended = &mut answering => ended.map_err(EdgeError::Listen),
        never = &mut tidying => match never {},
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, EdgeError> {
    let bound = tokio::net::TcpListener::bind(address).await.and_then(tokio::net::TcpListener::into_std);
    bound.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => EdgeError::Taken { address },
        _ => EdgeError::Bind { address, source },
    })
}

async fn answer(
    listener: TcpListener,
    whole: Router,
    config: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let service = whole.into_make_service_with_connect_info::<SocketAddr>();
    match config {
        Some(config) => {
            let mut server = axum_server::from_tcp_rustls(listener, config)?.handle(handle);
            lose_patience(server.http_builder());
            server.serve(service).await
        }
        None => {
            // Browsers speak HTTP/2 over TLS only; and who is not asked for the version cannot be silent about it.
            let mut server = axum_server::from_tcp(listener)?.handle(handle).http1_only();
            lose_patience(server.http_builder());
            server.serve(service).await
        }
    }
}

/// Leads from plain HTTP to the portal, where that is wanted; ends only when its socket fails.
async fn lead(leading: Option<(TcpListener, String)>) -> io::Result<Infallible> {
    if let Some((listener, to)) = leading {
        let mut server = axum_server::from_tcp(listener)?.http1_only();
        lose_patience(server.http_builder());
        server.serve(redirect::router(&to).into_make_service()).await?;
    }
    pending().await
}

/// Asks the authority for certificates, where one is asked; never ends.
async fn ask(authority: Option<Authority>) -> Infallible {
    match authority {
        Some(authority) => authority.ask().await,
        None => pending().await,
    }
}

/// A client that opens a connection and says nothing, or a byte a minute, does not keep it.
fn lose_patience(builder: &mut Builder<TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(SILENCE);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(SILENCE).keep_alive_timeout(SILENCE);
}

async fn tidy(limits: Arc<Limits>, metrics: Option<Metrics>, certificate: Option<Certificate>) -> Infallible {
    let mut ticks = interval(TIDY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut round: u64 = 0;
    loop {
        ticks.tick().await;
        round += 1;
        limits.forget();
        if let Some(metrics) = &metrics {
            metrics.fold();
        }
        if let Some(certificate) = certificate.as_ref().filter(|_| round.is_multiple_of(RENEWAL)) {
            certificate.renew();
        }
    }
}
