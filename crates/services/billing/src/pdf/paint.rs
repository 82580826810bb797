//! From marks to the file.

use directory::Colour;
use kernel::Timestamp;
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TagTree},
};

use super::{
    Paper, PdfError,
    face::Faces,
    flow::{Flow, HEIGHT, Ink, Mark, WIDTH},
    tags::Branch,
};

/// A sheet once it is laid out.
pub(super) struct Section {
    pub title: String,
    /// Its first page, from 0.
    pub begins: usize,
    pub tree: Branch,
}

pub(super) fn paint(paper: &Paper, flow: Flow<'_>, sections: Vec<Section>) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new_with(settings()?);
    // Leaves are numbered in the order they were put; pages are painted in another one.
    let mut leaves: Vec<Option<Identifier>> = vec![None; flow.leaves];
    for marks in &flow.pages {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PdfError::Page)?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            one(&mut surface, flow.faces(), paper.brand.light, mark, &mut leaves);
        }
        surface.finish();
        page.finish();
    }
    let leaves: Vec<Identifier> = leaves.into_iter().flatten().collect();
    let mut outline = Outline::new();
    let mut tree = TagTree::new().with_lang(Some(paper.language.clone()));
    for section in sections {
        let place = XyzDestination::new(section.begins, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(section.title, place));
        tree.push(section.tree.grown(&leaves));
    }
    document.set_outline(outline);
    document.set_tag_tree(tree);
    document.set_metadata(
        Metadata::new()
            .title(paper.title.clone())
            .language(paper.language.clone())
            .authors(vec![paper.brand.name.clone()])
            .creator("Portico".to_owned())
            .creation_date(date(paper.made)),
    );
    document.finish().map_err(|error| PdfError::Export(error.to_string()))
}

fn settings() -> Result<SerializeSettings, PdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| PdfError::Export("no version of PDF is both PDF/A-2a and PDF/UA-1".to_owned()))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn one(surface: &mut Surface<'_>, faces: &Faces, brand: Colour, mark: &Mark, leaves: &mut [Option<Identifier>]) {
    match mark {
        Mark::Words { leaf, x, y, style, shown } => {
            let tag = match leaf {
                Some(_) => ContentTag::Span(SpanTag::empty().with_actual_text(shown.actual.as_deref())),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
            };
            let face = if style.bold { &faces.bold } else { &faces.regular };
            let painted = surface.start_tagged(tag);
            surface.set_fill(Some(fill(style.ink, brand)));
            let glyphs = face.glyphs(&shown.text);
            surface.draw_glyphs(Point::from_xy(*x, *y), &glyphs, face.font.clone(), &shown.text, style.size, false);
            surface.end_tagged();
            if let Some(slot) = leaf.and_then(|leaf| leaves.get_mut(leaf)) {
                *slot = Some(painted);
            }
        }
        Mark::Rule { x, y, width, height, ink } => {
            let Some(bar) = Rect::from_xywh(*x, *y, *width, *height) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(bar);
            let Some(path) = path.finish() else { return };
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            surface.set_fill(Some(fill(*ink, brand)));
            surface.draw_path(&path);
            surface.end_tagged();
        }
        Mark::Logo { x, y, logo } => {
            let Some(size) = Size::from_wh(logo.width, logo.height) else { return };
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            surface.push_transform(&Transform::from_translate(*x, *y));
            surface.draw_image(logo.image.clone(), size);
            surface.pop();
            surface.end_tagged();
        }
    }
}

fn fill(ink: Ink, brand: Colour) -> Fill {
    let colour = match ink {
        Ink::Full => rgb::Color::new(19, 32, 30),
        Ink::Soft => rgb::Color::new(67, 81, 80),
        Ink::Line => rgb::Color::new(222, 226, 221),
        Ink::Brand => {
            let [red, green, blue] = brand.parts();
            rgb::Color::new(red, green, blue)
        }
    };
    Fill { paint: colour.into(), ..Fill::default() }
}

fn date(at: Timestamp) -> DateTime {
    let at = jiff::tz::TimeZone::UTC.to_datetime(at.to_jiff());
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
