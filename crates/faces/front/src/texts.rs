//! What this crate's pages are made of, and the check that every page of the portal can be rendered.

mod check;
mod ids;

use words::{CatalogueBuilder, Templates, TemplatesBuilder};

use crate::icons::ICONS;

pub use check::{Rendered, check_templates, check_texts, render_samples, render_samples_in_pseudo};

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

/// The templates of these parts together, and the icons they draw.
#[must_use]
pub fn templates<'t>(parts: impl IntoIterator<Item = &'t Texts>) -> TemplatesBuilder {
    let all = parts.into_iter().flat_map(|part| part.templates);
    all.fold(Templates::builder().icons(ICONS), |to, &(name, text)| to.add(name, text))
}

impl Texts {
    /// The messages, added to others.
    #[must_use]
    pub fn add_messages(&self, to: CatalogueBuilder) -> CatalogueBuilder {
        self.messages.iter().fold(to, |to, &(locale, origin, text)| to.add(locale, origin, text))
    }
}

/// The [`Texts`] of a part, by the stems of its files in one folder of its crate's `templates`: pages, each with its
/// samples; parts, which are shown with the pages they stand in; letters, each in both forms, with the samples of both.
/// A part without parts or letters leaves them out.
///
/// ```ignore
/// pub const TEXTS: Texts = front::texts! {
///     folder: "cases",
///     pages: ["case", "list", "new"],
///     parts: ["parts"],
///     letters: ["mail/answered"],
///     messages: [("en-GB", "cases/messages/en-GB.ftl", include_str!("../messages/en-GB.ftl"))],
/// };
/// ```
#[macro_export]
macro_rules! texts {
    (
        folder: $folder:literal,
        pages: [$($page:literal),* $(,)?],
        $(parts: [$($part:literal),* $(,)?],)?
        $(letters: [$($letter:literal),* $(,)?],)?
        messages: [$($message:expr),* $(,)?] $(,)?
    ) => {
        $crate::Texts {
            templates: &[
                $($crate::texts!(@file $folder, $page, ".html", ".html"),)*
                $($($crate::texts!(@file $folder, $part, ".html", ".html"),)*)?
                $($(
                    $crate::texts!(@file $folder, $letter, ".html", ".html"),
                    $crate::texts!(@file $folder, $letter, ".txt", ".txt"),
                )*)?
            ],
            samples: &[
                $($crate::texts!(@file $folder, $page, ".html", ".samples.json"),)*
                $($(
                    $crate::texts!(@file $folder, $letter, ".html", ".samples.json"),
                    $crate::texts!(@file $folder, $letter, ".txt", ".samples.json"),
                )*)?
            ],
            messages: &[$($message),*],
        }
    };
    // A template's name, and what is in the file beside it that ends so.
    (@file $folder:literal, $stem:literal, $ending:literal, $file:literal) => {
        (
            concat!($folder, "/", $stem, $ending),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/", $folder, "/", $stem, $file)),
        )
    };
}
