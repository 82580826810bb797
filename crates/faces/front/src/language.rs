use words::{Catalogue, LanguageIdentifier};

/// The language of the catalogue that serves a browser best, by its `Accept-Language`; British English when none does.
pub(crate) fn spoken(accept: Option<&str>, catalogue: &Catalogue) -> LanguageIdentifier {
    let mut wanted: Vec<(f32, LanguageIdentifier)> = accept.unwrap_or_default().split(',').filter_map(read).collect();
    wanted.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    for (_, language) in &wanted {
        let nearest = catalogue.nearest(language);
        if nearest.language == language.language {
            return nearest.clone();
        }
    }
    catalogue.nearest(&LanguageIdentifier::default()).clone()
}

/// `de-CH;q=0.8`; nothing for `*`, and for what is not wanted at all.
fn read(part: &str) -> Option<(f32, LanguageIdentifier)> {
    let (tag, weight) = weighed(part);
    let language = tag.parse().ok()?;
    (weight > 0.0 && tag != "*").then_some((weight, language))
}

/// A value of an `Accept…` header and its weight (RFC 9110, section 12.4.2): 1 where it says none.
pub(crate) fn weighed(part: &str) -> (&str, f32) {
    let mut pieces = part.split(';').map(str::trim);
    let value = pieces.next().unwrap_or_default();
    let weight = pieces.find_map(|piece| piece.strip_prefix("q=")).map_or(1.0, |text| text.parse().unwrap_or(0.0));
    (value, weight)
}

#[cfg(test)]
mod tests {
    use words::Catalogue;

    use super::spoken;

    #[test]
    fn the_best_language_both_know_is_spoken() {
        let catalogue = Catalogue::builder().add("de", "test", "x = y").build().expect("the messages are sound");
        let told = |accept: &str| spoken(Some(accept), &catalogue).to_string();
        assert_eq!(told("de-CH,en;q=0.5"), "de");
        assert_eq!(told("en;q=0.5, de;q=0.4"), "en-GB");
        assert_eq!(told("fr, de;q=0.1"), "de");
        assert_eq!(told("fr, *"), "en-GB");
        assert_eq!(told("de;q=0"), "en-GB");
        assert_eq!(told("¿?"), "en-GB");
        assert_eq!(spoken(None, &catalogue).to_string(), "en-GB");
    }
}
