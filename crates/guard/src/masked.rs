//! Answers, made comparable: without what differs from one showing to the next.

use crate::browser::Answer;

/// What an answer says, but for form tokens and what was put into the address.
pub fn masked(answer: &Answer, typed: &[String]) -> String {
    let mut text = answer.text();
    while let Some(token) = token_of(&text) {
        text = text.replace(&token, "TOKEN");
    }
    let mut heads: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| *name != "set-cookie")
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    heads.sort();
    let mut whole = format!("{}\n{}\n\n{text}", answer.status, heads.join("\n"));
    for word in typed {
        for shown in spellings(word) {
            whole = whole.replace(&shown, "TYPED");
        }
    }
    whole
}

fn token_of(text: &str) -> Option<String> {
    text.match_indices("name=\"csrf\" value=\"").find_map(|(at, mark)| {
        let token = text[at + mark.len()..].split('"').next()?;
        (token != "TOKEN" && !token.is_empty()).then(|| token.to_owned())
    })
}

/// How an id or a word may be written in a page or an address.
fn spellings(word: &str) -> Vec<String> {
    let mut spellings = vec![word.to_owned(), word.to_uppercase()];
    if let Ok(id) = uuid::Uuid::try_parse(word) {
        spellings.extend([id.simple().to_string(), id.hyphenated().to_string()]);
    }
    spellings
}

/// Where two texts part, for people to read.
pub fn parting(one: &str, other: &str) -> String {
    let mut lines = one.lines().zip(other.lines());
    match lines.find(|(one, other)| one != other) {
        Some((one, other)) => format!("  {one}\n  {other}"),
        None => "  one is longer".to_owned(),
    }
}
