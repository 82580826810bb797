//! Pictures made of shapes.

use image::RgbaImage;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        ImageHrefResolver, Options, Tree,
        roxmltree::{Document, Node},
    },
};

use super::{KEPT, LogoError, raster::ROOM};

/// How deep shapes may lie in groups, and how many there may be; logos have a tenth of that.
const DEEPEST: usize = 64;
const MOST: usize = 5_000;

/// What a drawing cannot bring along: a font, another picture, or what is drawn over and over.
const FOREIGN: [&str; 10] =
    ["text", "tspan", "textPath", "tref", "font", "image", "feImage", "filter", "marker", "pattern"];

/// How often shapes may be used again.
const USES: usize = 50;

/// Whether this may be a drawing; it is read to the end later.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.starts_with(b"<") && head.windows(4).any(|window| window == b"<svg")
}

/// The drawing without anything that is not a shape, and how it looks. Nothing is fetched, from nowhere.
pub(super) fn read(bytes: &[u8]) -> Result<(String, RgbaImage), LogoError> {
    let mut clean = Vec::new();
    svg_hush::Filter::new().filter(bytes, &mut clean).map_err(|_| LogoError::Unreadable)?;
    let svg = String::from_utf8(clean).map_err(|_| LogoError::Unreadable)?;
    if svg.len() > KEPT || is_too_deep(&svg) {
        return Err(LogoError::TooLarge);
    }
    let document = Document::parse(&svg).map_err(|_| LogoError::Unreadable)?;
    if document.descendants().count() > MOST || is_used_too_often(&document) {
        return Err(LogoError::TooLarge);
    }
    if document.descendants().any(|node| FOREIGN.contains(&node.tag_name().name()) || reaches_out(&node)) {
        return Err(LogoError::NotShapes);
    }
    let nothing = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = Options { image_href_resolver: nothing, ..Options::default() };
    let tree = Tree::from_xmltree(&document, &options).map_err(|_| LogoError::Unreadable)?;
    let picture = picture(&tree).ok_or(LogoError::Unreadable)?;
    Ok((svg, picture))
}

/// Whether this names something from elsewhere: a shape, or a style; those of drawings say colours and widths.
fn reaches_out(node: &Node<'_, '_>) -> bool {
    let words = node.parent().filter(|parent| parent.tag_name().name() == "style").and_then(|_| node.text());
    words.is_some_and(|words| words.contains(['@', '\\']) || words.contains("//") || names_elsewhere(words))
        || node.attributes().any(|attribute| names_elsewhere(attribute.value()))
        || used(node).is_some_and(|shape| !shape.starts_with('#'))
}

/// Whether a shade, a mask or another shape is named that is not the drawing's own. One in a file beside it is none.
fn names_elsewhere(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    let is_mark = |letter: char| letter.is_whitespace() || letter == '\'' || letter == '"';
    words.split("url(").skip(1).any(|named| !named.trim_start_matches(is_mark).starts_with('#'))
}

/// What is used again here, if this does nothing else.
fn used<'d>(node: &Node<'d, '_>) -> Option<&'d str> {
    let href = node.attributes().find(|attribute| attribute.name() == "href")?;
    Some(href.value()).filter(|_| node.tag_name().name() == "use")
}

/// Whether elements lie deeper in each other than anything that draws them can be trusted with. Counted on the cleaned
/// text, in which a sign "<" always begins a tag.
fn is_too_deep(svg: &str) -> bool {
    let mut depth = 0_usize;
    for tag in svg.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with(['?', '!']) && !tag.ends_with('/') {
            depth += 1;
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Whether what is used again is used too often, or uses something in turn: that grows without end.
fn is_used_too_often(document: &Document<'_>) -> bool {
    let uses: Vec<&str> = document.descendants().filter_map(|node| used(&node)?.strip_prefix('#')).collect();
    let again = |node: &Node<'_, '_>| node.attribute("id").is_some_and(|id| uses.contains(&id));
    let grows = |node: Node<'_, '_>| node.descendants().any(|part| used(&part).is_some());
    uses.len() > USES || document.descendants().filter(again).any(grows)
}

/// Drawn as large as its room lets it be.
fn picture(tree: &Tree) -> Option<RgbaImage> {
    let size = tree.size();
    let side = |length: u32| u16::try_from(length).map(f32::from).unwrap_or(f32::MAX);
    let scale = (side(ROOM.0) / size.width()).min(side(ROOM.1) / size.height());
    let pixels = |length: f32| ((length * scale).ceil() as u32).max(1);
    let (width, height) = (pixels(size.width()).min(ROOM.0), pixels(size.height()).min(ROOM.1));
    let mut pixmap = Pixmap::new(width, height)?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let plain = |pixel: &resvg::tiny_skia::PremultipliedColorU8| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    };
    RgbaImage::from_raw(width, height, pixmap.pixels().iter().flat_map(plain).collect())
}
