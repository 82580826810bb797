use front::Texts;

/// The templates, samples and messages of requests to change legal data.
pub const TEXTS: Texts = front::texts! {
    folder: "legal",
    pages: ["change", "changes", "propose"],
    messages: [("en-GB", "accounts/messages/legal.en-GB.ftl", include_str!("../../messages/legal.en-GB.ftl"))],
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
