//! A letter's subject is the title of its page.

/// The title as one plain line; nothing if it says nothing.
///
/// What stands in the title was escaped, so the first `</title>` is the page's own.
pub(crate) fn of(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("<title>")?;
    let (title, _) = rest.split_once("</title>")?;
    let line = one_line(&unescaped(title));
    (!line.is_empty()).then_some(line)
}

/// The words with single spaces between them: no line end, no control character, so nothing that could begin another
/// header.
pub(crate) fn one_line(words: &str) -> String {
    let gap = |letter: char| letter.is_whitespace() || letter.is_control();
    let words = words.split(gap).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn unescaped(html: &str) -> String {
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after.split_once(';');
        match entity.and_then(|(name, tail)| Some((character(name)?, tail))) {
            Some((letter, tail)) => {
                plain.push(letter);
                rest = tail;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The character an entity stands for: those that templates write, and numbers.
fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}
