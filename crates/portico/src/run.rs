//! What goes on while the portal runs: answering, and what follows from the journal.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use edge::{Behind, Ready};
use journal::follow::Followers;
use kernel::{Clock, SystemClock};
use store::{Db, StoreError};
use telemetry::Metrics;
use tokio::{
    sync::{Notify, watch},
    time,
};

use crate::{
    carrying::Carrying,
    compose::{self, App},
    copies::Copying,
    gauges, lock, secrets,
    settings::{self, Settings},
};

/// How long the followers rest when nobody wakes them, and how often it is looked at what nobody wakes them for.
const REST: Duration = Duration::from_secs(1);

/// How long they rest while there is more before them: so long that an import beside them keeps its pace. As long rests
/// who sends webhooks and letters, while there are more to be sent.
pub(crate) const BREATH: Duration = Duration::from_millis(100);

/// How often what nobody needs any more is swept away.
const SWEEP: Duration = Duration::from_hours(1);

/// A portal whose database is this program's own, with its tables up to date; not yet listening.
pub struct Portal {
    /// Its parts.
    pub app: App,
    settings: Settings,
    clock: Arc<dyn Clock>,
    copying: Option<Copying>,
    _held: Option<lock::Held>,
}

/// Serves the portal of these settings, which stand in this file, until it is told to stop.
///
/// # Errors
/// It cannot start: the database, the port, the certificate, the place for copies.
pub async fn serve(settings: Settings, file: &Path, metrics: Metrics) -> anyhow::Result<()> {
    settings.check_serving()?;
    let copying = Copying::of(&settings, file)?;
    let portal = Portal::open(settings).await?;
    Portal { copying, ..portal }.serve(metrics).await
}

impl Portal {
    /// Takes the database, brings its tables up to date and puts the parts together.
    ///
    /// # Errors
    /// Another program has the database, it cannot be reached, or parts do not fit.
    pub async fn open(settings: Settings) -> anyhow::Result<Self> {
        let held = lock::take(&settings.database())?;
        let db = compose::database(&settings).await?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        compose::migrate(&db, &*clock).await?;
        let app = compose::open(db, &settings, Arc::clone(&clock)).await?;
        Ok(Self { app, settings, clock, copying: None, _held: held })
    }

    /// Answers, and does what follows from the journal, until it is told to stop.
    ///
    /// # Errors
    /// The port, the certificate; the database's at the end.
    pub async fn serve(self, metrics: Metrics) -> anyhow::Result<()> {
        let Self { app, settings, clock, copying, _held } = self;
        let (stop, stopped) = watch::channel(false);
        let reach = webhooks::Reach::of(settings.webhooks.inside.clone());
        let sender = webhooks::Sender::new(&app.site, reach);
        let sending = tokio::spawn(sending(sender, stopped.clone()));
        let copying = tokio::spawn(copying_on(copying, stopped.clone()));
        let looking = app.followers.only(|name| name == readiness::LOOKING);
        let looks =
            Looks { follower: looking, db: app.db.clone(), outside: app.outside.clone(), clock: Arc::clone(&clock) };
        let looking = tokio::spawn(looks.go_on(stopped.clone()));
        let measuring = tokio::spawn(gauges::measuring(app.db.clone(), app.followers.clone(), stopped.clone()));
        let letters = Carrying::of(&app, &settings, Arc::clone(&clock))?;
        let parts = Background::of(&app, letters.wake(), clock);
        let carrying = tokio::spawn(letters.go_on(stopped.clone()));
        let background = tokio::spawn(background(parts, stopped));
        let seal = app.site.settings.seal.clone();
        let behind = Behind::new(Arc::new(DatabaseReady(app.db.clone()))).metrics(metrics).face(Arc::clone(&app.site));
        let behind = behind.mark(move |question| secrets::mark(&seal, question));
        tracing::info!(address = %settings.listen, "The portal is open at {}", settings.base_url);
        let served = edge::serve(app.router.clone(), edge_settings(&settings), behind, stop_signal()).await;
        let _ = stop.send(true);
        background.await.context("the background work ended badly")?;
        carrying.await.context("the carrying of letters ended badly")?;
        sending.await.context("the sending of webhooks ended badly")?;
        copying.await.context("the copying ended badly")?;
        looking.await.context("the doctor's looking ended badly")?;
        measuring.await.context("the measuring ended badly")?;
        app.db.close().await?;
        Ok(served?)
    }
}

