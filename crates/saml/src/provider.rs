use saml_rs::{
    EntitySetting, IdentityProvider, SamlError,
    constants::{Binding, CertUse},
    crypto::keys::load_certificate,
    metadata::{Endpoint, IdpMetadata, IdpMetadataConfig},
    xml::XmlLimits,
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
    /// It takes signed requests only, and the portal's are not.
    #[error("it wants requests signed")]
    WantsSigned,
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
        if read.is_want_authn_requests_signed() {
            return Err(ProviderError::WantsSigned);
        }
        let address = read.get_single_sign_on_service(Binding::Redirect).ok_or(ProviderError::NoAddress)?;
        Self::checked(entity_id, &address, read.x509_certificates(CertUse::Signing))
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
        Ok(Self { entity_id: entity_id.to_owned(), address: address.to_owned(), certificates: known })
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

/// A certificate without its frame and its line ends.
fn bare(typed: &str) -> String {
    let body = typed.split_once("-----BEGIN CERTIFICATE-----").map_or(typed, |(_, body)| body);
    let body = body.split_once("-----END CERTIFICATE-----").map_or(body, |(body, _)| body);
    body.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn is_rsa(certificate: &str) -> bool {
    load_certificate(certificate).is_ok_and(|key| key.algorithm_name() == "RSA")
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
            (("WantAuthnRequestsSigned=\"false\"", "WantAuthnRequestsSigned=\"true\""), ProviderError::WantsSigned),
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
        assert_eq!(typed(""), Err(ProviderError::Certificate));
        assert_eq!(Provider::of(" ", "https://login.example/", CERTIFICATE), Err(ProviderError::Name));
    }

    #[test]
    fn two_certificates_may_stand_one_below_the_other() {
        let both = format!("{CERTIFICATE}\n{}", include_str!("../tests/keys/other.crt"));
        let typed = Provider::of("x", "https://login.example/", &both).expect("a provider");
        assert_eq!(typed.certificates.len(), 2);
    }
}
