//! The languages nobody speaks: no page has a word that stands in no message, and whoever asks for them gets them only
//! where the settings have them.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    body::Body,
    http::{Method, header},
};
use kernel::{ManualClock, SystemClock};
use portico::compose;
use serde_json::Value;

use super::{portal::settings, texts::others};
use crate::{
    visitor::{answer, request},
    world::{START, blank},
};

/// Attributes that people read or hear.
const READ: [&str; 6] = ["alt", "aria-description", "aria-label", "data-label", "placeholder", "title"];

/// What is in no message, as the language's own conventions have it: days, months, and the zone of the samples.
const CONVENTIONS: &str = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun January \
                           February March April May June July August September October November December Jan Feb Mar \
                           Apr Jun Jul Aug Sep Sept Oct Nov Dec UTC GMT Coordinated Universal Time";

/// Words of three letters and more that are written without any accent.
fn plain(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_alphabetic());
    words.filter(|word| word.len() > 2 && word.is_ascii()).map(str::to_owned).collect()
}

/// Every string in a sample.
fn strings(value: &Value, found: &mut String) {
    match value {
        Value::String(text) => {
            found.push(' ');
            found.push_str(text);
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text without what stands between these two, each time.
fn without(text: &str, begins: &str, ends: &str) -> String {
    let mut left = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begins) {
        left.push_str(before);
        left.push(' ');
        rest = after.split_once(ends).map_or("", |(_, after)| after);
    }
    left + rest
}

/// What people read of a page: its text and the attributes that are read out; nothing of what is code or drawn.
fn read(page: &str) -> String {
    let mut page = without(page, "<!--", "-->");
    for tag in ["script", "style", "svg", "code", "pre"] {
        page = without(&page, &format!("<{tag}>"), &format!("</{tag}>"));
        page = without(&page, &format!("<{tag} "), &format!("</{tag}>"));
    }
    let mut shown = without(&page, "<", ">");
    for name in READ {
        let begins = format!(" {name}=\"");
        let values = page.split(&begins).skip(1).filter_map(|rest| rest.split('"').next());
        values.for_each(|value| {
            shown.push(' ');
            shown.push_str(value);
        });
    }
    without(&shown.replace("&quot;", " ").replace("&amp;", " ").replace("&lt;", " ").replace("&gt;", " "), "&#x", ";")
}

#[test]
fn every_word_people_read_stands_in_a_message_or_was_given() {
    let others = others();
    let pages = front::render_samples_in_pseudo(&others.iter().collect::<Vec<_>>());
    let pages = pages.unwrap_or_else(|faults| panic!("{faults}"));
    let conventions = plain(CONVENTIONS);
    let (mut faults, mut accented) = (BTreeSet::new(), 0);
    for page in pages.iter().filter(|page| page.locale == "en-XA") {
        let text = if page.template.ends_with(".html") { read(&page.text) } else { page.text.clone() };
        accented += usize::from(text.contains('«'));
        let mut given = String::new();
        strings(&page.given, &mut given);
        let given = plain(&given);
        let odd = plain(&text).into_iter().filter(|word| !given.contains(word) && !conventions.contains(word));
        faults.extend(odd.map(|word| format!("{} says `{word}`, which stands in no message", page.template)));
    }
    assert!(accented > 50, "only {accented} pages are written in it");
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
    let turned = pages.iter().filter(|page| page.locale == "ar-XB" && page.text.contains('\u{202E}')).count();
    assert!(turned > 50, "only {turned} pages are written from right to left");
}

/// How the sign-in page begins for a browser that asks for a language.
async fn begins(pseudo: bool, language: &str) -> String {
    let (options, folder) = blank().await;
    let data = folder.as_ref().map_or_else(std::env::temp_dir, |folder| folder.path().to_owned());
    let mut settings = settings(&options.url, data);
    settings.words.pseudo = pseudo;
    let db = compose::database(&settings).await.expect("a database");
    compose::migrate(&db, &SystemClock).await.expect("the schema");
    let app = compose::open(db, &settings, Arc::new(ManualClock::at(START))).await.expect("the parts fit together");
    let asks = request(Method::GET, "/sign-in").header(header::ACCEPT_LANGUAGE, language);
    let page = answer(&app.router, asks.body(Body::empty()).expect("a request")).await.text();
    page.split("<html ").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_browser_gets_them_where_the_settings_have_them() {
    assert!(begins(true, "ar-XB").await.starts_with("lang=\"ar-XB\" dir=\"rtl\""));
    assert!(begins(true, "en-XA").await.starts_with("lang=\"en-XA\" dir=\"ltr\""));
    assert!(begins(true, "en-US").await.starts_with("lang=\"en-GB\" dir=\"ltr\""));
    assert!(begins(false, "ar-XB").await.starts_with("lang=\"en-GB\" dir=\"ltr\""));
}
