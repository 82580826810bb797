use std::{error::Error, future::pending, net::TcpListener, path::PathBuf, sync::Arc};

use axum::{Router, routing::get};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::{Notify, oneshot},
};

use super::{fine, pages};
use crate::{EdgeError, Redirect, Settings, Tls, serve, serve_on};

#[tokio::test]
async fn a_second_server_is_told_that_the_place_is_taken() {
    let first = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = first.local_addr().unwrap();
    let refused = serve(pages(), Settings { listen, ..Settings::default() }, fine(), pending()).await.unwrap_err();
    assert!(matches!(refused, EdgeError::Taken { address } if address == listen));
    assert!(refused.to_string().contains(&listen.to_string()));
}

#[tokio::test]
async fn a_certificate_that_is_not_there_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let tls = Some(Tls::Files { cert: PathBuf::from("/nowhere/cert.pem"), key: PathBuf::from("/nowhere/key.pem") });
    let refused = serve_on(listener, pages(), Settings { tls, ..Settings::default() }, fine(), pending()).await;
    let refused = refused.unwrap_err();
    assert!(refused.to_string().contains("/nowhere/cert.pem"), "{refused}");
    assert!(refused.source().is_some());
}

#[tokio::test]
async fn plain_http_on_a_second_port_leads_to_the_portal() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let second = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let redirect = Some(Redirect { listen: second, to: "https://portal.example".to_owned() });
    let settings = Settings { redirect, ..Settings::default() };
    let server = tokio::spawn(serve_on(listener, pages(), settings, fine(), pending::<()>()));
    let mut client = loop {
        match TcpStream::connect(second).await {
            Ok(client) => break client,
            Err(_) => tokio::task::yield_now().await,
        }
    };
    let asked = b"GET /invoices HTTP/1.1\r\nHost: anything\r\nConnection: close\r\n\r\n";
    client.write_all(asked).await.unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 301"), "{answer}");
    assert!(answer.contains("location: https://portal.example/invoices"), "{answer}");
    server.abort();
}

#[tokio::test]
async fn at_the_end_what_is_under_way_is_finished_and_nothing_new_begun() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (begun, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (Arc::clone(&begun), Arc::clone(&release));
    let slow = move || {
        let (tell, wait) = (Arc::clone(&tell), Arc::clone(&wait));
        async move {
            tell.notify_one();
            wait.notified().await;
            "finished"
        }
    };
    let router = Router::new().route("/slow", get(slow));
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async move { stopped.await.unwrap_or_default() };
    let server = tokio::spawn(serve_on(listener, router, Settings::default(), fine(), shutdown));

    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    begun.notified().await;
    stop.send(()).unwrap();
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    release.notify_one();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("finished"), "{answer}");
    server.await.unwrap().unwrap();
}
