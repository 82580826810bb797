use front::Texts;

/// The templates, samples and messages of imports; the reasons of `sync` among them.
pub const TEXTS: Texts = front::texts! {
    folder: "imports",
    pages: ["runs", "run", "quarantined"],
    parts: ["parts"],
    messages: [("en-GB", "imports/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl")), sync::MESSAGES[0]],
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
