//! Pictures made of pixels.

use std::io::Cursor;

use image::{
    ExtendedColorType, ImageEncoder as _, ImageError, ImageFormat, ImageReader, Limits, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    imageops,
};

use super::{KEPT, LogoError};

/// The most that is taken apart.
const WIDEST: u32 = 4096;
const MEMORY: u64 = 96 * 1024 * 1024;

/// The room a rendition has: three times what mails and paper show.
pub(super) const ROOM: (u32, u32) = (800, 240);

/// Reads the pixels; what would take more memory than any logo needs is refused before it does.
pub(super) fn read(format: ImageFormat, bytes: &[u8]) -> Result<RgbaImage, LogoError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    match reader.decode() {
        Ok(picture) => Ok(picture.into_rgba8()),
        Err(ImageError::Limits(_)) => Err(LogoError::TooLarge),
        Err(_) => Err(LogoError::Unreadable),
    }
}

/// The picture as a PNG that fits its room, and no heavier than is kept.
pub(super) fn rendition(picture: &RgbaImage) -> Result<Vec<u8>, LogoError> {
    if picture.pixels().all(|pixel| pixel.0[3] == 0) {
        return Err(LogoError::Empty);
    }
    let mut room = ROOM;
    loop {
        let png = png(&within(picture, room))?;
        if png.len() <= KEPT {
            return Ok(png);
        }
        room = (room.0 / 2, room.1 / 2);
    }
}

/// As large as it is, or as its room lets it be.
fn within(picture: &RgbaImage, room: (u32, u32)) -> RgbaImage {
    let (width, height) = picture.dimensions();
    if width <= room.0 && height <= room.1 {
        return picture.clone();
    }
    let scale = (f64::from(room.0) / f64::from(width)).min(f64::from(room.1) / f64::from(height));
    let side = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
    imageops::thumbnail(picture, side(width), side(height))
}

fn png(picture: &RgbaImage) -> Result<Vec<u8>, LogoError> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let (width, height) = picture.dimensions();
    let written = encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgba8);
    written.map_err(|_| LogoError::Unreadable)?;
    Ok(bytes)
}
