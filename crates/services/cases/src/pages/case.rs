use axum::response::Response;
use front::{Failure, Form, Reader, Targets};
use gateway::{Quote, Raw};
use kernel::{Cursor, Message, Ref};
use serde_json::json;
use store::Object as _;
use uuid::Uuid;

use super::{
    progress::{self, Looker},
    quoted,
    thread::{people, thread},
    views::{CasePage, Customer},
};
use crate::{Case, CaseView, CloseCase, ListPlaces, ReadCase, ReopenCase, ReplyToCase, Side};

/// One case, with its conversation.
pub(super) async fn show(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let from = raw.text("from").map(|from| ("from".to_owned(), from));
    let view = view(&me, targets.one()?, &Raw::Form(from.into_iter().collect())).await?;
    me.page("cases/case.html", view)
}

/// Writes to the other side.
pub(super) async fn reply(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    match me.execute::<ReplyToCase>(&targets.0, &raw).await {
        Ok(_) => done(&me, targets.one()?, "cases-sent").await,
        Err(failure) => again(&me, targets.one()?, failure, &raw).await,
    }
}

/// Says that nothing is left to do, and offers to take that back.
pub(super) async fn close(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let done = me.execute::<CloseCase>(&targets.0, &Raw::empty()).await?;
    me.toast_with_undo(&Message::new("cases-closed"), done.undo.as_ref());
    Ok(me.redirect(&address(&me, targets.one()?)))
}

/// Takes it up again.
pub(super) async fn reopen(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    match me.execute::<ReopenCase>(&targets.0, &raw).await {
        Ok(_) => done(&me, targets.one()?, "cases-reopened").await,
        Err(failure) => again(&me, targets.one()?, failure, &raw).await,
    }
}

async fn done(me: &Reader, case: Uuid, says: &'static str) -> Result<Response, Failure> {
    me.toast(&Message::new(says));
    Ok(me.redirect(&address(me, case)))
}

/// The page of the case as it now is, with what was typed and what is wrong with it.
async fn again(me: &Reader, case: Uuid, failure: Failure, raw: &Raw) -> Result<Response, Failure> {
    if !failure.is_mendable() {
        return Err(failure);
    }
    me.form_page("cases/case.html", view(me, case, &Raw::empty()).await?, &failure.0, raw)
}

fn address(me: &Reader, case: Uuid) -> String {
    me.address(&format!("/cases/{}", case.simple()))
}

async fn view(me: &Reader, id: Uuid, raw: &Raw) -> Result<CasePage, Failure> {
    let found = me.ask::<ReadCase>(Some(id), raw).await?;
    let among = Raw::Form(vec![("among".to_owned(), found.case.account_id.to_string())]);
    let customer = me.ask::<ListPlaces>(None, &among).await?.into_iter().next().map(|place| place.name);
    let side = progress::side(me);
    let across = progress::across(me, side, customer.as_deref());
    let place = |cursor: &Option<Cursor>| {
        cursor.clone().map(|cursor| format!("{}?from={}", address(me, id), String::from(cursor)))
    };
    let CaseView { case, .. } = &found;
    let (looker, is_own) = (Looker::of(me), case.requester_id == Some(me.person()));
    // What a customer's people do about records, they do here: they write.
    let about = Quote { target: Ref::new(Case::KIND, case.id), part: None };
    let actions = if side == Side::Staff { me.record_actions(&about) } else { Vec::new() };
    Ok(CasePage {
        title: case.subject.clone(),
        list: Some(me.address("/cases")),
        action: address(me, id),
        actions,
        brand: progress::brand(me).to_owned(),
        desk: side == Side::Staff,
        reference: case.reference(),
        standing: progress::word(case.standing(side)),
        steps: progress::steps(me, case, side, &across),
        raised: case.raised_at,
        asked_by: (!is_own).then(|| case.requester.clone()),
        quoted: case.card.as_ref().map(|card| quoted::quoted(me, &card.0, Some(case.raised_at))),
        thread: thread(looker, &found, customer.as_deref()),
        people: people(looker, &found, customer.as_deref()),
        earlier: place(&found.earlier),
        later: place(&found.later),
        reader: if side == Side::Staff { case.requester.clone() } else { progress::brand(me).to_owned() },
        customer: customer.map(|name| Customer {
            href: me.back_to_customer(case.account_id, &name).pop().map(|step| step.href),
            name,
        }),
        across,
        confirm: None,
        may_reply: found.may_reply && case.turn.is_some(),
        may_close: found.may_close && case.turn.is_some(),
        may_reopen: found.may_reopen && case.turn.is_none(),
        undo_action: me.address("/undo"),
        form: json!({ "values": {}, "errors": {} }),
    })
}
