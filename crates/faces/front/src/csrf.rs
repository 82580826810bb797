#![expect(clippy::disallowed_methods, reason = "the signing key is scratch of the pages, not a person's row")]

use std::fmt;

use access::Account;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{Id, Timestamp};
use macros::Row;
use sha2::Sha256;
use store::{Db, StoreError};

/// The key under which pages sign what they hand out and want back unaltered: forms and toasts.
///
/// Every instance has the same, so a form opened at one may be sent to another.
#[derive(Clone)]
pub struct Secret([u8; 32]);

#[derive(Clone, Row)]
#[row(table = "front_secrets")]
struct SecretRow {
    id: Id<SecretRow>,
    name: String,
    value: String,
    made_at: Timestamp,
}

/// The name of the only key there is.
const PAGES: &str = "pages";

/// How many letters of what a page is called are its own. Behind them stands the account it was shown for, if any.
const OWN: usize = 22;

impl Secret {
    /// A key of these bytes; for tests and rehearsals.
    pub const fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The portal's key, made at its first start.
    ///
    /// # Errors
    /// The database's.
    pub async fn load(db: &Db, now: Timestamp) -> Result<Self, StoreError> {
        let named = || SecretRow::NAME.is(&PAGES.to_owned());
        let mut found = db.unguarded().first(named()).await?;
        if found.is_none() {
            let row = SecretRow {
                id: Id::from_uuid(uuid::Uuid::now_v7()),
                name: PAGES.to_owned(),
                value: crate::new_token(),
                made_at: now,
            };
            // Another instance may have been quicker; then its key is the key.
            db.unguarded().insert_if_new(&row).await?;
            found = db.unguarded().first(named()).await?;
        }
        let bytes = found.and_then(|row| URL_SAFE_NO_PAD.decode(row.value).ok());
        let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.map(Self).ok_or(StoreError::Unreadable { table: "front_secrets", column: "value".to_owned() })
    }

    /// What the forms of a page must bring along, for the browser that holds `bound`: its session or, before sign-in,
    /// its own token; of the account it is shown for. No two pages have the same, so that a form sent twice is known by
    /// it.
    pub(crate) fn csrf(&self, bound: &str, account: Option<Id<Account>>) -> String {
        let account = account.map(|account| account.to_string()).unwrap_or_default();
        let page = format!("{}{account}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()));
        let signature = self.sign("csrf", bound, &page);
        format!("{page}.{signature}")
    }

    /// Which page a form stands on, if it brought what it was given there.
    pub(crate) fn page_of<'t>(&self, bound: &str, token: &'t str) -> Option<&'t str> {
        let (page, signature) = token.split_once('.')?;
        self.is_signed("csrf", bound, page, signature).then_some(page)
    }

    /// Signs `text` for one purpose and one browser.
    pub(crate) fn sign(&self, purpose: &str, bound: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(purpose, bound, text).finalize().into_bytes())
    }

    /// Whether `signature` is ours; takes as long whatever is wrong with it.
    pub(crate) fn is_signed(&self, purpose: &str, bound: &str, text: &str, signature: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        self.mac(purpose, bound, text).verify_slice(&bytes).is_ok()
    }

    fn mac(&self, purpose: &str, bound: &str, text: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        // No part can hold a NUL, so none can run into the next.
        for part in [purpose, bound, text] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Whether a form of this page may be sent to an address of `account`: one opened under another account may not,
/// whoever may act for both.
pub(crate) fn fits(page: &str, account: Option<Id<Account>>) -> bool {
    let of = page.get(OWN..).unwrap_or_default();
    account.is_none_or(|account| of.is_empty() || of == account.to_string())
}

#[cfg(test)]
mod tests {
    use kernel::Id;
    use uuid::Uuid;

    use super::{Secret, fits};

    const OURS: Secret = Secret::of([7; 32]);

    #[test]
    fn a_form_opened_under_one_account_fits_no_other() {
        let [one, other] = [1, 2].map(|number| Some(Id::from_uuid(Uuid::from_u128(number))));
        let [of_one, of_none] = [one, None].map(|account| OURS.csrf("ben", account));
        let [of_one, of_none] = [&of_one, &of_none].map(|token| OURS.page_of("ben", token).unwrap());
        assert!(fits(of_one, one) && fits(of_one, None) && !fits(of_one, other));
        assert!(fits(of_none, one) && fits(of_none, None));
    }

    #[test]
    fn a_form_is_good_for_one_browser_only() {
        let token = OURS.csrf("ben", None);
        assert!(OURS.page_of("ben", &token).is_some());
        assert!(OURS.page_of("amelia", &token).is_none());
        assert!(Secret::of([8; 32]).page_of("ben", &token).is_none());
    }

    #[test]
    fn no_two_pages_have_the_same_token() {
        let (one, other) = (OURS.csrf("ben", None), OURS.csrf("ben", None));
        assert_ne!(OURS.page_of("ben", &one), OURS.page_of("ben", &other));
        let (page, _) = one.split_once('.').unwrap();
        let (_, signature) = other.split_once('.').unwrap();
        assert!(OURS.page_of("ben", &format!("{page}.{signature}")).is_none());
    }

    #[test]
    fn what_is_shortened_or_altered_is_refused() {
        let token = OURS.csrf("ben", None);
        assert!(OURS.page_of("ben", "").is_none());
        assert!(OURS.page_of("ben", &token[..60]).is_none());
        assert!(OURS.page_of("ben", &token.to_uppercase()).is_none());
    }

    #[test]
    fn a_toast_s_signature_opens_no_form() {
        let signature = OURS.sign("toast", "ben", "");
        assert!(OURS.page_of("ben", &format!(".{signature}")).is_none());
    }
}
