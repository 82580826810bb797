use front::Texts;

/// The messages of the interface.
pub const TEXTS: Texts = Texts {
    templates: &[],
    samples: &[],
    messages: &[("en-GB", "api/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};
