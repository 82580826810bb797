//! SAML 2.0 Web Browser SSO and Single Logout as a service provider: the portal's own metadata, the requests a browser
//! carries to a company's provider, and what of its answers and own requests is proven. Signatures of providers and
//! canonical forms are `saml-rs`'s work, the portal's own are `ring`'s; what a message must look like before a signature
//! is looked at is said here, and stricter than the standard.
//!
//! What is taken: one `Response` with one plain `Assertion` that is signed itself, by RSA with SHA-2 and a certificate
//! the company gave. What is not: answers nobody asked for, encrypted assertions, comments, entities, two of anything.
//! There is no I/O here and no clock: whoever calls says when it is, and remembers which messages were used.
//!
//! Encrypted assertions are not taken although `saml-rs` could: what it decrypts RSA with by the crates that are built in
//! here leaks its key by the time it takes (RUSTSEC-2023-0071), and whoever may post to the portal can measure that. The
//! other backend, AWS-LC, is a second library of cryptography in C. An answer comes over TLS either way.

mod brought;
#[cfg(test)]
mod hostile;
mod key;
mod logout;
mod portal;
mod provider;
mod said;
mod shape;

pub use brought::Brought;
pub use key::{Key, KeyError, NewKey};
pub use logout::{Asked, Leaving};
pub use portal::{Portal, Refusal};
pub use provider::{Provider, ProviderError};
pub use said::{Naming, Said};
