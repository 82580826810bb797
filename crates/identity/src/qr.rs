//! Pictures that a phone reads, drawn where they are shown: no other host learns what is in them.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;

/// The rim that readers need around the picture, in modules.
const RIM: i32 = 4;

/// A picture as one path of an SVG.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Picture {
    /// How wide and high it is with its rim, in units of the path.
    pub size: i32,
    /// The dark runs of each line.
    pub path: String,
}

/// The picture of a text; nothing when the text is longer than a picture can hold.
pub(crate) fn picture(text: &str) -> Option<Picture> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut from: Option<i32> = None;
        // One past the end is light, so that the last run ends.
        for x in 0..=code.size() {
            match (code.get_module(x, y), from) {
                (true, None) => from = Some(x),
                (false, Some(begun)) => {
                    let long: i32 = x - begun;
                    let _ = write!(path, "M{} {}h{long}v1h-{long}z", begun + RIM, y + RIM);
                    from = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
    }
    Some(Picture { size: code.size() + 2 * RIM, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_begins_with_the_corner_every_reader_looks_for() {
        let drawn = picture("otpauth://totp/Harrow:ben?secret=GEZDGNBVGY3TQOJQ").expect("it is short");
        assert!(drawn.path.starts_with("M4 4h7v1h-7z"), "{}", drawn.path);
        assert!(drawn.size > 2 * RIM + 20);
        assert_eq!(picture(&"x".repeat(5_000)), None);
    }
}
