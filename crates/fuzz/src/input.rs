use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// What a target is given. It is printed so that it can be read, and so that it can be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Input(pub Vec<u8>);

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (read, kept) = (self.0.escape_ascii(), STANDARD.encode(&self.0));
        write!(f, "\"{read}\"\nTo keep it among the target's inputs:\nbase64 -d <<< '{kept}' > fuzz/…")
    }
}
