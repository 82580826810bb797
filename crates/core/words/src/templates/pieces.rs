//! The smallest pieces of a page. One holds hundreds of them, and a macro costs ten times what a function does.

use std::{collections::BTreeMap, fmt::Write as _};

use kernel::Date;
use minijinja::{
    Environment, Error, ErrorKind, HtmlEscape, State,
    value::{Kwargs, Value},
};

use super::{filters::read, reader::Reader};

/// Icons by their name: what is inside the `svg`, and whether it points along the line, to be turned round where
/// people write from the right.
pub type Icons = &'static [(&'static str, &'static str, bool)];

pub(super) fn add_to(shelf: &mut Environment<'static>, icons: Icons) {
    let icons: BTreeMap<&str, (&str, bool)> =
        icons.iter().map(|(name, shape, turns)| (*name, (*shape, *turns))).collect();
    shelf.add_function("glyph", move |name: &str, size: Option<&str>| icon(&icons, name, size.unwrap_or_default()));
    shelf.add_function("cell", cell);
    shelf.add_function("row_head", row_head);
    shelf.add_filter("on", on);
}

/// `glyph(name, size)`: an icon, always beside words; `size` is "s", "l" or nothing. An unknown name fails.
fn icon(icons: &BTreeMap<&str, (&str, bool)>, name: &str, size: &str) -> Result<Value, Error> {
    let Some((shape, turns)) = icons.get(name) else {
        return Err(Error::new(ErrorKind::InvalidOperation, format!("there is no icon \"{name}\"")));
    };
    let (space, size) = if size.is_empty() { ("", "") } else { (" i-", size) };
    let turns = if *turns { " i-flip" } else { "" };
    let svg = format!(r#"<svg class="i{space}{size}{turns}" viewBox="0 0 24 24" aria-hidden="true">{shape}</svg>"#);
    Ok(Value::from_safe_string(svg))
}

/// `cell(text, label="", sub="", num=false, place="")`: a cell of a table that becomes a card where there is little
/// room. `label` is said before the value on a card; `place` is "full", "end", "hide-c" or "act-c" on a card.
fn cell(text: &Value, named: Kwargs) -> Result<Value, Error> {
    let (label, sub) = (told(&named, "label")?, told(&named, "sub")?);
    let (num, place) = (told(&named, "num")?.is_some(), told(&named, "place")?);
    named.assert_all_used()?;
    let mut html = String::from(r#"<td role="cell""#);
    match (num, place) {
        (false, None) => {}
        (true, None) => html.push_str(r#" class="num""#),
        (num, Some(place)) => {
            html.push_str(if num { r#" class="num "# } else { r#" class=""# });
            write(&mut html, &place)?;
            html.push('"');
        }
    }
    if let Some(label) = label {
        html.push_str(r#" data-label=""#);
        write(&mut html, &label)?;
        html.push('"');
    }
    html.push('>');
    write(&mut html, text)?;
    write_sub(&mut html, sub.as_ref())?;
    html.push_str("</td>");
    Ok(Value::from_safe_string(html))
}

/// `row_head(text, href="", sub="")`: the cell that names the row: the whole width of a card, a link where the row
/// leads somewhere.
fn row_head(text: &Value, href: Option<&Value>, sub: Option<&Value>, named: Kwargs) -> Result<Value, Error> {
    let said = |given: Option<&Value>, name: &str| match given {
        Some(given) => Ok(Some(given.clone()).filter(Value::is_true)),
        None => told(&named, name),
    };
    let (href, sub) = (said(href, "href")?, said(sub, "sub")?);
    named.assert_all_used()?;
    let mut html = String::from(r#"<th role="rowheader" scope="row" class="full">"#);
    if let Some(href) = &href {
        html.push_str(r#"<a href=""#);
        write(&mut html, href)?;
        html.push_str(r#"" dir="auto">"#);
    } else {
        html.push_str(r#"<b dir="auto">"#);
    }
    write(&mut html, text)?;
    html.push_str(if href.is_some() { "</a>" } else { "</b>" });
    write_sub(&mut html, sub.as_ref())?;
    html.push_str("</th>");
    Ok(Value::from_safe_string(html))
}

/// `date | on`: a day, also for machines.
fn on(state: &State<'_, '_>, value: &Value) -> Result<Value, Error> {
    let date = read::<Date>(value, "a day")?;
    let words = Reader::of(state)?.formats.date(date);
    Ok(Value::from_safe_string(format!(r#"<time datetime="{date}">{}</time>"#, HtmlEscape(&words))))
}

/// A named argument, if it says anything; one that nobody set is a fault.
fn told(named: &Kwargs, name: &str) -> Result<Option<Value>, Error> {
    if !named.has(name) {
        return Ok(None);
    }
    let value: Value = named.get(name)?;
    if value.is_undefined() {
        Err(Error::from(ErrorKind::UndefinedError))
    } else {
        Ok(Some(value).filter(Value::is_true))
    }
}

fn write_sub(html: &mut String, sub: Option<&Value>) -> Result<(), Error> {
    let Some(sub) = sub else { return Ok(()) };
    html.push_str(r#"<span class="sub">"#);
    write(html, sub)?;
    html.push_str("</span>");
    Ok(())
}

/// A value as a template writes it: markup as it is, all else escaped.
fn write(html: &mut String, value: &Value) -> Result<(), Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    let written = match value.as_str() {
        Some(text) if value.is_safe() => {
            html.push_str(text);
            Ok(())
        }
        Some(text) => write!(html, "{}", HtmlEscape(text)),
        None => write!(html, "{}", HtmlEscape(&value.to_string())),
    };
    written.map_err(|_| Error::from(ErrorKind::WriteFailure))
}
