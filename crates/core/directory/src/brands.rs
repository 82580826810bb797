#![expect(clippy::disallowed_methods, reason = "the brand stands on every page, also before anybody signs in")]

use kernel::{Id, Timestamp};
use macros::Row;
use store::{Db, StoreError, Work};

use crate::{Colour, roles::grow};

/// One front door.
#[derive(Clone, Debug, PartialEq, Row)]
#[row(table = "brands", kind = "brand", read = "brands.read")]
pub struct Brand {
    /// Its id.
    pub id: Id<access::Brand>,
    /// The portal's name.
    pub name: String,
    /// The host name it answers to.
    pub host: Option<String>,
    /// Since when there is one.
    pub created_at: Timestamp,
    /// The company's name and postal address, on one line, as it stands at the foot of mails.
    pub postal: Option<String>,
    /// The colour that was given; logos keep it.
    pub colour_given: Colour,
    /// The colour of what can be pressed, on light ground.
    pub colour_light: Colour,
    /// The same on dark ground.
    pub colour_dark: Colour,
    /// The logo as a drawing, if it is one; harmless wherever it is shown as an image.
    pub logo_svg: Option<String>,
    /// The logo as a picture, if there is one.
    pub logo_png: Option<Vec<u8>>,
}

impl Brand {
    /// The name of the generation that grows whenever a brand changes.
    pub const GENERATION: &'static str = "brand";

    /// A brand in Portico's own colours.
    pub fn plain(id: Id<access::Brand>, name: &str, created_at: Timestamp) -> Self {
        Self {
            id,
            name: name.to_owned(),
            host: None,
            created_at,
            postal: None,
            colour_given: Colour::TEAL,
            colour_light: Colour::TEAL,
            colour_dark: Colour::LIGHT_TEAL,
            logo_svg: None,
            logo_png: None,
        }
    }
}

/// Held by whoever plants the first brand, so that two instances that start at once plant one.
const FIRST: i64 = 0x0062_7261_6e64_0001;

/// Plants the first brand, called `name`, unless there is one.
///
/// # Errors
/// The database's.
pub async fn plant_brand(work: &Work, name: &str, now: Timestamp) -> Result<(), StoreError> {
    work.exclusively(FIRST).await?;
    if work.unguarded().first(Brand::NAME.is_known()).await?.is_some() {
        return Ok(());
    }
    let brand = Brand::plain(Id::from_uuid(uuid::Uuid::now_v7()), name, now);
    work.unguarded().insert(&brand).await?;
    grow(work, Brand::GENERATION).await
}

/// The first brand there is: what pages, mails and paper show to everybody.
///
/// # Errors
/// The database's.
pub async fn first_brand(db: &Db) -> Result<Option<Brand>, StoreError> {
    db.unguarded().first(Brand::NAME.is_known()).await
}
