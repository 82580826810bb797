//! What an answer must look like before anything else is asked of it.
//!
//! Wrapping attacks carry the signed element along and put another beside it, above it or into it, so that one reader
//! checks the one and another reads the other. Here an answer has each element once: there is no other to be read.
//! Comments split a name in two for some readers, and document types reach for files: an answer has neither.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use saml_rs::{
    constants::{digest_algorithm, signature_algorithm, status_code, transform_algorithm},
    xml::{
        XmlLimits,
        dom::{self, Document, Node},
    },
};

use crate::Refusal;

/// How large an answer may be; a usual one has ten kilobytes.
pub(crate) const LIMITS: XmlLimits = XmlLimits {
    max_bytes: 128 * 1024,
    max_depth: 48,
    max_nodes: 4_000,
    max_attributes_per_element: 64,
    max_attribute_value_bytes: 4 * 1024,
    max_text_bytes: 32 * 1024,
};

/// The answer as XML, from what the browser's form brought.
pub(crate) fn unpacked(answer: &str) -> Result<String, Refusal> {
    let plain: String = answer.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(plain).map_err(|_| Refusal::Unreadable)?;
    String::from_utf8(bytes).map_err(|_| Refusal::Unreadable)
}

/// Whether an answer has the one shape that is taken.
pub(crate) fn check(xml: &str) -> Result<(), Refusal> {
    let document = parsed(xml)?;
    let root = &document.root;
    if root.local_name == "Response" && says_no(root) {
        return Err(Refusal::Company);
    }
    let assertions = children(root, "Assertion");
    let [assertion] = assertions.as_slice() else { return Err(Refusal::Shape) };
    let is_once = |name: &str| count(root, name) == 1;
    let signatures = [children(root, "Signature"), children(assertion, "Signature")].concat();
    let is_whole = root.local_name == "Response" && is_once("Response") && is_once("Assertion");
    if !is_whole || count(root, "EncryptedAssertion") > 0 {
        return Err(Refusal::Shape);
    }
    check_signatures(root, &signatures)
}

/// Whether a message about signing out has the one shape that is taken: by this name, with one issuer and one `part`,
/// each directly in it, and signed itself or not at all.
pub(crate) fn check_message(xml: &str, name: &str, part: &str, is_signed_itself: bool) -> Result<(), Refusal> {
    let document = parsed(xml)?;
    let root = &document.root;
    let is_once = |part: &str| count(root, part) == 1 && children(root, part).len() == 1;
    let signatures = children(root, "Signature");
    let is_whole = root.local_name == name && count(root, name) == 1 && is_once("Issuer") && is_once(part);
    if !is_whole || signatures.len() != usize::from(is_signed_itself) {
        return Err(Refusal::Shape);
    }
    check_signatures(root, &signatures)
}

/// A document without what no message of a provider has.
fn parsed(xml: &str) -> Result<Document, Refusal> {
    let body = match xml.strip_prefix("<?xml ") {
        Some(declared) => declared.split_once("?>").ok_or(Refusal::Unreadable)?.1,
        None => xml,
    };
    if body.contains("<!") || body.contains("<?") {
        return Err(Refusal::Markup);
    }
    let document = dom::parse_with_limits(xml, LIMITS).map_err(|_| Refusal::Unreadable)?;
    let is_timely = |node: &Node| {
        let mut times = node.attrs.iter().filter(|(name, _)| TIMES.iter().any(|time| name.ends_with(time)));
        times.all(|(_, value)| is_instant(value))
    };
    if all(&document.root, &is_timely) { Ok(document) } else { Err(Refusal::Shape) }
}

/// How the names of attributes end that hold instants.
const TIMES: [&str; 3] = ["Instant", "NotBefore", "NotOnOrAfter"];

/// Whether a value is made of what an instant is made of, and is none of the last there are. The library that reads it
/// counts with whatever letter stands where a digit belongs, and adds the minutes that clocks differ; it fails where
/// either is too much for it.
fn is_instant(value: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_digit() || "T:.-".contains(letter);
    let rest = value.trim().strip_suffix('Z');
    rest.is_some_and(|rest| {
        rest.chars().all(is_part) && rest.matches('T').count() == 1 && !rest.starts_with("9999-12-31")
    })
}

