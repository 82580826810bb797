use axum::response::Response;
use front::{Failure, Form, Narrowed, Reader, Signed, Targets};
use gateway::{Command as _, Raw};
use kernel::{Date, Message, Timestamp};

use super::{
    reference::say,
    views::{KeyRow, KeysPage},
};
use crate::{CreateDeskKey, CreateKey, KeyLine, ListKeys, RevokeKey};

/// The keys of the account acted for or, at the desk, those that act there.
pub(super) async fn show(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let path = me.address("/keys");
    let asked = Narrowed::read(path.clone(), &[], &raw);
    let whose = match me.account() {
        Some(account) => ("account".to_owned(), account.to_string()),
        None => ("desk".to_owned(), "on".to_owned()),
    };
    let from = raw.text("from").map(|from| ("from".to_owned(), from));
    let found = me.ask::<ListKeys>(None, &Raw::Form([whose].into_iter().chain(from).collect())).await?;
    let revokes = me.may(RevokeKey::NAME);
    let row = |key: &KeyLine| KeyRow {
        name: key.name.clone(),
        actions: key.actions.clone(),
        yours: key.person == me.person(),
        used: key.used,
        expires: day(&me, key.expires),
        over: key.expires <= me.formats.now(),
        revocation: revokes.then(|| format!("{path}/{}/revocation", key.key)),
    };
    let view = KeysPage {
        title: say(&me, "keys-title"),
        lede: if me.account().is_some() { say(&me, "keys-lede") } else { say(&me, "keys-lede-desk") },
        reference: me.address("/api"),
        new: me.may(making(&me)).then(|| me.address("/keys/new")),
        rows: found.rows.iter().map(row).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("api/keys.html", view)
}

/// Revokes a key.
pub(super) async fn revoke(me: Reader, targets: Targets) -> Result<Response, Failure> {
    me.execute::<RevokeKey>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("keys-revoked"));
    Ok(me.redirect(&me.address("/keys")))
}

/// The day an instant falls on for whoever looks.
fn day(me: &Signed, at: Timestamp) -> Date {
    Date::from(me.formats.zone().to_datetime(at.to_jiff()).date())
}

/// By which command a key is made where somebody acts.
pub(super) fn making(me: &Signed) -> &'static str {
    if me.account().is_some() { CreateKey::NAME } else { CreateDeskKey::NAME }
}
