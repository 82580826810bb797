//! What the journal says of apps, beyond what was done.

use directory::App;
use journal::Event;
use kernel::{Id, Timestamp};
use serde::Serialize;

/// An app was registered.
#[derive(Clone, Debug, Serialize)]
pub struct AppRegistered {
    /// The app.
    pub app: Id<App>,
    /// Where people may be sent back to.
    pub redirects: Vec<String>,
    /// What it may do at the desk by itself, by the names of operations.
    pub actions: Vec<String>,
}

impl Event for AppRegistered {
    const NAME: &'static str = "apps.registered";
}

/// Somebody let an app act for them.
#[derive(Clone, Debug, Serialize)]
pub struct AppAllowed {
    /// The key it has since.
    pub key: Id<access::ApiKey>,
    /// What it calls itself.
    pub client_id: String,
    /// What it may do, by the names of operations.
    pub actions: Vec<String>,
    /// First instant it may no longer.
    pub expires_at: Timestamp,
}

impl Event for AppAllowed {
    const NAME: &'static str = "apps.allowed";
}

/// A token that counts once was shown twice, so that what the app was allowed ended.
#[derive(Clone, Debug, Serialize)]
pub struct AppReplayed {
    /// The key it had.
    pub key: Id<access::ApiKey>,
}

impl Event for AppReplayed {
    const NAME: &'static str = "apps.replayed";
}
