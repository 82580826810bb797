use front::Texts;

/// The messages of the directory's face; it has no pages of its own.
pub const TEXTS: Texts = Texts {
    templates: &[],
    samples: &[],
    messages: &[("en-GB", "scim/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};
