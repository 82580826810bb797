use front::Texts;

/// A file of this crate's templates: its name, and its text.
macro_rules! file {
    ($name:literal) => {
        (concat!("audit/", $name, ".html"), include_str!(concat!("../templates/audit/", $name, ".html")))
    };
}

/// A page and its samples.
macro_rules! sampled {
    ($name:literal) => {
        (concat!("audit/", $name, ".html"), include_str!(concat!("../templates/audit/", $name, ".samples.json")))
    };
}

/// The templates, samples and messages of the journal's pages.
pub const TEXTS: Texts = Texts {
    templates: &[file!("list"), file!("entry"), file!("rows")],
    samples: &[sampled!("list"), sampled!("entry")],
    messages: &[("en-GB", "audit/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
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
