use front::Texts;

/// A file of this crate's templates: its name, and its text.
macro_rules! file {
    ($name:literal) => {
        (concat!("billing/", $name), include_str!(concat!("../templates/billing/", $name)))
    };
}

/// A page and its samples.
macro_rules! sampled {
    ($($name:literal),* $(,)?) => {
        &[$((
            concat!("billing/", $name, ".html"),
            include_str!(concat!("../templates/billing/", $name, ".samples.json")),
        )),*]
    };
}

/// The templates, samples and messages of billing.
pub const TEXTS: Texts = Texts {
    templates: &[
        file!("invoice.html"),
        file!("invoice_lines.html"),
        file!("invoices.html"),
        file!("ledger.html"),
        file!("paper.html"),
        file!("parts.html"),
        file!("statement.html"),
    ],
    samples: sampled!["invoice", "invoices", "paper", "statement"],
    messages: &[("en-GB", "billing/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
};

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::TEXTS;

    #[test]
    fn every_template_is_listed_and_renders_with_every_sample() {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/billing");
        let names = fs::read_dir(home)
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"));
        let found: BTreeSet<String> =
            names.filter(|name| name.ends_with(".html")).map(|name| format!("billing/{name}")).collect();
        let listed: BTreeSet<String> = TEXTS.templates.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, found);
        front::check_texts(&[&TEXTS]).unwrap_or_else(|faults| panic!("{faults}"));
    }
}
