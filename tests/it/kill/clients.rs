//! Who asks a portal that may be gone at any moment, as a careful client does: each request under a name of its own,
//! and again, word for word, until it is answered.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use access::Account;
use kernel::Id;
use serde_json::{Value, json};

use crate::wire::{Heard, Tab, ask};

/// How long a client rests after an answer.
const BREATH: Duration = Duration::from_millis(40);

/// How long one waits who is asked to come back later.
const LATER: Duration = Duration::from_millis(20);

/// The cases there are, as far as anybody was told of them.
type Known = Arc<Mutex<Vec<String>>>;

/// A program with a key, which raises cases and replies to them. No two things it says are the same.
pub struct Client {
    name: String,
    bearer: String,
    place: String,
    raises: bool,
    cases: Known,
    said: usize,
    waiting: Option<Wanted>,
    /// What it was answered.
    pub told: Vec<Told>,
}

/// A request that is not answered yet.
#[derive(Clone)]
struct Wanted {
    words: String,
    path: String,
    body: Value,
    is_case: bool,
}

/// What was acknowledged: what a client said, and what that became.
pub struct Told {
    pub words: String,
    pub id: String,
    pub is_case: bool,
}

impl Client {
    pub fn new(name: &str, key: &str, place: &str, raises: bool, cases: Known) -> Self {
        Self {
            name: name.to_owned(),
            bearer: format!("Bearer {key}"),
            place: place.to_owned(),
            raises,
            cases,
            said: 0,
            waiting: None,
            told: Vec::new(),
        }
    }

    /// Asks until an answer is lost, or it is told to stop.
    pub fn works(&mut self, at: SocketAddr, going: &AtomicBool) {
        while going.load(Ordering::SeqCst) && self.asks(at) {
            // All that follows is waited for in the end: without a rest it is mostly that.
            thread::sleep(BREATH);
        }
    }

    /// Sends one request: the one that was not answered, before any other. Tells whether there was an answer.
    pub fn asks(&mut self, at: SocketAddr) -> bool {
        let Some(wanted) = self.waiting.take().or_else(|| self.next_words()) else {
            thread::sleep(LATER);
            return true;
        };
        let key = wanted.words.replace(' ', "-");
        let headers =
            [("authorization", &*self.bearer), ("idempotency-key", &*key), ("content-type", "application/json")];
        let heard = ask(at, "POST", &wanted.path, &headers, &wanted.body.to_string());
        let Ok(heard) = heard else {
            self.waiting = Some(wanted);
            return false;
        };
        match heard.status {
            200 => self.is_told(wanted, &heard),
            429 | 503 => {
                self.waiting = Some(wanted);
                thread::sleep(LATER);
            }
            _ => panic!("{} was answered {} {}", wanted.words, heard.head, heard.body),
        }
        true
    }

    /// Whether it waits for an answer.
    pub fn waits(&self) -> bool {
        self.waiting.is_some()
    }

    /// Whether it has ever said this.
    pub fn has_said(&self, words: &str) -> bool {
        let number = words.strip_prefix(&self.name).and_then(|rest| rest.trim().parse::<usize>().ok());
        number.is_some_and(|number| number < self.said)
    }

    /// What it says next; nothing while there is no case that it could answer.
    fn next_words(&mut self) -> Option<Wanted> {
        let known = self.cases.lock().unwrap_or_else(PoisonError::into_inner);
        let case = known.get(self.said % known.len().max(1)).cloned();
        drop(known);
        let words = format!("{} {}", self.name, self.said);
        let wanted = if self.raises && (self.said.is_multiple_of(4) || case.is_none()) {
            let body = json!({ "subject": words, "body": "It leaks." });
            Wanted { path: format!("{}/cases", self.place), body, is_case: true, words }
        } else {
            let path = format!("{}/cases/{}/messages", self.place, case?);
            Wanted { path, body: json!({ "body": words }), is_case: false, words }
        };
        self.said += 1;
        Some(wanted)
    }

    fn is_told(&mut self, wanted: Wanted, heard: &Heard) {
        let answer: Value = serde_json::from_str(&heard.body).expect("JSON");
        let result = if wanted.is_case { &answer["result"]["case"] } else { &answer["result"] };
        let id = result.as_str().expect("an id").to_owned();
        if wanted.is_case {
            self.cases.lock().unwrap_or_else(PoisonError::into_inner).push(id.clone());
        }
        self.told.push(Told { words: wanted.words, id, is_case: wanted.is_case });
    }
}

/// Somebody who invites people on a page, and sends its form again until it is answered.
pub struct Inviter {
    tab: Tab,
    path: String,
    said: usize,
    /// Whom, and the form.
    waiting: Option<(String, String)>,
    /// Who is invited, as it was answered.
    pub told: Vec<String>,
}

impl Inviter {
    pub fn new(tab: Tab, account: Id<Account>) -> Self {
        Self { tab, path: format!("/a/{account}/people/invite"), said: 0, waiting: None, told: Vec::new() }
    }

    /// Invites somebody, or goes on with whom it was inviting. Tells whether there was an answer.
    pub fn invites(&mut self, at: SocketAddr) -> bool {
        if self.waiting.is_none() {
            let Ok(page) = self.tab.send(at, "GET", &self.path, "") else { return false };
            assert_eq!(page.status, 200, "{} {}", page.head, page.body);
            let email = format!("guest{}@northgate.example", self.said);
            let form = self.tab.form(&[("email", &email), ("role", "buyer"), ("note", "")]);
            self.said += 1;
            self.waiting = Some((email, form));
        }
        let Some((email, form)) = self.waiting.take() else { return true };
        match self.tab.send(at, "POST", &self.path, &form) {
            Ok(heard) if heard.status == 303 => {
                self.told.push(email);
                true
            }
            Ok(heard) if [429, 503].contains(&heard.status) => {
                self.waiting = Some((email, form));
                thread::sleep(LATER);
                true
            }
            Ok(heard) => panic!("{email} was answered {} {}", heard.head, heard.body),
            Err(_) => {
                self.waiting = Some((email, form));
                false
            }
        }
    }

    /// Whether it waits for an answer.
    pub fn waits(&self) -> bool {
        self.waiting.is_some()
    }

    /// How many it has ever tried to invite.
    pub fn has_tried(&self) -> usize {
        self.said
    }
}
