use std::sync::{Arc, PoisonError, RwLock};

use directory::Brand;
use gateway::Gateway;
use jiff::tz::TimeZone;
use kernel::Problem;
use store::StoreError;
use words::{Catalogue, Templates};

use crate::{AccountLink, Assets, Branding, FileAnswer, Menu, RecordAction, Route, Seal, Secret};

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
    /// The brand, as it was last read.
    brand: RwLock<Arc<Branding>>,
    /// What the side of a page offers, and home first; filled by [`router`](crate::router).
    pub menu: Menu,
    /// What can be done about records; filled by [`router`](crate::router).
    pub actions: Vec<RecordAction>,
    /// Every page and form there is, for the guard tests; filled by [`router`](crate::router).
    pub routes: Vec<Route>,
    /// The lists of records an account has; filled by [`router`](crate::router).
    pub account_links: Vec<AccountLink>,
    /// The files by which operations answer programs; filled by [`router`](crate::router).
    pub files: Vec<FileAnswer>,
    /// The page that lists all accounts below one, below the account's door; filled by [`router`](crate::router).
    pub all_accounts: Option<&'static str>,
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
    /// Whether `/outbox` shows every letter, to whoever asks: none is sent then.
    pub shows_letters: bool,
    /// The zone of times, until a person says otherwise.
    pub zone: TimeZone,
    /// Closes what a copy of the database must not tell.
    pub seal: Seal,
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
        let brand = RwLock::new(Arc::new(Branding::load(gateway.db()).await?));
        let assets = Assets::load().map_err(Problem::unexpected)?;
        let (menu, actions, account_links, routes) = (Menu::default(), Vec::new(), Vec::new(), Vec::new());
        Ok(Self {
            gateway,
            catalogue,
            templates,
            assets,
            settings,
            secret,
            brand,
            menu,
            actions,
            account_links,
            files: Vec::new(),
            all_accounts: None,
            routes,
        })
    }

    /// The brand as it now is. Whoever writes several things takes it once, so that they agree.
    pub fn brand(&self) -> Arc<Branding> {
        Arc::clone(&self.brand.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the brand again if it has changed, here or through another instance; tells whether it had.
    ///
    /// # Errors
    /// The database's; then the brand stays as it was.
    pub async fn renew_brand(&self) -> Result<bool, StoreError> {
        let db = self.gateway.db();
        if directory::generation(db, Brand::GENERATION).await? <= self.brand().generation {
            return Ok(false);
        }
        let brand = Arc::new(Branding::load(db).await?);
        let mut kept = self.brand.write().unwrap_or_else(PoisonError::into_inner);
        // Two may read at once; the older of them must not win.
        let is_newer = brand.generation > kept.generation;
        if is_newer {
            *kept = brand;
        }
        Ok(is_newer)
    }
}
