//! The brand as its administrators make it: a name, a postal line, one colour that stays readable, a logo.
//!
//! What is given is not always what is used: a colour that cannot be read is replaced by the nearest that can
//! ([`contrast`]), and a logo is taken apart and written anew ([`logo`]), so that nothing comes along with it.

pub mod contrast;
mod events;
pub mod logo;
mod pages;
mod queries;
mod restyle;
mod texts;
mod views;

use directory::Brand;
use gateway::Service;

pub use events::{BrandRestyled, Changed};
pub use pages::pages;
pub use queries::{BrandView, ReadBrand};
pub use restyle::{GivenColour, RestyleBrand, RestyleError};
pub use texts::TEXTS;

/// The brand, as it is read and restyled.
pub fn service() -> Service {
    Service::named("branding").object::<Brand>().query::<ReadBrand>().command::<RestyleBrand>()
}
