//! The desk's pages about imports. What they show and do lies in `sync`; here it is put on pages.

mod pages;
mod texts;
mod track;
mod views;

pub use pages::pages;
pub use texts::TEXTS;
