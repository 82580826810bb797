use std::sync::Arc;

use axum::{http::request::Parts, response::Response};
use futures::future::BoxFuture;
use telemetry::Metrics;

/// Whether the portal can do its work: its database answers, its schema is the right one.
pub trait Ready: Send + Sync + 'static {
    /// Looks once; the sentence says what is amiss and goes to the log, not to whoever asked.
    fn check(&self) -> BoxFuture<'_, Result<(), String>>;
}

/// Makes a page of what the edge refuses.
pub trait Face: Send + Sync + 'static {
    /// The page for a failure, given what was asked for, and a line in the log where the fault is ours; `failure` is a
    /// [`front::Failure`] as a response.
    ///
    /// It must cost little, and no query: a client over its rate limit is shown it again and again.
    fn word(&self, asked: &Parts, failure: Response) -> Response;
}

/// What a portal answers to who asks which one it is.
pub(crate) type Mark = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// What the edge stands in front of, beside the pages.
#[derive(Clone)]
pub struct Behind {
    pub(crate) ready: Arc<dyn Ready>,
    pub(crate) metrics: Option<Metrics>,
    pub(crate) face: Option<Arc<dyn Face>>,
    pub(crate) mark: Option<Mark>,
}

impl Behind {
    /// No metrics, no mark, and refusals without a page.
    pub fn new(ready: Arc<dyn Ready>) -> Self {
        Self { ready, metrics: None, face: None, mark: None }
    }

    /// What `/metrics` tells.
    #[must_use]
    pub fn metrics(mut self, metrics: Metrics) -> Self {
        self.metrics = Some(metrics);
        self
    }

    /// Who makes pages of refusals; the site of the pages can: [`front::Shared`].
    #[must_use]
    pub fn face(mut self, face: impl Face) -> Self {
        self.face = Some(Arc::new(face));
        self
    }

    /// What `/healthz` and `/readyz` show under [`crate::MARK`] to who asks a question of their own there, so that
    /// whoever knows this portal knows that it is this one. What no header can hold is not shown.
    #[must_use]
    pub fn mark(mut self, mark: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.mark = Some(Arc::new(mark));
        self
    }
}

impl From<Arc<dyn Ready>> for Behind {
    fn from(ready: Arc<dyn Ready>) -> Self {
        Self::new(ready)
    }
}
