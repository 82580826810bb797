use front::Texts;

/// A file of this crate's templates: its name, and its text.
macro_rules! file {
    ($name:literal) => {
        (concat!("cases/", $name), include_str!(concat!("../templates/cases/", $name)))
    };
}

/// A page and its samples, or a letter and the samples of both its forms.
macro_rules! sampled {
    ($name:literal . $ending:literal) => {
        (concat!("cases/", $name, ".", $ending), include_str!(concat!("../templates/cases/", $name, ".samples.json")))
    };
}

/// The templates, samples and messages of cases.
pub const TEXTS: Texts = Texts {
    templates: &[
        file!("case.html"),
        file!("list.html"),
        file!("new.html"),
        file!("parts.html"),
        file!("mail/answered.html"),
        file!("mail/answered.txt"),
    ],
    samples: &[
        sampled!("case"."html"),
        sampled!("list"."html"),
        sampled!("new"."html"),
        sampled!("mail/answered"."html"),
        sampled!("mail/answered"."txt"),
    ],
    messages: &[("en-GB", "cases/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

#[cfg(test)]
mod tests {
    use front::Texts;

    use super::TEXTS;

    #[test]
    fn every_page_and_letter_renders_with_every_sample() {
        let mail = Texts { templates: mail::TEMPLATES, samples: &[], messages: mail::MESSAGES };
        let pages = front::check_texts(&[&mail, &TEXTS]).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(pages > TEXTS.samples.len());
    }
}
