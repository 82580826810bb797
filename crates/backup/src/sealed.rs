//! Secrets and settings in a copy, under a passphrase.

use std::{collections::BTreeMap, fmt, fs, io::ErrorKind, path::Path};

use anyhow::{Context as _, anyhow};
use argon2::{Algorithm, Argon2, Params, Version};
use kernel::Message;
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom as _, SystemRandom},
};

use crate::{
    Secret, packing,
    said::{of_file, say},
};

/// The part that holds them.
pub(crate) const SEALED: &str = "secrets.sealed";

/// The settings' file in it.
pub(crate) const SETTINGS: &str = "portico.toml";

/// Costs of the key: 64 MiB, three passes, four lanes (RFC 9106, section 4, the second recommendation). A passphrase is
/// tried by whoever has the copy, for as long as they like.
const COSTS: (u32, u32, u32) = (64 * 1024, 3, 4);

const SALT: usize = 16;

/// What the part opens for.
const ABOUT: &[u8] = b"portico backup 1";

/// What is sealed: files by their names.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The secrets in a data folder.
pub(crate) fn secrets(data: &Path) -> anyhow::Result<Files> {
    let folder = data.join("secrets");
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Files::new()),
        Err(error) => return Err(error).with_context(|| of_file("backup-unread", &folder)),
    };
    let mut files = Files::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // Others are keys that are being made.
        if path.extension().is_some_and(|ending| ending == "key") {
            let bytes = fs::read(&path).with_context(|| of_file("backup-unread", &path))?;
            files.insert(name.to_owned(), bytes);
        }
    }
    Ok(files)
}

/// Their names and sums.
pub(crate) fn named(files: &Files) -> Vec<Secret> {
    files.iter().map(|(name, bytes)| Secret { name: name.clone(), sha256: packing::sum(bytes) }).collect()
}

/// Seals files.
pub(crate) fn close(files: &Files, passphrase: &str) -> anyhow::Result<Vec<u8>> {
    let (mut salt, mut nonce) = ([0; SALT], [0; NONCE_LEN]);
    let random = SystemRandom::new();
    random
        .fill(&mut salt)
        .and_then(|()| random.fill(&mut nonce))
        .map_err(|_| anyhow!(say(&Message::new("backup-no-randomness"))))?;
    let written: BTreeMap<&String, String> = files.iter().map(|(name, bytes)| (name, hex::encode(bytes))).collect();
    let mut sealed = serde_json::to_vec(&written)?;
    let key = key(passphrase, &salt)?;
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(ABOUT), &mut sealed)
        .map_err(|_| anyhow!(say(&Message::new("backup-unsealed"))))?;
    Ok([salt.as_slice(), nonce.as_slice(), sealed.as_slice()].concat())
}

/// Opens what was sealed.
pub(crate) fn open(sealed: &[u8], passphrase: &str) -> anyhow::Result<Files> {
    let closed = || say(&Message::new("backup-closed"));
    let (salt, rest) = sealed.split_at_checked(SALT).with_context(closed)?;
    let (nonce, rest) = rest.split_at_checked(NONCE_LEN).with_context(closed)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| anyhow!(closed()))?;
    let mut bytes = rest.to_vec();
    let opened = key(passphrase, salt)?.open_in_place(nonce, Aad::from(ABOUT), &mut bytes);
    let opened = opened.map_err(|_| anyhow!(closed()))?;
    let written: BTreeMap<String, String> = serde_json::from_slice(opened)?;
    written.into_iter().map(|(name, bytes)| Ok((name, hex::decode(bytes)?))).collect()
}

fn key(passphrase: &str, salt: &[u8]) -> anyhow::Result<LessSafeKey> {
    let (memory, passes, lanes) = COSTS;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| no_key(&error))?;
    let mut bytes = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, &mut bytes)
        .map_err(|error| no_key(&error))?;
    let key = UnboundKey::new(&CHACHA20_POLY1305, &bytes).map_err(|error| no_key(&error))?;
    Ok(LessSafeKey::new(key))
}

fn no_key(error: &dyn fmt::Display) -> anyhow::Error {
    anyhow!(say(&Message::new("backup-no-key").with("says", error.to_string())))
}

#[cfg(test)]
mod tests {
    use super::{Files, close, open};

    #[test]
    fn what_is_sealed_opens_by_its_passphrase_alone_and_unaltered() {
        let files = Files::from([("seal.key".to_owned(), vec![7; 32])]);
        let mut sealed = close(&files, "otter vale pump gasket").expect("it is sealed");
        assert_eq!(open(&sealed, "otter vale pump gasket").expect("it opens"), files);
        assert!(open(&sealed, "otter vale pump").is_err());
        assert!(open(&sealed[..20], "otter vale pump gasket").is_err());
        sealed[40] ^= 1;
        assert!(open(&sealed, "otter vale pump gasket").is_err());
    }
}
