use std::{
    cell::Cell,
    error::Error,
    fmt,
    future::poll_fn,
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook},
    pin::{Pin, pin},
    task::{Context, Poll},
};

thread_local! {
    /// Whether [`caught`] waits for a panic of this thread.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    /// The last panic while it did.
    static LAST: Cell<Option<Panicked>> = const { Cell::new(None) };
}

/// A piece of work that panicked: what may be told of it.
///
/// The full message of a panic is not here: it may quote what somebody typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panicked {
    /// File, line and column; nothing when [`crate::init`] was not called.
    pub at: Option<String>,
    /// The message, if it is a constant of the program.
    pub says: Option<&'static str>,
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("panicked")?;
        if let Some(at) = &self.at {
            write!(f, " at {at}")?;
        }
        if let Some(says) = self.says {
            write!(f, ": {says}")?;
        }
        Ok(())
    }
}

impl Error for Panicked {}

impl Panicked {
    fn of(info: &PanicHookInfo<'_>) -> Self {
        Self {
            at: info.location().map(ToString::to_string),
            says: info.payload().downcast_ref::<&'static str>().copied(),
        }
    }
}

/// Does the work; a panic in it ends only the work. Whoever calls this sees to it that it is logged, nobody else does.
///
/// # Errors
/// [`Panicked`] when it did.
pub async fn caught<F: Future>(work: F) -> Result<F::Output, Panicked> {
    let mut work = pin!(work);
    poll_fn(move |context| poll_watched(work.as_mut(), context)).await
}

fn poll_watched<F: Future>(work: Pin<&mut F>, context: &mut Context<'_>) -> Poll<Result<F::Output, Panicked>> {
    let _watch = Watch::begin();
    // Nothing of the work is looked at again after a panic, so no broken promise of its can be seen.
    match catch_unwind(AssertUnwindSafe(|| work.poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Err(_) => Poll::Ready(Err(LAST.take().unwrap_or_default())),
    }
}

/// While it lives, panics of this thread are kept for [`caught`]; then it is as before.
struct Watch {
    before: bool,
}

impl Watch {
    fn begin() -> Self {
        Self { before: WATCHED.replace(true) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        WATCHED.set(self.before);
    }
}

/// Sees to it that every panic is told once: by the catcher if there is one, else by a line in the log.
pub(crate) fn tell() {
    set_hook(Box::new(|info| {
        let panicked = Panicked::of(info);
        // A thread that is about to end has no such cells any more; then nobody catches either.
        if WATCHED.try_with(Cell::get).unwrap_or(false) {
            LAST.set(Some(panicked));
            return;
        }
        tracing::error!(
            panic.at = panicked.at.as_deref(),
            panic.says = panicked.says,
            "A part of the program panicked"
        );
    }));
}

#[cfg(test)]
mod tests {
    use super::{LAST, Panicked, WATCHED, caught, tell};

    #[tokio::test]
    async fn work_that_ends_well_gives_its_output() {
        assert_eq!(caught(async { 7 }).await, Ok(7));
    }

    #[tokio::test]
    async fn a_panic_ends_only_the_work_and_is_kept_with_its_place() {
        tell();
        let outcome: Result<(), Panicked> = caught(async { panic!("a constant of the program") }).await;
        // From here on a failed assertion is printed again.
        drop(std::panic::take_hook());
        let panicked = outcome.expect_err("it panicked");
        assert_eq!(panicked.says, Some("a constant of the program"));
        assert!(panicked.to_string().ends_with(": a constant of the program"));
        assert!(panicked.at.is_some_and(|at| at.contains("panics.rs")));
        assert!(!WATCHED.get());
        assert_eq!(LAST.take(), None);
    }
}
