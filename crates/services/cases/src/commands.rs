//! What can be done: ask, answer, close, take up again.

mod close;
mod raise;
mod reopen;
mod reply;

pub use close::CloseCase;
pub(crate) use close::way_back as closure_way_back;
pub use raise::{RaiseCase, Raised};
pub use reopen::ReopenCase;
pub use reply::ReplyToCase;

use gateway::Prose;

/// Words of one message.
pub(crate) type Body = Prose<20_000>;
