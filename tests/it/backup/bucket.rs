//! Copies in a bucket, with one of the tests' own that answers as S3 does.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    process::Command,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

use super::{Bare, run};
use crate::staged::{AMELIA, Staged};

type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// Keeps what is put, and gives it back; refuses what is not signed, or not what was signed.
async fn answer(State(objects): State<Objects>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let header =
        |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    let is_signed = header("authorization").starts_with("AWS4-HMAC-SHA256 Credential=the-key/");
    if !is_signed || header("x-amz-content-sha256") != hex(Sha256::digest(&body).as_ref()) {
        return (StatusCode::FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>").into_response();
    }
    let key = head.uri.path().trim_start_matches("/harrow").trim_start_matches('/').to_owned();
    let mut objects = objects.lock().unwrap_or_else(PoisonError::into_inner);
    match head.method {
        Method::GET if key.is_empty() => {
            let mut page = "<ListBucketResult><IsTruncated>false</IsTruncated>".to_owned();
            for key in objects.keys() {
                write!(page, "<Contents><Key>{key}</Key></Contents>").expect("memory");
            }
            page.push_str("</ListBucketResult>");
            page.into_response()
        }
        Method::GET => match objects.get(&key) {
            Some(bytes) => Body::from(bytes.clone()).into_response(),
            None => (StatusCode::NOT_FOUND, "<Error><Code>NoSuchKey</Code></Error>").into_response(),
        },
        Method::PUT => {
            objects.insert(key, body.to_vec());
            StatusCode::OK.into_response()
        }
        Method::DELETE => {
            objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("memory");
        text
    })
}

/// The program with the bucket's keys.
fn keyed(mut command: Command, endpoint: &str, key: &str) -> Command {
    command.env("AWS_ENDPOINT_URL", endpoint).env("AWS_REGION", "eu-central-1");
    command.env("AWS_ACCESS_KEY_ID", key).env("AWS_SECRET_ACCESS_KEY", "the-secret");
    command
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_in_a_bucket_is_found_proved_and_put_back() {
    let objects = Objects::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("it listens"));
    let router = Router::new().fallback(answer).with_state(Arc::clone(&objects));
    tokio::spawn(async move { axum::serve(listener, router).await });

    let place = "s3://harrow/copies";
    let stage = Staged::set(&AMELIA, &format!("[backup]\ntarget = \"{place}\"\n")).await;
    let refused = run(keyed(stage.command(&["backup", place]), &endpoint, "another-key"));
    assert!(!refused.done && refused.err.contains("403 Forbidden AccessDenied"), "{}", refused.err);
    let said = run(keyed(stage.command(&["backup", place]), &endpoint, "the-key"));
    assert!(said.done, "{} {}", said.out, said.err);
    let keys: Vec<String> = objects.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect();
    assert!(keys.len() == 2 && keys.iter().all(|key| key.starts_with("copies/")), "{keys:?}");

    let said = run(keyed(stage.command(&["backup", "rehearse", place]), &endpoint, "the-key"));
    assert!(said.done, "{} {}", said.out, said.err);
    let said = run(keyed(stage.command(&["doctor"]), &endpoint, "the-key"));
    assert!(said.out.contains("One was put back and proved less than a day ago"), "{} {}", said.out, said.err);
    let said = run(keyed(stage.command(&["doctor"]), &endpoint, "another-key"));
    assert!(said.out.contains("403 Forbidden AccessDenied"), "{} {}", said.out, said.err);
    let bare = Bare::with_secrets_of(&stage).await;
    let said = run(keyed(bare.command(&["restore", place]), &endpoint, "the-key"));
    assert!(said.done, "{} {}", said.out, said.err);

    // What is not whole is no copy.
    objects.lock().unwrap_or_else(PoisonError::into_inner).retain(|key, _| !key.ends_with("manifest.json"));
    let said = run(keyed(stage.command(&["backup", "rehearse", place]), &endpoint, "the-key"));
    assert!(!said.done && said.err.contains("there is no copy in s3://harrow/copies"), "{}", said.err);
}
