use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use directory::{Brand, Colour, first_brand};
use kernel::Id;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{Db, StoreError};

use crate::{Shared, assets::FOREVER};

/// What the brand puts on every page, mail and paper, as it was read from the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Branding {
    /// Which brand it is; none where none was planted yet.
    pub id: Option<Id<access::Brand>>,
    /// The portal's name.
    pub name: String,
    /// The company's name and postal address, on one line, if it is known.
    pub postal: Option<String>,
    /// The colour of what can be pressed, on light ground.
    pub light: Colour,
    /// The same on dark ground.
    pub dark: Colour,
    /// The logo, as a PNG.
    pub picture: Option<Bytes>,
    /// Which state of the brand this is; it only grows.
    pub(crate) generation: i64,
    logo: Option<File>,
    rendition: Option<File>,
    sheet: File,
}

/// A file of the brand's. Its address carries a hash of what is in it.
#[derive(Clone, Debug, PartialEq)]
struct File {
    address: String,
    kind: &'static str,
    bytes: Bytes,
}

impl Branding {
    /// The first brand there is, or Portico's own.
    ///
    /// # Errors
    /// The database's.
    pub async fn load(db: &Db) -> Result<Self, StoreError> {
        // The number first: what changes in between is then read once more, and never missed.
        let generation = directory::generation(db, Brand::GENERATION).await?;
        let found = first_brand(db).await?;
        Ok(found.map_or_else(Self::of_portico, |brand| Self { generation, ..Self::of(brand) }))
    }

    /// Portico's own.
    pub fn of_portico() -> Self {
        let nobodys = Brand::plain(Id::from_uuid(uuid::Uuid::nil()), "Portico", kernel::Timestamp::from_micros(0));
        Self { id: None, ..Self::of(nobodys) }
    }

    fn of(brand: Brand) -> Self {
        let picture = brand.logo_png.map(Bytes::from);
        let rendition = picture.clone().map(|bytes| File::of("png", "image/png", bytes));
        let drawing = brand.logo_svg.map(|svg| File::of("svg", "image/svg+xml; charset=utf-8", svg.into()));
        Self {
            id: Some(brand.id),
            name: brand.name,
            postal: brand.postal,
            light: brand.colour_light,
            dark: brand.colour_dark,
            picture,
            generation: 0,
            logo: drawing.or_else(|| rendition.clone()),
            rendition,
            sheet: File::of("css", "text/css; charset=utf-8", sheet(brand.colour_light, brand.colour_dark).into()),
        }
    }

    /// As the templates of pages take it.
    pub(crate) fn shown(&self) -> Value {
        let logo = self.logo.as_ref().map(|logo| &logo.address);
        json!({ "name": self.name, "logo": logo, "stylesheet": self.sheet.address })
    }

    /// As letters show it; `base_url` is the portal's address, without a slash at its end.
    pub(crate) fn on_letters(&self, base_url: &str) -> mail::Brand {
        mail::Brand {
            name: self.name.clone(),
            logo: self.rendition.as_ref().map(|file| format!("{base_url}{}", file.address)),
            postal: self.postal.clone().unwrap_or_else(|| self.name.clone()),
            colour: self.light.hex(),
            on_colour: Colour::ON_LIGHT.hex(),
            dark_colour: self.dark.hex(),
            on_dark_colour: Colour::ON_DARK.hex(),
        }
    }

    fn files(&self) -> impl Iterator<Item = &File> {
        self.logo.iter().chain(&self.rendition).chain([&self.sheet])
    }
}

/// All that a brand's sheet sets; see DESIGN.md, section 4. Focus, status and turn keep their colours.
fn sheet(light: Colour, dark: Colour) -> String {
    let (on_light, on_dark) = (Colour::ON_LIGHT, Colour::ON_DARK);
    format!("@layer brand{{:root{{--brand:light-dark({light},{dark});--on-brand:light-dark({on_light},{on_dark})}}}}")
}

impl File {
    fn of(ending: &str, kind: &'static str, bytes: Bytes) -> Self {
        let digest = Sha256::digest(&bytes);
        let hash: String = digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
        Self { address: format!("/brand/{hash}.{ending}"), kind, bytes }
    }

    fn answer(&self) -> Response {
        let headers = [(header::CONTENT_TYPE, self.kind), (header::CACHE_CONTROL, FOREVER)];
        (headers, [NOSNIFF, ANYWHERE], Body::from(self.bytes.clone())).into_response()
    }
}

const NOSNIFF: (HeaderName, &str) = (header::X_CONTENT_TYPE_OPTIONS, "nosniff");
/// Mail is also read on other sites' pages, and its logo is shown there.
const ANYWHERE: (HeaderName, &str) = (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");

/// `GET /brand/{file}`. What was replaced leads to what stands in its place: mails keep their addresses for years, and
/// another instance may know the new brand a moment earlier.
pub(crate) async fn serve(State(site): State<Shared>, Path(file): Path<String>) -> Response {
    let address = format!("/brand/{file}");
    if let Some(found) = find(&site.brand(), |file| file.address == address) {
        return found.answer();
    }
    if let Err(error) = site.renew_brand().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "The brand could not be read again");
    }
    let brand = site.brand();
    if let Some(found) = find(&brand, |file| file.address == address) {
        return found.answer();
    }
    let ending = address.rsplit_once('.').map_or("", |(_, ending)| ending);
    let in_its_place = find(&brand, |file| file.address.rsplit_once('.').is_some_and(|(_, known)| known == ending));
    match in_its_place {
        Some(other) => {
            let headers = [(header::LOCATION, other.address), (header::CACHE_CONTROL, "no-store".to_owned())];
            (StatusCode::TEMPORARY_REDIRECT, headers, [NOSNIFF]).into_response()
        }
        None => (StatusCode::NOT_FOUND, [NOSNIFF]).into_response(),
    }
}

fn find(brand: &Arc<Branding>, fits: impl Fn(&File) -> bool) -> Option<File> {
    brand.files().find(|file| fits(file)).cloned()
}

#[cfg(test)]
mod tests {
    use directory::{Brand, Colour};
    use kernel::{Id, Timestamp};

    use super::{Branding, sheet};

    #[test]
    fn a_sheet_sets_two_colours_and_nothing_else() {
        let text = sheet(Colour::of([0xa8, 0x4e, 0x08]), Colour::of([0xe2, 0x76, 0x1b]));
        assert_eq!(
            text,
            "@layer brand{:root{--brand:light-dark(#a84e08,#e2761b);--on-brand:light-dark(#ffffff,#05201f)}}"
        );
    }

    #[test]
    fn what_changes_has_another_address() {
        let plain = Brand::plain(Id::from_uuid(uuid::Uuid::nil()), "Harrow", Timestamp::from_micros(0));
        let drawn = Brand { logo_svg: Some("<svg/>".to_owned()), logo_png: Some(vec![1]), ..plain.clone() };
        let (plain, drawn) = (Branding::of(plain), Branding::of(drawn));
        assert_eq!(plain.shown()["logo"], serde_json::Value::Null);
        assert_eq!(plain.shown()["stylesheet"], drawn.shown()["stylesheet"]);
        assert!(drawn.shown()["logo"].as_str().is_some_and(|address| address.ends_with(".svg")));
        let letters = drawn.on_letters("https://portal.example");
        let logo = letters.logo.as_deref().unwrap_or_default();
        assert!(logo.starts_with("https://portal.example/brand/") && logo.ends_with(".png"), "{logo}");
        assert_eq!(letters.postal, "Harrow", "what has no address still says who it is");
    }
}
