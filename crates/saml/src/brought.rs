use base64::{Engine as _, engine::general_purpose::STANDARD};
use saml_rs::binding::deflate_raw_decode_with_limit;
use url::form_urlencoded;

use crate::{
    Refusal,
    shape::{self, LIMITS},
};

/// What asks is called so.
pub(crate) const REQUEST: &str = "SAMLRequest";

/// What answers is called so.
pub(crate) const ANSWER: &str = "SAMLResponse";

/// What goes along with either and comes back with the answer.
const STATE: &str = "RelayState";

/// What a browser brings from a provider about signing out.
#[derive(Clone, Copy, Debug)]
pub enum Brought<'a> {
    /// In an address, whose query this is as it came: its very letters are signed.
    Address(&'a str),
    /// By a form, whose body this is.
    Form(&'a [u8]),
}

impl Brought<'_> {
    /// Whether it answers something. What it is, is not looked at yet.
    pub fn is_answer(self) -> bool {
        matches!(self.field(ANSWER), Ok(Some(_)))
    }

    /// What was sent along with what it answers; nothing where that is not there once.
    pub fn state(self) -> Option<String> {
        self.field(STATE).ok().flatten()
    }

    /// Whether what it brings has to be signed itself, as nothing else of it is.
    pub(crate) fn is_signed_itself(self) -> bool {
        matches!(self, Self::Form(_))
    }

    /// The state, where there is one.
    pub(crate) fn given_state(self) -> Result<Option<String>, Refusal> {
        self.field(STATE)
    }

    /// The message by this name, as XML. One in an address is signed beside it; in which way is looked at here.
    pub(crate) fn unpacked(self, name: &str) -> Result<String, Refusal> {
        let packed = self.field(name)?.ok_or(Refusal::Unreadable)?;
        match self {
            Self::Form(_) => shape::unpacked(&packed),
            Self::Address(_) => {
                let way = self.field("SigAlg")?.ok_or(Refusal::Unproven("it is not signed"))?;
                if !shape::SIGNED_BY.contains(&way.as_str()) {
                    return Err(Refusal::Algorithm);
                }
                let plain: String = packed.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
                let bytes = STANDARD.decode(plain).map_err(|_| Refusal::Unreadable)?;
                let bytes = deflate_raw_decode_with_limit(&bytes, LIMITS.max_bytes);
                String::from_utf8(bytes.map_err(|_| Refusal::Unreadable)?).map_err(|_| Refusal::Unreadable)
            }
        }
    }

    /// A field that is there once at most.
    fn field(self, name: &str) -> Result<Option<String>, Refusal> {
        let bytes = match self {
            Self::Address(query) => query.as_bytes(),
            Self::Form(body) => body,
        };
        let mut found = form_urlencoded::parse(bytes).filter(|(named, _)| named == name);
        let first = found.next().map(|(_, value)| value.into_owned());
        if found.next().is_some() { Err(Refusal::Shape) } else { Ok(first) }
    }
}
