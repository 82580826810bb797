use front::Texts;

/// The page, its samples and its messages.
pub const TEXTS: Texts = front::texts! {
    folder: "home",
    pages: ["home"],
    messages: [("en-GB", "home/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

#[cfg(test)]
mod tests {
    use super::TEXTS;

    #[test]
    fn the_page_renders_with_every_sample() {
        let pages = front::check_texts(&[&TEXTS]).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(pages > TEXTS.samples.len());
    }
}
