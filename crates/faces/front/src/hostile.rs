//! What browsers bring along before anybody knows whose they are: where to go on, cookies, tokens, forms with files.

use std::sync::LazyLock;

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, header},
};
use futures::executor::block_on;
use fuzz::{Target, files, lines};
use gateway::Raw;
use url::Url;

use crate::{
    Seal, Secret,
    cookies::{Cookies, Jar},
    multipart,
    path::own_path,
    toast::{self, Toast},
    token::is_token,
};

const COOKIES: Cookies = Cookies::new(true);
const SECRET: Secret = Secret::of([7; 32]);

/// Where somebody is sent on, a browser at the portal stays at the portal. Red when `own_path` takes a backslash, or two
/// strokes at the beginning.
fn nobody_is_sent_elsewhere(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Some(way) = own_path(&text) else { return };
    let portal = Url::parse("https://portal.example/sign-in").expect("an address");
    let there = portal.join(way).expect("a browser finds its way");
    assert_eq!((there.scheme(), there.host_str(), there.port()), ("https", Some("portal.example"), None), "{way}");
    assert!(HeaderValue::from_str(way).is_ok(), "{way} fits no header");
}

fuzz::target!(
    ways,
    Target::of(lines(include_str!("../fuzz/ways.txt")), &["/", "//", "\\", "@", ":", "..", "?", "#", "\t", "https:"]),
    nobody_is_sent_elsewhere
);

/// What a form with files comes to is bounded by what was sent, and each file by itself is what was sent. Red when a part
/// is kept with each one read after it.
fn no_more_comes_out_than_went_in(input: &[u8]) {
    let Ok(raw) = block_on(multipart::read(Bytes::copy_from_slice(input), "x".to_owned())) else { return };
    let Raw::Form(pairs) = raw else { panic!("a form is a form") };
    let comes: usize = pairs.iter().map(|(name, value)| name.len() + value.len()).sum();
    assert!(comes <= 3 * input.len() + 64 * pairs.len(), "{comes} bytes of {}", input.len());
    for (name, value) in &pairs {
        let file = multipart::sent_file(value).unwrap_or_default();
        assert!(file.len() <= input.len(), "{name}");
    }
}

fuzz::target!(
    parts,
    Target::of(
        files(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/parts")),
        &["--x\r\n", "--x--", "\r\n\r\n", "; filename=\"", "; name=\"", "Content-Type: ", "data:x;base64,"]
    ),
    no_more_comes_out_than_went_in
);

/// The page the token stands on, and what goes with it.
const PAGE: &str = "AAAAAAAAAAAAAAAAAAAAAA";

fn signed() -> String {
    format!("{PAGE}.{}", SECRET.sign("csrf", "ben", PAGE))
}

/// A form's token counts as it was written, for the browser it was written for. Red when only the beginning of a
/// signature is compared, or the browser is not signed with it.
fn an_altered_token_opens_no_form(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    assert_eq!(SECRET.page_of("amelia", &text), None, "{text}");
    if SECRET.page_of("ben", &text).is_some() {
        assert_eq!(text, signed());
    }
}

fuzz::target!(
    tokens,
    Target::of(vec![signed().into_bytes()], &[".", "=", "AA", "-", "_"]),
    an_altered_token_opens_no_form
);

static SEALED: LazyLock<String> = LazyLock::new(|| Seal::of(&[7; 32]).close(b"otter", "ben"));

/// What was sealed opens as it was written, for its owner. Red when what is sealed is not bound to whom it is about.
fn what_was_altered_stays_closed(input: &[u8]) {
    let (text, seal) = (String::from_utf8_lossy(input), Seal::of(&[7; 32]));
    assert_eq!(seal.open(&text, "amelia"), None, "{text}");
    if let Some(open) = seal.open(&text, "ben") {
        assert_eq!((&*text, open.as_slice()), (SEALED.as_str(), b"otter".as_slice()));
    }
}

fuzz::target!(
    seals,
    Target::of(vec![SEALED.as_bytes().to_vec()], &["=", "AA", "-", "_", "+"]),
    what_was_altered_stays_closed
);

fn toast() -> Toast {
    Toast::new("Rôle changed.", Some("way.back".to_owned()))
}

fn cookies() -> Vec<u8> {
    let set = toast::cookie(COOKIES, &SECRET, "ben", &toast());
    let pair = set.to_str().expect("letters").split(';').next().unwrap_or_default().to_owned();
    format!("__Host-portico={}; {pair}; portico-theme=dark", "a".repeat(43)).into_bytes()
}

/// Cookies are read to their ends whatever they hold, a session's token is one or nothing, and nobody puts words into our
/// mouth. Red when a toast is shown before its signature is looked at.
fn no_cookie_speaks_for_us(input: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(input) else { return };
    let jar = Jar::read(&HeaderMap::from_iter([(header::COOKIE, value)]));
    if let Some(token) = jar.token(COOKIES.session()) {
        assert!(is_token(&token), "{token}");
    }
    if let Some(said) = toast::read(COOKIES, &SECRET, "ben", &jar) {
        assert_eq!(said, toast());
    }
    assert_eq!(toast::read(COOKIES, &SECRET, "amelia", &jar), None);
}

fuzz::target!(
    jars,
    Target::of(vec![cookies()], &["; ", "=", ".", ",", "__Host-portico-toast=", "\""]),
    no_cookie_speaks_for_us
);
