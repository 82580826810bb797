use std::sync::Arc;

use jiff::tz::TimeZone;
use kernel::Timestamp;
use serde_json::{Map, Value};
use words::{Catalogue, CatalogueBuilder, Formats, LanguageIdentifier, Templates};

use super::{TEXTS, Texts, ids};

/// The shells that samples name.
const SHELLS: &str = include_str!("../../templates/layouts/shell.samples.json");

/// 12 March 2026, 10:00 in London: the day the samples tell of.
const TODAY: Timestamp = Timestamp::from_micros(1_773_309_600_000_000);

/// Renders this crate's templates with every sample, strictly, in every language; tells how many pages that were.
///
/// # Errors
/// Everything that is wrong, a line each.
pub fn check_templates() -> Result<usize, String> {
    check_texts(&[])
}

/// The same for this crate and other parts of the portal together. A page fails that uses a value its sample lacks, or
/// a message nobody wrote.
///
/// # Errors
/// Everything that is wrong, a line each.
pub fn check_texts(others: &[&Texts]) -> Result<usize, String> {
    Ok(render_samples(others)?.len())
}

/// A page made of a sample.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The template.
    pub template: &'static str,
    /// The sample's name.
    pub sample: String,
    /// The language.
    pub locale: String,
    /// What it was made of, with the shell around it.
    pub given: Value,
    /// The page.
    pub text: String,
}

/// Every page of this crate and of other parts with every sample, strictly, in every language.
///
/// # Errors
/// As [`check_texts`].
pub fn render_samples(others: &[&Texts]) -> Result<Vec<Rendered>, String> {
    render(others, Catalogue::builder())
}

/// The same, also in the languages that nobody speaks; see [`words::CatalogueBuilder::pseudo`].
///
/// # Errors
/// As [`check_texts`].
pub fn render_samples_in_pseudo(others: &[&Texts]) -> Result<Vec<Rendered>, String> {
    render(others, Catalogue::builder().pseudo())
}

fn render(others: &[&Texts], words: CatalogueBuilder) -> Result<Vec<Rendered>, String> {
    let parts = || std::iter::once(&TEXTS).chain(others.iter().copied());
    let catalogue = parts().fold(words, |to, part| part.add_messages(to)).build();
    let catalogue = Arc::new(catalogue.map_err(|error| error.to_string())?);
    let templates = super::templates(parts());
    let templates = templates.words(Arc::clone(&catalogue)).build().map_err(|error| described(&error))?;
    let shells: Map<String, Value> = serde_json::from_str(SHELLS).map_err(|error| error.to_string())?;
    let known: Vec<&str> = catalogue.ids().collect();
    let mut faults: Vec<String> =
        parts().flat_map(|part| part.templates).flat_map(|&(name, text)| ids::unknown(name, text, &known)).collect();
    let mut pages = Vec::new();
    for &(template, json) in parts().flat_map(|part| part.samples) {
        let samples: Map<String, Value> = serde_json::from_str(json).map_err(|error| format!("{template}: {error}"))?;
        for (sample, context) in samples {
            for locale in catalogue.locales() {
                let mut page = Page { template, locale, context: context.clone() };
                match page.render(&templates, &shells) {
                    Ok(text) => {
                        let (sample, locale, given) = (sample.clone(), locale.to_string(), page.context);
                        pages.push(Rendered { template, sample, locale, given, text });
                    }
                    Err(fault) => faults.push(format!("{template}, sample \"{sample}\" in {locale}: {fault}")),
                }
            }
        }
    }
    if faults.is_empty() { Ok(pages) } else { Err(faults.join("\n")) }
}

struct Page<'p> {
    template: &'p str,
    locale: &'p LanguageIdentifier,
    context: Value,
}

impl Page<'_> {
    /// The page, or what is wrong with it.
    fn render(&mut self, templates: &Templates, shells: &Map<String, Value>) -> Result<String, String> {
        if let Some(name) = self.context.get("shell").and_then(Value::as_str) {
            let Some(mut shell) = shells.get(name).cloned() else {
                return Err(format!("there is no shell \"{name}\""));
            };
            if let Some(title) = self.context.get("title") {
                shell["title"] = title.clone();
            }
            self.context["shell"] = shell;
        }
        let formats = Formats::new(self.locale, TimeZone::UTC, TODAY);
        match templates.render(self.template, self.locale, &formats, &self.context) {
            Err(error) => Err(described(&error)),
            Ok(text) => match text.split_once('⟦').and_then(|(_, rest)| rest.split('⟧').next()) {
                Some(missing) => Err(format!("there is no message {missing}")),
                None => Ok(text),
            },
        }
    }
}

/// An error with its causes.
fn described(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{TEXTS, Texts, check_templates, check_texts};

    type Named = &'static [(&'static str, &'static str)];

    fn texts(templates: Named, samples: Named) -> Texts {
        Texts { templates, samples, messages: &[] }
    }

    #[test]
    fn every_page_renders_with_every_sample() {
        let pages = check_templates().unwrap_or_else(|faults| panic!("{faults}"));
        assert!(pages >= TEXTS.samples.len());
    }

    #[test]
    fn a_page_that_lacks_something_is_named() {
        let lacks_value = texts(&[("x.html", "{{ name }}")], &[("x.html", r#"{"nobody": {}}"#)]);
        let fault = check_texts(&[&lacks_value]).unwrap_err();
        assert!(fault.starts_with("x.html, sample \"nobody\" in en-GB:"), "{fault}");
        let lacks_message = texts(&[("x.html", "{% if false %}{{ t(\"x-none\") }}{% endif %}")], &[]);
        assert_eq!(check_texts(&[&lacks_message]).unwrap_err(), "x.html: there is no message x-none");
        let lacks_shell = texts(&[("x.html", "x")], &[("x.html", r#"{"a": {"shell": "none"}}"#)]);
        assert!(check_texts(&[&lacks_shell]).unwrap_err().ends_with("there is no shell \"none\""));
    }
}
