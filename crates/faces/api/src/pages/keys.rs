use axum::response::Response;
use front::{Failure, Form, Narrowed, Reader, Signed, Targets};
use gateway::{Command as _, Raw};
use kernel::Message;

use super::{
    may,
    reference::say,
    views::{KeyRow, KeysPage},
};
use crate::{CreateDeskKey, CreateKey, KeyLine, ListKeys, RevokeKey, commands::MARK};

/// In how many days at the most a key ends that ends soon.
const SOON: i32 = 14;

/// The operation behind the page of webhooks, which another part brings.
const WEBHOOKS: &str = "webhooks.list";

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
    let shown = |key: &KeyLine| {
        let revocation = revokes.then(|| format!("{path}/{}/revocation", key.key));
        KeyRow { revocation, ..row(&me, key) }
    };
    let view = KeysPage {
        title: say(&me, "keys-title"),
        lede: if me.account().is_some() { say(&me, "keys-lede") } else { say(&me, "keys-lede-desk") },
        reference: me.address("/api"),
        webhooks: me.may(WEBHOOKS).then(|| me.address("/webhooks")),
        new: me.may(making(&me)).then(|| me.address("/keys/new")),
        rows: found.rows.iter().map(shown).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("api/keys.html", view)
}

/// Revokes a key.
pub(super) async fn revoke(me: Reader, targets: Targets) -> Result<Response, Failure> {
    me.execute::<RevokeKey>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("keys-ended"));
    Ok(me.redirect(&me.address("/keys")))
}

/// A key as whoever looks sees it.
fn row(me: &Signed, key: &KeyLine) -> KeyRow {
    let (formats, over) = (&me.formats, key.expires <= me.formats.now());
    let expires = formats.day_of(key.expires);
    let days = expires.days_since(formats.today());
    let since = formats.long_date(formats.day_of(key.since));
    let made = if key.person == me.person() {
        Message::new("keys-made-by-you").with("day", since)
    } else {
        Message::new("keys-made-by").with("who", key.made_by.clone()).with("day", since)
    };
    KeyRow {
        name: key.name.clone(),
        app: key.client_id.is_some(),
        mask: (!key.ending.is_empty()).then(|| format!("{MARK}…{}", key.ending)),
        made: me.say(&made),
        may: may::in_words(me, &key.actions),
        used: key.used,
        expires,
        soon: (!over && days <= SOON).then_some(days),
        over,
        revocation: None,
    }
}

/// By which command a key is made where somebody acts.
pub(super) fn making(me: &Signed) -> &'static str {
    if me.account().is_some() { CreateKey::NAME } else { CreateDeskKey::NAME }
}
