use std::time::SystemTime;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::Timestamp;
use saml_rs::{
    AcsEndpoint, AssertionSignaturePolicy, AudienceValidationPolicy, AuthnRequestSigningPolicy, BrowserInput,
    ClockSkew, EntityId, FormField, IdpDescriptor, LogoutPolicy, MessageId, MetadataTrustPolicy, NameIdCreationPolicy,
    NameIdFormat, PendingAuthnRequest, RelayStateParam, ReplayPolicy, ResponseSignaturePolicy, Saml, SamlError,
    SamlValidationContext, SloEndpoint, Sp, SpConfig, SpValidationPolicy, SsoResponse, SsoResponseBinding, XmlPolicy,
    XmlSignatureProfile,
    constants::{Binding, elements_order},
    metadata::{Endpoint, SpMetadataConfig, generate_sp_metadata},
    raw::LoginRequestOptions,
    template::replace_tags_by_optional_value,
};

use crate::{
    Key, Provider, Said,
    brought::REQUEST,
    shape::{self, LIMITS},
};

/// How far a provider's clock may be off, in milliseconds.
const SKEW: i64 = 2 * 60 * 1000;

/// The portal as one company's provider knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portal {
    /// What it is called there.
    pub entity_id: String,
    /// Where browsers bring answers.
    pub acs: String,
    /// Where browsers bring what is said about signing out.
    pub logout: String,
}

/// Why an answer proves nothing. None tells a value of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no answer of a provider.
    #[error("it is no answer of a provider")]
    Unreadable,
    /// It holds comments, a document type or the like.
    #[error("it holds markup that no answer has")]
    Markup,
    /// It has something twice, or where it does not belong.
    #[error("it has not the one shape that is taken")]
    Shape,
    /// It is signed in a way that is not taken.
    #[error("it is signed in a way that is not taken")]
    Algorithm,
    /// The provider itself lets nobody in.
    #[error("the provider says no")]
    Company,
    /// It does not name somebody in a way that lasts.
    #[error("it names nobody, or in a way that does not last")]
    Nameless,
    /// Something in it does not hold.
    #[error("{0}")]
    Unproven(&'static str),
}

impl Portal {
    /// What a provider has to know of the portal, as a document it can read: its addresses, and by which certificates
    /// its word is known. Requests to sign in are signed where the provider's own metadata want that, so it is not said
    /// that all are.
    pub fn metadata(&self, certificates: &[String]) -> String {
        let formats = [NameIdFormat::Persistent, NameIdFormat::EmailAddress];
        let acs = Endpoint { is_default: true, ..Endpoint::new(Binding::Post, self.acs.as_str()) };
        let logout = [Binding::Redirect, Binding::Post].map(|binding| Endpoint::new(binding, self.logout.as_str()));
        generate_sp_metadata(&SpMetadataConfig {
            entity_id: self.entity_id.clone(),
            signing_certs: certificates.to_vec(),
            want_assertions_signed: true,
            name_id_format: formats.iter().map(|format| format.as_uri().to_owned()).collect(),
            single_logout_service: logout.to_vec(),
            assertion_consumer_service: vec![acs],
            // As the standard's schema has it.
            elements_order: Some(elements_order::SHIBBOLETH.iter().map(|&name| name.to_owned()).collect()),
            ..SpMetadataConfig::default()
        })
    }

    /// The address at which a browser asks the provider. The request is called `id`, which the answer has to name, and
    /// the answer brings `state` back. Where it is asked `anew`, the provider is to have them show who they are again,
    /// whatever it remembers of them. It is signed where the provider wants that, which takes the key.
    ///
    /// # Errors
    /// [`Refusal::Unproven`] where no request can be made of these.
    pub fn request(
        &self,
        provider: &Provider,
        key: Option<&Key>,
        id: &str,
        state: &str,
        anew: bool,
        now: Timestamp,
    ) -> Result<String, Refusal> {
        let service = self.service()?;
        let issued = whole_seconds(now);
        let render: &dyn Fn(&str) -> (String, String) = &|template| {
            let tags = [
                ("ID", Some(id.to_owned())),
                ("IssueInstant", Some(issued.clone())),
                ("Destination", Some(provider.address.clone())),
                ("ForceAuthn", anew.then(|| "true".to_owned())),
                ("ProtocolBinding", Some(Binding::Post.urn().to_owned())),
                ("AssertionConsumerServiceURL", Some(self.acs.clone())),
                ("AssertionConsumerServiceIndex", None),
                ("Issuer", Some(self.entity_id.clone())),
                ("NameIDFormat", None),
                ("AllowCreate", Some("true".to_owned())),
            ];
            (id.to_owned(), replace_tags_by_optional_value(template, &tags))
        };
        let options = LoginRequestOptions { relay_state: Some(state), custom: Some(render), ..Default::default() };
        let entity = provider.entity()?;
        let service = service.raw_service_provider();
        let address = service.create_login_request_with_options(&entity, Binding::Redirect, &options)?.context;
        if !provider.wants_signed {
            return Ok(address);
        }
        key.ok_or(Refusal::Unproven("there is no key to sign it with"))?.signed(&address, REQUEST)
    }

