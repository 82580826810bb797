use journal::{Audience, Event};
use serde::Serialize;

/// What of a brand was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// Its name.
    Name,
    /// Its postal line.
    Postal,
    /// Its colour.
    Colour,
    /// Its logo.
    Logo,
}

/// A brand looks different from now on.
#[derive(Clone, Debug, Serialize)]
pub struct BrandRestyled {
    /// In what.
    pub changed: Vec<Changed>,
}

impl Event for BrandRestyled {
    const NAME: &'static str = "brands.restyled";
    const AUDIENCE: Audience = Audience::Desk;
}
