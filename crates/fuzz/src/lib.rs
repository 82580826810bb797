//! Hostile input for whatever reads what strangers send.
//!
//! A *target* is a property that holds for every input: what is read is written alike, what was altered is refused, no
//! answer is a fault of ours. It lies beside the reader it is about, in a module called `hostile` that sees what is
//! private there; so this crate is of use to tests alone and knows none of ours.
//!
//! Inputs are kept in a crate's own folder `fuzz`, and each of them is tried every time. Others are made of them: a few
//! edits each, drawn by [bolero], which runs on the stable compiler, makes what it finds small, and under
//! `cargo bolero test` hands the same targets to libFuzzer, which sees what code an edit reaches. See `docs/fuzzing.md`.
//!
//! ```ignore
//! /// A quote is written as it is read. Red when `Display` leaves the part out.
//! fn a_quote_is_written_as_it_is_read(input: &[u8]) { … }
//!
//! fuzz::target!(quotes, Target::of(fuzz::lines(include_str!("../fuzz/quotes.txt")), &[":"]), a_quote_is_written_as_it_is_read);
//! ```

mod edit;
mod input;
mod target;
mod watch;

pub use bolero;

pub use input::Input;
pub use target::{Length, Started, Target, files, lines};

/// Declares a target: its name, the [`Target`] with its inputs, and what has to hold for each of them; or what makes
/// both, where they need a portal to stand on. It is tried for a moment by `make test`, and for `PORTICO_FUZZ_SECONDS` by
/// `make test-long`.
#[macro_export]
macro_rules! target {
    ($name:ident, $target:expr, $holds:expr) => {
        $crate::target!($name, ($target, $holds));
    };
    ($name:ident, $both:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn holds() {
                let (target, holds) = $both;
                $crate::Target::tried(target, $crate::bolero::check!(), $crate::Length::Short, holds);
            }

            #[test]
            #[ignore = "takes as long as PORTICO_FUZZ_SECONDS says; make test-long runs it"]
            fn holds_for_long() {
                let (target, holds) = $both;
                $crate::Target::tried(target, $crate::bolero::check!(), $crate::Length::Long, holds);
            }
        }
    };
}
