//! Pictures that whoever has an administrator's session may send, and that every visitor is shown.

use fuzz::{Target, files};
use resvg::usvg::roxmltree::Document;
use tokio::runtime;

use super::{Kind, LARGEST, Logo, Picture, State, raster::ROOM};

/// What a drawing is not made of.
const ACTS: [&str; 5] = ["script", "foreignObject", "iframe", "image", "feImage"];

/// What names a shade, a mask or another shape.
const PAINTS: [&str; 7] = ["fill", "stroke", "clip-path", "mask", "filter", "style", "cursor"];

/// Whatever is sent: a logo has nothing in it that acts or reaches out, is a picture that can be read, and is no larger
/// than its room. Red when the drawing is kept as it came instead of as it was cleaned.
fn a_logo_is_harmless(input: &[u8]) {
    let Some(logo) = logo(input) else { return };
    let picture = image::load_from_memory(&logo.png).expect("a rendition");
    assert!(picture.width() <= ROOM.0 && picture.height() <= ROOM.1, "{}x{}", picture.width(), picture.height());
    let Some(svg) = &logo.svg else { return };
    let document = Document::parse(svg).expect("a drawing");
    for node in document.descendants().filter(|node| node.is_element()) {
        assert!(!ACTS.contains(&node.tag_name().name()), "{svg}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value().to_lowercase());
            let plain: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
            assert!(!name.to_lowercase().starts_with("on"), "{svg}");
            assert!(name != "href" || !plain.starts_with("javascript:"), "{svg}");
            let mut named = plain.split("url(").skip(1).map(|rest| rest.trim_start_matches(['\'', '"']));
            let reaches = named.any(|rest| !rest.starts_with('#'));
            assert!(!PAINTS.contains(&name) || !reaches, "{svg}");
        }
    }
}

/// As a command has it made, away from the thread that answers.
fn logo(bytes: &[u8]) -> Option<Logo> {
    let kind = Kind::of(bytes).filter(|_| bytes.len() <= LARGEST)?;
    let runtime = runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(Picture(State::Sent { kind, bytes: bytes.to_vec() }).drawn()).into_logo().ok()
}

fuzz::target!(
    logos,
    Target::of(
        files(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/logos")),
        &[
            "<script>alert(1)</script>",
            " onload='alert(1)'",
            " href='javascript:alert(1)'",
            " style='fill:url(https://evil.example/a)'",
            "<use href='#g'/>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]>",
            "&#x6a;",
            "<style>@import '//evil.example'</style>",
            "<g transform='scale(1e30)'>",
            "</g>"
        ]
    ),
    a_logo_is_harmless
);
