use front::Texts;

/// The templates, samples and messages of branding.
pub const TEXTS: Texts = Texts {
    templates: &[("branding/brand.html", include_str!("../templates/branding/brand.html"))],
    samples: &[("branding/brand.html", include_str!("../templates/branding/brand.samples.json"))],
    messages: &[("en-GB", "branding/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
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
