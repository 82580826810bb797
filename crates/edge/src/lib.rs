//! HTTP in front of everything: which hosts are ours, how much and how fast, which headers, compression, TLS, health.
//!
//! [`serve`] listens; [`wrap`] puts the same layers around a router without a socket. From outside to inside a request
//! meets: the log line and the counts, the headers of every answer, compression, the guard (host, rate, body, time,
//! panics), and then the pages. `/healthz`, `/readyz` and `/metrics` stand beside the guard, so that a probe that knows
//! only an IP address gets its answer. Who somebody is, and whether a form came from us, is the business of pages.

mod acme;
mod behind;
mod client;
mod compress;
mod error;
mod guard;
mod headers;
mod health;
#[cfg(test)]
mod hostile;
mod hosts;
mod intake;
mod limits;
mod listen;
mod observe;
mod pages;
mod redirect;
mod settings;
mod stack;
mod tls;

#[cfg(test)]
mod tests;

pub use behind::{Behind, Face, Ready};
pub use error::EdgeError;
pub use health::MARK;
pub use listen::{GRACE, serve, serve_on};
pub use pages::TEXTS;
pub use settings::{Acme, Rate, Redirect, Settings, Tls, Token};
pub use stack::wrap;
