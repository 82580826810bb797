//! A program with a key before the portal's interface.

pub use guard::program::{Program, Told, plain, send};

/// Whether an operation is one that only people do, on pages: what is their own, and who gets in or sees what.
pub fn is_for_people(spec: &gateway::Spec) -> bool {
    let beginnings = ["apps.", "keys.", "links.", "persons.", "proofs.", "scim.", "sso.", "view_as.", "webhooks."];
    spec.path.pattern.starts_with("/me/") || beginnings.iter().any(|beginning| spec.name.starts_with(beginning))
}
