//! What a PDF says, so that no word hides in one: its streams unpacked, its glyphs read back through its own tables.

use std::{collections::HashMap, io::Read as _};

use flate2::read::ZlibDecoder;

/// Every word in the file, as far as one can tell: metadata as they stand, text through every font's table.
pub fn words(bytes: &[u8]) -> String {
    let streams = streams(bytes);
    let tables: Vec<HashMap<u16, String>> =
        streams.iter().filter(|stream| holds(stream, b"begincmap")).map(|stream| table(stream)).collect();
    let mut words = String::from_utf8_lossy(bytes).into_owned();
    for stream in &streams {
        words.push('\n');
        words.push_str(&String::from_utf8_lossy(stream));
        let glyphs = glyphs(stream);
        for table in &tables {
            words.push('\n');
            words.extend(glyphs.iter().filter_map(|glyph| table.get(glyph)).map(String::as_str));
        }
    }
    words
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The streams, unpacked where they were packed.
fn streams(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(at) = position(rest, b"stream") {
        let begins = &rest[at + 6..];
        let begins = begins.strip_prefix(b"\r\n").or_else(|| begins.strip_prefix(b"\n")).unwrap_or(begins);
        let Some(end) = position(begins, b"endstream") else { break };
        let mut plain = Vec::new();
        match ZlibDecoder::new(&begins[..end]).read_to_end(&mut plain) {
            Ok(_) => found.push(plain),
            Err(_) => found.push(begins[..end].to_vec()),
        }
        rest = &begins[end + 9..];
    }
    found
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// The strings a page draws, as glyphs of two bytes each.
fn glyphs(stream: &[u8]) -> Vec<u16> {
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < stream.len() {
        match stream[at] {
            b'(' => at = literal(stream, at + 1, &mut bytes),
            b'<' if stream.get(at + 1) != Some(&b'<') => at = hexadecimal(stream, at + 1, &mut bytes),
            _ => at += 1,
        }
    }
    bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
}

fn literal(stream: &[u8], mut at: usize, bytes: &mut Vec<u8>) -> usize {
    let mut depth = 1;
    while at < stream.len() {
        let byte = stream[at];
        at += 1;
        match byte {
            b'\\' => {
                let Some(escaped) = stream.get(at) else { return at };
                at += 1;
                match escaped {
                    b'n' => bytes.push(b'\n'),
                    b'r' => bytes.push(b'\r'),
                    b't' => bytes.push(b'\t'),
                    b'b' => bytes.push(8),
                    b'f' => bytes.push(12),
                    b'0'..=b'7' => {
                        let digits = stream[at - 1..].iter().take(3).take_while(|digit| (b'0'..=b'7').contains(*digit));
                        let digits: Vec<u8> = digits.copied().collect();
                        at += digits.len() - 1;
                        let value = digits.iter().fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
                        bytes.push(u8::try_from(value & 0xff).unwrap_or_default());
                    }
                    other => bytes.push(*other),
                }
            }
            b'(' => {
                depth += 1;
                bytes.push(byte);
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
                bytes.push(byte);
            }
            other => bytes.push(other),
        }
    }
    at
}

fn hexadecimal(stream: &[u8], mut at: usize, bytes: &mut Vec<u8>) -> usize {
    let mut digits = String::new();
    while at < stream.len() && stream[at] != b'>' {
        digits.push(char::from(stream[at]));
        at += 1;
    }
    digits.retain(|digit| digit.is_ascii_hexdigit());
    bytes.extend(
        (0..digits.len() / 2).filter_map(|index| u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).ok()),
    );
    at + 1
}

/// Which letters a font's glyphs stand for (a `ToUnicode` table).
fn table(stream: &[u8]) -> HashMap<u16, String> {
    let text = String::from_utf8_lossy(stream);
    let mut table = HashMap::new();
    for (begin, end) in [("beginbfchar", "endbfchar"), ("beginbfrange", "endbfrange")] {
        for part in text.split(begin).skip(1) {
            let part = part.split(end).next().unwrap_or_default();
            for line in part.lines() {
                let codes: Vec<&str> = line.split(['<', '>', '[', ']', ' ']).filter(|code| !code.is_empty()).collect();
                match (begin, codes.as_slice()) {
                    ("beginbfchar", [glyph, letters]) => {
                        if let Some(glyph) = number(glyph) {
                            table.insert(glyph, letters_of(letters));
                        }
                    }
                    ("beginbfrange", [first, last, letter]) => {
                        let (Some(first), Some(last), Some(letter)) = (number(first), number(last), number(letter))
                        else {
                            continue;
                        };
                        for glyph in first..=last {
                            let letter = char::from_u32(u32::from(letter) + u32::from(glyph - first));
                            table.insert(glyph, letter.map(String::from).unwrap_or_default());
                        }
                    }
                    // A range with a letter for each glyph.
                    ("beginbfrange", [first, _, letters @ ..]) => {
                        let glyphs = number(first).into_iter().flat_map(|first| first..);
                        table.extend(glyphs.zip(letters.iter().map(|letter| letters_of(letter))));
                    }
                    _ => {}
                }
            }
        }
    }
    table
}

fn number(digits: &str) -> Option<u16> {
    u16::from_str_radix(digits, 16).ok()
}

fn letters_of(digits: &str) -> String {
    let units: Vec<u16> = (0..digits.len() / 4).filter_map(|index| number(&digits[4 * index..4 * index + 4])).collect();
    String::from_utf16_lossy(&units)
}
