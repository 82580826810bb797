//! Forms that come twice, too late, or too large.

use std::{num::NonZeroU32, sync::Arc};

use axum::{
    body::{Body, Bytes},
    http::Method,
};
use directory::{Address, Session};
use edge::{Behind, Rate, Ready};
use futures::{future::BoxFuture, stream};
use journal::Entry;
use kernel::Id;
use mail::Letter;

use crate::{
    guard::portal::{Browser, Portal},
    visitor::encoded,
    world::{START, person},
};

const EMAIL: &str = "second@northgate.example";

async fn ben(portal: &Portal) -> Id<access::Person> {
    person(portal.app.db.unguarded(), "Ben").await.unwrap()
}

fn typed(csrf: &str) -> Vec<(String, String)> {
    vec![("email".to_owned(), EMAIL.to_owned()), ("csrf".to_owned(), csrf.to_owned())]
}

async fn count(portal: &Portal) -> (usize, usize, usize) {
    let raw = portal.app.db.unguarded();
    let addresses = raw.find(Address::EMAIL.is(&EMAIL.to_owned())).await.unwrap().len();
    let letters = raw.find(Letter::TO_ADDRESS.is(&EMAIL.to_owned())).await.unwrap().len();
    let entries = raw.find(Entry::COMMAND.is(&"identity.add_address".to_owned())).await.unwrap().len();
    (addresses, letters, entries)
}

#[tokio::test]
async fn a_form_sent_twice_is_done_once_and_answers_alike() {
    let portal = Portal::open().await;
    let browser = portal.browser(ben(&portal).await).await;
    let csrf = browser.get("/me/addresses/new").await.csrf().unwrap();
    let send = async |fields: &[(String, String)]| {
        browser.raw(Method::POST, "/me/addresses", "/me/addresses/new", Body::from(encoded(fields))).await
    };
    let first = send(&typed(&csrf)).await;
    let second = send(&typed(&csrf)).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303), "{}", second.text());
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(count(&portal).await, (1, 1, 1), "one address, one letter, one entry");
    // Filled in otherwise it is another form; opened anew, too.
    let other = [("email".to_owned(), "third@northgate.example".to_owned()), ("csrf".to_owned(), csrf)];
    assert_eq!(send(&other).await.status, 303);
    let csrf = browser.get("/me/addresses/new").await.csrf().unwrap();
    assert_eq!(send(&typed(&csrf)).await.status, 422, "it is theirs already, and they are told");
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_waits_in_the_page_until_they_are_back() {
    let portal = Portal::open().await;
    let person = ben(&portal).await;
    let browser = portal.browser(person).await;
    let csrf = browser.get("/me/addresses/new").await.csrf().unwrap();
    let raw = portal.app.db.unguarded();
    for session in raw.find(Session::PERSON_ID.is(&person)).await.unwrap() {
        raw.update(&Session { ended_at: Some(START), ..session }).await.unwrap();
    }
    let body = Body::from(encoded(&typed(&csrf)));
    let answer = browser.raw(Method::POST, "/me/addresses", "/me/addresses/new", body).await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/sign-in?next=%2Fme%2Faddresses%2Fnew");
    assert_eq!(count(&portal).await, (0, 0, 0), "nothing was done");
    let page = portal.browser(person).await.get("/me/addresses/new").await.text();
    assert!(page.contains(EMAIL), "what was typed is back: {page}");
    assert!(page.contains("is back in the form"), "and they are told: {page}");
}

struct Always;

impl Ready for Always {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn fifty_megabytes_in_a_field_are_refused_and_the_person_stays_in() {
    let portal = Portal::open().await;
    let often = NonZeroU32::MAX;
    let settings = edge::Settings {
        hosts: vec!["portal.test".to_owned()],
        rate: Rate { per_second: often, burst: often },
        ..edge::Settings::default()
    };
    let behind = Behind::new(Arc::new(Always)).face(Arc::clone(&portal.app.site));
    let router = edge::wrap(portal.app.router.clone(), &settings, behind);
    let person = ben(&portal).await;
    let token = portal.session(person).await;
    let browser = Browser::new(&router, Some(&token));
    let csrf = browser.token().await;
    let megabyte = Bytes::from(vec![b'a'; 1 << 20]);
    let head = Bytes::from(format!("csrf={}&email=", encoded(&[(String::new(), csrf)]).trim_start_matches('=')));
    // Announced, and not.
    let whole = [vec![head.clone()], vec![megabyte.clone(); 50]].concat();
    let announced = Body::from(whole.concat());
    let pieces = stream::iter(whole.into_iter().map(Ok::<_, std::io::Error>));
    for body in [announced, Body::from_stream(pieces)] {
        let answer = browser.raw(Method::POST, "/me/addresses", "/me/addresses/new", body).await;
        assert_eq!(answer.status, 413, "{}", answer.text());
        assert!(answer.text().contains("That is more than the portal takes"), "{}", answer.text());
        assert!(answer.text().contains("send it in parts"), "{}", answer.text());
    }
    assert_eq!(browser.raw(Method::GET, "/me/sign-in", "", Body::empty()).await.status, 200);
    assert_eq!(portal.app.db.unguarded().find(Address::ID.is_known()).await.unwrap().len(), 0);
}
