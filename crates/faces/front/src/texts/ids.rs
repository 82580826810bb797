//! Reads which messages a template names, also those that no sample happens to show.

/// The messages a template names that nobody wrote, a line each.
///
/// An id put together from pieces (`"shell-look-" ~ theme`) counts as written if any message begins like it.
pub(super) fn unknown(template: &str, text: &str, known: &[&str]) -> Vec<String> {
    let text = &without_comments(text);
    let calls = text.match_indices("t(").filter(|(at, _)| !text[..*at].ends_with(is_of_a_name));
    let named = calls.flat_map(|(at, _)| named(&text[at + 2..]));
    let missing = named.filter(|id| match id {
        Named::Whole(id) => !known.contains(id),
        Named::Beginning(id) => !known.iter().any(|known| known.starts_with(*id)),
    });
    missing.map(|(Named::Whole(id) | Named::Beginning(id))| format!("{template}: there is no message {id}")).collect()
}

/// A template without what it only tells its readers.
fn without_comments(text: &str) -> String {
    let mut pieces = text.split("{#");
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept.push_str(piece.split_once("#}").map_or("", |(_, after)| after));
    }
    kept
}

enum Named<'t> {
    Whole(&'t str),
    Beginning(&'t str),
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.')
}

/// The ids in the first argument of a call, of which only the rest is given: every text in it that is not compared
/// with something, and is no end of another.
fn named(call: &str) -> Vec<Named<'_>> {
    let mut found = Vec::new();
    let mut rest = call;
    while let Some(at) = rest.find(['"', '\'', ',', ')']) {
        let quote = &rest[at..=at];
        if quote == "," || quote == ")" {
            break;
        }
        let led_in = rest[..at].trim_end();
        let Some((id, after)) = rest[at + 1..].split_once(quote) else { break };
        let led_out = after.trim_start();
        let is_id =
            !led_in.ends_with("==") && !led_in.ends_with("!=") && !led_in.ends_with('~') && !led_in.ends_with('[');
        if is_id && !led_out.starts_with("==") {
            found.push(if led_out.starts_with('~') { Named::Beginning(id) } else { Named::Whole(id) });
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::unknown;

    fn missing(text: &str) -> Vec<String> {
        let known = ["sent", "sent-again", "look-light", "look-dark"];
        unknown("x", text, &known).into_iter().filter_map(|line| Some(line.rsplit_once(' ')?.1.to_owned())).collect()
    }

    #[test]
    fn every_message_a_template_names_is_found() {
        assert_eq!(missing(r#"{{ t("sent", who=page.bold("none")) }}{{ t('sent-again') }}"#), [""; 0]);
        assert_eq!(missing(r#"{{ t("none") }} {{ fmt("other") }} {{ x.t("other") }}"#), ["none"]);
        assert_eq!(missing(r#"{{ t("sent" if purpose == "sign-in" else "missing", email=x) }}"#), ["missing"]);
        assert_eq!(missing(r#"{#- {{ t("example") }} -#}{{ t("sent") }}{# t("other")"#), [""; 0]);
        assert_eq!(missing(r#"{{ t("look-" ~ theme) }}{{ t("hue-" ~ theme ~ "-x") }}"#), ["hue-"]);
    }
}
