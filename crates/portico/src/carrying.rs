//! Letters are carried beside all else: a mail server may take its time, and nothing else waits for it.

use std::sync::Arc;

use kernel::Clock;
use mail::{Outbox, Postman, Sender, Smtp, SmtpSettings, Transport};
use store::Db;
use tokio::{
    sync::{Notify, watch},
    time,
};

use crate::{
    compose::App,
    run::BREATH,
    settings::{self, Settings},
};

/// Carries letters from the queue, for as long as the portal runs.
pub struct Carrying {
    db: Db,
    site: front::Shared,
    way: Way,
    transport: Arc<dyn Transport>,
    /// The name letters come from.
    name: String,
    clock: Arc<dyn Clock>,
    /// Told when there may be letters, and every second.
    wake: Arc<Notify>,
}

/// How letters leave the house.
enum Way {
    Smtp(SmtpSettings, String),
    Outbox,
}

impl Way {
    fn of(settings: &Settings) -> Self {
        match (&settings.mail.transport, &settings.mail.smtp) {
            (settings::Transport::Smtp, Some(smtp)) => Self::Smtp(smtp.clone(), settings.mail.from.clone()),
            _ => Self::Outbox,
        }
    }

    /// The way out, for letters that come from a portal of this name.
    fn under(&self, name: &str) -> anyhow::Result<Arc<dyn Transport>> {
        Ok(match self {
            Self::Smtp(smtp, from) => Arc::new(Smtp::new(smtp, Sender::new(name, from)?)?),
            Self::Outbox => Arc::new(Outbox),
        })
    }
}

impl Carrying {
    /// Of this portal.
    ///
    /// # Errors
    /// The mail settings are of no use.
    pub fn of(app: &App, settings: &Settings, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let (way, name) = (Way::of(settings), app.site.brand().name.clone());
        let (db, site, transport) = (app.db.clone(), Arc::clone(&app.site), way.under(&name)?);
        Ok(Self { db, site, way, transport, name, clock, wake: Arc::default() })
    }

    /// What tells it that there may be letters.
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// Goes on until it is told to stop, and then once more.
    pub async fn go_on(mut self, mut stopped: watch::Receiver<bool>) {
        loop {
            let is_last = *stopped.borrow();
            self.take_name();
            let tried = Postman::turn(&self.db, &*self.transport, &*self.clock).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "Letters could not be read from the queue; it will be tried again");
                0
            });
            if is_last {
                return;
            }
            tokio::select! {
                () = self.wake.notified() => {}
                () = time::sleep(BREATH), if tried > 0 => {}
                _ = stopped.changed() => {}
            }
        }
    }

    /// Letters come from the brand's name, which may have changed.
    fn take_name(&mut self) {
        let brand = self.site.brand();
        if brand.name == self.name {
            return;
        }
        match self.way.under(&brand.name) {
            Ok(transport) => (self.transport, self.name) = (transport, brand.name.clone()),
            Err(error) => tracing::warn!(error = &*error, "Letters cannot come from the brand's new name"),
        }
    }
}
