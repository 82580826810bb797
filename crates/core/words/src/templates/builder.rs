use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::Arc,
};

use minijinja::{AutoEscape, Environment, Error, TemplateSource, UndefinedBehavior, path_loader, value::Value};

use super::{Icons, Templates, filters, pieces, speak::Speak};
use crate::{Catalogue, WordsError};

type Sources = BTreeMap<&'static str, &'static str>;

/// Collects the templates of every part of the product.
#[derive(Default)]
pub struct TemplatesBuilder {
    sources: Sources,
    twice: Option<&'static str>,
    folders: Vec<PathBuf>,
    overrides: HashMap<String, String>,
    words: Option<Arc<Catalogue>>,
    icons: Icons,
}

impl TemplatesBuilder {
    /// Adds a template by the name others import it by.
    #[must_use]
    pub fn add(mut self, name: &'static str, source: &'static str) -> Self {
        if self.sources.insert(name, source).is_some() {
            self.twice.get_or_insert(name);
        }
        self
    }

    /// Looks for templates in a folder first, and again whenever a file changes.
    ///
    /// For development: every change keeps the old text in memory. Several folders are
    /// searched in the order they are given.
    #[must_use]
    pub fn folder(mut self, path: impl Into<PathBuf>) -> Self {
        self.folders.push(path.into());
        self
    }

    /// Puts an operator's text in the place of built-in templates, by name.
    ///
    /// One that does not compile is logged and left out.
    #[must_use]
    pub fn overrides(mut self, overrides: HashMap<String, String>) -> Self {
        self.overrides = overrides;
        self
    }

    /// The messages `t()` says; without it only those of this crate.
    #[must_use]
    pub fn words(mut self, words: Arc<Catalogue>) -> Self {
        self.words = Some(words);
        self
    }

    /// The icons `glyph()` draws; without it none.
    #[must_use]
    pub fn icons(mut self, icons: Icons) -> Self {
        self.icons = icons;
        self
    }

    /// Compiles every template.
    ///
    /// # Errors
    /// [`WordsError::DuplicateTemplate`], or [`WordsError::Template`] for the first one that
    /// does not compile.
    pub fn build(self) -> Result<Templates, WordsError> {
        if let Some(template) = self.twice {
            return Err(WordsError::DuplicateTemplate { template });
        }
        let words = match self.words {
            Some(words) => words,
            None => Arc::new(Catalogue::builder().build()?),
        };
        let ours = shelf(self.sources, self.folders, self.icons)?;
        let theirs = overridden(&ours, self.overrides);
        Ok(Templates { words, ours, theirs })
    }
}

fn shelf(sources: Sources, folders: Vec<PathBuf>, icons: Icons) -> Result<Environment<'static>, WordsError> {
    let mut shelf = Environment::new();
    shelf.set_undefined_behavior(UndefinedBehavior::Strict);
    shelf.set_auto_escape_callback(
        |name: &str| {
            if name.ends_with(".txt") { AutoEscape::None } else { AutoEscape::Html }
        },
    );
    filters::add_to(&mut shelf);
    pieces::add_to(&mut shelf, icons);
    shelf.add_global("t", Value::from_object(Speak));

    let failed = |name: &str| {
        let name = name.to_owned();
        move |error| WordsError::in_template(&name, error)
    };
    if folders.is_empty() {
        for (name, source) in sources {
            shelf.add_template(name, source).map_err(failed(name))?;
        }
        return Ok(shelf);
    }
    let names: Vec<&'static str> = sources.keys().copied().collect();
    load_from(&mut shelf, folders, sources);
    for name in names {
        shelf.get_template(name).map_err(failed(name))?;
    }
    Ok(shelf)
}

fn load_from(shelf: &mut Environment<'static>, folders: Vec<PathBuf>, sources: Sources) {
    let folders: Vec<_> = folders.into_iter().map(path_loader).collect();
    shelf.set_loader(move |name: &str| -> Result<Option<TemplateSource>, Error> {
        for folder in &folders {
            if let Some(source) = folder(name)? {
                return Ok(Some(source));
            }
        }
        Ok(sources.get(name).map(|source| TemplateSource::new(*source)))
    });
}

fn overridden(ours: &Environment<'static>, overrides: HashMap<String, String>) -> Option<Environment<'static>> {
    let mut theirs = ours.clone();
    let mut taken = false;
    for (name, source) in overrides {
        match theirs.add_template_owned(name.clone(), source) {
            Ok(()) => taken = true,
            Err(error) => tracing::warn!(
                template = name,
                error = &error as &dyn std::error::Error,
                "The override of {name} does not compile; the built-in template is used"
            ),
        }
    }
    taken.then_some(theirs)
}
