use directory::Colour;
use front::Visit;
use kernel::Message;
use serde::Serialize;

use crate::{
    contrast::{Check, NEEDED, Pair, Place, Ratio, Scheme},
    queries::BrandView,
};

/// The page on which a brand is made.
#[derive(Serialize)]
pub(crate) struct BrandPage {
    pub title: String,
    /// Where its forms go.
    pub action: String,
    pub form: FormState,
    /// The form in which colours are tried, which changes nothing.
    pub colour_form: FormState,
    pub has_logo: bool,
    pub colour: ColourView,
}

/// What stands in a form, and what to put right.
#[derive(Serialize)]
pub(crate) struct FormState {
    pub values: serde_json::Value,
    pub errors: serde_json::Value,
}

/// A colour, and what becomes of it.
#[derive(Serialize)]
pub(crate) struct ColourView {
    /// As it was given.
    pub given: String,
    /// Whether it is only tried, and not yet used.
    pub is_tried: bool,
    /// The style sheet of the preview.
    pub stylesheet: String,
    pub light: Side,
    pub dark: Side,
    pub rows: Vec<Row>,
}

/// A colour on light pages, or on dark ones.
#[derive(Serialize)]
pub(crate) struct Side {
    pub used: String,
    /// Whether it is another than was given.
    pub changed: bool,
    /// What is used, and why, in a sentence.
    pub says: String,
}

/// A pair of colours.
#[derive(Serialize)]
pub(crate) struct Row {
    pub ground: String,
    pub words: String,
    pub pair: String,
    /// Where the two meet.
    pub place: String,
    pub ratio: String,
    pub passes: bool,
}

impl ColourView {
    pub fn of(visit: &Visit, pair: Pair, is_tried: bool, base: &str) -> Self {
        let given = pair.given;
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("colour", &given.hex()).finish();
        let mut rows = Vec::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            let used = pair.used(scheme);
            // Of a colour that fails, what fails worst says enough.
            rows.extend((used != given).then(|| Row::of(visit, scheme, scheme.weakest(given), true)));
            rows.extend(scheme.checks(used).into_iter().map(|check| Row::of(visit, scheme, check, false)));
        }
        Self {
            given: shown(given),
            is_tried,
            stylesheet: format!("{base}/preview.css?{query}"),
            light: Side::of(visit, Scheme::Light, pair),
            dark: Side::of(visit, Scheme::Dark, pair),
            rows,
        }
    }
}

impl Side {
    fn of(visit: &Visit, scheme: Scheme, pair: Pair) -> Self {
        let (given, used) = (pair.given, pair.used(scheme));
        let changed = used != given;
        let id = match (scheme, changed) {
            (Scheme::Light, true) => "branding-changed-light",
            (Scheme::Dark, true) => "branding-changed-dark",
            (Scheme::Light, false) => "branding-kept-light",
            (Scheme::Dark, false) => "branding-kept-dark",
        };
        let says = Message::new(id)
            .with("given", shown(given))
            .with("used", shown(used))
            .with("ratio", ratio(visit, scheme.weakest(given).ratio))
            .with("reached", ratio(visit, scheme.weakest(used).ratio))
            .with("needed", ratio(visit, NEEDED));
        Self { used: shown(used), changed, says: visit.say(&says) }
    }
}

impl Row {
    fn of(visit: &Visit, scheme: Scheme, check: Check, is_given: bool) -> Self {
        let (words, ground) = (shown(check.words), shown(check.ground));
        let pair = Message::new("branding-pair").with("words", words.clone()).with("ground", ground.clone());
        let place = match (scheme, check.place) {
            (Scheme::Light, Place::Button) => "branding-place-light-button",
            (Scheme::Light, Place::Canvas) => "branding-place-light-canvas",
            (Scheme::Light, Place::Surface) => "branding-place-light-surface",
            (Scheme::Light, Place::Sunken) => "branding-place-light-sunken",
            (Scheme::Dark, Place::Button) => "branding-place-dark-button",
            (Scheme::Dark, Place::Canvas) => "branding-place-dark-canvas",
            (Scheme::Dark, Place::Surface) => "branding-place-dark-surface",
            (Scheme::Dark, Place::Sunken) => "branding-place-dark-sunken",
        };
        let place = visit.say(&Message::new(place));
        let given = Message::new("branding-as-given").with("place", place.clone());
        Self {
            words,
            ground,
            pair: visit.say(&pair),
            place: if is_given { visit.say(&given) } else { place },
            ratio: visit.say(&Message::new("branding-ratio").with("ratio", ratio(visit, check.ratio))),
            passes: check.passes(),
        }
    }
}

impl FormState {
    /// What a brand's name and postal line are.
    pub fn of(brand: &BrandView) -> Self {
        let values = serde_json::json!({ "name": brand.name, "postal": brand.postal.clone().unwrap_or_default() });
        Self { values, errors: serde_json::json!({}) }
    }

    /// A colour as it was typed, and what is wrong with it.
    pub fn of_colour(typed: &str, wrong: Option<String>) -> Self {
        let errors = wrong.map_or_else(|| serde_json::json!({}), |wrong| serde_json::json!({ "colour": wrong }));
        Self { values: serde_json::json!({ "colour": typed }), errors }
    }
}

/// As guidelines write it.
fn shown(colour: Colour) -> String {
    colour.hex().to_uppercase()
}

fn ratio(visit: &Visit, ratio: Ratio) -> String {
    format!("{}.{}", visit.formats.number(i64::from(ratio.tenths() / 10)), ratio.tenths() % 10)
}