    /// What an answer to the request called `id` proves. That it counts once is for whoever keeps
    /// [`Said::assertion`] to see to.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn said(&self, provider: &Provider, id: &str, answer: &str, now: Timestamp) -> Result<Said, Refusal> {
        let xml = shape::unpacked(answer)?;
        shape::check(&xml)?;
        let issuer = EntityId::try_new(provider.entity_id.as_str())?;
        let pending = PendingAuthnRequest::try_new(
            MessageId::try_new(id)?,
            RelayStateParam::absent(),
            AcsEndpoint::post(self.acs.as_str())?,
            SsoResponseBinding::Post,
            issuer,
        )?;
        // The very text that was looked at, and no other reading of what came.
        let field = FormField::new("SAMLResponse", STANDARD.encode(&xml));
        let input = BrowserInput::<SsoResponse>::post(vec![field]);
        Said::of(&self.service()?.finish_sso(&descriptor(provider)?, &pending, input, context(now))?)
    }

    /// The portal as the library sees it. Every choice is the strict one: the assertion itself is signed, by RSA with
    /// SHA-2, and is for the portal alone; so is whatever is said about signing out. What the portal says is not signed
    /// here, but by its own key.
    pub(crate) fn service(&self) -> Result<Saml<Sp>, SamlError> {
        let validation = SpValidationPolicy {
            assertions: AssertionSignaturePolicy::RequireSigned,
            responses: ResponseSignaturePolicy::RequireForEncryptedCbc,
            xml_signatures: XmlSignatureProfile::StrictRsaSha2,
            authn_requests: AuthnRequestSigningPolicy::DoNotSignForCompatibility,
            audience: AudienceValidationPolicy::Validate,
            name_id_creation: NameIdCreationPolicy::AllowCreate,
            logout: LogoutPolicy::recommended(),
        };
        let config = SpConfig::builder(EntityId::try_new(self.entity_id.as_str())?)
            .acs_endpoint(AcsEndpoint::post(self.acs.as_str())?.mark_default())
            .slo_endpoint(SloEndpoint::redirect(self.logout.as_str())?)
            .slo_endpoint(SloEndpoint::post(self.logout.as_str())?)
            .name_id_format(NameIdFormat::Persistent)
            .name_id_format(NameIdFormat::EmailAddress)
            .validation(validation)
            .xml(XmlPolicy { limits: LIMITS, ..XmlPolicy::default() })
            .build()?;
        Saml::sp(config)
    }
}

/// A provider as the library checks against it.
pub(crate) fn descriptor(provider: &Provider) -> Result<IdpDescriptor, SamlError> {
    let entity = provider.entity()?;
    let issuer = EntityId::try_new(provider.entity_id.as_str())?;
    let trust = MetadataTrustPolicy::UnsignedForCompatibility;
    IdpDescriptor::from_metadata_xml_for(issuer, entity.metadata_xml(), trust)
}

/// When it is. What counts once is for whoever calls to see to.
pub(crate) fn context<'c>(now: Timestamp) -> SamlValidationContext<'c> {
    let at = SystemTime::UNIX_EPOCH + now.since(Timestamp::from_micros(0));
    let skew = ClockSkew::from_millis(-SKEW, SKEW);
    SamlValidationContext::new(at, ReplayPolicy::DisabledForCompatibility).with_clock_skew(skew)
}

/// An instant as SAML has it.
pub(crate) fn whole_seconds(at: Timestamp) -> String {
    Timestamp::from_micros(at.micros() - at.micros().rem_euclid(1_000_000)).to_string()
}

/// Which kind of fault it was. The library's own words may quote the answer, so they go no further.
impl From<SamlError> for Refusal {
    fn from(error: SamlError) -> Self {
        Self::Unproven(match error {
            SamlError::SignatureMissing | SamlError::AssertionSignatureRequired => "the assertion is not signed",
            SamlError::SignatureVerification { .. } | SamlError::Crypto(_) => "the signature does not hold",
            SamlError::CertificateMismatch | SamlError::NoTrustedCertificate => "it is signed by somebody else",
            SamlError::AlgorithmUnsupported => "it is signed in a way that is not taken",
            SamlError::SignedReferenceMismatch
            | SamlError::ReferenceResolution { .. }
            | SamlError::PotentialWrappingAttack => "what is signed is not what is said",
            SamlError::IssuerMismatch { .. } => "another provider speaks",
            SamlError::AudienceMismatch { .. } => "it is for somebody else",
            SamlError::DestinationMismatch { .. } => "it was sent to somewhere else",
            SamlError::InResponseToMismatch { .. } => "it answers another request",
            SamlError::SubjectConfirmationInvalid { .. } => "it is not for this browser's request here and now",
            SamlError::TimeWindowInvalid { .. } => "its time is not now",
            SamlError::StatusNotSuccess { .. } => "the provider says no",
            _ => "it is not as the standard has it",
        })
    }
}

#[cfg(test)]
mod tests;
