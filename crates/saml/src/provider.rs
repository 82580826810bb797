use saml_rs::{
    EntitySetting, IdentityProvider, SamlError,
    constants::{Binding, CertUse},
    crypto::keys::load_certificate,
    metadata::{Endpoint, IdpMetadata, IdpMetadataConfig},
    xml::{
        XmlLimits,
        dom::{self, Node},
    },
};
use serde::{Deserialize, Serialize};
use url::Url;

/// How large a provider's metadata may be; those of a large one have a hundred kilobytes.
const LIMITS: XmlLimits = XmlLimits {
    max_bytes: 256 * 1024,
    max_depth: 48,
    max_nodes: 10_000,
    max_attributes_per_element: 64,
    max_attribute_value_bytes: 16 * 1024,
    max_text_bytes: 64 * 1024,
};

/// The longest that a provider may call itself, as the standard has it, and the longest address that is kept.
const LONGEST: usize = 1024;

/// A company's provider: who it is, where people are sent, and by which certificates its word is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// What it calls itself.
    pub entity_id: String,
    /// Where people show who they are; a browser is sent there.
    pub address: String,
    /// The certificates it may sign with, each in base64 without its frame.
    pub certificates: Vec<String>,
    /// Whether it takes signed requests only. What only metadata tell is not written where it is not so: earlier
    /// releases wrote nothing of it, and what they wrote is compared with what is written now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wants_signed: bool,
    /// Where people sign out; a browser is sent there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logout: Option<String>,
    /// Where it is told that they signed out here, if elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logout_answers: Option<String>,
}

/// What is wrong with what is said of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It is no metadata of one provider.
    #[error("these are no metadata of one provider")]
    Unreadable,
    /// It takes no requests that a browser carries in an address.
    #[error("it takes no requests by redirect")]
    NoAddress,
    /// What it is called is none, or too long.
    #[error("it has no name")]
    Name,
    /// The address is none.
    #[error("its address is none")]
    Address,
    /// There is no certificate of an RSA key, or one that cannot be read.
    #[error("it has no certificate that can be used")]
    Certificate,
}

impl Provider {
    /// Reads a provider's metadata. Whether they are its own is for whoever had them to know: a signature in them is
    /// not looked at.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(metadata: &str) -> Result<Self, ProviderError> {
        let read = IdpMetadata::from_xml_with_limits(metadata.trim(), LIMITS).map_err(|_| ProviderError::Unreadable)?;
        let entity_id = read.get_entity_id().ok_or(ProviderError::Unreadable)?;
        let address = read.get_single_sign_on_service(Binding::Redirect).ok_or(ProviderError::NoAddress)?;
        let provider = Self::checked(entity_id, &address, read.x509_certificates(CertUse::Signing))?;
        let (logout, logout_answers) = logout(metadata).unwrap_or_default();
        // Over TLS, or as little as people are sent there to sign in.
        let leads = |to: &String| is_address(to) && (to.starts_with("https:") || provider.address.starts_with("http:"));
        Ok(Self {
            wants_signed: read.is_want_authn_requests_signed(),
            logout: logout.filter(leads),
            logout_answers: logout_answers.filter(leads),
            ..provider
        })
    }

    /// The same with what only metadata tell, as it was known of this very provider.
    #[must_use]
    pub fn keeping(self, known: &Self) -> Self {
        if self.entity_id != known.entity_id || self.address != known.address {
            return self;
        }
        let Self { wants_signed, logout, logout_answers, .. } = known.clone();
        Self { wants_signed, logout, logout_answers, ..self }
    }

    /// Where a browser may be sent.
    pub fn addresses(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.address).chain(&self.logout).chain(&self.logout_answers)
    }

    /// Where it is told that they signed out here.
    pub(crate) fn answers_at(&self) -> Option<&str> {
        self.logout_answers.as_deref().or(self.logout.as_deref())
    }

    /// A provider of which these three were typed; of certificates there may be several, one below the other.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn of(entity_id: &str, address: &str, certificates: &str) -> Result<Self, ProviderError> {
        let certificates = certificates.split("-----END CERTIFICATE-----").map(str::to_owned).collect();
        Self::checked(entity_id, address, certificates)
    }

    fn checked(entity_id: &str, address: &str, certificates: Vec<String>) -> Result<Self, ProviderError> {
        let (entity_id, address) = (entity_id.trim(), address.trim());
        if entity_id.is_empty() || entity_id.len() > LONGEST || entity_id.chars().any(char::is_control) {
            return Err(ProviderError::Name);
        }
        if !is_address(address) {
            return Err(ProviderError::Address);
        }
        let mut known: Vec<String> =
            certificates.iter().map(|typed| bare(typed)).filter(|bare| !bare.is_empty()).collect();
        known.sort();
        known.dedup();
        if known.is_empty() || !known.iter().all(|certificate| is_rsa(certificate)) {
            return Err(ProviderError::Certificate);
        }
        Ok(Self {
            entity_id: entity_id.to_owned(),
            address: address.to_owned(),
            certificates: known,
            wants_signed: false,
            logout: None,
            logout_answers: None,
        })
    }

    /// The provider as the library sees it, of these three alone: nothing else of its metadata counts.
    pub(crate) fn entity(&self) -> Result<IdentityProvider, SamlError> {
        let config = IdpMetadataConfig {
            entity_id: self.entity_id.clone(),
            signing_certs: self.certificates.clone(),
            single_sign_on_service: vec![Endpoint::new(Binding::Redirect, self.address.clone())],
            ..IdpMetadataConfig::default()
        };
        IdentityProvider::from_config(&config, EntitySetting::default())
    }
}

