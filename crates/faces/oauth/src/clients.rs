//! Who an app is: registered at the desk, or known by an address of its own, at which it says so (OAuth Client ID Metadata
//! Document).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use front::Site;
use gateway::Line;
use identity::Outside;
use kernel::Timestamp;
use serde::Deserialize;
use store::StoreError;
use url::Url;

use crate::redirects;

/// How long is believed what an app said of itself.
const BELIEVED: Duration = Duration::from_mins(10);

/// Of how many apps is kept what they said.
const KEPT: usize = 200;

/// An app that asks to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    /// What it calls itself.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// Where people may be sent back to.
    pub redirects: Vec<String>,
    /// Under which host it says so, if nobody has registered it.
    pub says_so_at: Option<String>,
}

/// What apps lately said of themselves, each at its own address.
#[derive(Clone, Default)]
pub struct Documents(Arc<Mutex<BTreeMap<String, (Timestamp, Client)>>>);

/// As much of such a document as counts here.
#[derive(Deserialize)]
struct Document {
    client_id: String,
    client_name: Option<String>,
    redirect_uris: Vec<String>,
    token_endpoint_auth_method: Option<String>,
}

/// Whether an app is known by an address.
pub(crate) fn is_address(client_id: &str) -> bool {
    client_id.contains("://")
}

/// The app that calls itself so, as far as anybody knows it.
///
/// # Errors
/// The database's.
pub(crate) async fn client(
    site: &Site,
    outside: &Outside,
    documents: &Documents,
    client_id: &str,
) -> Result<Option<Client>, StoreError> {
    if is_address(client_id) {
        return Ok(documents.of(outside, client_id, site.gateway.clock().now()).await);
    }
    let app = directory::app_called(site.gateway.db(), client_id).await?;
    Ok(app.map(|app| Client { client_id: app.client_id, name: app.name, redirects: app.redirects.0, says_so_at: None }))
}

impl Documents {
    async fn of(&self, outside: &Outside, address: &str, now: Timestamp) -> Option<Client> {
        if let Some(client) = self.kept(address, now) {
            return Some(client);
        }
        if !is_own_address(address) {
            return None;
        }
        let bytes = match outside.get(address).await {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "An app could not be asked who it is");
                return None;
            }
        };
        let client = read(address, &bytes)?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (at, _)| now.since(*at) < BELIEVED);
        if kept.len() < KEPT {
            kept.insert(address.to_owned(), (now, client.clone()));
        }
        Some(client)
    }

    fn kept(&self, address: &str, now: Timestamp) -> Option<Client> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, client) = kept.get(address)?;
        (now.since(*at) < BELIEVED).then(|| client.clone())
    }
}

/// Whether the address may be an app's name: one document, written in one way only. Whether it may be asked, the way
/// outside says.
fn is_own_address(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    url.as_str() == address && url.fragment().is_none() && url.path() != "/" && address.len() <= 400
}

fn read(address: &str, bytes: &[u8]) -> Option<Client> {
    let document: Document = serde_json::from_slice(bytes).ok()?;
    // Whoever has no secret here shows none.
    let is_public = document.token_endpoint_auth_method.as_deref().is_none_or(|way| way == "none");
    let fits = document.client_id == address && is_public && !document.redirect_uris.is_empty();
    if !fits || !document.redirect_uris.iter().all(|redirect| redirects::is_fit(redirect)) {
        return None;
    }
    let host = redirects::host(address);
    let name = document.client_name.and_then(|name| Line::<80>::parse(&name).ok());
    Some(Client {
        client_id: document.client_id,
        name: name.map_or_else(|| host.clone(), |name| name.as_str().to_owned()),
        redirects: document.redirect_uris,
        says_so_at: Some(host),
    })
}

#[cfg(test)]
mod tests {
    use super::{is_own_address, read};

    const HERE: &str = "https://app.example/client.json";

    fn said(id: &str, rest: &str) -> Option<String> {
        let text = format!("{{\"client_id\": \"{id}\", \"redirect_uris\": [\"https://app.example/back\"]{rest}}}");
        read(HERE, text.as_bytes()).map(|client| client.name)
    }

    #[test]
    fn an_app_speaks_for_its_own_address_alone() {
        assert_eq!(said(HERE, ", \"client_name\": \"Stock planner\"").as_deref(), Some("Stock planner"));
        assert_eq!(said(HERE, "").as_deref(), Some("app.example"));
        assert_eq!(said("https://other.example/client.json", ""), None);
        assert_eq!(said(HERE, ", \"token_endpoint_auth_method\": \"client_secret_basic\""), None);
        assert_eq!(read(HERE, b"<html>"), None);
    }

    #[test]
    fn an_address_that_names_an_app_is_written_in_one_way() {
        assert!(is_own_address(HERE));
        for wrong in ["https://app.example", "https://app.example/", "https://APP.example/c", "https://a.example/c#x"] {
            assert!(!is_own_address(wrong), "{wrong}");
        }
    }
}
