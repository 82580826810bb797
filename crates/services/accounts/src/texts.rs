use front::Texts;

/// The templates, samples and messages of accounts and their people.
pub const TEXTS: Texts = front::texts! {
    folder: "accounts",
    pages: ["ask", "company", "explain", "invitations", "invite", "member", "people", "requests", "view_as", "views_as"],
    messages: [
        ("en-GB", "accounts/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl")),
        ("en-GB", "accounts/messages/access.en-GB.ftl", include_str!("../messages/access.en-GB.ftl")),
        ("en-GB", "accounts/messages/explain.en-GB.ftl", include_str!("../messages/explain.en-GB.ftl")),
        ("en-GB", "accounts/messages/view_as.en-GB.ftl", include_str!("../messages/view_as.en-GB.ftl")),
    ],
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
