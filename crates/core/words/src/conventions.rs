//! How one language writes numbers, amounts and dates, looked up once and kept.

mod calendar;
mod dates_read;
mod figures;
mod symbols;

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use icu_locale_core::Locale;
use unic_langid::LanguageIdentifier;

pub(crate) use self::{
    calendar::Calendar,
    figures::{Figures, sign, split_sign},
    symbols::{NBSP, Symbols, without_currency},
};

/// Why loading formatting data cannot fail.
const COMPILED: &str = "the compiled data ends in the root locale";

/// How many languages are kept; more than any portal is translated into.
const KEPT: usize = 64;

/// A memo: the conventions are a pure function of the language, and slow to look up.
static KNOWN: RwLock<BTreeMap<LanguageIdentifier, Arc<Conventions>>> = RwLock::new(BTreeMap::new());

/// Everything about a language that does not depend on the person or the hour.
#[derive(Debug)]
pub(crate) struct Conventions {
    pub(crate) figures: Figures,
    pub(crate) symbols: Symbols,
    pub(crate) calendar: Calendar,
}

impl Conventions {
    pub(crate) fn of(language: &LanguageIdentifier) -> Arc<Self> {
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(language).cloned();
        if let Some(conventions) = known {
            return conventions;
        }
        let conventions = Arc::new(Self::load(language));
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < KEPT {
            known.insert(language.clone(), Arc::clone(&conventions));
        }
        conventions
    }

    fn load(language: &LanguageIdentifier) -> Self {
        let locale = icu(language);
        let figures = Figures::new(&locale);
        let calendar = Calendar::new(language, &locale, &figures);
        Self { figures, symbols: Symbols::of(language), calendar }
    }
}

impl Figures {
    /// The figures of a language named as Fluent names it.
    pub(crate) fn for_language(language: &LanguageIdentifier) -> Self {
        Self::new(&icu(language))
    }
}

fn icu(language: &LanguageIdentifier) -> Locale {
    Locale::try_from_str(&language.to_string()).unwrap_or(Locale::UNKNOWN)
}
