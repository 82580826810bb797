use std::net::IpAddr;

use axum::http::{HeaderMap, header};
use directory::Session;
use front::{Site, Visit};
use kernel::{Id, Message, Timestamp};
use store::Db;

use crate::{Device, network::network};

/// Whoever asks to be let in: one browser, before it is known whose it is.
pub(crate) struct Asker<'v> {
    visit: &'v Visit,
    /// What the browser says it is.
    pub device: Device,
    /// SHA-256 of the browser's secret.
    pub browser_hash: String,
    /// The network it is in.
    pub network: String,
    /// Its address.
    pub address: String,
}

impl<'v> Asker<'v> {
    /// The browser behind a visit.
    pub fn of(visit: &'v Visit, headers: &HeaderMap) -> Self {
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let client = visit.client.map(|client| client.to_canonical());
        Self {
            visit,
            device: Device::from_user_agent(agent),
            browser_hash: directory::token_hash(&visit.browser),
            network: client.map_or_else(|| "unknown".to_owned(), network),
            address: client.as_ref().map_or_else(String::new, IpAddr::to_string),
        }
    }

    /// The visit.
    pub fn visit(&self) -> &'v Visit {
        self.visit
    }

    /// The site.
    pub fn site(&self) -> &'v Site {
        self.visit.site()
    }

    /// The database.
    pub fn db(&self) -> &'v Db {
        self.site().gateway.db()
    }

    /// When it asks; one instant for the whole request.
    pub fn now(&self) -> Timestamp {
        self.visit.formats.now()
    }

    /// The session it came with, if that still counts.
    pub fn session(&self) -> Option<Id<Session>> {
        self.visit.admission.as_ref().map(|admission| admission.session)
    }

    /// A message in the reader's words.
    pub fn say(&self, message: &Message) -> String {
        self.site().catalogue.put(&self.visit.locale, message, &self.visit.formats)
    }

    /// A whole address within the portal. Built from the settings only; what a request calls us does not count.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.site().settings.base_url.trim_end_matches('/'))
    }
}
