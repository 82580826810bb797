//! The brand's logo, as it is put at the head of a sheet.

use front::Branding;
use krilla::image::Image;

use super::PdfError;

/// A picture, and how large it stands on paper, in points.
#[derive(Clone)]
pub(super) struct Logo {
    pub image: Image,
    pub width: f32,
    pub height: f32,
}

/// The most room a logo has.
const WIDEST: f32 = 150.0;
const HIGHEST: f32 = 30.0;

/// The brand's logo, as large as its room lets it be.
pub(super) fn read(brand: &Branding) -> Result<Option<Logo>, PdfError> {
    let Some(picture) = &brand.picture else { return Ok(None) };
    // A file made to be kept must not say that its pictures may be smoothed.
    let image = Image::from_png(picture.to_vec().into(), false).map_err(PdfError::Logo)?;
    let side = |length: u32| u16::try_from(length).map_or(f32::from(u16::MAX), f32::from).max(1.0);
    let (width, height) = image.size();
    let (width, height) = (side(width), side(height));
    let scale = (WIDEST / width).min(HIGHEST / height);
    Ok(Some(Logo { image, width: width * scale, height: height * scale }))
}
