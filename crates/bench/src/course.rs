//! The course of one request: its statements, and what lies between them.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use axum::{body::Body, http::Request};
use tower::ServiceExt as _;
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::Interest,
};

use crate::{browser::shown_as, house::House};

/// Listens to what sqlx tells of its statements, while it is told to.
#[derive(Clone, Default)]
pub struct Ear(Arc<Heard>);

#[derive(Default)]
struct Heard {
    listens: AtomicBool,
    statements: Mutex<Vec<Statement>>,
}

/// A statement that was sent, when it had ended, and how long it took.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its text.
    pub text: String,
    ended: Instant,
    took: Duration,
}

/// A part of a request, in milliseconds.
pub struct Part {
    /// What it was.
    pub what: String,
    /// How long it took.
    pub took: f64,
}

impl Ear {
    /// The only one in the process.
    ///
    /// # Errors
    /// Somebody else listens already.
    pub fn open() -> anyhow::Result<Self> {
        let ear = Self::default();
        tracing::subscriber::set_global_default(ear.clone()).context("somebody else listens already")?;
        Ok(ear)
    }

    /// What one request of somebody's consists of, in the order in which it happens: the median of so many requests.
    ///
    /// # Errors
    /// It is not answered.
    pub async fn follow(
        &self,
        house: &House,
        who: &str,
        path: &str,
        times: usize,
    ) -> anyhow::Result<(Vec<Statement>, Vec<Part>)> {
        let mut courses = Vec::with_capacity(times);
        for _ in 0..times {
            courses.push(self.once(house, who, path).await?);
        }
        // Whatever the portal does meanwhile of its own accord is heard too; the shortest course is without it.
        let shortest = courses.iter().map(|(statements, _)| statements.len()).min().unwrap_or(0);
        courses.retain(|(statements, _)| statements.len() == shortest);
        let (statements, mut course) = courses.pop().context("nothing was followed")?;
        for (place, part) in course.iter_mut().enumerate() {
            let mut took: Vec<f64> =
                courses.iter().filter_map(|(_, course)| course.get(place)).map(|part| part.took).collect();
            took.sort_by(f64::total_cmp);
            part.took = took.get(took.len() / 2).copied().unwrap_or(part.took);
        }
        Ok((statements, course))
    }

    async fn once(&self, house: &House, who: &str, path: &str) -> anyhow::Result<(Vec<Statement>, Vec<Part>)> {
        let mut request = Request::get(path).header("host", "localhost").header("accept", "text/html");
        request = request.header(shown_as(who), who).header("accept-language", "en-GB");
        let mut request = request.body(Body::empty())?;
        request.extensions_mut().insert(axum::extract::ConnectInfo(house.host));
        self.0.listens.store(true, Ordering::Relaxed);
        let began = Instant::now();
        let answer = house.pages.clone().oneshot(request).await?;
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await?;
        let ended = Instant::now();
        self.0.listens.store(false, Ordering::Relaxed);
        ensure!(status.is_success() && !body.is_empty(), "{path} answered {status} and {} bytes", body.len());
        let statements = std::mem::take(&mut *self.0.statements.lock().unwrap_or_else(PoisonError::into_inner));
        let mut parts = Vec::new();
        let mut at = began;
        for statement in &statements {
            let sent = statement.ended.checked_sub(statement.took).unwrap_or(at);
            parts.push(Part { what: "·".to_owned(), took: millis(sent.saturating_duration_since(at)) });
            parts.push(Part { what: short(&statement.text), took: millis(statement.took) });
            at = statement.ended;
        }
        parts.push(Part {
            what: "view and template, or JSON; headers".to_owned(),
            took: millis(ended.saturating_duration_since(at)),
        });
        Ok((statements, parts))
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// A statement without its columns.
fn short(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = match (words.find("SELECT "), words.find(" FROM ")) {
        (Some(0), Some(from)) if from > 60 && !words.contains("COUNT(") => format!("SELECT …{}", &words[from..]),
        _ => words,
    };
    cut.chars().take(150).collect()
}

/// The two things that are read of an event.
#[derive(Default)]
struct Told {
    summary: String,
    text: String,
    took: f64,
}

impl Visit for Told {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "db.statement" => value.clone_into(&mut self.text),
            "summary" => value.clone_into(&mut self.summary),
            _ => {}
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "elapsed_secs" {
            self.took = value;
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "db.statement" => self.text = format!("{value:?}"),
            "summary" => self.summary = format!("{value:?}"),
            _ => {}
        }
    }
}

impl Subscriber for Ear {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == "sqlx::query" { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query" && self.0.listens.load(Ordering::Relaxed)
    }

    fn event(&self, event: &Event<'_>) {
        let ended = Instant::now();
        let mut told = Told::default();
        event.record(&mut told);
        let text = if told.text.trim().is_empty() { told.summary } else { told.text.trim().to_owned() };
        let statement = Statement { text, ended, took: Duration::from_secs_f64(told.took) };
        self.0.statements.lock().unwrap_or_else(PoisonError::into_inner).push(statement);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