async fn copying_on(copying: Option<Copying>, stopped: watch::Receiver<bool>) {
    if let Some(copying) = copying {
        copying.go_on(stopped).await;
    }
}

/// What is looked at beside all else, since the servers it asks may take their time: what the doctor looks at when
/// somebody wants it, and whether companies' domains still say whose they are.
struct Looks {
    follower: Followers,
    db: Db,
    outside: identity::Outside,
    clock: Arc<dyn Clock>,
}

impl Looks {
    async fn go_on(self, mut stopped: watch::Receiver<bool>) {
        let mut domains_at = time::Instant::now();
        while !*stopped.borrow() {
            let is_behind = passed(self.follower.turn(&self.db, &*self.clock).await) >= Followers::batch(&self.db);
            if domains_at <= time::Instant::now() {
                domains_at = time::Instant::now() + SWEEP;
                self.recheck_domains(&mut stopped).await;
            }
            tokio::select! {
                () = time::sleep(if is_behind { BREATH } else { REST }) => {}
                _ = stopped.changed() => {}
            }
        }
    }

    /// Ends, too, when all else does: what was not looked at is due again.
    async fn recheck_domains(&self, stopped: &mut watch::Receiver<bool>) {
        tokio::select! {
            looked = identity::recheck_domains(&self.db, &self.outside, self.clock.now()) => if let Err(error) = looked {
                tracing::warn!(%error, "What proves companies' domains could not be looked at; it will be tried again");
            },
            _ = stopped.changed() => {}
        }
    }
}

/// How many entries followers passed in a turn; a failure is logged, and they try again.
fn passed(turn: Result<usize, StoreError>) -> usize {
    turn.unwrap_or_else(|error| {
        tracing::warn!(%error, "The journal could not be sealed and followed; it will be tried again");
        0
    })
}

/// The settings of HTTP.
fn edge_settings(settings: &Settings) -> edge::Settings {
    edge::Settings {
        listen: settings.listen,
        hosts: settings.hosts.clone(),
        tls: settings.tls.as_ref().and_then(|tls| certificate(tls, settings)),
        redirect: redirect(settings),
        trusted_proxy_hops: settings.trusted_proxies,
        continue_traces: settings.telemetry.continues,
        metrics_token: settings.metrics_token.clone().map(edge::Token),
        ..edge::Settings::default()
    }
}

/// Where the certificate comes from; settings that were read say one of the two.
fn certificate(tls: &settings::Tls, settings: &Settings) -> Option<edge::Tls> {
    if let (Some(cert), Some(key)) = (&tls.cert, &tls.key) {
        return Some(edge::Tls::Files { cert: cert.clone(), key: key.clone() });
    }
    let acme = tls.acme.as_ref()?;
    let mut names = vec![settings.host().to_owned()];
    names.extend(settings.hosts.iter().filter(|host| *host != settings.host()).cloned());
    let settings::Acme { contact, directory, roots } = acme.clone();
    Some(edge::Tls::Acme(edge::Acme { names, contact, directory, roots, folder: settings.data.join("acme") }))
}

fn redirect(settings: &Settings) -> Option<edge::Redirect> {
    let listen = settings.tls.as_ref()?.redirect?;
    Some(edge::Redirect { listen, to: settings.base_url.clone() })
}

struct Background {
    db: Db,
    gateway: Arc<gateway::Gateway>,
    followers: Followers,
    site: front::Shared,
    /// Told when there may be letters to carry.
    letters: Arc<Notify>,
    clock: Arc<dyn Clock>,
}

impl Background {
    fn of(app: &App, letters: Arc<Notify>, clock: Arc<dyn Clock>) -> Self {
        Self {
            db: app.db.clone(),
            gateway: Arc::clone(&app.gateway),
            followers: app.followers.only(|name| name != readiness::LOOKING),
            site: Arc::clone(&app.site),
            letters,
            clock,
        }
    }
}

