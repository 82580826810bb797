use std::borrow::Cow;

use kernel::Problem;
use telemetry::spans;
use tracing::Span;

use crate::Done;

/// Counts a command by how it ended, and says so where that was our fault.
pub(crate) fn tell<T>(told: &Span, name: Cow<'static, str>, ended: &Result<Done<T>, Problem>) {
    let outcome = match ended {
        Ok(done) if done.repeated => "repeated",
        Ok(_) => "done",
        Err(problem) => match problem.kind().status {
            403 | 404 => "refused",
            500.. => {
                spans::failed(told);
                "failed"
            }
            _ => "invalid",
        },
    };
    metrics::counter!("commands_total", "command" => name, "outcome" => outcome).increment(1);
}
