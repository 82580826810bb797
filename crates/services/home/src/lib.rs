//! Home: where people arrive. What waits for them, what moves, what has changed; told by the services, gathered by the
//! gate, and nothing else.

mod pages;
mod texts;
mod views;

pub use pages::pages;
pub use texts::TEXTS;
