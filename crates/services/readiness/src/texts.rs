use front::Texts;

/// The templates, samples and messages of readiness.
pub const TEXTS: Texts = front::texts! {
    folder: "readiness",
    pages: ["ready"],
    parts: ["parts"],
    messages: [("en-GB", "readiness/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

#[cfg(test)]
mod tests {
    use super::TEXTS;

    #[test]
    fn every_page_renders_with_every_sample() {
        let pages = front::check_texts(&[&TEXTS]).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(pages > TEXTS.samples.len());
    }
}
