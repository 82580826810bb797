#![expect(clippy::disallowed_methods, reason = "the brand's name stands on every page, also before anybody signs in")]

use std::sync::Arc;

use directory::Brand;
use gateway::Gateway;
use jiff::tz::TimeZone;
use kernel::Problem;
use serde::Serialize;
use store::{Db, StoreError};
use words::{Catalogue, Templates};

use crate::{Assets, Menu, RecordAction, Route, Secret};

/// Everything pages need; one in a process.
pub struct Site {
    /// The gate.
    pub gateway: Arc<Gateway>,
    /// Every message.
    pub catalogue: Arc<Catalogue>,
    /// Every template.
    pub templates: Templates,
    /// Styles and scripts.
    pub assets: Assets,
    /// How the portal is reached.
    pub settings: SiteSettings,
    /// Signs forms and toasts.
    pub secret: Secret,
    /// What the portal is called.
    pub brand: Branding,
    /// What the side of a page offers; filled by [`router`](crate::router).
    pub menu: Menu,
    /// What can be done about records; filled by [`router`](crate::router).
    pub actions: Vec<RecordAction>,
    /// Every page and form there is, for the guard tests; filled by [`router`](crate::router).
    pub routes: Vec<Route>,
}

/// The state of every handler.
pub type Shared = Arc<Site>;

/// How the portal is reached.
#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// Its address, as it stands in mails: `https://portal.example`, without a slash at its end.
    pub base_url: String,
    /// Whether browsers reach it over TLS; then cookies are sent over nothing else.
    pub secure_cookies: bool,
    /// Whether it only shows itself off.
    pub demo: bool,
    /// The zone of times, until a person says otherwise.
    pub zone: TimeZone,
}

/// What a brand puts on every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Branding {
    /// The portal's name.
    pub name: String,
    /// The address of its logo, if it has one.
    pub logo: Option<String>,
    /// The address of its style sheet, if it has one.
    pub stylesheet: Option<String>,
}

impl Site {
    /// A site over a gateway, with the secret and the brand its database holds.
    ///
    /// # Errors
    /// The database's; styles and scripts that are not there.
    pub async fn open(
        gateway: Arc<Gateway>,
        catalogue: Arc<Catalogue>,
        templates: Templates,
        settings: SiteSettings,
    ) -> Result<Self, Problem> {
        let secret = Secret::load(gateway.db(), gateway.clock().now()).await?;
        let brand = Branding::load(gateway.db()).await?;
        let assets = Assets::load().map_err(Problem::unexpected)?;
        let (menu, actions, routes) = (Menu::default(), Vec::new(), Vec::new());
        Ok(Self { gateway, catalogue, templates, assets, settings, secret, brand, menu, actions, routes })
    }
}

impl Branding {
    /// The first brand there is, or Portico's own.
    ///
    /// # Errors
    /// The database's.
    pub async fn load(db: &Db) -> Result<Self, StoreError> {
        let found = db.unguarded().first(Brand::NAME.is_known()).await?;
        Ok(Self { name: found.map_or_else(|| "Portico".to_owned(), |brand| brand.name), logo: None, stylesheet: None })
    }
}
