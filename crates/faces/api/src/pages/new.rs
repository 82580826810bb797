use std::time::Duration;

use axum::response::Response;
use front::{Blank, Failure, Form, Reader, Signed};
use gateway::{Operation, Raw, RawField};
use kernel::{Message, Problem};
use serde_json::Value;

use super::{
    keys::making,
    may::{self, FIELD, Group, worded},
    reference::say,
    views::{Days, MadePage, NewPage, Offered, OfferedAction, OfferedReading},
};
use crate::{CreateDeskKey, CreateKey, NewKey, openapi::summary};

/// For how many days a key may count, as the page offers it.
const DAYS: [u32; 4] = [30, 90, 180, 365];

/// What the key is called, how long it counts, and what it may do.
pub(super) async fn show(me: Reader) -> Result<Response, Failure> {
    if !me.may(making(&me)) {
        return Err(Problem::not_found().into());
    }
    me.page("api/key_new.html", view(&me, &Raw::empty()))
}

/// Makes the key and shows it, once.
pub(super) async fn make(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    match made(&me, &may::spelled_out(&me, &raw)).await {
        Ok(made) => {
            let view = MadePage {
                title: say(&me, "keys-made"),
                keys: me.address("/keys"),
                name: raw.text("name").unwrap_or_default(),
                token: made.token,
            };
            Ok(front::done(me.page("api/key_made.html", view)?))
        }
        Err(failure) if failure.is_mendable() => me.form_page("api/key_new.html", view(&me, &raw), &failure.0, &raw),
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

/// What whoever looks can let a program do where they act, with what the form says already chosen: as the page of a new
/// key offers it.
pub fn choices(me: &Signed, raw: &Raw) -> Value {
    serde_json::to_value(parts(me, raw)).unwrap_or_default()
}

fn parts(me: &Signed, raw: &Raw) -> Vec<Offered> {
    let chosen = chosen(&raw.field(FIELD));
    let mut parts: Vec<Offered> =
        may::groups(me).into_iter().map(|(part, group)| offered(me, part, &group, &chosen)).collect();
    parts.sort_by(|one, other| one.label.cmp(&other.label));
    parts
}

fn view(me: &Signed, raw: &Raw) -> NewPage {
    NewPage {
        title: say(me, "keys-new"),
        keys: me.address("/keys"),
        action: me.address("/keys/new"),
        days: DAYS.map(|days| ending(me, days)).to_vec(),
        parts: parts(me, raw),
        form: Blank::of([("name", String::new()), ("days", "90".to_owned())]),
    }
}

/// So many days, and the day on which a key made now ends then.
fn ending(me: &Signed, days: u32) -> Days {
    let end = me.formats.now().plus(Duration::from_hours(24 * u64::from(days)));
    let day = me.formats.long_date(me.formats.day_of(end));
    Days { value: days.to_string(), label: me.say(&Message::new("keys-for-days").with("days", days).with("day", day)) }
}

fn offered(me: &Signed, part: &str, group: &Group<'_>, chosen: &[String]) -> Offered {
    let is_chosen = |value: &str| chosen.iter().any(|chosen| chosen == value);
    let everything = may::everything(part);
    let does = |operation: &&Operation| {
        let value = operation.spec().name.to_string();
        OfferedAction { label: worded(me, "may", &value), chosen: is_chosen(&value), value }
    };
    let reads = |operation: &&Operation| {
        let spec = operation.spec();
        let (value, chosen) = (spec.name.to_string(), is_chosen(&spec.name));
        let is_offered = chosen || !may::is_for_pages(operation);
        is_offered.then(|| OfferedReading { value, about: summary(&spec.about).to_owned(), chosen })
    };
    Offered {
        label: worded(me, "part", part),
        everything: (!group.reads.is_empty()).then(|| OfferedAction {
            label: say(me, "keys-everything"),
            chosen: is_chosen(&everything),
            value: everything,
        }),
        does: group.does.iter().map(does).collect(),
        reads: group.reads.iter().filter_map(reads).collect(),
    }
}

fn chosen(sent: &RawField) -> Vec<String> {
    match sent {
        RawField::Text(one) => vec![one.clone()],
        RawField::Many(several) => several.iter().flat_map(chosen).collect(),
        RawField::Absent | RawField::Null | RawField::Json(_) => Vec::new(),
    }
}
