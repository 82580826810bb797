mod builder;
mod pseudo;
mod reach;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use kernel::{Arg, Message};
use unic_langid::LanguageIdentifier;

pub use self::builder::CatalogueBuilder;
use self::reach::Reach;
use crate::{ArgValue, Formats};

/// The language every message is written in first, and the last one tried.
const HOME: &str = "en-GB";

/// Every message of the product, by language.
///
/// Text is safe to mix: in a left-to-right language a value that holds right-to-left
/// characters is put between isolates, and every other value is left without them, so that
/// what is copied, searched or mailed in English has no invisible characters. In a
/// right-to-left language every value is isolated. The result is plain text, never HTML.
pub struct Catalogue {
    home: LanguageIdentifier,
    tongues: BTreeMap<LanguageIdentifier, Tongue>,
}

/// The messages of one language.
struct Tongue {
    bundle: FluentBundle<FluentResource>,
    reach: BTreeMap<String, Reach>,
}

impl Catalogue {
    /// A catalogue with the messages of this crate, to be filled.
    pub fn builder() -> CatalogueBuilder {
        CatalogueBuilder::default()
    }

    /// The message in the person's language, else in British English, else `⟦id⟧`.
    ///
    /// `id` may name an attribute: `cases-reply.hint`. A person's language that is not here
    /// is answered in another variety of it (`fr` for `fr-CA`) before English.
    pub fn say(&self, locale: &LanguageIdentifier, id: &str, args: &[(&str, ArgValue<'_>)]) -> String {
        let nearest = self.nearest(locale);
        for language in [nearest, &self.home] {
            let said = self.tongues.get(language).and_then(|tongue| tongue.say(id, args));
            if let Some(text) = said {
                return text;
            }
        }
        tracing::warn!(id, %locale, "There is no message {id}");
        format!("⟦{id}⟧")
    }

    /// Whether the message is written, at least in British English; for names that need no words of their own.
    pub fn knows(&self, id: &str) -> bool {
        self.tongues.get(&self.home).is_some_and(|tongue| tongue.reach.contains_key(id))
    }

    /// The words for a message, its values written as `formats` has it.
    pub fn put(&self, locale: &LanguageIdentifier, message: &Message, formats: &Formats) -> String {
        let args: Vec<(&str, ArgValue<'_>)> =
            message.args.iter().map(|(name, value)| (name.as_ref(), written(value, formats))).collect();
        self.say(locale, &message.id, &args)
    }

    /// The language here that serves `locale` best: itself, another variety of it, or English.
    pub fn nearest(&self, locale: &LanguageIdentifier) -> &LanguageIdentifier {
        if let Some((exact, _)) = self.tongues.get_key_value(locale) {
            return exact;
        }
        self.tongues.keys().find(|candidate| candidate.language == locale.language).unwrap_or(&self.home)
    }

    /// The languages that have messages.
    pub fn locales(&self) -> impl Iterator<Item = &LanguageIdentifier> {
        self.tongues.keys()
    }

    /// The ids of every British English message, in order; attributes as `id.attribute`.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids_in(&self.home)
    }

    /// The ids of one language, for tests that look for missing translations.
    pub fn ids_in(&self, locale: &LanguageIdentifier) -> impl Iterator<Item = &str> {
        self.tongues.get(locale).into_iter().flat_map(|tongue| tongue.reach.keys().map(String::as_str))
    }

    /// The variables the British English message uses, also through messages it refers to.
    pub fn used_variables(&self, id: &str) -> BTreeSet<&str> {
        let Some(tongue) = self.tongues.get(&self.home) else {
            return BTreeSet::new();
        };
        reach::variables(&tongue.reach, id)
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.tongues.keys().map(ToString::to_string)).finish()
    }
}

impl Tongue {
    fn say(&self, id: &str, args: &[(&str, ArgValue<'_>)]) -> Option<String> {
        let (name, attribute) = match id.split_once('.') {
            Some((name, attribute)) => (name, Some(attribute)),
            None => (id, None),
        };
        let message = self.bundle.get_message(name)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.to_fluent())).collect();
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
        if let Some(fault) = faults.first() {
            tracing::warn!(id, %fault, "The message {id} lacks something it uses");
        }
        Some(text)
    }
}

fn written<'a>(value: &'a Arg, formats: &Formats) -> ArgValue<'a> {
    match value {
        Arg::Text(text) => ArgValue::from(text.as_str()),
        Arg::Number(number) => ArgValue::Number(*number),
        Arg::Money(money) => ArgValue::from(formats.money(*money)),
        Arg::Date(date) => ArgValue::from(formats.date(*date)),
        Arg::At(at) => ArgValue::from(formats.datetime(*at)),
    }
}
