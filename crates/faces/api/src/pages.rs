//! What people see of the interface: the keys of an account, its reference, and the document for machines.

mod keys;
mod new;
mod reference;
mod views;

use front::{Audience, MenuItem, Pages};
use gateway::{Command as _, Query as _};

use crate::{CreateKey, ListKeys, RevokeKey, openapi};

/// The pages of the interface.
pub fn pages() -> Pages {
    Pages::new()
        .public("GET", "/api/v1/openapi.json", openapi::serve)
        .customer("GET", "/api", reference::show, None)
        .customer("GET", "/keys", keys::show, Some(ListKeys::NAME))
        .customer("GET", "/keys/new", new::show, None)
        .customer("POST", "/keys/new", new::make, Some(CreateKey::NAME))
        .customer("POST", "/keys/{key}/revocation", keys::revoke, Some(RevokeKey::NAME))
        .menu(MenuItem {
            label: "keys-menu",
            icon: "key-round",
            path: "/keys",
            audience: Audience::Customer,
            action: ListKeys::NAME,
            order: 830,
            group: Some("front-group-company"),
        })
}