/// Whether there are no signatures but these, each is made in a way that is taken, and what they may be over is there
/// once.
fn check_signatures(root: &Node, signatures: &[&Node]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    if count(root, "Signature") != signatures.len() || has_twice(root, &mut seen) {
        return Err(Refusal::Shape);
    }
    if signatures.iter().all(|signature| is_plain(signature)) { Ok(()) } else { Err(Refusal::Algorithm) }
}

/// By what is signed.
pub(crate) const SIGNED_BY: [&str; 3] =
    [signature_algorithm::RSA_SHA256, signature_algorithm::RSA_SHA384, signature_algorithm::RSA_SHA512];

/// The ways to sign that are taken, as an element and what its `Algorithm` may be. They are looked at before a signature
/// is: others make a stranger's program of it (XSLT, XPath), or prove nothing any more (SHA-1).
const WAYS: [(&str, &[&str]); 4] = [
    ("CanonicalizationMethod", &[transform_algorithm::EXC_C14N]),
    ("SignatureMethod", &SIGNED_BY),
    ("DigestMethod", &[digest_algorithm::SHA256, digest_algorithm::SHA384, digest_algorithm::SHA512]),
    ("Transform", &[transform_algorithm::ENVELOPED_SIGNATURE, transform_algorithm::EXC_C14N]),
];

/// Whether a signature is over one thing, made in a way that is taken, and reaches for nothing else.
fn is_plain(signature: &Node) -> bool {
    let is_known = |element: &Node| match WAYS.iter().find(|(name, _)| element.local_name == *name) {
        Some((_, algorithms)) => element.attr("Algorithm").is_some_and(|algorithm| algorithms.contains(&algorithm)),
        None => !matches!(element.local_name.as_str(), "Object" | "RetrievalMethod" | "KeyInfoReference" | "Manifest"),
    };
    count(signature, "Reference") == 1 && count(signature, "Transform") <= 2 && all(signature, &is_known)
}

/// Whether it holds for an element and all below it.
fn all(node: &Node, holds: &dyn Fn(&Node) -> bool) -> bool {
    holds(node) && node.children.iter().all(|child| all(child, holds))
}

/// Whether the provider itself answers that it lets nobody in; then there is no assertion.
fn says_no(root: &Node) -> bool {
    let statuses = children(root, "Status");
    let mut codes = statuses.iter().flat_map(|status| children(status, "StatusCode"));
    let is_told = codes.any(|code| code.attr("Value").is_some_and(|value| value != status_code::SUCCESS));
    is_told && count(root, "Assertion") == 0
}

fn children<'n>(node: &'n Node, name: &str) -> Vec<&'n Node> {
    node.children.iter().filter(|child| child.local_name == name).collect()
}

/// How many elements have this name, however deep and of whatever namespace.
fn count(node: &Node, name: &str) -> usize {
    let below: usize = node.children.iter().map(|child| count(child, name)).sum();
    usize::from(node.local_name == name) + below
}

