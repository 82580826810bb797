use encoding_rs::{Encoding, UTF_8};
use kernel::Message;
use serde::Deserialize;

/// How the files are written. Whether they are packed is seen from what they begin with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Format {
    delimiter: char,
    quote: char,
    encoding: String,
    /// Words that mean nothing: `nan`, `NULL`.
    pub empty: Vec<String>,
}

impl Default for Format {
    fn default() -> Self {
        Self { delimiter: ',', quote: '"', encoding: "utf-8".to_owned(), empty: Vec::new() }
    }
}

impl Format {
    pub fn delimiter(&self) -> u8 {
        u8::try_from(self.delimiter).unwrap_or(b',')
    }

    pub fn quote(&self) -> u8 {
        u8::try_from(self.quote).unwrap_or(b'"')
    }

    pub fn encoding(&self) -> &'static Encoding {
        Encoding::for_label(self.encoding.as_bytes()).unwrap_or(UTF_8)
    }

    /// What a field says, without spaces around it; nothing where it is left blank.
    pub fn said<'f>(&self, field: &'f str) -> Option<&'f str> {
        let said = field.trim();
        (!said.is_empty() && self.empty.iter().all(|empty| empty != said)).then_some(said)
    }

    /// What makes no sense.
    pub fn fault(&self) -> Option<(&'static str, Message)> {
        if !self.delimiter.is_ascii() || !self.quote.is_ascii() || self.delimiter == self.quote {
            return Some(("format.delimiter", Message::new("sync-mapping-delimiter")));
        }
        let known = Encoding::for_label(self.encoding.as_bytes()).is_some();
        let unknown = || Message::new("sync-mapping-encoding").with("encoding", self.encoding.as_str());
        (!known).then(|| ("format.encoding", unknown()))
    }
}
