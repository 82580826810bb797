use axum::response::Response;
use front::{Customer, Failure, Form, Narrowed, Targets};
use gateway::{Command as _, Raw};
use kernel::{Date, Message, Timestamp};

use super::{
    reference::say,
    views::{KeyRow, KeysPage},
};
use crate::{CreateKey, KeyLine, ListKeys, RevokeKey};

/// The keys of the account acted for.
pub(super) async fn show(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let path = me.address("/keys");
    let asked = Narrowed::read(path.clone(), &[], &raw);
    let account = me.account().map(|account| ("account".to_owned(), account.to_string()));
    let from = raw.text("from").map(|from| ("from".to_owned(), from));
    let found = me.ask::<ListKeys>(None, &Raw::Form(account.into_iter().chain(from).collect())).await?;
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
        reference: me.address("/api"),
        new: me.may(CreateKey::NAME).then(|| me.address("/keys/new")),
        rows: found.rows.iter().map(row).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("api/keys.html", view)
}

/// Revokes a key.
pub(super) async fn revoke(me: Customer, targets: Targets) -> Result<Response, Failure> {
    me.execute::<RevokeKey>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("keys-revoked"));
    Ok(me.redirect(&me.address("/keys")))
}

/// The day an instant falls on for whoever looks.
pub(super) fn day(me: &Customer, at: Timestamp) -> Date {
    Date::from(me.formats.zone().to_datetime(at.to_jiff()).date())
}
