//! What browsers and keys say to each other (W3C Web Authentication), as webauthn-rs reads it; nothing else here knows
//! that crate.
//!
//! What must be known between the two halves of a ceremony is sealed and travels with the page, so that reading a page
//! writes nothing. It opens for the browser or person it was made for, for ten minutes, and for the link of an
//! invitation, for half a day; `passkeys.rs` and `invitations` see to it that it counts once.

use std::time::Duration;

use access::Person;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use front::{Seal, Site};
use kernel::{Id, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey as Key, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

/// How long a ceremony may take.
const LIFETIME: Duration = Duration::from_mins(10);

/// How long the page of an invitation may lie open before a key is made on it: one that was made and is then not taken
/// stays on the device and opens nothing. The link it is bound to counts once anyway.
const JOINING: Duration = Duration::from_hours(12);

/// The portal as keys know it: by the host in its address.
pub(crate) struct Ceremony<'s> {
    webauthn: Webauthn,
    seal: &'s Seal,
}

/// The first half of a ceremony.
#[derive(Serialize)]
pub(crate) struct Begun {
    /// What the browser is asked, as JSON.
    pub options: Value,
    /// What is to come back with its answer.
    pub state: String,
}

/// A key of somebody who takes an invitation up with it.
pub(crate) struct Joining {
    /// Who the key says they are; nobody yet.
    pub person: Id<Person>,
    /// The key.
    pub registered: Registered,
}

/// Which key a browser says it holds; not proved yet.
pub(crate) struct Claim {
    /// Whose it says it is.
    pub person: Id<Person>,
    /// The key's own name, in base64url.
    pub credential_id: String,
    answer: PublicKeyCredential,
}

/// A key as it is kept.
pub(crate) struct Registered {
    /// The key's own name, in base64url.
    pub credential_id: String,
    /// The key, sealed.
    pub key: String,
}

#[derive(Serialize, Deserialize)]
struct Kept<S> {
    made_at: i64,
    state: S,
}

impl<'s> Ceremony<'s> {
    /// Nothing where the portal is reached by a number: keys are bound to a name.
    pub fn of(site: &'s Site) -> Option<Self> {
        let origin = Url::parse(&site.settings.base_url).ok()?;
        let host = origin.domain()?.to_owned();
        let brand = site.brand();
        let webauthn = WebauthnBuilder::new(&host, &origin).ok()?.rp_name(&brand.name).build().ok()?;
        Some(Self { webauthn, seal: &site.settings.seal })
    }

    /// Asks for a new key, of the kind that is found without typing an address, on a device that holds none of `known`,
    /// which are keys' own names. `name` is what the browser shows.
    pub fn begin_registration(
        &self,
        person: Id<Person>,
        name: &str,
        known: &[String],
        now: Timestamp,
    ) -> Option<Begun> {
        let (options, state) = self.asked_for_new(person, name, known)?;
        Some(Begun { options, state: self.keep(state, &registering(person), now)? })
    }

    /// The same of whoever holds the link of an invitation, and is to be a new person. `link` is the hash of its token,
    /// and `person` who they would be.
    pub fn begin_joining(&self, link: &str, person: Id<Person>, name: &str, now: Timestamp) -> Option<Begun> {
        let (options, state) = self.asked_for_new(person, name, &[])?;
        Some(Begun { options, state: self.keep((person, state), &joining(link), now)? })
    }

    fn asked_for_new(&self, person: Id<Person>, name: &str, known: &[String]) -> Option<(Value, PasskeyRegistration)> {
        let known: Vec<CredentialID> = known.iter().filter_map(|id| URL_SAFE_NO_PAD.decode(id).ok()).collect();
        let begun = self.webauthn.start_passkey_registration(person.uuid(), name, name, Some(known));
        let (asked, state) = begun.ok()?;
        let mut options = serde_json::to_value(asked).ok()?;
        // The crate leaves it to the device whether the key can be found without an address; here it must be.
        let selection = options.pointer_mut("/publicKey/authenticatorSelection");
        if let Some(selection) = selection.and_then(Value::as_object_mut) {
            selection.insert("residentKey".to_owned(), json!("required"));
            selection.insert("requireResidentKey".to_owned(), json!(true));
        }
        Some((options, state))
    }

