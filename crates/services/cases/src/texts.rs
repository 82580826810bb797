use front::Texts;

/// The templates, samples and messages of cases.
pub const TEXTS: Texts = front::texts! {
    folder: "cases",
    pages: ["case", "list", "new"],
    parts: ["parts"],
    letters: ["mail/answered"],
    messages: [("en-GB", "cases/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

#[cfg(test)]
mod tests {
    use front::Texts;

    use super::TEXTS;

    #[test]
    fn every_page_and_letter_renders_with_every_sample() {
        let mail = Texts { templates: mail::TEMPLATES, samples: &[], messages: mail::MESSAGES };
        let pages = front::check_texts(&[&mail, &TEXTS]).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(pages > TEXTS.samples.len());
    }
}
