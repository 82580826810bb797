//! SAML 2.0 Web Browser SSO as a service provider: the portal's own metadata, the request a browser carries to a
//! company's provider, and what of the answer is proven. Signatures and canonical forms are `saml-rs`'s work; what an
//! answer must look like before a signature is looked at is said here, and stricter than the standard.
//!
//! What is taken: one `Response` with one plain `Assertion` that is signed itself, by RSA with SHA-2 and a certificate
//! the company gave. What is not: answers nobody asked for, encrypted assertions, comments, entities, two of anything.
//! There is no I/O here and no clock: whoever calls says when it is, and remembers which assertions were used.

#[cfg(test)]
mod hostile;
mod portal;
mod provider;
mod said;
mod shape;

pub use portal::{Portal, Refusal};
pub use provider::{Provider, ProviderError};
pub use said::Said;
