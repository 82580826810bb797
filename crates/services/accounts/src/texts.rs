use front::Texts;

/// A file of this crate's templates: its name, and its text.
macro_rules! file {
    ($name:literal) => {
        (concat!("accounts/", $name, ".html"), include_str!(concat!("../templates/accounts/", $name, ".html")))
    };
}

/// A page and its samples.
macro_rules! sampled {
    ($name:literal) => {
        (concat!("accounts/", $name, ".html"), include_str!(concat!("../templates/accounts/", $name, ".samples.json")))
    };
}

/// The templates, samples and messages of accounts and their people.
pub const TEXTS: Texts = Texts {
    templates: &[file!("company"), file!("invitations"), file!("invite"), file!("member"), file!("people")],
    samples: &[
        sampled!("company"),
        sampled!("invitations"),
        sampled!("invite"),
        sampled!("member"),
        sampled!("people"),
    ],
    messages: &[("en-GB", "accounts/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
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
