//! Whether a colour can be read, and the nearest one that can; DESIGN.md, section 4.

use directory::Colour;
use palette::{
    FromColor as _, IsWithinBounds as _, Oklch, Srgb, color_difference::Wcag21RelativeContrast as _,
    convert::FromColorUnclamped as _,
};

/// How strongly two colours differ: tenths of "… to 1", rounded down. See WCAG 2.2, "contrast ratio".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratio(u32);

/// What words need.
pub const NEEDED: Ratio = Ratio(45);

/// Light pages and dark ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Ink on paper.
    Light,
    /// The other way round.
    Dark,
}

/// Where a brand's colour has to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Below the words of a button.
    Button,
    /// As a link on the page itself.
    Canvas,
    /// As a link in a panel.
    Surface,
    /// As a link on what lies lower than the page.
    Sunken,
}

/// A colour as it was given, and what is used of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// As it was given.
    pub given: Colour,
    /// What is used on light pages.
    pub light: Colour,
    /// What is used on dark pages.
    pub dark: Colour,
}

/// Two colours that meet, and how strongly they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Where the two meet.
    pub place: Place,
    /// The colour of the words.
    pub words: Colour,
    /// The colour behind them.
    pub ground: Colour,
    /// How strongly they differ.
    pub ratio: Ratio,
}

impl Ratio {
    /// How strongly two colours differ.
    pub fn between(one: Colour, other: Colour) -> Self {
        let ratio = srgb(one).relative_contrast(srgb(other));
        Self((ratio * 10.0).floor() as u32)
    }

    /// Tenths of "… to 1".
    pub const fn tenths(self) -> u32 {
        self.0
    }
}

impl Pair {
    /// What becomes of a colour.
    pub fn of(given: Colour) -> Self {
        Self { given, light: Scheme::Light.nearest(given), dark: Scheme::Dark.nearest(given) }
    }

    /// What is used on such pages.
    pub const fn used(self, scheme: Scheme) -> Colour {
        match scheme {
            Scheme::Light => self.light,
            Scheme::Dark => self.dark,
        }
    }
}

impl Check {
    /// Whether the words can be read.
    pub fn passes(self) -> bool {
        self.ratio >= NEEDED
    }
}

impl Scheme {
    /// Canvas, surface and sunken: the tokens of that name.
    const fn grounds(self) -> [(Place, Colour); 3] {
        match self {
            Self::Light => [
                (Place::Canvas, Colour::of([0xf5, 0xf6, 0xf3])),
                (Place::Surface, Colour::of([0xff, 0xff, 0xff])),
                (Place::Sunken, Colour::of([0xec, 0xee, 0xea])),
            ],
            Self::Dark => [
                (Place::Canvas, Colour::of([0x0f, 0x14, 0x13])),
                (Place::Surface, Colour::of([0x17, 0x1d, 0x1c])),
                (Place::Sunken, Colour::of([0x0a, 0x0e, 0x0d])),
            ],
        }
    }

    /// The words on what has the brand's colour.
    const fn on_brand(self) -> Colour {
        match self {
            Self::Light => Colour::ON_LIGHT,
            Self::Dark => Colour::ON_DARK,
        }
    }

    /// Every pair in which a brand's colour is used.
    pub fn checks(self, brand: Colour) -> [Check; 4] {
        let pair = |place, words, ground| Check { place, words, ground, ratio: Ratio::between(words, ground) };
        let [canvas, surface, sunken] = self.grounds().map(|(place, ground)| pair(place, brand, ground));
        [pair(Place::Button, self.on_brand(), brand), canvas, surface, sunken]
    }

    /// The pair that differs least.
    pub fn weakest(self, brand: Colour) -> Check {
        let [first, others @ ..] = self.checks(brand);
        others.into_iter().fold(first, |weakest, check| if check.ratio < weakest.ratio { check } else { weakest })
    }

