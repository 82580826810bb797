//! Proof that no account sees anything of another.
//!
//! A portal is [seeded](Cast) with two companies that know nothing of each other, people of every role in each place, and
//! rows of every kind with a word of their place in every field that holds words. Then everybody walks every [`FACES`]:
//! whatever is answered may hold no word of an account that is not theirs, and what is foreign must answer exactly as
//! what is absent.
//!
//! The portal is whatever is handed over: what there is to walk is read from its registry and its routes, never from a
//! list. `portico guard` and the guard tests walk the same. The rows and sessions it plants are not asked for through the
//! gate, and its people are vouched for by itself: that is what it is for.
//!
//! Where its own portal cannot even be seeded, it stops with a panic that says so; what it finds, it reports.
#![expect(clippy::disallowed_methods, reason = "it plants rows and plays principals, to see what is made of them")]

pub mod browser;
pub mod cast;
pub mod directories;
mod faces;
mod letters;
pub mod links;
pub mod masked;
pub mod operations;
pub mod pages;
mod paper;
pub mod planted;
mod portal;
pub mod program;
pub mod programs;
mod reach;
mod report;
mod rows;
mod said;
pub mod seeds;
pub mod strangers;
pub mod tries;

pub use browser::Browser;
pub use cast::Cast;
pub use faces::{FACES, Face, Leg};
pub use portal::{App, Portal, settle};
pub use reach::leaked;
pub use report::{Report, Walked};
pub use rows::Row;
pub use said::MESSAGES;
