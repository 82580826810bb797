use directory::{Brand, Colour};
use gateway::{Input, Path, Query, Viewed, get};
use kernel::{Id, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::Seen;

/// Shows what a brand is made of.
#[derive(Input)]
pub struct ReadBrand {}

/// What a brand is made of. Its logo is a public file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BrandView {
    /// Its id.
    pub id: Id<access::Brand>,
    /// The portal's name.
    pub name: String,
    /// The line at the foot of mails, if there is one.
    pub postal: Option<String>,
    /// The colour that was given, as `#rrggbb`.
    #[serde(serialize_with = "hex")]
    #[schemars(with = "String")]
    pub colour: Colour,
    /// The colour on light pages.
    #[serde(serialize_with = "hex")]
    #[schemars(with = "String")]
    pub light: Colour,
    /// The colour on dark pages.
    #[serde(serialize_with = "hex")]
    #[schemars(with = "String")]
    pub dark: Colour,
    /// Whether it has a logo.
    pub has_logo: bool,
}

impl Query for ReadBrand {
    const NAME: &'static str = "brands.read";
    const PATH: Path = get("/brands/{brand}");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Brand;
    type Under = Seen<Self, Brand>;
    type Output = BrandView;

    async fn run(self, brand: Seen<Self, Brand>) -> Result<BrandView, Problem> {
        Ok(BrandView {
            id: brand.id,
            name: brand.name.clone(),
            postal: brand.postal.clone(),
            colour: brand.colour_given,
            light: brand.colour_light,
            dark: brand.colour_dark,
            has_logo: brand.logo_png.is_some(),
        })
    }
}

fn hex<S: serde::Serializer>(colour: &Colour, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(colour)
}
