//! What this crate's pages are made of, and the check that every page of the portal can be rendered.

mod check;
mod ids;

use words::{CatalogueBuilder, TemplatesBuilder};

pub use check::{Rendered, check_templates, check_texts, render_samples};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The templates, samples and messages that one part of the portal brings.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    /// Templates: the name others import it by, and its text.
    pub templates: &'static [(&'static str, &'static str)],
    /// Samples: a template's name, and a JSON object of contexts by name. A context's `shell` may name one of
    /// `layouts/shell.samples.json`.
    pub samples: &'static [(&'static str, &'static str)],
    /// Messages: a language, the file's name, and its text.
    pub messages: &'static [(&'static str, &'static str, &'static str)],
}

/// The frame, the components, and the page of problems.
pub const TEXTS: Texts = Texts { templates: TEMPLATES, samples: SAMPLES, messages: MESSAGES };

impl Texts {
    /// The templates, added to others.
    #[must_use]
    pub fn add_templates(&self, to: TemplatesBuilder) -> TemplatesBuilder {
        self.templates.iter().fold(to, |to, &(name, text)| to.add(name, text))
    }

    /// The messages, added to others.
    #[must_use]
    pub fn add_messages(&self, to: CatalogueBuilder) -> CatalogueBuilder {
        self.messages.iter().fold(to, |to, &(locale, origin, text)| to.add(locale, origin, text))
    }
}
