use std::{error::Error, net::IpAddr, sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{Kind, Message, Problem};
use telemetry::{Panicked, caught};
use tokio::time::timeout;

use crate::{
    Face, Settings, client,
    hosts::Hosts,
    intake::{self, Intake},
    limits::Limits,
    pages,
};

/// The request is for a host that is not ours.
static MISDIRECTED: Kind = Kind { slug: "misdirected", status: 421 };
/// The request did not arrive in time.
static TOO_SLOW: Kind = Kind { slug: "too-slow", status: 408 };

/// What no request gets around.
pub(crate) struct Guard {
    hosts: Hosts,
    limits: Arc<Limits>,
    proxy_hops: u8,
    body_limit: usize,
    patience: Duration,
    face: Option<Arc<dyn Face>>,
}

/// Why a request gets no answer of the pages.
enum Refusal {
    /// It asks again too soon; it may in so many seconds.
    TooMany(u32),
    /// It brings more than is taken.
    TooLarge,
    /// It did not arrive in time.
    TooSlow,
    /// The answer did not begin in time.
    Overdue,
    /// The answer broke.
    Panicked(Panicked),
}

/// Lets through what is for us, in measure and in time, and sees to it that whatever happens there is an answer.
pub(crate) async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let (mut asked, body) = request.into_parts();
    if !guard.hosts.admit(&asked) {
        // No page: it would show a brand under a name that is not its own.
        return pages::failure(Problem::of(&MISDIRECTED, Message::new("problem-misdirected")));
    }
    let client = client::address(&asked, guard.proxy_hops);
    if let Some(client) = client {
        pages::place(&mut asked, client);
    }
    match guard.pass(&asked, client::network(client), body, next).await {
        Ok(response) => response,
        Err(refusal) => guard.refuse(&asked, refusal).await,
    }
}

impl Guard {
    pub fn new(settings: &Settings, limits: Arc<Limits>, face: Option<Arc<dyn Face>>) -> Self {
        Self {
            hosts: Hosts::new(&settings.hosts),
            limits,
            proxy_hops: settings.trusted_proxy_hops,
            body_limit: settings.body_limit,
            patience: settings.request_timeout,
            face,
        }
    }

    async fn pass(&self, asked: &Parts, network: IpAddr, body: Body, next: Next) -> Result<Response, Refusal> {
        self.limits.count(pages::session(&asked.headers), network).map_err(Refusal::TooMany)?;
        if intake::announces_more(&asked.headers, self.body_limit) {
            return Err(Refusal::TooLarge);
        }
        let (intake, gauge) = Intake::new(body, self.body_limit);
        let request = Request::from_parts(asked.clone(), Body::new(intake));
        let outcome = timeout(self.patience, caught(next.run(request))).await;
        match outcome {
            _ if gauge.is_over() => Err(Refusal::TooLarge),
            Err(_) if gauge.is_waiting() => Err(Refusal::TooSlow),
            Err(_) => Err(Refusal::Overdue),
            Ok(Err(panicked)) => Err(Refusal::Panicked(panicked)),
            Ok(Ok(response)) => Ok(response),
        }
    }

    async fn refuse(&self, asked: &Parts, refusal: Refusal) -> Response {
        let wait = match refusal {
            Refusal::TooMany(seconds) => Some(seconds),
            Refusal::TooLarge | Refusal::TooSlow | Refusal::Overdue | Refusal::Panicked(_) => None,
        };
        let mut response = self.tell(asked, refusal.into()).await;
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// The page for a problem; without a face, or when that breaks, the bare status. Whoever words it logs it.
    async fn tell(&self, asked: &Parts, problem: Problem) -> Response {
        let Some(face) = &self.face else {
            log(asked, &problem);
            return pages::failure(problem);
        };
        let failure = pages::failure(problem);
        let status = failure.status();
        match caught(async { face.word(asked, failure) }).await {
            Ok(page) => page,
            Err(panicked) => {
                let (request, error) = (pages::name_of(asked), &panicked as &(dyn Error + 'static));
                tracing::error!(request, error, "The page for a problem could not be made");
                status.into_response()
            }
        }
    }
}

/// Says what is ours to mend; what clients do is in the access log.
fn log(asked: &Parts, problem: &Problem) {
    if problem.kind().status >= 500 {
        let (request, error) = (pages::name_of(asked), problem.cause().map(|cause| cause as &(dyn Error + 'static)));
        tracing::error!(request, kind = problem.kind().slug, error, "A request got no answer");
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooMany(seconds) => {
                Self::of(&Self::TOO_MANY, Message::new("problem-too-many").with("seconds", seconds))
            }
            Refusal::TooLarge => Self::of(&Self::TOO_LARGE, Message::new("problem-too-large")),
            Refusal::TooSlow => Self::of(&TOO_SLOW, Message::new("problem-too-slow")),
            Refusal::Overdue => Self::unavailable("the answer did not begin in time"),
            Refusal::Panicked(panicked) => Self::unexpected(panicked),
        }
    }
}
