use base64::{Engine as _, engine::general_purpose::STANDARD};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, date_time_ymd};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use rsa::{RsaPrivateKey, pkcs8::EncodePrivateKey as _, rand_core::OsRng};
use saml_rs::constants::signature_algorithm::RSA_SHA256;
use url::form_urlencoded::byte_serialize;

use crate::Refusal;

/// How long a key is, in bits: as strong as 128 bits of a cipher (NIST SP 800-57, table 2).
const BITS: usize = 3072;

/// The portal's own key, by which providers know that it is the portal who speaks. It signs by RSA with SHA-256, which
/// every provider reads; `ring` does so in a time that tells nothing of the key.
pub struct Key(RsaKeyPair);

/// A key that was just made. Not printable.
pub struct NewKey {
    /// The key, as PKCS #8 has it; to be kept secret.
    pub secret: Vec<u8>,
    /// The certificate that goes with it, in base64 without a frame; to be told to providers.
    pub certificate: String,
}

/// A key cannot be made, or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key cannot be used")]
pub struct KeyError;

impl Key {
    /// Makes a key nobody has seen, and a certificate that says whose it is. The certificate has no end of its own worth
    /// speaking of: a provider trusts it because it was told of it, and a key ends when another takes its place. It takes
    /// a processor a second or some.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn make(owner: &str) -> Result<NewKey, KeyError> {
        let made = RsaPrivateKey::new(&mut OsRng, BITS).map_err(|_| KeyError)?;
        let secret = made.to_pkcs8_der().map_err(|_| KeyError)?.as_bytes().to_vec();
        let pair = KeyPair::try_from(secret.as_slice()).map_err(|_| KeyError)?;
        let mut params = CertificateParams::new(Vec::<String>::new()).map_err(|_| KeyError)?;
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, owner);
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(2049, 12, 31);
        let certificate = params.self_signed(&pair).map_err(|_| KeyError)?;
        Ok(NewKey { secret, certificate: STANDARD.encode(certificate.der()) })
    }

    /// A key that was made before.
    ///
    /// # Errors
    /// It is none.
    pub fn read(secret: &[u8]) -> Result<Self, KeyError> {
        RsaKeyPair::from_pkcs8(secret).map(Self).map_err(|_| KeyError)
    }

    /// An address that carries a message by this name, signed as the redirect binding has it (SAML Bindings 2.0,
    /// 3.4.4.1): what is signed is the address itself, from the message on.
    pub(crate) fn signed(&self, address: &str, name: &str) -> Result<String, Refusal> {
        let from = address.rfind(&format!("{name}=")).ok_or(UNSIGNED)?;
        let (before, told) = address.split_at(from);
        let told = format!("{told}&SigAlg={}", encoded(RSA_SHA256));
        let mut signature = vec![0; self.0.public().modulus_len()];
        let signed = self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), told.as_bytes(), &mut signature);
        signed.map_err(|_| UNSIGNED)?;
        Ok(format!("{before}{told}&Signature={}", encoded(&STANDARD.encode(signature))))
    }
}

const UNSIGNED: Refusal = Refusal::Unproven("it could not be signed");

fn encoded(value: &str) -> String {
    byte_serialize(value.as_bytes()).collect()
}
