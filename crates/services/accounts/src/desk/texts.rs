use front::Texts;

/// A page of the desk, and its text.
macro_rules! file {
    ($name:literal) => {
        (concat!("customers/", $name, ".html"), include_str!(concat!("../../templates/customers/", $name, ".html")))
    };
}

/// A page and its samples.
macro_rules! sampled {
    ($name:literal) => {
        (
            concat!("customers/", $name, ".html"),
            include_str!(concat!("../../templates/customers/", $name, ".samples.json")),
        )
    };
}

/// The templates, samples and messages of the desk's pages of customers.
pub const TEXTS: Texts = Texts {
    templates: &[
        file!("customers"),
        file!("customer"),
        file!("invitations"),
        file!("invite"),
        file!("invite_list"),
        file!("invite_list_sent"),
        file!("roster"),
    ],
    samples: &[
        sampled!("customers"),
        sampled!("customer"),
        sampled!("invitations"),
        sampled!("invite"),
        sampled!("invite_list"),
        sampled!("invite_list_sent"),
    ],
    messages: &[("en-GB", "accounts/messages/desk.en-GB.ftl", include_str!("../../messages/desk.en-GB.ftl"))],
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
