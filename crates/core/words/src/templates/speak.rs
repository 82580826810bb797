use std::sync::Arc;

use minijinja::{
    AutoEscape, Error, ErrorKind, HtmlEscape, State,
    value::{Kwargs, Object, ObjectRepr, Value, ValueKind, from_args},
};

use super::reader::Reader;
use crate::ArgValue;

/// The function `t(id, name=value)`: a message with its values.
///
/// Values are text, whole numbers, and `true` or `false`; an amount or a day goes through its filter first. In an
/// HTML template a value marked safe, such as what a macro returns, keeps its markup inside the
/// sentence, while the sentence and every other value are escaped.
#[derive(Debug)]
pub(super) struct Speak;

/// The first of the private characters that stand for markup while a sentence is put together.
const FIRST_SLOT: u32 = 0xE000;

impl Object for Speak {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn call(self: &Arc<Self>, state: &mut State<'_, '_>, args: &[Value]) -> Result<Value, Error> {
        let (id, named) = from_args::<(&str, Kwargs)>(args)?;
        let reader = Reader::of(state)?;
        let html = matches!(state.auto_escape(), AutoEscape::Html);
        let mut markup = Vec::new();
        let mut values = Vec::new();
        for name in named.args() {
            let value: Value = named.get(name)?;
            let value = if html && value.is_safe() { slot(&mut markup, &value) } else { argument(id, name, &value)? };
            values.push((name, value));
        }
        let text = reader.words.say(&reader.locale, id, &values);
        if markup.is_empty() {
            return Ok(Value::from(text));
        }
        Ok(Value::from_safe_string(filled(&text, &markup)))
    }
}

fn argument(id: &str, name: &str, value: &Value) -> Result<ArgValue<'static>, Error> {
    let refuse = |kind, why: &str| Error::new(kind, format!("`{name}` of `{id}` {why}"));
    match value.kind() {
        ValueKind::String => Ok(ArgValue::from(value.to_string())),
        ValueKind::Bool => Ok(ArgValue::from(if value.is_true() { "true" } else { "false" })),
        ValueKind::Number => value
            .as_i64()
            .map(ArgValue::Number)
            .ok_or_else(|| refuse(ErrorKind::InvalidOperation, "is not a whole number")),
        ValueKind::Undefined => Err(refuse(ErrorKind::UndefinedError, "is not set")),
        _ => Err(refuse(ErrorKind::InvalidOperation, "needs a filter first, such as `money`")),
    }
}

/// Keeps markup aside and gives the character that stands for it.
fn slot(markup: &mut Vec<String>, value: &Value) -> ArgValue<'static> {
    let index = u32::try_from(markup.len()).unwrap_or(u32::MAX);
    let stand_in = FIRST_SLOT.checked_add(index).and_then(char::from_u32);
    markup.push(value.to_string());
    ArgValue::from(stand_in.map(String::from).unwrap_or_default())
}

/// The sentence escaped, with the markup in the places of its stand-ins.
fn filled(text: &str, markup: &[String]) -> String {
    let escaped = HtmlEscape(text).to_string();
    let mut html = String::with_capacity(escaped.len());
    for character in escaped.chars() {
        let index = u32::from(character).checked_sub(FIRST_SLOT);
        match index.and_then(|index| markup.get(usize::try_from(index).ok()?)) {
            Some(piece) => html.push_str(piece),
            None => html.push(character),
        }
    }
    html
}
