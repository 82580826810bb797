//! What people see of the interface: its reference, and the document for machines.

mod reference;
mod views;

use front::Pages;

use crate::openapi;

/// The pages of the interface.
pub fn pages() -> Pages {
    Pages::new().public("GET", "/api/v1/openapi.json", openapi::serve).customer("GET", "/api", reference::show, None)
}
