//! Who an app is: registered at the desk, or known by an address of its own, at which it says so (OAuth Client ID Metadata
//! Document).

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use front::Visit;
use gateway::Line;
use identity::{Outside, may_ask_stranger};
use kernel::{Message, Problem, Timestamp};
use serde::Deserialize;
use url::Url;

use crate::redirects;

/// How long is believed what an app said of itself.
const BELIEVED: Duration = Duration::from_mins(10);

/// How long an app is not asked again that did not say who it is.
const LEFT_ALONE: Duration = Duration::from_mins(3);

/// Of how many apps is kept what they said; of more, what was heard last.
const KEPT: usize = 200;

/// The longest that such a document may be, in bytes.
const LONGEST: usize = 16 * 1024;

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
pub struct Documents(Arc<Mutex<BTreeMap<String, Heard>>>);

/// What was heard at an address, and when; nothing, if it was not who an app is.
#[derive(Clone)]
struct Heard {
    at: Timestamp,
    said: Option<Client>,
}

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
/// The desk has taken it off; too many were asked who they are; the database's.
pub(crate) async fn client(
    visit: &Visit,
    outside: &Outside,
    documents: &Documents,
    client_id: &str,
) -> Result<Option<Client>, Problem> {
    if is_address(client_id) {
        if directory::is_taken_off(visit.site().gateway.db(), client_id).await? {
            return Err(Problem::of(&Problem::INVALID, Message::new("apps-request-refused")));
        }
        return documents.of(visit, outside, client_id).await;
    }
    let app = directory::app_called(visit.site().gateway.db(), client_id).await?;
    Ok(app.map(|app| Client { client_id: app.client_id, name: app.name, redirects: app.redirects.0, says_so_at: None }))
}

impl Documents {
    async fn of(&self, visit: &Visit, outside: &Outside, address: &str) -> Result<Option<Client>, Problem> {
        let now = visit.formats.now();
        if let Some(heard) = self.heard(address, now) {
            return Ok(heard.said);
        }
        let Some(url) = own_address(address) else { return Ok(None) };
        may_ask_stranger(visit, url.host_str().unwrap_or_default()).await?;
        let said = match outside.read_stranger(&url).await {
            Ok(bytes) => read(address, &bytes),
            Err(error) => {
                tracing::debug!(error = &error as &dyn std::error::Error, "An app could not be asked who it is");
                None
            }
        };
        self.keep(address, Heard { at: now, said: said.clone() });
        Ok(said)
    }

    fn heard(&self, address: &str, now: Timestamp) -> Option<Heard> {
        self.all().get(address).filter(|heard| heard.counts(now)).cloned()
    }

    fn keep(&self, address: &str, heard: Heard) {
        let mut all = self.all();
        all.retain(|_, before| before.counts(heard.at));
        if all.len() >= KEPT {
            let oldest = all.iter().min_by_key(|(_, heard)| heard.at).map(|(address, _)| address.clone());
            if let Some(oldest) = oldest {
                all.remove(&oldest);
            }
        }
        all.insert(address.to_owned(), heard);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Heard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    fn counts(&self, now: Timestamp) -> bool {
        now.since(self.at) < if self.said.is_some() { BELIEVED } else { LEFT_ALONE }
    }
}

/// The address, if it may be an app's name: a document of a host's, over TLS at the usual port, written in one way.
fn own_address(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let is_document = url.scheme() == "https" && url.port().is_none() && url.path() != "/";
    (is_plain && is_document && url.as_str() == address && address.len() <= 400).then_some(url)
}

/// What a document at this address says of its app; nothing where it does not speak for itself alone.
pub(crate) fn read(address: &str, bytes: &[u8]) -> Option<Client> {
    if bytes.len() > LONGEST {
        return None;
    }
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
    use std::time::Duration;

    use kernel::Timestamp;

    use super::{Client, Documents, Heard, KEPT, own_address, read};

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
        assert!(own_address(HERE).is_some());
        let wrong = [
            "https://app.example",
            "https://app.example/",
            "https://APP.example/c",
            "https://a.example/c#x",
            "https://a.example:8443/c",
            "https://a.example:443/c",
            "https://a:b@a.example/c",
            "http://a.example/c",
        ];
        for wrong in wrong {
            assert!(own_address(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_was_heard_last_is_kept_and_for_a_while() {
        const NOON: Timestamp = Timestamp::from_micros(1_773_316_800_000_000);
        let client_id = HERE.to_owned();
        let client = Client { client_id, name: String::new(), redirects: Vec::new(), says_so_at: None };
        let documents = Documents::default();
        documents.keep("known", Heard { at: NOON, said: Some(client) });
        documents.keep("silent", Heard { at: NOON, said: None });
        let after = |minutes: u64| NOON.plus(Duration::from_mins(minutes));
        let knows = |address: &str, minutes: u64| documents.heard(address, after(minutes)).is_some();
        assert!(knows("known", 9) && !knows("known", 10), "what it said is believed for ten minutes");
        assert!(knows("silent", 2) && !knows("silent", 3), "who said nothing is asked again sooner");
        for number in 0..u64::try_from(KEPT).expect("a few") {
            let at = NOON.plus(Duration::from_millis(number + 1));
            documents.keep(&format!("other {number}"), Heard { at, said: None });
        }
        assert!(!knows("known", 0) && !knows("silent", 0), "the oldest made room");
        assert!(knows("other 0", 1) && documents.all().len() == KEPT);
    }
}
