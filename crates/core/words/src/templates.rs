mod builder;
mod filters;
mod pieces;
mod reader;
mod speak;
mod view;

use std::sync::Arc;

use minijinja::{Environment, Template, value::Value};
use serde::Serialize;
use unic_langid::LanguageIdentifier;

use self::reader::Reader;
pub use self::{builder::TemplatesBuilder, pieces::Icons, view::View};
use crate::{Catalogue, Formats, WordsError};

/// Every template of the product, compiled.
///
/// In a template `t("cases-reply", name=person.name)` says a message, and the filters `money`,
/// `unit_price`, `number`, `percent`, `bytes`, `date`, `long_date`, `day`, `time`, `datetime`,
/// `full`, `near_day`, `moment`, `brief`, `ago` and `iso` write values; all of them also inside
/// imported macros; `glyph`, `cell`, `row_head` and the filter `on` draw the smallest pieces. They speak the
/// language given to [`Templates::render`], so one environment serves every language. A variable nobody set is an error. All text is escaped as HTML, except in names ending
/// `.txt`.
#[derive(Debug)]
pub struct Templates {
    words: Arc<Catalogue>,
    ours: Environment<'static>,
    /// The same with the overrides in place, when there are any.
    theirs: Option<Environment<'static>>,
}

impl Templates {
    /// No templates yet.
    pub fn builder() -> TemplatesBuilder {
        TemplatesBuilder::default()
    }

    /// Renders a template with the fields of `ctx`.
    ///
    /// When an override fails, the built-in templates are used and the failure is logged.
    ///
    /// # Errors
    /// [`WordsError::NoTemplate`], [`WordsError::View`] when `ctx` has no named fields, or [`WordsError::Template`] with
    /// the name and line of the fault.
    pub fn render(
        &self,
        name: &str,
        locale: &LanguageIdentifier,
        formats: &Formats,
        ctx: impl Serialize,
    ) -> Result<String, WordsError> {
        self.show(name, locale, formats, View::of(ctx)?)
    }

    /// Renders a template with a view.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn show(
        &self,
        name: &str,
        locale: &LanguageIdentifier,
        formats: &Formats,
        view: View,
    ) -> Result<String, WordsError> {
        self.write(name, locale, formats, view, |template, root| template.render(root))
    }

    /// Renders a template, and gives only these blocks of it, as they stand in what [`Self::render`] writes.
    ///
    /// # Errors
    /// As [`Self::render`]; a block that is not there is a fault of the template.
    pub fn render_blocks<const N: usize>(
        &self,
        name: &str,
        blocks: [&str; N],
        locale: &LanguageIdentifier,
        formats: &Formats,
        ctx: impl Serialize,
    ) -> Result<[String; N], WordsError> {
        self.write(name, locale, formats, View::of(ctx)?, |template, root| {
            template.render_captured(root)?.with_state_mut(|state| {
                let mut written = [const { String::new() }; N];
                for (block, into) in blocks.iter().zip(&mut written) {
                    *into = state.render_block(block)?;
                }
                Ok(written)
            })
        })
    }

    fn write<T>(
        &self,
        name: &str,
        locale: &LanguageIdentifier,
        formats: &Formats,
        view: View,
        fill: impl Fn(&Template<'_, '_>, &Value) -> Result<T, minijinja::Error>,
    ) -> Result<T, WordsError> {
        let reader = Reader { words: Arc::clone(&self.words), locale: locale.clone(), formats: formats.clone() };
        let root = reader.beside(view);
        let filled = |shelf: &Environment<'_>| {
            let filled = shelf.get_template(name).and_then(|template| fill(&template, &root));
            filled.map_err(|error| WordsError::in_template(name, error))
        };
        if let Some(theirs) = &self.theirs {
            match filled(theirs) {
                Ok(text) => return Ok(text),
                Err(error) => tracing::warn!(
                    template = name,
                    error = &error as &dyn std::error::Error,
                    "Could not render {name} with overrides; the built-in templates are used"
                ),
            }
        }
        filled(&self.ours)
    }

    /// The names of the built-in templates.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.ours.templates().map(|(name, _)| name)
    }
}
