//! Whole requests as anybody may send them, before the whole portal: real ones, and what is made of them. Whoever sends
//! what is answered, and no answer is a fault of ours.
//!
//! An input is a text: who sends it, the request's line, its headers, an empty line and its body. What stands in braces
//! is put in when it is sent, `{case}` or `{csrf}`, so that inputs can be kept; those that are lie in `tests/fuzz`.

mod message;
mod scene;

use std::{cell::RefCell, collections::BTreeMap, time::Duration};

use axum::http::{Request, header};
use fuzz::Target;
use tokio::runtime::{self, Runtime};
use url::Url;

use self::{
    message::Message,
    scene::{Scene, requests, told},
};
use crate::{
    scim::stage::{Stage, by},
    visitor::{Answer, BASE, answer},
};

/// How many requests one portal is asked: then too many of its people are gone for more to find anything.
const TURN: u32 = 2_000;

/// What stands in pages, queries and bodies where readers part ways.
const WORDS: [&str; 22] = [
    "%00",
    "%0d%0aset-cookie:%20x=1",
    "%22%3E%3Cscript%3Ezq()%3C/script%3E",
    "\"><script>zq()</script>",
    "//evil.example/",
    "https://evil.example/",
    "&from=f0190f0a3c1d27b2c8f3e2a4b5c6d7e8f225c753030303022",
    "&from=f0190f0a3c1d27b2c8f3e2a4b5c6d7e8f6e756c6c",
    "&sort=-issued",
    "&fields=number,",
    "&view=open",
    "=",
    "&",
    "[]",
    "{}",
    "null",
    "\\u0000",
    "9999-12-31",
    "99999999999999999999",
    "{invoice}",
    "{case}",
    "\ncontent-type: multipart/form-data; boundary=x",
];

fn kept(folder: &str) -> Vec<Vec<u8>> {
    fuzz::files(&format!("{}/fuzz/{folder}", env!("CARGO_MANIFEST_DIR")))
}

/// No answer is a fault of ours, shows words of an address as markup, or leads elsewhere. Red when a handler takes the
/// first of several ids for granted, or a template leaves out an escape.
fn stands(called: &str, answer: &Answer) {
    let status = answer.status.as_u16();
    assert!(status < 500, "{called} is answered {status}: {}", answer.text());
    if answer.header("content-type").starts_with("text/html") {
        assert!(!answer.text().contains("<script>zq"), "{called} runs what was sent");
    }
    let to = Url::parse(BASE).expect("an address").join(&answer.to);
    assert!(to.is_ok_and(|to| to.host_str() != Some("evil.example")), "{called} leads to {}", answer.to);
}

/// What a target stands on, and the runtime in which it lives and is taken down.
struct Within<T> {
    there: Option<T>,
    runtime: Runtime,
}

impl<T> Within<T> {
    fn set(made: impl Future<Output = T>) -> Self {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { there: Some(runtime.block_on(made)), runtime }
    }

    fn there(&self) -> &T {
        self.there.as_ref().expect("it is there to the end")
    }

    fn wait<O>(&self, until: impl Future<Output = O>) -> O {
        self.runtime.block_on(until)
    }
}

impl<T> Drop for Within<T> {
    fn drop(&mut self) {
        let _within = self.runtime.enter();
        self.there = None;
    }
}

/// Everybody before the whole portal, in a browser or by a program; `made_of` gives what the inputs are made of.
fn before_the_portal(folder: &str, made_of: fn(&Scene) -> Vec<Vec<u8>>) -> (Target, impl Fn(&[u8])) {
    let within = Within::set(async { RefCell::new((0_u32, Scene::set().await)) });
    let target = Target::of(kept(folder), &WORDS).and_of(made_of(&within.there().borrow().1));
    let holds = move |input: &[u8]| {
        let Some(message) = Message::read(input) else { return };
        let mut state = within.there().borrow_mut();
        within.wait(async {
            state.0 += 1;
            if state.0.is_multiple_of(TURN) {
                state.1 = Scene::set().await;
            }
            state.1.sent(message, stands).await;
        });
    };
    (target, holds)
}

#[tokio::test]
async fn whoever_sends_is_signed_in_to_the_end() {
    let scene = Scene::set().await;
    let before = scene.ended().await;
    for input in requests(&scene) {
        let message = Message::read(&input).expect("a whole request");
        scene.sent(message, stands).await;
    }
    assert_eq!(scene.ended().await, before, "whoever is signed out tries nothing any more");
}

fuzz::target!(pages, before_the_portal("pages", requests));
fuzz::target!(interface, before_the_portal("interface", told));

/// A company's directory: whatever it asks and tells, what it asks can be asked of the database, and what is not done here
/// is said to be so. Red when a filter becomes a condition that no column has.
fn before_the_directory() -> (Target, impl Fn(&[u8])) {
    let within = Within::set(Stage::set());
    let user = within.wait(within.there().adds("sade@northgate.example", "Sade"));
    let places = BTreeMap::from([("user".to_owned(), user)]);
    let filters = include_str!("../../crates/faces/scim/fuzz/filters.txt").lines();
    let asked = filters.map(|filter| format!("directory GET /scim/v2/Users?{}\n\n", by(filter)));
    let asked = asked.map(String::into_bytes).collect();
    let holds = move |input: &[u8]| {
        let Some(message) = Message::read(input).filter(|message| message.path.starts_with("/scim/v2")) else { return };
        let (called, stage) = (message.to_string(), within.there());
        stage.portal.clock.advance(Duration::from_millis(2));
        let begun = Request::builder()
            .header(header::HOST, "portal.test")
            .header(header::AUTHORIZATION, format!("Bearer {}", stage.token))
            .header(header::CONTENT_TYPE, "application/scim+json");
        let Some(request) = message.filled(&places).request(begun) else { return };
        let answer = within.wait(answer(&stage.portal.app.router, request));
        let status = answer.status.as_u16();
        assert!(status < 500 || status == 501, "{called} is answered {status}: {}", answer.text());
    };
    (Target::of(kept("directory"), &DIRECTORY).and_of(asked), holds)
}

/// What filters, paths and changes are made of.
const DIRECTORY: [&str; 14] = [
    "%20and%20",
    "%20or%20",
    "not%20(",
    ")",
    "%5B",
    "%5D",
    "%22",
    "%00",
    "&startIndex=0",
    "&count=-1",
    "&attributes=members",
    "\"op\":\"remove\"",
    "\\u0000",
    "null",
];

fuzz::target!(directory, before_the_directory());
