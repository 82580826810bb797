use access::Account;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::Id;
use ring::hmac;

/// What secrets begin with, so that one that lies around is known for what it is.
const MARK: &str = "whsec_";

/// What signs deliveries: 256 random bits, shown once and kept sealed. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// A secret nobody has seen.
    pub fn random() -> Self {
        Self(rand::random::<[u8; 32]>().to_vec())
    }

    /// The secret of these bytes.
    pub fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Its bytes, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The secret as receivers are told it.
    pub fn shown(&self) -> String {
        format!("{MARK}{}", STANDARD.encode(&self.0))
    }

    /// The signature of what is sent at this second: HMAC-SHA256 over id, time and body, as Standard Webhooks has it.
    pub fn sign(&self, message: &str, second: i64, body: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.0);
        let tag = hmac::sign(&key, format!("{message}.{second}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(tag.as_ref()))
    }
}

/// What the secrets of an account's webhooks, or of the desk's, are sealed for.
pub fn owner(account: Option<Id<Account>>) -> String {
    account.map_or_else(|| "webhooks of the desk".to_owned(), |account| format!("webhooks of {account}"))
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::Secret;

    /// The vector of the reference libraries (standard-webhooks, `libraries/rust`).
    #[test]
    fn it_signs_as_the_reference_does() {
        let key = STANDARD.decode("C2FVsBQIhrscChlQIMV+b5sSYspob7oD").expect("the vector's key");
        let body = r#"{"email":"test@example.com","username":"test_user"}"#;
        let signed = Secret::of(key).sign("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1_649_367_553, body);
        assert_eq!(signed, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
    }

    #[test]
    fn no_two_are_alike_and_each_says_what_it_is() {
        let secret = Secret::random();
        assert!(secret != Secret::random());
        assert!(secret.shown().starts_with("whsec_") && secret.shown().len() == 50);
    }
}
