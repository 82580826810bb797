use std::collections::BTreeMap;

use axum::response::Response;
use front::{Blank, Failure, Form, Reader, Signed};
use gateway::{Raw, RawField};
use kernel::{Message, Problem};

use super::{
    keys::making,
    reference::{named, say},
    views::{Days, MadePage, NewPage, Offered, OfferedAction},
};
use crate::{
    CreateDeskKey, CreateKey, NewKey,
    commands::may_choose,
    openapi::{part, summary},
    routes::operations,
};

/// For how many days a key may count, as the page offers it.
const DAYS: [u32; 4] = [30, 90, 180, 365];

/// What the key is called, how long it counts, and what it may do.
pub(super) async fn show(me: Reader) -> Result<Response, Failure> {
    if !me.may(making(&me)) {
        return Err(Problem::not_found().into());
    }
    me.page("api/key_new.html", view(&me, &Raw::empty()).await?)
}

/// Makes the key and shows it, once.
pub(super) async fn make(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    match made(&me, &raw).await {
        Ok(made) => {
            let view = MadePage {
                title: say(&me, "keys-made"),
                keys: me.address("/keys"),
                name: raw.text("name").unwrap_or_default(),
                token: made.token,
            };
            Ok(front::done(me.page("api/key_made.html", view)?))
        }
        Err(failure) if failure.is_mendable() => {
            me.form_page("api/key_new.html", view(&me, &raw).await?, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// Makes it past `Signed::execute`: under a name the answer would be kept, and it holds the key.
async fn made(me: &Signed, raw: &Raw) -> Result<NewKey, Failure> {
    let (gateway, asked) = (&me.site().gateway, me.asked());
    if me.account().is_some() {
        return Ok(gateway.execute::<CreateKey>(&asked, &[], raw).await?.output);
    }
    let brand = me.brand.id.ok_or_else(Problem::not_found)?;
    Ok(gateway.execute::<CreateDeskKey>(&asked, &[brand.uuid()], raw).await?.output)
}

async fn view(me: &Signed, raw: &Raw) -> Result<NewPage, Failure> {
    let caller = me.site().gateway.caller(me.principal(), None).await?;
    let chosen = chosen(&raw.field("actions"));
    let mut parts: BTreeMap<&str, Vec<OfferedAction>> = BTreeMap::new();
    for operation in operations(me.site().gateway.registry()) {
        let spec = operation.spec();
        if may_choose(&caller, &spec.name) {
            parts.entry(part(spec)).or_default().push(OfferedAction {
                value: spec.name.to_string(),
                about: summary(&spec.about).to_owned(),
                chosen: chosen.iter().any(|chosen| *chosen == spec.name),
            });
        }
    }
    let days =
        |days: u32| Days { value: days.to_string(), label: me.say(&Message::new("keys-for-days").with("days", days)) };
    Ok(NewPage {
        title: say(me, "keys-new"),
        keys: me.address("/keys"),
        action: me.address("/keys/new"),
        days: DAYS.map(days).to_vec(),
        parts: parts.into_iter().map(|(part, actions)| Offered { label: named(me, part), actions }).collect(),
        form: Blank::of([("name", String::new()), ("days", "90".to_owned())]),
    })
}

fn chosen(sent: &RawField) -> Vec<String> {
    match sent {
        RawField::Text(one) => vec![one.clone()],
        RawField::Many(several) => several.iter().flat_map(chosen).collect(),
        RawField::Absent | RawField::Null | RawField::Json(_) => Vec::new(),
    }
}
