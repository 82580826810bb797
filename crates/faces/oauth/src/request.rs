//! What an app asks of a person, once it is certain whose it is and where the answer goes.

use std::collections::BTreeSet;

use front::{Failure, Kept, Signed};
use gateway::Raw;
use identity::Outside;
use kernel::{Message, Problem};

use crate::{
    clients::{self, Client, Documents},
    forms::{Twice, one},
    pkce, redirects,
};

/// What is passed on from page to page, as it came.
const NAMES: [&str; 8] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "code_challenge",
    "code_challenge_method",
    "scope",
    "state",
    "resource",
];

/// A request that can be answered.
pub(crate) struct Request {
    /// Who asks.
    pub client: Client,
    /// Where the answer goes.
    pub to: Answered,
    /// What the app's verifier comes to.
    pub challenge: String,
    /// What is asked for, by the names of operations.
    pub actions: Vec<String>,
    said: Vec<(&'static str, String)>,
}

/// Where an answer goes: an address of the app's own, and what it wants to hear again there.
pub(crate) struct Answered {
    /// What people call the app.
    pub name: String,
    /// The address.
    pub redirect: String,
    /// Whether the desk has registered it; else anybody may have said that it is theirs.
    pub registered: bool,
    state: Option<String>,
    issuer: String,
}

/// Why a request is not shown to anybody.
pub(crate) enum Refused {
    /// It is not known whose it is, or where an answer would go: told on a page of ours.
    Here(Failure),
    /// Told to the app: the code of the error, and what to do about it.
    There(Box<Answered>, &'static str, &'static str),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Here(problem.into())
    }
}

impl From<Twice> for Refused {
    fn from(_: Twice) -> Self {
        here("apps-request-twice")
    }
}

/// What is said of one thing.
fn of(said: &[(&'static str, String)], name: &str) -> Option<String> {
    said.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone())
}

fn here(says: &'static str) -> Refused {
    Refused::Here(Problem::of(&Problem::INVALID, Message::new(says)).into())
}

impl Request {
    /// Reads what came in the address, or with the form of the page that showed it.
    pub async fn read(me: &Signed, outside: &Outside, documents: &Documents, raw: &Raw) -> Result<Self, Refused> {
        let mut said = Vec::new();
        for name in NAMES {
            if let Some(text) = one(raw, name)? {
                said.push((name, text));
            }
        }
        let site = me.site();
        let client_id = of(&said, "client_id").ok_or_else(|| here("apps-request-client"))?;
        let found = clients::client(me, outside, documents, &client_id).await?;
        let client = found.ok_or_else(|| here("apps-request-client"))?;
        let redirect = match (of(&said, "redirect_uri"), client.redirects.as_slice()) {
            (Some(asked), own) if redirects::fits(own, &asked) => asked,
            (None, [only]) => {
                // What is shown and allowed is for this address alone, whatever the app names as its own by then.
                said.push(("redirect_uri", only.clone()));
                only.clone()
            }
            (Some(_) | None, _) => return Err(here("apps-request-redirect")),
        };
        let of = |name: &str| of(&said, name);
        let issuer = site.settings.base_url.clone();
        let registered = client.says_so_at.is_none();
        let to = Answered { name: client.name.clone(), redirect, registered, state: of("state"), issuer };
        let base = &site.settings.base_url;
        let wrong = if of("response_type").as_deref() != Some("code") {
            Some(("unsupported_response_type", "response_type must be code"))
        } else if of("code_challenge_method").as_deref() != Some(pkce::METHOD) {
            Some(("invalid_request", "code_challenge_method must be S256"))
        } else if !of("code_challenge").is_some_and(|challenge| pkce::is_challenge(&challenge)) {
            Some(("invalid_request", "code_challenge must be a SHA-256 in base64url"))
        } else if of("resource").is_some_and(|resource| resource != api::audience(base)) {
            Some(("invalid_target", "resource must be the API of this portal"))
        } else {
            None
        };
        if let Some((error, says)) = wrong {
            return Err(Refused::There(to.into(), error, says));
        }
        let actions = scope(&of("scope").unwrap_or_default());
        let registry = site.gateway.registry();
        if actions.is_empty() || !actions.iter().all(|action| api::offers(registry, action)) {
            return Err(Refused::There(to.into(), "invalid_scope", "scope must name operations of the API"));
        }
        let challenge = of("code_challenge").unwrap_or_default();
        Ok(Self { client, to, challenge, actions, said })
    }

    /// What is asked for and can be given: what whoever looks may do where they act.
    pub fn within(&self, me: &Signed) -> Vec<String> {
        self.actions.iter().filter(|action| me.may(action)).cloned().collect()
    }

    /// The request as it stands in an address.
    pub fn query(&self) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(self.said.iter().map(|(name, text)| (*name, text.as_str())));
        pairs.finish()
    }

    /// The request as a form sends it along.
    pub fn kept(&self) -> Vec<Kept> {
        self.said.iter().map(|(name, text)| Kept { name, value: text.clone() }).collect()
    }
}

impl Answered {
    /// Where a code is brought.
    pub fn with_code(&self, code: &str) -> String {
        self.with(&[("code", code)])
    }

    /// Where it is said that nothing was given, and why.
    pub fn with_error(&self, error: &str, says: &str) -> String {
        self.with(&[("error", error), ("error_description", says)])
    }

    fn with(&self, answer: &[(&str, &str)]) -> String {
        let mut pairs = answer.to_vec();
        if let Some(state) = &self.state {
            pairs.push(("state", state.as_str()));
        }
        // So that an app of several portals knows which one answered (RFC 9207).
        pairs.push(("iss", self.issuer.as_str()));
        redirects::with(&self.redirect, &pairs)
    }
}

/// The operations that a scope names, each once.
pub(crate) fn scope(text: &str) -> Vec<String> {
    let names: BTreeSet<&str> = text.split(' ').filter(|name| !name.is_empty()).collect();
    names.into_iter().map(str::to_owned).collect()
}