/// Whether two elements have one id, by whatever an id is called.
fn has_twice<'n>(node: &'n Node, seen: &mut BTreeSet<&'n str>) -> bool {
    let is_id = |name: &str| name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case("assertionid");
    let mut ids = node.attrs.iter().filter(|(name, _)| is_id(name));
    ids.any(|(_, value)| !seen.insert(value.as_str())) || node.children.iter().any(|child| has_twice(child, seen))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands between the tags of the response.
    fn checked(inner: &str) -> Result<(), Refusal> {
        check(&format!("<p:Response ID=\"r\"><p:Status><p:StatusCode Value=\"x\"/></p:Status>{inner}</p:Response>"))
    }

    const PLAIN: &str = "<a:Assertion ID=\"a\"><d:Signature><d:Reference/></d:Signature><a:Subject/></a:Assertion>";

    #[test]
    fn one_answer_with_one_assertion_is_taken() {
        assert_eq!(checked(PLAIN), Ok(()));
        let declared = format!("<?xml version=\"1.0\"?><p:Response ID=\"r\">{PLAIN}</p:Response>");
        assert_eq!(check(&declared), Ok(()));
    }

    #[test]
    fn nothing_stands_there_twice() {
        let wrapped = [
            format!("{PLAIN}<a:Assertion ID=\"b\"/>"),
            format!("<p:Extensions><a:Assertion ID=\"b\"/></p:Extensions>{PLAIN}"),
            "<a:Assertion ID=\"a\"><d:Signature><a:Assertion ID=\"b\"/></d:Signature></a:Assertion>".into(),
            "<a:Assertion ID=\"a\"><d:Signature><p:Response ID=\"b\"/></d:Signature></a:Assertion>".into(),
            "<a:Assertion ID=\"r\"><d:Signature/></a:Assertion>".into(),
            "<a:Assertion ID=\"a\"><d:Signature/><a:Subject Id=\"a\"/></a:Assertion>".into(),
            "<a:Assertion ID=\"a\"><a:Subject><d:Signature/></a:Subject></a:Assertion>".into(),
            "<a:EncryptedAssertion/>".into(),
            format!("{PLAIN}<a:EncryptedAssertion/>"),
        ];
        for inner in wrapped {
            assert!(matches!(checked(&inner), Err(Refusal::Shape | Refusal::Company)), "{inner}");
        }
    }

    #[test]
    fn there_are_no_comments_and_no_document_types() {
        for inner in ["<!-- -->", "<![CDATA[x]]>", "<?php ?>"] {
            assert_eq!(checked(&format!("{PLAIN}{inner}")), Err(Refusal::Markup), "{inner}");
        }
        let with_type = format!("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>{PLAIN}</r>");
        assert_eq!(check(&with_type), Err(Refusal::Markup));
        assert_eq!(check("<?xml version=\"1.0\"<r/>"), Err(Refusal::Unreadable));
    }

    #[test]
    fn a_signature_runs_no_program_and_reaches_for_nothing() {
        let signed = |inner: &str| PLAIN.replace("<d:Reference/>", &format!("<d:Reference>{inner}</d:Reference>"));
        let of = |name: &str, algorithm: &str| format!("<d:{name} Algorithm=\"{algorithm}\"/>");
        let exclusive = of("Transform", transform_algorithm::EXC_C14N);
        assert_eq!(checked(&signed(&exclusive)), Ok(()));
        for inner in [
            of("Transform", "http://www.w3.org/TR/1999/REC-xslt-19991116"),
            of("Transform", "http://www.w3.org/TR/1999/REC-xpath-19991116"),
            of("SignatureMethod", signature_algorithm::RSA_SHA1),
            of("SignatureMethod", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"),
            of("DigestMethod", digest_algorithm::SHA1),
            of("CanonicalizationMethod", transform_algorithm::EXC_C14N_WITH_COMMENTS),
            "<d:Transform/>".to_owned(),
            "<d:RetrievalMethod URI=\"file:///etc/passwd\"/>".to_owned(),
            "<d:Reference/>".to_owned(),
            exclusive.repeat(3),
        ] {
            assert_eq!(checked(&signed(&inner)), Err(Refusal::Algorithm), "{inner}");
        }
    }

    #[test]
    fn an_instant_is_made_of_digits() {
        let at =
            |instant: &str| checked(&PLAIN.replace("<a:Subject/>", &format!("<a:Subject NotBefore=\"{instant}\"/>")));
        for instant in ["2026-03-12T08:00:00Z", " 2026-03-12T08:00:00.250Z "] {
            assert_eq!(at(instant), Ok(()), "{instant}");
        }
        let last = "9999-12-31T23:59:59Z";
        for instant in
            ["2026-03-12T08:00:aml:AuthnZ", "2026-03-12T08:00:TTZ", "2026-03-12T08:00:00+01:00", last, "Z", ""]
        {
            assert_eq!(at(instant), Err(Refusal::Shape), "{instant}");
        }
    }

    #[test]
    fn a_company_that_says_no_is_told_apart() {
        assert_eq!(checked(""), Err(Refusal::Company));
        assert_eq!(check("<p:Response ID=\"r\"/>"), Err(Refusal::Shape));
    }

    #[test]
    fn an_answer_is_text_in_base64_with_or_without_line_ends() {
        assert_eq!(unpacked("PGEv\r\nPg==").as_deref(), Ok("<a/>"));
        assert_eq!(unpacked("no base64!"), Err(Refusal::Unreadable));
        assert_eq!(unpacked("/w=="), Err(Refusal::Unreadable));
    }
}
