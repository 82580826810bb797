//! What apps that nobody has registered say of themselves, and where they would have people sent.

use fuzz::{Target, lines};
use url::Url;

use crate::{clients, redirects};

const HERE: &str = "https://app.example/client.json";

/// People are sent to an app's own address, over TLS or to their own machine, with a port of its choice there alone. Red
/// when addresses are compared by how they begin, or what stands before an `@` is taken for the host.
fn nobody_is_sent_to_anybody_else(input: &[u8]) {
    let own = ["https://app.example/back?x=1".to_owned(), "http://127.0.0.1/back".to_owned()];
    let asked = String::from_utf8_lossy(input);
    if !redirects::fits(&own, &asked) {
        return;
    }
    assert!(redirects::is_fit(&asked), "{asked}");
    for address in [asked.to_string(), redirects::with(&asked, &[("code", "a b"), ("state", "&=#")])] {
        let url = Url::parse(&address).expect("it was looked at");
        let is_apps = url.scheme() == "https" && url.host_str() == Some("app.example") && url.port().is_none();
        let is_ours = url.scheme() == "http" && url.host_str() == Some("127.0.0.1");
        assert!((is_apps || is_ours) && url.path() == "/back", "{address}");
        assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none(), "{address}");
    }
}

fuzz::target!(
    addresses,
    Target::of(lines(include_str!("../fuzz/addresses.txt")), &["@", "#", "\\", ":8443", "?", "/", ".."]),
    nobody_is_sent_to_anybody_else
);

/// A document speaks for the address it stands at, calls its app by a short name on one line, and sends people where an
/// app may. Red when the document's own `client_id` is believed.
fn an_app_speaks_for_its_own_address(input: &[u8]) {
    let Some(client) = clients::read(HERE, input) else { return };
    assert_eq!((client.client_id.as_str(), client.says_so_at.as_deref()), (HERE, Some("app.example")));
    assert!(client.name.chars().count() <= 80 && !client.name.chars().any(char::is_control), "{client:?}");
    assert!(!client.redirects.is_empty() && client.redirects.iter().all(|to| redirects::is_fit(to)), "{client:?}");
}

fuzz::target!(
    documents,
    Target::of(
        lines(include_str!("../fuzz/documents.txt")),
        &["\"client_name\":", "\"client_id\":", "\\n", "null", "[", "{", "https://evil.example/", "\"none\""]
    ),
    an_app_speaks_for_its_own_address
);
