//! A program with a key before the portal's interface.

use access::Account;
use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header, request::Builder},
};
use kernel::Id;
use serde_json::Value;

use crate::browser::{Answer, answer};

/// What shows a key and keeps no cookies.
pub struct Program<'p> {
    router: &'p Router,
    key: String,
    account: Id<Account>,
}

/// What a program is answered.
pub struct Told {
    /// How it went.
    pub status: StatusCode,
    /// The whole answer.
    pub answer: Answer,
    /// Its body.
    pub json: Value,
}

impl<'p> Program<'p> {
    /// One with this key, which is of this account.
    pub fn new(router: &'p Router, key: &str, account: Id<Account>) -> Self {
        Self { router, key: key.to_owned(), account }
    }

    /// Reads something of its own account.
    pub async fn get(&self, path: &str) -> Told {
        self.at(Method::GET, &self.address(path), &[], None).await
    }

    /// Does something in its own account.
    pub async fn post(&self, path: &str, told: &Value) -> Told {
        self.at(Method::POST, &self.address(path), &[], Some(told)).await
    }

    /// The same, with headers of its own.
    pub async fn post_with(&self, path: &str, headers: &[(&str, &str)], told: &Value) -> Told {
        self.at(Method::POST, &self.address(path), headers, Some(told)).await
    }

    /// Where something of its own account is.
    pub fn address(&self, path: &str) -> String {
        format!("/api/v1/accounts/{}{path}", self.account)
    }

    /// A file, whatever comes of it.
    pub async fn file(&self, path: &str, kind: &str) -> Answer {
        let bearer = format!("Bearer {}", self.key);
        let request = plain(Method::GET, path).header(header::AUTHORIZATION, bearer).header(header::ACCEPT, kind);
        let answer = answer(self.router, request.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.header("cache-control"), "private, no-store");
        assert_eq!(answer.header("set-cookie"), "", "a program keeps no cookies");
        answer
    }

    /// A request to any address.
    pub async fn at(&self, method: Method, path: &str, headers: &[(&str, &str)], told: Option<&Value>) -> Told {
        let bearer = format!("Bearer {}", self.key);
        let request = plain(method, path).header(header::AUTHORIZATION, bearer);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        send(self.router, request, told).await
    }
}

/// A request without a key.
pub fn plain(method: Method, path: &str) -> Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "portal.test")
}

/// Sends a request as programs do. Whatever it is answered, it is JSON, lies in no cache and sets no cookie; what is not
/// stops here with a panic.
pub async fn send(router: &Router, request: Builder, told: Option<&Value>) -> Told {
    let request = match told {
        Some(told) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(told.to_string())),
        None => request.body(Body::empty()),
    };
    let answer = answer(router, request.expect("a request")).await;
    assert_eq!(answer.header("cache-control"), "private, no-store");
    assert_eq!(answer.header("set-cookie"), "", "a program keeps no cookies");
    let kind = answer.header("content-type");
    assert_eq!(kind.contains("problem"), !answer.status.is_success(), "{kind} with {}", answer.status);
    let json = serde_json::from_slice(&answer.bytes).unwrap_or_else(|error| panic!("{error}: {}", answer.text()));
    Told { status: answer.status, answer, json }
}

impl Told {
    /// Where the fields are that need attention.
    pub fn pointers(&self) -> Vec<String> {
        let errors = self.json["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
        errors.iter().map(|error| error["pointer"].as_str().expect("a pointer").to_owned()).collect()
    }

    /// The answer without what it is called.
    pub fn unnamed(&self) -> Value {
        let mut json = self.json.clone();
        if let Some(object) = json.as_object_mut() {
            object.remove("instance");
        }
        json
    }
}