/// Where a provider has people signed out by redirect, and where it is answered. An entity may be a service provider,
/// too, and say the same of that; it does not count.
fn logout(metadata: &str) -> Option<(Option<String>, Option<String>)> {
    let document = dom::parse_with_limits(metadata.trim(), LIMITS).ok()?;
    let provider = found(&document.root, &|node| node.local_name == "IDPSSODescriptor")?;
    let is_meant =
        |node: &Node| node.local_name == "SingleLogoutService" && node.attr("Binding") == Some(Binding::Redirect.urn());
    let service = provider.children.iter().find(|node| is_meant(node))?;
    let address = |name: &str| service.attr(name).map(|address| address.trim().to_owned());
    Some((address("Location"), address("ResponseLocation")))
}

/// The first such element, in the order of the document.
fn found<'n>(node: &'n Node, is_meant: &dyn Fn(&Node) -> bool) -> Option<&'n Node> {
    if is_meant(node) { Some(node) } else { node.children.iter().find_map(|child| found(child, is_meant)) }
}

/// A certificate without its frame and its line ends.
fn bare(typed: &str) -> String {
    let body = typed.split_once("-----BEGIN CERTIFICATE-----").map_or(typed, |(_, body)| body);
    let body = body.split_once("-----END CERTIFICATE-----").map_or(body, |(body, _)| body);
    body.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The library breaks other letters in two, and panics.
fn is_rsa(certificate: &str) -> bool {
    certificate.is_ascii() && load_certificate(certificate).is_ok_and(|key| key.algorithm_name() == "RSA")
}

/// Whether a browser can be sent there. Whether it may be is for the settings to say.
fn is_address(typed: &str) -> bool {
    let Ok(url) = Url::parse(typed) else { return false };
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    typed.len() <= LONGEST && matches!(url.scheme(), "https" | "http") && is_plain && url.host_str().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CERTIFICATE: &str = include_str!("../tests/keys/provider.crt");

    fn metadata(change: (&str, &str)) -> String {
        include_str!("../tests/metadata.xml").replace("CERTIFICATE", &bare(CERTIFICATE)).replace(change.0, change.1)
    }

    #[test]
    fn metadata_and_what_is_typed_say_the_same() {
        let read = Provider::read(&metadata(("", ""))).expect("a provider");
        let typed = Provider::of("https://login.example/idp", "https://login.example/sso?x=1", CERTIFICATE);
        assert_eq!(Ok(read), typed);
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let cases = [
            (("<md:EntityDescriptor", "<!DOCTYPE x><md:EntityDescriptor"), ProviderError::Unreadable),
            (("entityID=", "name="), ProviderError::Unreadable),
            (("bindings:HTTP-Redirect", "bindings:HTTP-POST"), ProviderError::NoAddress),
            (("https://login.example/sso", "javascript:alert(1)"), ProviderError::Address),
            (("ds:X509Certificate", "ds:X509SubjectName"), ProviderError::Certificate),
        ];
        for (change, fault) in cases {
            assert_eq!(Provider::read(&metadata(change)), Err(fault), "{change:?}");
        }
        assert_eq!(Provider::read("nonsense"), Err(ProviderError::Unreadable));
        let typed = |certificate: &str| Provider::of("x", "https://login.example/", certificate);
        assert_eq!(typed("MIIB"), Err(ProviderError::Certificate));
        assert_eq!(typed(&format!("M{}", "é".repeat(40))), Err(ProviderError::Certificate));
        assert_eq!(typed(""), Err(ProviderError::Certificate));
        assert_eq!(Provider::of(" ", "https://login.example/", CERTIFICATE), Err(ProviderError::Name));
    }

    const LOGOUT: &str = "<md:SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" \
                          Location=\"https://login.example/out\" ResponseLocation=\"https://login.example/done\"/>";

    fn with_logout(service: &str) -> Provider {
        let metadata = metadata(("<md:NameIDFormat>", &format!("{service}<md:NameIDFormat>")));
        Provider::read(&metadata).expect("a provider")
    }

    #[test]
    fn where_people_sign_out_is_read_of_the_provider_s_own_part() {
        let provider = with_logout(LOGOUT);
        assert_eq!(provider.logout.as_deref(), Some("https://login.example/out"));
        assert_eq!(provider.answers_at(), Some("https://login.example/done"));
        for nowhere in [
            LOGOUT.replace("HTTP-Redirect", "SOAP"),
            LOGOUT.replace("https://login.example/out", "javascript:alert(1)"),
            LOGOUT.replace("https://login.example/out", "http://login.example/out"),
        ] {
            assert_eq!(with_logout(&nowhere).logout, None, "{nowhere}");
        }
        let service = format!("<md:SPSSODescriptor>{LOGOUT}</md:SPSSODescriptor><md:IDPSSODescriptor Want");
        let also_a_service = metadata(("<md:IDPSSODescriptor Want", &service));
        assert_eq!(Provider::read(&also_a_service).expect("a provider").logout, None);
    }

    #[test]
    fn whoever_wants_requests_signed_says_so() {
        let wants = metadata(("WantAuthnRequestsSigned=\"false\"", "WantAuthnRequestsSigned=\"true\""));
        assert!(Provider::read(&wants).expect("a provider").wants_signed);
        assert!(!with_logout(LOGOUT).wants_signed);
    }

    #[test]
    fn what_is_typed_of_the_same_provider_again_keeps_what_only_metadata_tell() {
        let known = with_logout(LOGOUT);
        let typed =
            |address: &str| Provider::of("https://login.example/idp", address, CERTIFICATE).expect("a provider");
        assert_eq!(typed("https://login.example/sso?x=1").keeping(&known), known);
        assert_eq!(typed("https://login.example/other").keeping(&known).logout, None);
    }

    #[test]
    fn a_provider_that_says_no_more_is_written_as_earlier_releases_wrote_it() {
        let provider = Provider::of("x", "https://login.example/", CERTIFICATE).expect("a provider");
        let written = serde_json::to_value(&provider).expect("it is written");
        let (entity, address, certificates) = (&provider.entity_id, &provider.address, &provider.certificates);
        let before = serde_json::json!({ "entity_id": entity, "address": address, "certificates": certificates });
        assert_eq!(written, before);
        assert_eq!(serde_json::from_value::<Provider>(before).expect("it is read"), provider);
    }

    #[test]
    fn two_certificates_may_stand_one_below_the_other() {
        let both = format!("{CERTIFICATE}\n{}", include_str!("../tests/keys/other.crt"));
        let typed = Provider::of("x", "https://login.example/", &both).expect("a provider");
        assert_eq!(typed.certificates.len(), 2);
    }
}
