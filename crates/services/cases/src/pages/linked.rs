use axum::response::Response;
use front::{Failure, Form, Linked};
use gateway::Raw;
use kernel::{Cursor, Message};
use serde_json::json;

use super::{
    progress::{self, Looker},
    quoted,
    thread::{people, thread},
    views::{CasePage, Confirm, Quoted},
};
use crate::{CaseView, ReadCase, ReplyToCase, Side};

/// Where the address is confirmed, below the link's own.
const CODE: &str = "/code/sending";

/// The case of a link, with its conversation, for whoever opened it.
pub(super) async fn show(me: Linked, Form(raw): Form) -> Result<Response, Failure> {
    let from = raw.text("from").map(|from| ("from".to_owned(), from));
    me.page("cases/case.html", view(&me, &Raw::Form(from.into_iter().collect())).await?)
}

/// Writes to the company.
pub(super) async fn reply(me: Linked, Form(raw): Form) -> Result<Response, Failure> {
    match me.execute::<ReplyToCase>(&raw).await {
        Ok(_) => {
            me.toast(&Message::new("cases-sent"));
            Ok(me.redirect(&me.record()))
        }
        Err(failure) if failure.is_mendable() => {
            me.form_page("cases/case.html", view(&me, &Raw::empty()).await?, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// The case as a customer's person sees it, but for whatever leads on from it.
async fn view(me: &Linked, raw: &Raw) -> Result<CasePage, Failure> {
    let found = me.ask::<ReadCase>(raw).await?;
    let (side, looker) = (Side::Customer, Looker::by_link(me));
    let across = progress::across(me, side, None);
    let place =
        |cursor: &Option<Cursor>| cursor.clone().map(|cursor| format!("{}?from={}", me.record(), String::from(cursor)));
    let CaseView { case, .. } = &found;
    let is_open = case.turn.is_some();
    let quoted = case.card.as_ref().map(|card| quoted::quoted(me, &card.0, Some(case.raised_at)));
    Ok(CasePage {
        title: case.subject.clone(),
        list: None,
        action: me.record(),
        actions: Vec::new(),
        brand: progress::brand(me).to_owned(),
        desk: false,
        reference: case.reference(),
        standing: progress::word(case.standing(side)),
        steps: progress::steps(me, case, side, &across),
        raised: case.raised_at,
        asked_by: Some(case.requester.clone()),
        quoted: quoted.map(|quoted| Quoted { href: None, ..quoted }),
        thread: thread(looker, &found, None),
        people: people(looker, &found, None),
        earlier: place(&found.earlier),
        later: place(&found.later),
        reader: progress::brand(me).to_owned(),
        customer: None,
        across,
        confirm: (is_open && !me.is_confirmed())
            .then(|| Confirm { email: me.masked_email(), action: me.address(CODE) }),
        may_reply: found.may_reply && is_open,
        may_close: false,
        may_reopen: false,
        undo_action: String::new(),
        form: json!({ "values": {}, "errors": {} }),
    })
}
