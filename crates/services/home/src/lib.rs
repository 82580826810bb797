//! Home: where people arrive. What waits for them, what moves, what has changed, how they stand; told by the services,
//! gathered by the gate. And what they come for.

mod pages;
mod texts;
mod views;

pub use pages::pages;
pub use texts::TEXTS;
