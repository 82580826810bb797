//! Draws sheets as a tagged PDF: PDF/UA-1 for people who do not see it, PDF/A-2a for those who keep it.
//!
//! Layout comes first and makes marks, page by page, and a tree that says what they are; only then are they painted.
//! So the pages are known before the first foot says how many there are.

mod face;
mod flow;
mod logo;
mod paint;
mod press;
mod sheet;
mod table;
mod tags;

use std::sync::Arc;

use front::Branding;
use kernel::Timestamp;

use crate::sheets::Sheet;
use face::Faces;
use flow::Flow;
pub(crate) use press::PRESS;

/// What is drawn.
pub(crate) struct Paper {
    /// What the file is called by those who open it.
    pub title: String,
    /// The language of its words.
    pub language: String,
    /// Whose paper it is.
    pub brand: Arc<Branding>,
    /// When it was made.
    pub made: Timestamp,
    /// Each begins on a page of its own.
    pub sheets: Vec<Sheet>,
}

/// Why nothing was drawn; always a fault of ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PdfError {
    /// A font of ours cannot be read.
    #[error("a font cannot be read")]
    Font,
    /// The brand's logo cannot be read.
    #[error("the logo cannot be read: {0}")]
    Logo(String),
    /// The page's size is none.
    #[error("a page has no size")]
    Page,
    /// The file would not be what it says it is.
    #[error("the file cannot be written: {0}")]
    Export(String),
}

/// Draws the paper. `page` words the number of a page among all: "2 of 3".
pub(crate) fn draw(paper: &Paper, page: &dyn Fn(i64, i64) -> String) -> Result<Vec<u8>, PdfError> {
    let logo = logo::read(&paper.brand)?;
    let mut flow = Flow::new(Faces::ours()?);
    let mut sections = Vec::with_capacity(paper.sheets.len());
    for sheet in &paper.sheets {
        let begins = flow.begin();
        let tree = sheet::lay(&mut flow, sheet, &paper.brand.name, logo.as_ref());
        sheet::feet(&mut flow, begins, sheet, page);
        sections.push(paint::Section { title: sheet.title.clone(), begins, tree });
    }
    paint::paint(paper, flow, sections)
}

#[cfg(test)]
mod tests;
