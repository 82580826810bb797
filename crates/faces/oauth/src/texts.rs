use front::Texts;

/// The templates, samples and messages of the authorisation server.
pub const TEXTS: Texts = front::texts! {
    folder: "oauth",
    pages: ["app_made", "app_new", "apps", "consent", "own", "place", "way_back"],
    messages: [("en-GB", "oauth/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

#[cfg(test)]
mod tests {
    use super::TEXTS;

    #[test]
    fn every_page_renders_with_every_sample() {
        let pages = front::check_texts(&[&api::TEXTS, &TEXTS]).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(pages >= TEXTS.samples.len());
    }
}
