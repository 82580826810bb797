use std::{
    borrow::Cow,
    collections::{BTreeMap, btree_map::Entry},
    convert::Infallible,
};

use fluent_bundle::{FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast;
use intl_memoizer::{Memoizable, concurrent::IntlLangMemoizer};
use unic_langid::{CharacterDirection, LanguageIdentifier};

use super::{Catalogue, HOME, Tongue, pseudo::PSEUDO, reach};
use crate::{WordsError, conventions::Figures};

/// Collects the messages of every part of the product.
pub struct CatalogueBuilder {
    sources: Vec<Source>,
    pseudo: bool,
}

struct Source {
    locale: String,
    origin: &'static str,
    ftl: Cow<'static, str>,
}

/// A language under construction, with the origin of every id.
struct Draft {
    tongue: Tongue,
    origins: BTreeMap<String, &'static str>,
}

impl Default for CatalogueBuilder {
    fn default() -> Self {
        let own = Self { sources: Vec::new(), pseudo: false };
        own.add(HOME, "words/messages/en-GB.ftl", include_str!("../../messages/en-GB.ftl"))
    }
}

impl CatalogueBuilder {
    /// Adds a Fluent file; `origin` is what errors call it.
    #[must_use]
    pub fn add(mut self, locale: &str, origin: &'static str, ftl: &'static str) -> Self {
        self.sources.push(Source { locale: locale.to_owned(), origin, ftl: Cow::Borrowed(ftl) });
        self
    }

    /// Adds two languages nobody speaks, made of the British English one: `en-XA`, longer and with accents, and `ar-XB`,
    /// from right to left.
    #[must_use]
    pub fn pseudo(mut self) -> Self {
        self.pseudo = true;
        self
    }

    /// Reads every file.
    ///
    /// # Errors
    /// [`WordsError::Locale`], [`WordsError::Syntax`], or [`WordsError::DuplicateMessage`] when
    /// two messages or terms of one language share a name.
    pub fn build(mut self) -> Result<Catalogue, WordsError> {
        if self.pseudo {
            let home = self.sources.iter().filter(|source| source.locale == HOME);
            let made: Vec<Source> = home.flat_map(Source::pseudo).collect();
            self.sources.extend(made);
        }
        let mut drafts: BTreeMap<LanguageIdentifier, Draft> = BTreeMap::new();
        for source in &self.sources {
            let locale = source.locale()?;
            let draft = drafts.entry(locale).or_insert_with_key(Draft::new);
            draft.take(source)?;
        }
        let home = HOME.parse().expect("en-GB is a language identifier");
        let tongues = drafts.into_iter().map(|(locale, draft)| (locale, draft.tongue)).collect();
        Ok(Catalogue { home, tongues })
    }
}

impl Source {
    /// The same in each made-up language.
    fn pseudo(&self) -> impl Iterator<Item = Self> {
        PSEUDO.iter().map(|(locale, pseudo)| {
            let ftl = Cow::Owned(pseudo.of(&self.ftl));
            Self { locale: (*locale).to_owned(), origin: self.origin, ftl }
        })
    }

    fn locale(&self) -> Result<LanguageIdentifier, WordsError> {
        self.locale.parse().map_err(|_| WordsError::Locale { origin: self.origin, locale: self.locale.clone() })
    }

    fn parse(&self) -> Result<FluentResource, WordsError> {
        FluentResource::try_new(self.ftl.clone().into_owned()).map_err(|(_, mut faults)| {
            let source = faults.swap_remove(0);
            WordsError::Syntax { origin: self.origin, line: self.line_at(source.pos.start), source }
        })
    }

    fn line_at(&self, offset: usize) -> usize {
        let before = self.ftl.bytes().take(offset);
        1 + before.filter(|byte| *byte == b'\n').count()
    }

    /// The last line that defines `id`: of two in one file, the one that is too many.
    fn line_of(&self, id: &str) -> usize {
        let defines = |line: &str| {
            let name = line.strip_prefix('-').unwrap_or(line);
            let rest = name.strip_prefix(id).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with('='))
        };
        let found = self.ftl.lines().enumerate().filter(|(_, line)| defines(line)).last();
        found.map_or(0, |(index, _)| index + 1)
    }
}

impl Draft {
    fn new(locale: &LanguageIdentifier) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![locale.clone()]);
        bundle.set_use_isolating(locale.character_direction() == CharacterDirection::RTL);
        bundle.set_formatter(Some(grouped));
        let tongue = Tongue { bundle, reach: BTreeMap::new() };
        Self { tongue, origins: BTreeMap::new() }
    }

    fn take(&mut self, source: &Source) -> Result<(), WordsError> {
        let resource = source.parse()?;
        for entry in resource.entries() {
            let id = match entry {
                ast::Entry::Message(message) => message.id.name,
                ast::Entry::Term(term) => term.id.name,
                ast::Entry::Comment(_)
                | ast::Entry::GroupComment(_)
                | ast::Entry::ResourceComment(_)
                | ast::Entry::Junk { .. } => continue,
            };
            match self.origins.entry(id.to_owned()) {
                Entry::Vacant(free) => free.insert(source.origin),
                Entry::Occupied(taken) => {
                    let &first = taken.get();
                    return Err(WordsError::DuplicateMessage {
                        origin: source.origin,
                        line: source.line_of(id),
                        id: id.to_owned(),
                        first,
                    });
                }
            };
            if let ast::Entry::Message(message) = entry {
                self.tongue.reach.extend(reach::of(message));
            }
        }
        self.tongue.bundle.add_resource_overriding(resource);
        Ok(())
    }
}

/// Writes whole numbers in a message as the language groups them; leaves the rest to Fluent.
fn grouped(value: &FluentValue<'_>, known: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let plain = number.options.use_grouping && number.options.minimum_fraction_digits.is_none();
    if !plain || number.value.fract() != 0.0 {
        return None;
    }
    known.with_try_get::<Figures, _, _>((), |figures| figures.whole(number.value as i64)).ok()
}

impl Memoizable for Figures {
    type Args = ();
    type Error = Infallible;

    fn construct(locale: LanguageIdentifier, (): ()) -> Result<Self, Infallible> {
        Ok(Self::for_language(&locale))
    }
}
