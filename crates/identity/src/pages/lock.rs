use axum::{http::HeaderMap, response::Response};
use front::{Failure, Oneself};
use gateway::Raw;
use kernel::{Message, Problem};

use super::views::{LockAsked, say};
use crate::{asker::Asker, commands::LockOneself, notices};

/// What it means to lock oneself out, and how to come back. Reading it locks nobody out: letters lead here.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    let view = LockAsked { title: say(&me, "identity-lock") };
    me.page("identity/lock.html", view)
}

/// The button was pressed. A letter tells them, in case it was somebody else who pressed it.
pub(super) async fn lock(me: Oneself, headers: HeaderMap) -> Result<Response, Failure> {
    me.execute::<LockOneself>(&[], &Raw::empty()).await?;
    let says = Message::new("identity-letter-factor-locked");
    notices::factor_changed(&Asker::of(&me, &headers), me.person(), &says).await.map_err(Problem::from)?;
    me.drop_session();
    Ok(me.redirect("/sign-in?said=locked"))
}
