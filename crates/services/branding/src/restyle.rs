use directory::{Brand, Colour};
use gateway::{Change, Command, Effect, Field, FieldKind, Granted, Input, Line, Path, RawField, Tx, post};
use kernel::{FieldError, Message, Problem};
use store::StoreError;
use words::Formats;

use crate::{
    contrast::Pair,
    events::{BrandRestyled, Changed},
    logo::Picture,
};

/// Changes what a brand looks like. What is not told stays as it is.
#[derive(Input)]
pub struct RestyleBrand {
    name: Change<Line<60>>,
    postal: Change<Line<200>>,
    colour: Change<GivenColour>,
    logo: Option<Picture>,
    no_logo: bool,
}

/// A colour as it is written in guidelines: `#E2761B`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenColour(pub Colour);

/// Why a brand stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum RestyleError {
    /// Something that was told cannot be used.
    #[error("the brand cannot look like that")]
    Wrong(Vec<FieldError>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Command for RestyleBrand {
    const NAME: &'static str = "brands.restyle";
    const PATH: Path = post("/brands/{brand}/style");
    const EFFECT: Effect = Effect::Changes;
    type On = Brand;
    type Writes = (Brand,);
    type Output = ();
    type Error = RestyleError;

    /// Draws the logo. What is wrong with it is told later, to those who may change it.
    async fn prepare(self) -> Result<Self, RestyleError> {
        let logo = match self.logo {
            Some(picture) => Some(picture.drawn().await),
            None => None,
        };
        Ok(Self { logo, ..self })
    }

    async fn run<'t>(self, brand: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), RestyleError> {
        let mut after = Brand::clone(&brand);
        self.apply(&mut after).map_err(RestyleError::Wrong)?;
        let changed = changes(&brand, &after);
        if changed.is_empty() {
            tx.nothing_happened();
            return Ok(());
        }
        tx.update(&brand, |row| *row = after).await?;
        tx.tell_instances(Brand::GENERATION).await?;
        tx.record(&BrandRestyled { changed });
        Ok(())
    }
}

impl RestyleBrand {
    fn apply(self, brand: &mut Brand) -> Result<(), Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut blank = |at: &'static str| wrong.push(FieldError { at: at.into(), says: Message::new("input-blank") });
        match self.name {
            Change::Leave => {}
            Change::Clear => blank("/name"),
            Change::Set(name) => brand.name = name.as_str().to_owned(),
        }
        match self.postal {
            Change::Leave => {}
            Change::Clear => brand.postal = None,
            Change::Set(line) => brand.postal = Some(line.as_str().to_owned()),
        }
        match self.colour {
            Change::Leave => {}
            Change::Clear => blank("/colour"),
            // A pair that was made before stays, also one that was chosen by eye.
            Change::Set(GivenColour(given)) if given == brand.colour_given => {}
            Change::Set(GivenColour(given)) => {
                let pair = Pair::of(given);
                (brand.colour_given, brand.colour_light, brand.colour_dark) = (given, pair.light, pair.dark);
            }
        }
        if self.no_logo {
            (brand.logo_svg, brand.logo_png) = (None, None);
        }
        match self.logo.map(Picture::into_logo) {
            None => {}
            Some(Ok(logo)) => (brand.logo_svg, brand.logo_png) = (logo.svg, Some(logo.png)),
            Some(Err(error)) => wrong.push(FieldError { at: "/logo".into(), says: error.message() }),
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

fn changes(before: &Brand, after: &Brand) -> Vec<Changed> {
    let colours = |brand: &Brand| (brand.colour_given, brand.colour_light, brand.colour_dark);
    let has_logo_changed = before.logo_svg != after.logo_svg || before.logo_png != after.logo_png;
    let all = [
        (before.name != after.name, Changed::Name),
        (before.postal != after.postal, Changed::Postal),
        (colours(before) != colours(after), Changed::Colour),
        (has_logo_changed, Changed::Logo),
    ];
    all.into_iter().filter(|(is_changed, _)| *is_changed).map(|(_, what)| what).collect()
}

impl Field for GivenColour {
    fn kind() -> FieldKind {
        FieldKind::Text { max: 7, lines: false }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        let text = match raw {
            RawField::Text(text) => text.trim(),
            RawField::Absent | RawField::Null => return Err(Message::new("input-blank")),
            RawField::Json(_) | RawField::Many(_) => return Err(Message::new("branding-colour-wrong")),
        };
        Colour::parse(text).map(Self).ok_or_else(|| Message::new("branding-colour-wrong"))
    }
}

impl From<RestyleError> for Problem {
    fn from(error: RestyleError) -> Self {
        match error {
            RestyleError::Wrong(fields) => Self::invalid(fields),
            RestyleError::Store(error) => error.into(),
        }
    }
}
