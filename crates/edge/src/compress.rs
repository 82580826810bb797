use axum::{extract::Request, http::header, middleware::Next, response::Response};
use tower_http::compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::SizeAbove};

/// Below this many bytes an answer fits one packet anyway.
const WORTH_IT: u64 = 1024;

/// Compresses text, with brotli or gzip as the browser likes; not images, nor streams of events.
pub(crate) fn layer() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().compress_when(DefaultPredicate::new().and(SizeAbove::new(WORTH_IT)))
}

/// Leaves answers uncompressed that another site made the browser ask for: the length of a compressed page tells
/// whoever chooses a part of it about the rest, a form's token for instance (BREACH, Black Hat 2013).
pub(crate) async fn beware(mut request: Request, next: Next) -> Response {
    let from_elsewhere = request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    if from_elsewhere {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    next.run(request).await
}
