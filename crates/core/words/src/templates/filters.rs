//! What a template pipes values through.

use kernel::{Date, Money, Timestamp, UnitPrice};
use minijinja::{Environment, Error, ErrorKind, State, value::Value};
use serde::de::DeserializeOwned;

use super::reader::Reader;

pub(super) fn add_to(shelf: &mut Environment<'static>) {
    shelf.add_filter("money", money);
    shelf.add_filter("unit_price", unit_price);
    shelf.add_filter("number", number);
    shelf.add_filter("percent", percent);
    shelf.add_filter("bytes", bytes);
    shelf.add_filter("date", date);
    shelf.add_filter("long_date", long_date);
    shelf.add_filter("day", day);
    shelf.add_filter("time", time);
    shelf.add_filter("datetime", datetime);
    shelf.add_filter("full", full);
    shelf.add_filter("near_day", near_day);
    shelf.add_filter("moment", moment);
    shelf.add_filter("brief", brief);
    shelf.add_filter("ago", ago);
    shelf.add_filter("iso", iso);
}

fn money(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.money(read::<Money>(value, "an amount")?))
}

fn unit_price(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.unit_price(read::<UnitPrice>(value, "a unit price")?))
}

fn number(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.number(read::<i64>(value, "a whole number")?))
}

fn percent(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.percent(read::<f64>(value, "a share of one")?))
}

fn bytes(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.bytes(read::<u64>(value, "a size in bytes")?))
}

fn date(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.date(read::<Date>(value, "a day")?))
}

fn long_date(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.long_date(read::<Date>(value, "a day")?))
}

fn day(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.day(read::<Timestamp>(value, "an instant")?))
}

fn time(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.time(read::<Timestamp>(value, "an instant")?))
}

fn datetime(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.datetime(read::<Timestamp>(value, "an instant")?))
}

fn full(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    Ok(Reader::of(state)?.formats.full(read::<Timestamp>(value, "an instant")?))
}

fn near_day(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    let reader = Reader::of(state)?;
    Ok(reader.formats.near_day(read::<Timestamp>(value, "an instant")?, &reader.words))
}

fn moment(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    let reader = Reader::of(state)?;
    Ok(reader.formats.moment(read::<Timestamp>(value, "an instant")?, &reader.words))
}

fn brief(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    let reader = Reader::of(state)?;
    Ok(reader.formats.brief(read::<Timestamp>(value, "an instant")?, &reader.words))
}

fn ago(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    let reader = Reader::of(state)?;
    Ok(reader.formats.ago(read::<Timestamp>(value, "an instant")?, &reader.words))
}

/// The machine's form of a day or an instant, for `<time datetime>`.
///
/// An instant is tried first, as the parser of days may be content with its front.
fn iso(value: &Value) -> Result<String, Error> {
    if let Ok(instant) = read::<Timestamp>(value, "an instant") {
        return Ok(instant.to_string());
    }
    read::<Date>(value, "a day or an instant").map(|day| day.to_string())
}

pub(super) fn read<T: DeserializeOwned>(value: &Value, what: &str) -> Result<T, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    T::deserialize(value)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, format!("this is not {what}")).with_source(error))
}
