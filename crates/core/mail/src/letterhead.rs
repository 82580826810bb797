use serde::{Deserialize, Serialize};
use unic_langid::{CharacterDirection, LanguageIdentifier};
use words::Catalogue;

/// What every letter's template finds under `mail`: its language, and who sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// The language of the words, such as `en-GB`.
    pub lang: String,
    /// The way they run: `ltr` or `rtl`.
    pub dir: &'static str,
    /// Who sends it.
    pub brand: Brand,
}

/// A brand as its letters show it. Colours are `#rrggbb`, for light and for dark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// Its name.
    pub name: String,
    /// The logo's whole address, if it has one.
    pub logo: Option<String>,
    /// The company's name and postal address, on one line.
    pub postal: String,
    /// Of links and buttons.
    pub colour: String,
    /// Of words on that.
    pub on_colour: String,
    /// Of links and buttons in the dark.
    pub dark_colour: String,
    /// Of words on that.
    pub on_dark_colour: String,
}

impl Letterhead {
    /// The head of a letter in the language that the catalogue has for a reader of `locale`.
    pub fn of(brand: &Brand, catalogue: &Catalogue, locale: &LanguageIdentifier) -> Self {
        let language = catalogue.nearest(locale);
        let is_rtl = language.character_direction() == CharacterDirection::RTL;
        Self { lang: language.to_string(), dir: if is_rtl { "rtl" } else { "ltr" }, brand: brand.clone() }
    }
}