    /// The colour itself if it can be read, or else the nearest of its hue that can: a hundredth of OKLCH lightness
    /// further in each step, darker on light pages and lighter on dark ones.
    pub fn nearest(self, given: Colour) -> Colour {
        let from = Oklch::from_color(srgb(given));
        let (step, end) = match self {
            Self::Light => (-0.01, Colour::of([0, 0, 0])),
            Self::Dark => (0.01, Colour::of([0xff, 0xff, 0xff])),
        };
        let steps = (1..=100).map(|count| shown(Oklch { l: from.l + step * f64::from(count), ..from }));
        std::iter::once(given).chain(steps).find(|colour| self.weakest(*colour).passes()).unwrap_or(end)
    }
}

/// The colour as a screen shows it: of the same lightness and hue, and as colourful as there it can be.
fn shown(wanted: Oklch<f64>) -> Colour {
    let wanted = Oklch { l: wanted.l.clamp(0.0, 1.0), ..wanted };
    let with = |chroma| Srgb::from_color_unclamped(Oklch { chroma, ..wanted });
    let (mut least, mut most) = (0.0, wanted.chroma);
    if with(most).is_within_bounds() {
        least = most;
    }
    for _ in 0..16 {
        let middle = f64::midpoint(least, most);
        if with(middle).is_within_bounds() { least = middle } else { most = middle }
    }
    let colour: Srgb<u8> = with(least).into_format();
    Colour::of([colour.red, colour.green, colour.blue])
}

fn srgb(colour: Colour) -> Srgb<f64> {
    Srgb::<u8>::from(colour.parts()).into_format()
}

#[cfg(test)]
mod tests {
    use directory::Colour;
    use palette::{FromColor as _, Oklch};
    use proptest::prelude::*;

    use super::{NEEDED, Place, Ratio, Scheme, srgb};

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap_or_else(|| panic!("{text} is a colour"))
    }

    fn ratio(one: &str, other: &str) -> u32 {
        Ratio::between(colour(one), colour(other)).tenths()
    }

    #[test]
    fn ratios_are_those_of_the_design_rounded_down() {
        assert_eq!(ratio("#000000", "#ffffff"), 210);
        assert_eq!(ratio("#ffffff", "#e2761b"), 30);
        assert_eq!(ratio("#777777", "#ffffff"), 44, "4.48 is not 4.5");
        assert_eq!(Scheme::Light.weakest(Colour::TEAL).ratio.tenths(), 68);
        assert_eq!(Scheme::Dark.weakest(Colour::LIGHT_TEAL).ratio.tenths(), 86);
    }

    #[test]
    fn a_colour_that_passes_is_left_alone() {
        assert_eq!(Scheme::Light.nearest(Colour::TEAL), Colour::TEAL);
        assert_eq!(Scheme::Dark.nearest(Colour::LIGHT_TEAL), Colour::LIGHT_TEAL);
    }

    #[test]
    fn an_orange_becomes_a_darker_orange() {
        let given = colour("#e2761b");
        assert!(!Scheme::Light.checks(given).iter().any(|check| check.passes()));
        let used = Scheme::Light.nearest(given);
        let (from, to) = (Oklch::from_color(srgb(given)), Oklch::from_color(srgb(used)));
        assert!((from.hue - to.hue).into_degrees().abs() < 3.0, "{used} has another hue");
        let lighter = super::shown(Oklch { l: to.l + 0.01, ..from });
        assert!(!Scheme::Light.weakest(lighter).passes(), "{lighter} would have done");
        assert_eq!(Scheme::Dark.nearest(given), given, "on dark pages it can be read as it is");
    }

    #[test]
    fn the_words_on_a_button_count_too() {
        let [button, ..] = Scheme::Dark.checks(Colour::TEAL);
        assert_eq!((button.place, button.words, button.ground), (Place::Button, Colour::ON_DARK, Colour::TEAL));
        assert!(!button.passes());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn any_colour_ends_in_a_pair_that_can_be_read(parts in any::<[u8; 3]>()) {
            let given = Colour::of(parts);
            for scheme in [Scheme::Light, Scheme::Dark] {
                let used = scheme.nearest(given);
                for check in scheme.checks(used) {
                    prop_assert!(check.ratio >= NEEDED, "{given} became {used}: {check:?}");
                }
                prop_assert_eq!(scheme.nearest(used), used);
            }
        }
    }
}