/// Seals and follows, until told to stop; a failure is logged and tried again.
async fn background(parts: Background, mut stopped: watch::Receiver<bool>) {
    // By a clock that nobody sets back: what was looked at must not wait in memory until that time has come again.
    let (mut look_at, mut sweep_at) = (time::Instant::now(), parts.clock.now());
    let mut is_behind = false;
    loop {
        let wake = Arc::clone(parts.gateway.wake());
        let rest = if is_behind { BREATH } else { REST };
        tokio::select! {
            () = wake.notified() => {}
            () = time::sleep(rest) => {}
            _ = stopped.changed() => {}
        }
        let (now, is_last) = (parts.clock.now(), *stopped.borrow());
        is_behind = turn(&parts).await;
        // After the last turn too, as that may have noted something.
        if look_at <= time::Instant::now() || is_last {
            look_at = time::Instant::now() + REST;
            look(&parts).await;
        }
        if sweep_at <= now {
            sweep_at = now.plus(SWEEP);
            if let Err(error) = identity::sweep(&parts.db, parts.clock.now()).await {
                tracing::warn!(%error, "What is no longer needed could not be swept away; it will be tried again");
            }
            if let Err(error) = front::sweep(&parts.db, parts.clock.now()).await {
                tracing::warn!(%error, "Old drafts could not be swept away; it will be tried again");
            }
            if let Err(error) = webhooks::sweep(&parts.db, parts.clock.now()).await {
                tracing::warn!(%error, "Old deliveries could not be swept away; it will be tried again");
            }
            if let Err(error) = parts.gateway.forget_old_answers().await {
                tracing::warn!(%error, "Old answers could not be forgotten; it will be tried again");
            }
        }
        if is_last {
            return;
        }
    }
}

/// Does what nobody wakes the followers for, or what can wait for a moment: each costs a question, and most of the time
/// there is nothing.
async fn look(parts: &Background) {
    let Background { db, gateway, site, .. } = parts;
    // Another instance may have changed it.
    if let Err(error) = site.renew_brand().await {
        tracing::warn!(%error, "The brand could not be read; it will be tried again");
    }
    if let Err(error) = sync::replay_waiting(gateway).await {
        tracing::warn!(%error, "Mended documents could not be imported; it will be tried again");
    }
    if let Err(error) = accounts::end_views_over(gateway).await {
        tracing::warn!(%error, "Views whose time is over could not be ended; it will be tried again");
    }
    if let Err(error) = gateway.logs().flush(db).await {
        tracing::warn!(%error, "Views and attempts could not be written; they are kept and will be tried again");
    }
}

/// Sends what is due to webhooks, until told to stop: beside all else, since a receiver may take its time.
async fn sending(mut sender: webhooks::Sender, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        let rest = match sender.turn().await {
            // A turn takes a few of each receiver; more may wait behind them.
            Ok(begun) if begun > 0 => BREATH,
            Ok(_) => REST,
            Err(error) => {
                tracing::warn!(%error, "Deliveries could not be read from the queue; it will be tried again");
                REST
            }
        };
        tokio::select! {
            () = time::sleep(rest) => {}
            _ = stopped.changed() => {}
        }
    }
    sender.close().await;
}

/// Does a piece of all there is to do; tells whether a follower may have more before it.
async fn turn(parts: &Background) -> bool {
    let passed = passed(parts.followers.seal_and_turn(&parts.db, &*parts.clock).await);
    // Something may have been written, also by whoever woke this.
    parts.letters.notify_one();
    passed >= Followers::batch(&parts.db)
}

/// Ready means: the database answers, and has the tables this program needs; a newer one may have added to them.
struct DatabaseReady(Db);

impl Ready for DatabaseReady {
    fn check(&self) -> futures::future::BoxFuture<'_, Result<(), String>> {
        Box::pin(async {
            match self.0.pending(&compose::migrations()).await {
                Ok(pending) if pending.is_empty() => Ok(()),
                Ok(pending) => Err(format!("{} migrations have not run", pending.len())),
                Err(error) => Err(error.to_string()),
            }
        })
    }
}

/// Waits for Ctrl-C or SIGTERM.
pub(crate) async fn stop_signal() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
