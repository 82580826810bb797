use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use kernel::Problem;
use store::{Refused, StoreError};
use words::WordsError;

/// Why a handler gave no page. It is put into words, and logged, once: by the layer around every page.
#[derive(Debug)]
pub struct Failure(pub Problem);

/// A problem on its way out of a handler; it lies in the response's extensions until it is worded.
#[derive(Clone, Debug)]
pub(crate) struct Unworded(pub Arc<Problem>);

impl Failure {
    /// Whether the form can be shown again with what is to be put right: see [`Visit::form_page`](crate::Visit::form_page).
    pub fn is_mendable(&self) -> bool {
        [&Problem::INVALID, &Problem::CONFLICT, &Problem::TOO_LARGE].contains(&self.0.kind())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Unworded(Arc::new(self.0)));
        response
    }
}

/// The status that goes with a problem.
pub(crate) fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.kind().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}
impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}
impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self(refused.into())
    }
}
impl From<WordsError> for Failure {
    fn from(error: WordsError) -> Self {
        Self(Problem::unexpected(error))
    }
}
