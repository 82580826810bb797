//! Who may open the pages: the browser in which the address that the terminal printed was opened, once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, header};

/// The cookie by which the browser is known.
const COOKIE: &str = "portico-first-run";

/// Kept in memory, and of what lets in only the hash.
pub(super) struct Door {
    /// What the address that was printed ends in, until it was opened.
    invitation: Mutex<Option<String>>,
    /// What the browser keeps that opened it.
    session: Mutex<Option<String>>,
    /// What every form of ours brings along.
    csrf: String,
}

impl Door {
    /// A door, and what opens it.
    pub fn new() -> (Self, String) {
        let token = front::new_token();
        let invitation = Mutex::new(Some(directory::token_hash(&token)));
        (Self { invitation, session: Mutex::new(None), csrf: front::new_token() }, token)
    }

    /// Whether this opens it still. Looking opens nothing.
    pub fn would_open(&self, token: &str) -> bool {
        kept(&self.invitation).as_deref() == Some(directory::token_hash(token).as_str())
    }

    /// Opens it, once; gives the cookie for the browser.
    pub fn open(&self, token: &str) -> Option<String> {
        let hash = directory::token_hash(token);
        kept(&self.invitation).take_if(|known| *known == hash)?;
        let session = front::new_token();
        *kept(&self.session) = Some(directory::token_hash(&session));
        Some(format!("{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict"))
    }

    /// Whether it is the browser that opened it.
    pub fn knows(&self, headers: &HeaderMap) -> bool {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let Some((_, session)) = pairs.find(|(name, _)| *name == COOKIE) else { return false };
        kept(&self.session).as_deref() == Some(directory::token_hash(session).as_str())
    }

    /// What a form has to bring along.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Whether a form is one of ours.
    pub fn gave(&self, csrf: &str) -> bool {
        directory::token_hash(csrf) == directory::token_hash(&self.csrf)
    }
}

fn kept(place: &Mutex<Option<String>>) -> MutexGuard<'_, Option<String>> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::Door;

    #[test]
    fn the_address_opens_one_browser_and_no_second_one() {
        let (door, token) = Door::new();
        assert!(door.would_open(&token) && !door.would_open("else") && door.open("else").is_none());
        let cookie = door.open(&token).expect("it was not opened before");
        assert!(!door.would_open(&token) && door.open(&token).is_none());
        let pair = cookie.split(';').next().expect("a name and a value").to_owned();
        let sent = |line: &str| {
            let line = HeaderValue::from_str(line).expect("a line");
            door.knows(&HeaderMap::from_iter([(header::COOKIE, line)]))
        };
        assert!(sent(&format!("other=1; {pair}")));
        assert!(!sent("portico-first-run=else") && !sent("other=1") && !door.knows(&HeaderMap::new()));
        assert!(door.gave(door.csrf()) && !door.gave(""));
    }
}
