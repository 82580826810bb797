//! Logos: what was sent is told by its bytes, taken apart with limits, and written anew.

mod drawing;
#[cfg(test)]
mod hostile;
mod raster;
#[cfg(test)]
mod tests;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use gateway::{Field, FieldKind, RawField};
use image::ImageFormat;
use kernel::Message;
use words::Formats;

/// The most that may be sent, in bytes.
pub const LARGEST: usize = 1_000_000;

/// The most that is kept of a logo in one form, in bytes.
const KEPT: usize = 200_000;

/// A picture as it was sent and, once it is prepared, the logo it makes.
pub struct Picture(State);

enum State {
    Sent { kind: Kind, bytes: Vec<u8> },
    Drawn(Result<Logo, LogoError>),
}

/// What there is to take apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Raster(ImageFormat),
    Drawing,
}

/// A logo, harmless wherever it is shown as an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Logo {
    /// The drawing, if it is one.
    pub svg: Option<String>,
    /// The same as a picture.
    pub png: Vec<u8>,
}

/// Why a picture makes no logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// It is broken, or not what its first bytes say.
    #[error("the picture cannot be read")]
    Unreadable,
    /// It has more pixels, or a drawing more parts, than anybody needs.
    #[error("the picture is too large")]
    TooLarge,
    /// The drawing needs a font, or a picture from elsewhere.
    #[error("the drawing is not made of shapes alone")]
    NotShapes,
    /// There is nothing to be seen.
    #[error("the picture is empty")]
    Empty,
}

impl LogoError {
    /// What to do about it.
    pub fn message(self) -> Message {
        Message::new(match self {
            Self::Unreadable => "branding-logo-unreadable",
            Self::TooLarge => "branding-logo-too-large",
            Self::NotShapes => "branding-logo-not-shapes",
            Self::Empty => "branding-logo-empty",
        })
    }
}

impl Picture {
    /// Takes the picture apart, away from the threads that answer.
    pub(crate) async fn drawn(self) -> Self {
        let State::Sent { kind, bytes } = self.0 else { return self };
        let drawn = tokio::task::spawn_blocking(move || draw(kind, &bytes));
        // Whatever makes a decoder give up, the picture is at fault.
        Self(State::Drawn(drawn.await.unwrap_or(Err(LogoError::Unreadable))))
    }

    pub(crate) fn into_logo(self) -> Result<Logo, LogoError> {
        match self.0 {
            State::Sent { kind, bytes } => draw(kind, &bytes),
            State::Drawn(logo) => logo,
        }
    }
}

fn draw(kind: Kind, bytes: &[u8]) -> Result<Logo, LogoError> {
    match kind {
        Kind::Raster(format) => Ok(Logo { svg: None, png: raster::rendition(&raster::read(format, bytes)?)? }),
        Kind::Drawing => {
            let (svg, picture) = drawing::read(bytes)?;
            Ok(Logo { svg: Some(svg), png: raster::rendition(&picture)? })
        }
    }
}

impl Kind {
    /// Told by the first bytes; names and types that come along are only claims.
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Raster(ImageFormat::Png)),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Raster(ImageFormat::Jpeg)),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Raster(ImageFormat::WebP)),
            other => drawing::is_one(other).then_some(Self::Drawing),
        }
    }
}

impl Field for Picture {
    fn kind() -> FieldKind {
        FieldKind::Text { max: LARGEST.div_ceil(3) * 4 + 100, lines: false }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        let wrong = || Message::new("branding-logo-kind");
        let RawField::Text(url) = raw else { return Err(wrong()) };
        let (_, text) = url.split_once(";base64,").ok_or_else(wrong)?;
        if text.len() > LARGEST.div_ceil(3) * 4 {
            return Err(Message::new("branding-logo-too-heavy"));
        }
        let bytes = STANDARD.decode(text).map_err(|_| wrong())?;
        let kind = Kind::of(&bytes).ok_or_else(wrong)?;
        Ok(Self(State::Sent { kind, bytes }))
    }
}
