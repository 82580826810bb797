//! What a provider answers, as XML, to be changed before and after it is signed.

use kernel::Timestamp;

/// What an answer says.
#[derive(Clone, Debug)]
pub struct Told {
    pub issuer: String,
    pub request: String,
    pub audience: String,
    pub recipient: String,
    pub destination: String,
    pub subject: String,
    pub format: &'static str,
    pub email: String,
    pub groups: Vec<&'static str>,
    pub assertion: String,
    /// What the provider calls its own session.
    pub session: &'static str,
    pub from: Timestamp,
    pub until: Timestamp,
    /// When they showed the provider who they are.
    pub shown: Timestamp,
}

pub const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
pub const TRANSIENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

/// An instant as SAML has it.
fn at(instant: Timestamp) -> String {
    Timestamp::from_micros(instant.micros() - instant.micros().rem_euclid(1_000_000)).to_string()
}

impl Told {
    /// The answer, not signed yet.
    pub fn xml(&self) -> String {
        let Self {
            issuer, request, audience, recipient, destination, subject, format, email, assertion, session, ..
        } = self;
        let (from, until, shown) = (at(self.from), at(self.until), at(self.shown));
        let value = |value: &&str| format!("<saml:AttributeValue>{value}</saml:AttributeValue>");
        let groups: String = self.groups.iter().map(value).collect();
        format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_answer\" Version=\"2.0\" IssueInstant=\"{from}\" \
             Destination=\"{destination}\" InResponseTo=\"{request}\"><saml:Issuer>{issuer}</saml:Issuer>\
             <samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>\
             <saml:Assertion ID=\"{assertion}\" Version=\"2.0\" IssueInstant=\"{from}\"><saml:Issuer>{issuer}</saml:Issuer>\
             <saml:Subject><saml:NameID Format=\"{format}\">{subject}</saml:NameID>\
             <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
             <saml:SubjectConfirmationData NotOnOrAfter=\"{until}\" Recipient=\"{recipient}\" InResponseTo=\"{request}\"/>\
             </saml:SubjectConfirmation></saml:Subject>\
             <saml:Conditions NotBefore=\"{from}\" NotOnOrAfter=\"{until}\"><saml:AudienceRestriction>\
             <saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
             <saml:AuthnStatement AuthnInstant=\"{shown}\" SessionIndex=\"{session}\"><saml:AuthnContext>\
             <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>\
             </saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>\
             <saml:Attribute Name=\"email\"><saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute>\
             <saml:Attribute Name=\"groups\">{groups}</saml:Attribute></saml:AttributeStatement></saml:Assertion>\
             </samlp:Response>"
        )
    }
}

/// What stands from the first `begin` to the first `end` behind it, both included.
pub fn part<'x>(xml: &'x str, begin: &str, end: &str) -> &'x str {
    let from = xml.find(begin).unwrap_or_else(|| panic!("no {begin} in {xml}"));
    let length = xml[from..].find(end).unwrap_or_else(|| panic!("no {end} behind {begin}"));
    &xml[from..from + length + end.len()]
}

pub fn assertion(xml: &str) -> &str {
    part(xml, "<saml:Assertion ", "</saml:Assertion>")
}

/// The assertion's own signature.
pub fn signature(xml: &str) -> &str {
    part(assertion(xml), "<ds:Signature ", "</ds:Signature>")
}
