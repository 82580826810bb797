//! What people see of the interface: the keys of an account and those of the desk, what can be done with them, and the
//! document for machines.

mod keys;
mod may;
mod new;
mod reference;
mod views;

use front::{Audience, MenuItem, Pages};
use gateway::{Command as _, Query as _};

use crate::{CreateDeskKey, CreateKey, ListKeys, RevokeKey, openapi};

pub use may::{in_words, spelled_out};
pub use new::choices;

/// The pages of the interface.
pub fn pages() -> Pages {
    Pages::new()
        .public("GET", "/api/v1/openapi.json", openapi::serve)
        .reader("GET", "/api", reference::show, None)
        .reader("GET", "/keys", keys::show, Some(ListKeys::NAME))
        .reader("GET", "/keys/new", new::show, None)
        .customer("POST", "/keys/new", new::make, Some(CreateKey::NAME))
        .desk("POST", "/keys/new", new::make, Some(CreateDeskKey::NAME))
        .reader("POST", "/keys/{key}/revocation", keys::revoke, Some(RevokeKey::NAME))
        .menu(line(Audience::Customer, 850, "front-group-company"))
        .menu(line(Audience::Desk, 95, "front-group-set-up"))
}

fn line(audience: Audience, order: u16, group: &'static str) -> MenuItem {
    let (label, icon, path) = ("keys-menu", "key-round", "/keys");
    MenuItem { label, icon, path, audience, action: ListKeys::NAME, order, group: Some(group) }
}