    /// Takes the new key.
    pub fn finish_registration(
        &self,
        person: Id<Person>,
        answer: &str,
        state: &str,
        now: Timestamp,
    ) -> Option<Registered> {
        let state: PasskeyRegistration = self.kept(state, &registering(person), LIFETIME, now)?;
        self.registered(person, answer, &state)
    }

    /// The same of whoever holds the link of an invitation.
    pub fn finish_joining(&self, link: &str, answer: &str, state: &str, now: Timestamp) -> Option<Joining> {
        let (person, state): (Id<Person>, PasskeyRegistration) = self.kept(state, &joining(link), JOINING, now)?;
        Some(Joining { person, registered: self.registered(person, answer, &state)? })
    }

    fn registered(&self, person: Id<Person>, answer: &str, state: &PasskeyRegistration) -> Option<Registered> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).ok()?;
        let key = self.webauthn.finish_passkey_registration(&answer, state).ok()?;
        let credential_id = URL_SAFE_NO_PAD.encode(key.cred_id());
        Some(Registered { credential_id, key: self.sealed(&key, person)? })
    }

    /// Asks for any key of the portal's, to sign in or as a second proof.
    pub fn begin_sign_in(&self, browser_hash: &str, now: Timestamp) -> Option<Begun> {
        let (asked, state) = self.webauthn.start_discoverable_authentication().ok()?;
        let options = serde_json::to_value(asked).ok()?;
        Some(Begun { options, state: self.keep(state, &signing_in(browser_hash), now)? })
    }

    /// Which key it was.
    pub fn claim(&self, answer: &str) -> Option<Claim> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        let (person, credential_id) = self.webauthn.identify_discoverable_authentication(&answer).ok()?;
        let (person, credential_id) = (Id::from_uuid(person), URL_SAFE_NO_PAD.encode(credential_id));
        Some(Claim { person, credential_id, answer })
    }

    /// Proves the claim with the key as it is kept. Gives the key as it is to be kept from now on. A key that did not
    /// ask its holder for a finger, a face or a PIN proves nothing: it counts as both proofs.
    pub fn finish_sign_in(
        &self,
        claim: &Claim,
        key: &str,
        state: &str,
        browser_hash: &str,
        now: Timestamp,
    ) -> Option<String> {
        let state: DiscoverableAuthentication = self.kept(state, &signing_in(browser_hash), LIFETIME, now)?;
        let mut key: Key = serde_json::from_slice(&self.seal.open(key, &owner(claim.person))?).ok()?;
        let shown = self.webauthn.finish_discoverable_authentication_v2(&claim.answer, state, &key).ok()?;
        if !shown.user_verified() {
            return None;
        }
        key.update_credential(&shown)?;
        self.sealed(&key, claim.person)
    }

    fn sealed(&self, key: &Key, person: Id<Person>) -> Option<String> {
        Some(self.seal.close(&serde_json::to_vec(key).ok()?, &owner(person)))
    }

    fn keep<S: Serialize>(&self, state: S, about: &str, now: Timestamp) -> Option<String> {
        let kept = serde_json::to_vec(&Kept { made_at: now.micros(), state }).ok()?;
        Some(self.seal.close(&kept, about))
    }

    fn kept<S: DeserializeOwned>(&self, state: &str, about: &str, lifetime: Duration, now: Timestamp) -> Option<S> {
        let kept: Kept<S> = serde_json::from_slice(&self.seal.open(state, about)?).ok()?;
        let is_over = now >= Timestamp::from_micros(kept.made_at).plus(lifetime);
        (!is_over).then_some(kept.state)
    }
}

fn owner(person: Id<Person>) -> String {
    format!("passkey of {person}")
}

fn registering(person: Id<Person>) -> String {
    format!("passkey for {person}")
}

fn joining(link: &str) -> String {
    format!("passkey for the invitation {link}")
}

fn signing_in(browser_hash: &str) -> String {
    format!("passkey in {browser_hash}")
}

#[cfg(test)]
mod hostile;
