//! What a PDF of ours says, read back from what is drawn (ISO 32000-1: strings in 7.3.4, showing text in 9.4.3, what
//! glyphs mean in 9.10.3).

use std::{collections::BTreeMap, io::Read as _, mem::take};

use flate2::read::ZlibDecoder;

/// What glyphs of one font mean.
type Letters = BTreeMap<u16, String>;

/// The pieces of text in the order they are drawn, each as every font of the file would read it: which one it is set in
/// stands elsewhere, and only one makes words of it.
pub fn said(pdf: &[u8]) -> Vec<Vec<String>> {
    let streams = streams(pdf);
    let fonts: Vec<Letters> = streams.iter().filter_map(|stream| letters(stream)).collect();
    assert!(!fonts.is_empty(), "the file does not say what its glyphs mean");
    let pieces = streams.iter().filter(|stream| letters(stream).is_none()).flat_map(|stream| shown(stream));
    pieces.map(|glyphs| fonts.iter().filter_map(|font| read(&glyphs, font)).collect()).collect()
}

/// The streams that are packed, of those that are written in letters: what pages show, and what glyphs mean.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let begins = pdf.windows(7).enumerate().filter(|(_, window)| *window == b"stream\n").map(|(at, _)| at + 7);
    let unpacked = |at: usize| {
        let mut bytes = Vec::new();
        ZlibDecoder::new(&pdf[at..]).read_to_end(&mut bytes).ok()?;
        bytes.is_ascii().then_some(bytes)
    };
    begins.filter_map(unpacked).collect()
}

/// What the glyphs of a font mean, if the stream tells it.
fn letters(stream: &[u8]) -> Option<Letters> {
    let text = std::str::from_utf8(stream).ok()?;
    let (_, pairs) = text.split_once("beginbfchar")?;
    let pairs = pairs.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let hex = |digits: &str| u16::from_str_radix(digits, 16).unwrap();
    let meant = |units: &str| {
        let units: Vec<u16> = (0..units.len() / 4).map(|at| hex(&units[4 * at..4 * at + 4])).collect();
        String::from_utf16(&units).unwrap()
    };
    Some(pairs.map(|(glyph, units)| (hex(glyph), meant(units))).collect())
}

/// The words that these glyphs are in a font; nothing where it lacks one of them.
fn read(glyphs: &[u8], font: &Letters) -> Option<String> {
    glyphs.chunks(2).map(|pair| font.get(&u16::from_be_bytes(pair.try_into().ok()?)).map(String::as_str)).collect()
}

/// The glyphs of each piece of text that a page shows.
fn shown(page: &[u8]) -> Vec<Vec<u8>> {
    let (mut pieces, mut piece, mut at) = (Vec::new(), Vec::new(), 0);
    while at < page.len() {
        at += match &page[at..] {
            // What a part is, not what it says.
            [b'<', b'<', rest @ ..] => 2 + rest.windows(2).position(|window| window == b">>").unwrap_or(rest.len()),
            [b'<', rest @ ..] => 1 + in_hex(rest, &mut piece),
            [b'(', rest @ ..] => 1 + in_letters(rest, &mut piece),
            [b'E', b'T', ..] => {
                pieces.push(take(&mut piece));
                2
            }
            _ => 1,
        };
    }
    pieces
}

/// Takes a string in hexadecimal digits; tells how many bytes it has.
fn in_hex(text: &[u8], into: &mut Vec<u8>) -> usize {
    let digits: Vec<u8> = text.iter().copied().take_while(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    into.extend(digits.chunks(2).map(byte));
    digits.len()
}

/// Takes a string in letters; tells how many bytes it has.
fn in_letters(text: &[u8], into: &mut Vec<u8>) -> usize {
    let (mut at, mut depth) = (0, 1);
    while let Some(byte) = text.get(at) {
        at += 1;
        match byte {
            b'\\' => {
                let (byte, long) = match &text[at..] {
                    [b'n', ..] => (b'\n', 1),
                    [b'r', ..] => (b'\r', 1),
                    [b't', ..] => (b'\t', 1),
                    [b'b', ..] => (8, 1),
                    [b'f', ..] => (12, 1),
                    [b'0'..=b'7', ..] => {
                        let digits = std::str::from_utf8(&text[at..at + 3]).unwrap();
                        (u8::from_str_radix(digits, 8).unwrap(), 3)
                    }
                    [other, ..] => (*other, 1),
                    [] => return at,
                };
                into.push(byte);
                at += long;
            }
            b')' if depth == 1 => return at,
            _ => {
                depth += i32::from(*byte == b'(') - i32::from(*byte == b')');
                into.push(*byte);
            }
        }
    }
    at
}
