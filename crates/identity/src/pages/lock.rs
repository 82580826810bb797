use axum::response::Response;
use front::{Failure, Oneself};
use gateway::Raw;

use super::views::{LockAsked, say};
use crate::commands::LockOneself;

/// What it means to lock oneself out, and how to come back. Reading it locks nobody out: letters lead here. It opens to
/// whoever owes a second proof, too: the stranger in their account may be why they cannot show one.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    let view = LockAsked { title: say(&me, "identity-lock") };
    me.page("identity/lock.html", view)
}

/// The button was pressed. A letter tells them, in case it was somebody else who pressed it; see `follow/locks.rs`.
pub(super) async fn lock(me: Oneself) -> Result<Response, Failure> {
    me.execute::<LockOneself>(&[], &Raw::empty()).await?;
    me.drop_session();
    Ok(me.redirect("/sign-in?said=locked"))
}
