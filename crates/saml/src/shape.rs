//! What an answer must look like before anything else is asked of it.
//!
//! Wrapping attacks carry the signed element along and put another beside it, above it or into it, so that one reader
//! checks the one and another reads the other. Here an answer has each element once: there is no other to be read.
//! Comments split a name in two for some readers, and document types reach for files: an answer has neither.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use saml_rs::{
    constants::status_code,
    xml::{
        XmlLimits,
        dom::{self, Node},
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
    let body = match xml.strip_prefix("<?xml ") {
        Some(declared) => declared.split_once("?>").ok_or(Refusal::Unreadable)?.1,
        None => xml,
    };
    if body.contains("<!") || body.contains("<?") {
        return Err(Refusal::Markup);
    }
    let document = dom::parse_with_limits(xml, LIMITS).map_err(|_| Refusal::Unreadable)?;
    let root = &document.root;
    if root.local_name == "Response" && says_no(root) {
        return Err(Refusal::Company);
    }
    let assertions = children(root, "Assertion");
    let [assertion] = assertions.as_slice() else { return Err(Refusal::Shape) };
    let is_once = |name: &str| count(root, name) == 1;
    let placed = children(root, "Signature").len() + children(assertion, "Signature").len();
    let is_whole = root.local_name == "Response" && is_once("Response") && is_once("Assertion");
    if !is_whole || count(root, "EncryptedAssertion") > 0 || count(root, "Signature") != placed {
        return Err(Refusal::Shape);
    }
    let mut seen = BTreeSet::new();
    if has_twice(root, &mut seen) { Err(Refusal::Shape) } else { Ok(()) }
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

    const PLAIN: &str = "<a:Assertion ID=\"a\"><d:Signature/><a:Subject/></a:Assertion>";

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
            "<a:Assertion ID=\"a\"><d:Signature><d:Object><a:Assertion ID=\"b\"/></d:Object></d:Signature></a:Assertion>".into(),
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
