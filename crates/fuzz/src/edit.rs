//! Inputs made of others.

/// What is done, where, and with what; of each number the rest counts that is left when it is divided by what there is.
pub(crate) type Edit = (u8, u16, u16);

/// The longest input, in bytes.
const LONGEST: usize = 64 * 1024;

/// How many edits one input may have.
pub(crate) const MOST: u8 = 6;

/// What trips readers up, whatever they read.
const WORDS: [&[u8]; 20] = [
    b"",
    b"\0",
    b"\r\n",
    b"\n\n",
    b"%00",
    b"%0d%0a",
    b"%c3%28",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    "\u{202e}".as_bytes(),
    "\u{feff}".as_bytes(),
    "ı".as_bytes(),
    b"0",
    b"-1",
    b"9223372036854775808",
    b"1e309",
    b"\\u0000",
    b"\"><script>zq()</script>",
    b"../../",
    b"' OR 1=1 --",
];

/// One of these inputs after these edits.
pub(crate) fn made(of: &[Vec<u8>], words: &[&str], pick: u16, count: u8, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = nth(of, pick).cloned().unwrap_or_default();
    for edit in edits.iter().take(usize::from(count % (MOST + 1))) {
        one(&mut bytes, of, words, *edit);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn one(bytes: &mut Vec<u8>, of: &[Vec<u8>], words: &[&str], (what, at, with): Edit) {
    let at = usize::from(at) % (bytes.len() + 1);
    let amount = usize::from(with % 64) + 1;
    let end = at.saturating_add(amount).min(bytes.len());
    let [low, high] = with.to_le_bytes();
    match what % 10 {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (low % 8)),
        1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = low),
        2 => bytes.insert(at, low),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let (run, to) = (bytes[at..end].to_vec(), usize::from(high) % (bytes.len() + 1));
            insert(bytes, to, &run);
        }
        5 => {
            let run = bytes[at..end].repeat(usize::from(high) + 1);
            insert(bytes, at, &run);
        }
        6 => insert(bytes, at, nth(words, with).copied().unwrap_or_default().as_bytes()),
        7 => {
            let word = nth(words, with).copied().unwrap_or_default().as_bytes();
            let end = at.saturating_add(word.len()).min(bytes.len());
            drop(bytes.splice(at..end, word.iter().copied()));
        }
        8 => insert(bytes, at, nth(&WORDS, with).copied().unwrap_or_default()),
        _ => {
            let other = nth(of, with).map(Vec::as_slice).unwrap_or_default();
            bytes.truncate(at);
            bytes.extend(other.iter().skip(at));
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, run: &[u8]) {
    drop(bytes.splice(at..at, run.iter().copied()));
}

/// One of several, whatever the number.
fn nth<T>(of: &[T], number: u16) -> Option<&T> {
    of.get(usize::from(number).checked_rem(of.len())?)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, made};

    #[test]
    fn without_edits_an_input_is_what_it_is_made_of() {
        let of = [b"otter".to_vec(), b"vale".to_vec()];
        assert_eq!(made(&of, &[], 3, 0, &[(2, 0, 65)]), b"vale");
        assert_eq!(made(&[], &[], 3, 1, &[(2, 0, 65)]), b"A");
    }

    #[test]
    fn every_edit_has_its_place_however_short_or_long_the_input_is() {
        let of = [Vec::new(), b"otter".to_vec(), vec![b'x'; LONGEST]];
        for what in 0..10 {
            for (pick, at) in [(0, 0), (0, 9), (1, 2), (1, 5), (2, u16::MAX)] {
                let edited = made(&of, &["gasket"], pick, 2, &[(what, at, u16::MAX), (what, at, 7)]);
                assert!(edited.len() <= LONGEST, "{what}");
            }
        }
        assert_eq!(made(&of, &["gasket"], 1, 1, &[(6, 5, 0)]), b"ottergasket");
        assert_eq!(made(&of, &["gasket"], 1, 1, &[(7, 0, 0)]), b"gasket");
    }
}
