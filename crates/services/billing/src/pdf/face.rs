//! The letters: which there are, how wide they are, and what stands for those there are not.

use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};

use super::PdfError;

static REGULAR: &[u8] = include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Bold.ttf");

/// The faces, read once in a process.
static FACES: LazyLock<Result<Faces, PdfError>> = LazyLock::new(Faces::read);

/// The faces of the paper.
pub(super) struct Faces {
    pub regular: Face,
    pub bold: Face,
}

/// One face. Its figures are all equally wide, so that columns of them stand straight.
pub(super) struct Face {
    pub font: Font,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
}

/// Words as they can be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Only letters that the face has.
    pub text: String,
    /// What they stand for, where that is something else: read aloud and copied instead.
    pub actual: Option<String>,
}

/// Stands for a letter the face lacks.
const MISSING: char = '?';

impl Faces {
    /// The faces that this program brings.
    pub fn ours() -> Result<&'static Self, PdfError> {
        FACES.as_ref().map_err(|_| PdfError::Font)
    }

    fn read() -> Result<Self, PdfError> {
        Ok(Self { regular: Face::read(REGULAR)?, bold: Face::read(BOLD)? })
    }
}

impl Face {
    fn read(bytes: &'static [u8]) -> Result<Self, PdfError> {
        let read = FontRef::new(bytes).map_err(|_| PdfError::Font)?;
        Ok(Self {
            font: Font::new(bytes.into(), 0).ok_or(PdfError::Font)?,
            letters: read.charmap(),
            widths: read.glyph_metrics(Size::unscaled(), LocationRef::default()),
        })
    }

    /// The words in letters the face has.
    pub fn shown(&self, words: &str) -> Shown {
        let kept: String = words.chars().filter_map(plain).collect();
        let text: String =
            kept.chars().map(|letter| if self.letters.map(letter).is_some() { letter } else { MISSING }).collect();
        let actual = (text != kept).then_some(kept);
        Shown { text, actual }
    }

    /// How wide the words are, in points.
    pub fn width(&self, words: &str, size: f32) -> f32 {
        let letters = words.chars().filter_map(plain);
        letters.map(|letter| self.advance(letter).1).sum::<f32>() * size
    }

    /// The glyphs for words that are [shown](Self::shown).
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |(at, letter): (usize, char)| {
            let (glyph, advance) = self.advance(letter);
            KrillaGlyph::new(glyph, advance, 0.0, 0.0, 0.0, at..at + letter.len_utf8(), None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// A letter's glyph, and its width in ems.
    fn advance(&self, letter: char) -> (GlyphId, f32) {
        let found = self.letters.map(letter).or_else(|| self.letters.map(MISSING)).unwrap_or_default();
        let width = self.widths.advance_width(found).unwrap_or_default();
        (GlyphId::new(found.to_u32()), width / self.font.units_per_em())
    }
}

/// A letter as it is drawn: every space the same, no controls, and nothing that is not seen.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\u{2011}' => Some('-'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        space if space.is_whitespace() || space.is_control() => Some(' '),
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::Faces;

    #[test]
    fn letters_the_face_lacks_are_still_read_aloud() {
        let faces = Faces::ours().expect("our own fonts");
        let shown = faces.regular.shown("Pump 泵, £1\u{a0}386.00\u{2069}");
        assert_eq!(shown.text, "Pump ?, £1 386.00");
        assert_eq!(shown.actual.as_deref(), Some("Pump 泵, £1 386.00"));
        assert_eq!(faces.regular.shown("Zażółć €5").actual, None);
    }

    #[test]
    fn figures_are_equally_wide_and_bold_is_another_face() {
        let faces = Faces::ours().expect("our own fonts");
        let width = |text: &str| faces.regular.width(text, 10.0);
        assert!((width("111.11") - width("888.88")).abs() < 0.001);
        assert!(faces.bold.width("Total", 10.0) > width("Total"));
        assert_eq!(faces.bold.glyphs("a£").len(), 2);
    }
}
