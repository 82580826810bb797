//! Where things stand on the pages. Points, from the top left corner.

use super::{
    face::{Face, Faces, Shown},
    logo::Logo,
    tags::Twig,
};

/// ISO 216, A4.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
/// The space around the text.
pub(super) const SIDE: f32 = 48.0;
pub(super) const TOP: f32 = 48.0;
/// Where text ends; the foot stands below.
pub(super) const BOTTOM: f32 = HEIGHT - 72.0;
/// How wide the text is.
pub(super) const MEASURE: f32 = WIDTH - 2.0 * SIDE;
/// From one line to the next, in ems.
const LEADING: f32 = 1.35;

/// How words look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub size: f32,
    pub bold: bool,
    pub ink: Ink,
}

/// The colours of the paper: ink on white, one line in the brand's colour, and little else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Full,
    Soft,
    Line,
    /// The brand's own, on light ground.
    Brand,
}

/// One thing on a page.
pub(super) enum Mark {
    /// Words, with their left end and base line; without a leaf they are decoration, such as a page's foot.
    Words { leaf: Option<usize>, x: f32, y: f32, style: Style, shown: Shown },
    /// A line, with its upper left corner.
    Rule { x: f32, y: f32, width: f32, height: f32, ink: Ink },
    /// A logo, with its upper left corner; decoration, as the name stands beside it.
    Logo { x: f32, y: f32, logo: Logo },
}

/// The pages while they are laid out.
pub(super) struct Flow<'f> {
    faces: &'f Faces,
    pub pages: Vec<Vec<Mark>>,
    /// How many leaves the tree has so far.
    pub leaves: usize,
    /// Where the next thing begins.
    pub y: f32,
}

impl Style {
    pub const fn new(size: f32, bold: bool, ink: Ink) -> Self {
        Self { size, bold, ink }
    }

    /// The height of a line.
    pub fn line(self) -> f32 {
        self.size * LEADING
    }
}

impl<'f> Flow<'f> {
    pub fn new(faces: &'f Faces) -> Self {
        Self { faces, pages: Vec::new(), leaves: 0, y: TOP }
    }

    pub fn faces(&self) -> &'f Faces {
        self.faces
    }

    /// Begins a page; tells its number, from 0.
    pub fn begin(&mut self) -> usize {
        self.pages.push(Vec::new());
        self.y = TOP;
        self.pages.len() - 1
    }

    /// Whether so much still stands on this page.
    pub fn fits(&self, height: f32) -> bool {
        self.y + height <= BOTTOM
    }

    /// Puts one line of words, its top at `y`.
    pub fn put(&mut self, x: f32, y: f32, style: Style, words: &str) -> Twig {
        let leaf = self.leaves;
        self.leaves += 1;
        self.mark(Some(leaf), x, y, style, words);
        Twig::Leaf(leaf)
    }

    /// Puts one line of words that ends at `right`.
    pub fn put_end(&mut self, right: f32, y: f32, style: Style, words: &str) -> Twig {
        let x = right - self.face(style).width(words, style.size);
        self.put(x, y, style, words)
    }

    /// Puts words that repeat what is said elsewhere.
    pub fn decorate(&mut self, x: f32, y: f32, style: Style, words: &str) {
        self.mark(None, x, y, style, words);
    }

    pub fn rule(&mut self, y: f32, weight: f32, ink: Ink) {
        self.line(Mark::Rule { x: SIDE, y, width: MEASURE, height: weight, ink });
    }

    pub fn line(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    pub fn face(&self, style: Style) -> &'f Face {
        if style.bold { &self.faces.bold } else { &self.faces.regular }
    }

    /// The words in lines of at most `width`. A word that is wider by itself is broken.
    pub fn wrapped(&self, words: &str, style: Style, width: f32) -> Vec<String> {
        let face = self.face(style);
        let fits = |line: &str| face.width(line, style.size) <= width;
        let mut lines = Vec::new();
        for paragraph in words.lines() {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if fits(&longer) {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for letter in word.chars() {
                    line.push(letter);
                    if !fits(&line) && line.chars().count() > 1 {
                        line.pop();
                        lines.push(std::mem::replace(&mut line, letter.to_string()));
                    }
                }
            }
            if !line.is_empty() {
                lines.push(line);
            }
        }
        lines
    }

    fn mark(&mut self, leaf: Option<usize>, x: f32, y: f32, style: Style, words: &str) {
        let shown = self.face(style).shown(words);
        // The base line lies about one em below the top of the letters' room.
        self.line(Mark::Words { leaf, x, y: y + style.size, style, shown });
    }
}

#[cfg(test)]
mod tests {
    use super::{Faces, Flow, Ink, Style};

    #[test]
    fn words_are_broken_into_lines_and_none_is_lost() {
        let faces = Faces::ours().expect("our own fonts");
        let flow = Flow::new(faces);
        let style = Style::new(10.0, false, Ink::Full);
        let lines = flow.wrapped("HX-40 metering pump, PVDF head\nS/N 40-2230", style, 80.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.join(" "), "HX-40 metering pump, PVDF head S/N 40-2230");
        assert!(lines.iter().all(|line| faces.regular.width(line, 10.0) <= 80.0));
        let broken = flow.wrapped(&"W".repeat(60), style, 80.0);
        assert!(broken.len() > 3 && broken.concat().len() == 60);
        assert!(flow.wrapped("", style, 80.0).is_empty());
    }
}
