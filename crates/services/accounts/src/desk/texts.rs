use front::Texts;

/// The templates, samples and messages of the desk's pages of customers.
pub const TEXTS: Texts = front::texts! {
    folder: "customers",
    pages: ["customers", "customer", "invitations", "invite", "invite_list", "invite_list_sent", "waves"],
    parts: ["parts", "roster"],
    messages: [("en-GB", "accounts/messages/desk.en-GB.ftl", include_str!("../../messages/desk.en-GB.ftl"))],
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
