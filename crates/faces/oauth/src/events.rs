//! What the journal says of apps, beyond what was done.

use directory::App;
use kernel::{Id, Timestamp};

journal::events! {
    /// An app was registered.
    AppRegistered = "apps.registered" {
        /// The app.
        app: Id<App>,
        /// Where people may be sent back to.
        redirects: Vec<String>,
        /// What it may do at the desk by itself, by the names of operations.
        actions: Vec<String>,
    }
    /// Somebody let an app act for them.
    AppAllowed = "apps.allowed" {
        /// The key it has since.
        key: Id<access::ApiKey>,
        /// What it calls itself.
        client_id: String,
        /// What it may do, by the names of operations.
        actions: Vec<String>,
        /// First instant it may no longer.
        expires_at: Timestamp,
    }
    /// A token that counts once was shown twice, so that what the app was allowed ended.
    AppReplayed = "apps.replayed" {
        /// The key it had.
        key: Id<access::ApiKey>,
    }
}
