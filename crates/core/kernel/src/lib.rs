//! Words every part of Portico shares. No I/O.
//!
//! Parse once, at the border: whoever holds one of these types holds a legal value.

mod clock;
mod date;
#[cfg(test)]
mod hostile;
mod id;
mod message;
mod money;
mod page;
mod problem;
mod public;
mod turn;

pub use clock::{Clock, ManualClock, SystemClock, Timestamp};
pub use date::Date;
pub use id::{Id, Noun, ParseIdError, Ref};
pub use message::{Arg, Message};
pub use money::{Currency, Money, MoneyError, UnitPrice};
pub use page::{Cursor, CursorError, Limit, Page};
pub use problem::{FieldError, Kind, Pointer, Problem};
pub use public::is_public;
pub use turn::{Step, StepState, Track, Turn};
