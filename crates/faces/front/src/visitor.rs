use std::{ops::Deref, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::Problem;

use crate::{Failure, Visit};

/// Whoever asks, signed in or not.
#[derive(Clone)]
pub struct Visitor(Arc<Visit>);

impl Visitor {
    /// Whoever makes this visit.
    pub(crate) fn of(visit: Visit) -> Self {
        Self(Arc::new(visit))
    }
}

impl Deref for Visitor {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let visit = parts.extensions.get::<Arc<Visit>>().cloned();
        visit.map(Self).ok_or_else(|| Problem::unexpected("a page was asked for past the layer around pages").into())
    }
}
