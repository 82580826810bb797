use front::Texts;

/// The templates, samples and messages of webhooks.
pub const TEXTS: Texts = front::texts! {
    folder: "webhooks",
    pages: ["list", "new", "one", "secret"],
    letters: ["mail/failing"],
    messages: [("en-GB", "webhooks/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

#[cfg(test)]
mod tests {
    use front::Texts;

    use super::TEXTS;

    #[test]
    fn every_page_and_letter_renders_with_every_sample() {
        let mail = Texts { templates: mail::TEMPLATES, samples: &[], messages: mail::MESSAGES };
        let pages = front::check_texts(&[&mail, &TEXTS]).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(pages >= TEXTS.samples.len());
    }
}
