use kernel::Timestamp;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

/// The chain's end at an instant, signed (Ed25519, RFC 8032). Kept elsewhere, it proves that nothing before it was
/// rewritten, chain and all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The last entry's number.
    pub seq: i64,
    /// Its link.
    pub hash: String,
    /// When it was signed.
    pub at: Timestamp,
    /// The signer's public key, in hexadecimal.
    pub key: String,
    /// The signature over number, link and time, in hexadecimal.
    pub signature: String,
}

/// What can be wrong with a checkpoint or its key.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The key file is not a key of ours.
    #[error("the signing key cannot be read; restore it from the backup of the secrets, or make a new one")]
    Key,
    /// The signature does not fit: the checkpoint was changed, or signed by another key.
    #[error("the checkpoint's signature does not hold")]
    Signature,
}

/// The key that signs checkpoints, made at first start.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// A new key, as PKCS#8 bytes to be kept secret.
    ///
    /// # Errors
    /// [`CheckpointError::Key`] when the machine gives no randomness.
    pub fn generate() -> Result<Vec<u8>, CheckpointError> {
        let random = ring::rand::SystemRandom::new();
        let key = Ed25519KeyPair::generate_pkcs8(&random).map_err(|_| CheckpointError::Key)?;
        Ok(key.as_ref().to_vec())
    }

    /// Reads a key from its PKCS#8 bytes.
    ///
    /// # Errors
    /// [`CheckpointError::Key`] when they are none.
    pub fn read(bytes: &[u8]) -> Result<Self, CheckpointError> {
        Ed25519KeyPair::from_pkcs8(bytes).map(Self).map_err(|_| CheckpointError::Key)
    }

    /// Signs the chain's end.
    pub fn sign(&self, seq: i64, hash: &str, at: Timestamp) -> Checkpoint {
        let signature = self.0.sign(&message(seq, hash, at));
        Checkpoint {
            seq,
            hash: hash.to_owned(),
            at,
            key: hex::encode(self.0.public_key().as_ref()),
            signature: hex::encode(signature.as_ref()),
        }
    }
}

impl Checkpoint {
    /// Checks the signature; with `expected`, also that this very key made it.
    ///
    /// # Errors
    /// [`CheckpointError::Signature`].
    pub fn check(&self, expected: Option<&str>) -> Result<(), CheckpointError> {
        if expected.is_some_and(|expected| expected != self.key) {
            return Err(CheckpointError::Signature);
        }
        let key = hex::decode(&self.key).map_err(|_| CheckpointError::Signature)?;
        let signature = hex::decode(&self.signature).map_err(|_| CheckpointError::Signature)?;
        let known = UnparsedPublicKey::new(&ED25519, key);
        known.verify(&message(self.seq, &self.hash, self.at), &signature).map_err(|_| CheckpointError::Signature)
    }
}

fn message(seq: i64, hash: &str, at: Timestamp) -> Vec<u8> {
    format!("portico journal checkpoint\n{seq}\n{hash}\n{}", at.micros()).into_bytes()
}
