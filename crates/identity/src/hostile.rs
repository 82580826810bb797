//! What people type who are not known yet: codes, and domains that could be theirs.

use fuzz::{Target, lines};

use crate::{
    DomainName,
    secrets::{Code, Recovery, Token},
};

/// Mail or a domain anybody can have; a company that proved one of them could let itself into any account.
const ANYBODYS: [&str; 5] = ["gmail.com", "outlook.com", "gmx.de", "co.uk", "github.io"];

/// A code or a token that is read is six digits, twenty-four letters, sixteen as they were made before, or forty-three,
/// and is read as the same as it is shown. A domain is one that DNS has, and nobody's in particular is taken. Red when
/// digits of other scripts count, or a dot behind a domain hides it from the list.
fn what_is_typed_is_what_is_meant(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Some(code) = Code::parse(&text) {
        assert!(code.digits().len() == 6 && code.digits().bytes().all(|byte| byte.is_ascii_digit()), "{text}");
        assert!(Code::parse(&code.shown()) == Some(code), "{text}");
    }
    if let Some(code) = Recovery::parse(&text) {
        let shown = code.shown();
        assert!([16, 24].contains(&shown.replace('-', "").len()), "{text}");
        assert!(Recovery::parse(&shown) == Some(code), "{text}");
    }
    if let Some(token) = Token::parse(&text) {
        assert_eq!(token.expose(), text);
        assert!(token.expose().len() == 43 && token.expose().is_ascii(), "{text}");
    }
    if let Ok(domain) = DomainName::parse(&text) {
        let name = domain.as_str();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        assert!(name.len() <= 253 && name.contains('.') && name.bytes().all(plain), "{name}");
        assert!(!ANYBODYS.contains(&name) && name.parse::<std::net::IpAddr>().is_err(), "{name}");
        assert_eq!(DomainName::parse(name).ok(), Some(domain.clone()));
    }
}

fuzz::target!(
    typed,
    Target::of(
        lines(include_str!("../fuzz/typed.txt")),
        &["-", " ", ".", "@", "O", "l", "٤", "gmail.com", "co.uk", ".."]
    ),
    what_is_typed_is_what_is_meant
);
