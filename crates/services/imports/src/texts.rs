use front::Texts;

/// A page of this crate, and its text.
macro_rules! file {
    ($name:literal) => {
        (concat!("imports/", $name, ".html"), include_str!(concat!("../templates/imports/", $name, ".html")))
    };
}

/// A page and its samples.
macro_rules! sampled {
    ($name:literal) => {
        (concat!("imports/", $name, ".html"), include_str!(concat!("../templates/imports/", $name, ".samples.json")))
    };
}

/// The templates, samples and messages of imports; the reasons of `sync` among them.
pub const TEXTS: Texts = Texts {
    templates: &[file!("runs"), file!("run"), file!("quarantined")],
    samples: &[sampled!("runs"), sampled!("run"), sampled!("quarantined")],
    messages: &[("en-GB", "imports/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl")), sync::MESSAGES[0]],
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
