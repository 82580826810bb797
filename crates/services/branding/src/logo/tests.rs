use base64::{Engine as _, engine::general_purpose::STANDARD};
use gateway::{Field as _, RawField};
use image::{ExtendedColorType, ImageEncoder as _, RgbaImage, codecs::png::PngEncoder};
use jiff::tz::TimeZone;
use kernel::Timestamp;
use words::Formats;

use super::{Logo, LogoError, Picture};

fn sent(kind: &str, bytes: &[u8]) -> Result<Picture, String> {
    let formats = Formats::new(&"en-GB".parse().expect("a language"), TimeZone::UTC, Timestamp::from_micros(0));
    let url = format!("data:{kind};base64,{}", STANDARD.encode(bytes));
    Picture::read(&RawField::Text(url), &formats).map_err(|message| message.id.into_owned())
}

fn logo(bytes: &[u8]) -> Result<Logo, LogoError> {
    sent("text/html", bytes).expect("its bytes say what it is").into_logo()
}

fn svg(inside: &str) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>{inside}</svg>").into_bytes()
}

fn png(width: u32, height: u32, pixel: [u8; 4]) -> Vec<u8> {
    let picture = RgbaImage::from_pixel(width, height, image::Rgba(pixel));
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgba8).expect("a picture");
    bytes
}

fn size(logo: &Logo) -> (u32, u32) {
    image::load_from_memory(&logo.png).expect("a rendition").into_rgba8().dimensions()
}

const MARK: &str = "<path d='M0 0h40v20H0z' fill='#e2761b'/>";

#[test]
fn a_drawing_stays_one_and_has_a_picture() {
    let logo = logo(&svg(MARK)).expect("a logo");
    assert!(logo.svg.as_ref().is_some_and(|svg| svg.contains("#e2761b")));
    assert_eq!(size(&logo), (480, 240), "as large as its room lets it be");
}

#[test]
fn pixels_are_written_anew_and_never_enlarged() {
    let mut small = png(60, 20, [1, 2, 3, 255]);
    small.extend_from_slice(b"<script>alert(1)</script>");
    let kept = logo(&small).expect("a logo");
    assert_eq!((kept.svg.as_ref(), size(&kept)), (None, (60, 20)));
    assert!(!kept.png.windows(6).any(|window| window == b"script"), "what hung on behind is gone");
    assert_eq!(size(&logo(&png(2400, 400, [1, 2, 3, 255])).expect("a logo")), (800, 133));
}

#[test]
fn what_acts_or_reaches_out_does_not_come_along() {
    let hostile = svg(&format!(
        "<script>alert(1)</script><style>@import 'https://evil.example/a.css';</style>\
         <a href='javascript:alert(1)' onclick='alert(1)'>{MARK}</a><foreignObject><iframe src='https://evil.example'/>\
         </foreignObject><g onload='alert(1)'/>"
    ));
    let drawn = logo(&hostile).expect("the shapes that are left").svg.expect("a drawing");
    for word in ["script", "alert", "onload", "onclick", "iframe", "foreignObject", "evil.example"] {
        assert!(!drawn.contains(word), "{word} came along: {drawn}");
    }
}

#[test]
fn letters_and_pictures_inside_a_drawing_are_told() {
    for inside in [
        "<text>Harrow</text>",
        "<image href='https://evil.example/x.png' width='9' height='9'/>",
        "<image href='file:///etc/passwd' width='9' height='9'/>",
        "<image href='data:image/png;base64,AAAA' width='9' height='9'/>",
        "<filter id='f'><feImage href='https://evil.example/x.png'/></filter>",
        "<style>@import url(https://evil.example/a.css);</style>",
        "<pattern id='p'><path d='M0 0h1v1z'/></pattern>",
        "<style>.a { fill: url(https://evil.example/a.svg) }</style>",
        "<g style='fill:url(https://evil.example/x)'/>",
        "<g clip-path='url(beside.svg#c)'/>",
        "<g style='fill: URL( \"beside.svg#c\" )'/>",
        "<style>.a { fill: url(beside.svg#c) }</style>",
        "<use href='beside.svg#c'/>",
        "<use xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='beside.svg#c'/>",
    ] {
        assert_eq!(logo(&svg(&format!("{MARK}{inside}"))), Err(LogoError::NotShapes), "{inside}");
    }
}

#[test]
fn what_grows_without_end_is_refused_before_it_does() {
    let laughs: String =
        (1..10).map(|level| format!("<!ENTITY l{level} '{}'>", format!("&l{};", level - 1).repeat(10))).collect();
    let laughs =
        format!("<!DOCTYPE svg [<!ENTITY l0 'ha'>{laughs}]><svg xmlns='http://www.w3.org/2000/svg'>&l9;</svg>");
    assert_eq!(logo(laughs.as_bytes()), Err(LogoError::Unreadable));
    let uses: String = (1..9)
        .map(|level| format!("<g id='u{level}'>{}</g>", format!("<use href='#u{}'/>", level - 1).repeat(5)))
        .collect();
    assert_eq!(logo(&svg(&format!("<g id='u0'>{MARK}</g>{uses}"))), Err(LogoError::TooLarge));
    let deep = svg(&format!("{}{MARK}{}", "<g id='/>'>".repeat(5_000), "</g>".repeat(5_000)));
    assert_eq!(logo(&deep), Err(LogoError::TooLarge));
    let many = svg(&MARK.repeat(4_000));
    assert_eq!(logo(&many), Err(LogoError::TooLarge));
}

#[test]
fn a_few_bytes_do_not_become_a_wall_of_pixels() {
    let bomb = png(5000, 5000, [1, 2, 3, 255]);
    assert!(bomb.len() < super::LARGEST, "it is small as it is sent");
    assert_eq!(logo(&bomb), Err(LogoError::TooLarge));
    let mut lie = png(20, 20, [1, 2, 3, 255]);
    lie[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
    assert!(logo(&lie).is_err());
}

#[test]
fn names_and_types_are_only_claims() {
    for claim in
        [&b"<!doctype html><html><script>alert(1)</script></html>"[..], b"GIF89a", b"%PDF-1.7", b"\x1f\x8b\x08", b""]
    {
        assert_eq!(sent("image/png", claim).err().as_deref(), Some("branding-logo-kind"));
    }
    let page = b"<!doctype html><html><svg xmlns='http://www.w3.org/2000/svg'></svg><script>alert(1)</script></html>";
    assert_eq!(logo(page), Err(LogoError::Unreadable), "a page is no drawing, whatever it holds");
}

#[test]
fn what_is_broken_empty_or_too_heavy_is_told() {
    assert_eq!(logo(&png(20, 20, [1, 2, 3, 255])[..60]), Err(LogoError::Unreadable));
    assert_eq!(logo(b"<svg xmlns='http://www.w3.org/2000/svg'><path"), Err(LogoError::Unreadable));
    assert_eq!(logo(&png(20, 20, [0; 4])), Err(LogoError::Empty));
    assert_eq!(logo(&svg("")), Err(LogoError::Empty));
    assert_eq!(sent("image/png", &vec![0; 1_000_003]).err().as_deref(), Some("branding-logo-too-heavy"));
}
