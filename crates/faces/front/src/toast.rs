use axum::http::HeaderValue;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::{
    Secret,
    cookies::{Cookies, Jar, Keep},
};

/// How long a toast waits for the next page.
const WAITS: Keep = Keep::Seconds(60);

/// The longest text a cookie takes, and the longest way back beside it.
const LONGEST: usize = 1_000;
const LONGEST_UNDO: usize = 1_200;

/// What the next page says just happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Toast {
    /// The words.
    pub text: String,
    /// How to take it back, as [`crate::undo`] reads it.
    pub undo: Option<String>,
}

impl Toast {
    /// A toast; a way back that is too long for a cookie is left out, as it stands in the history too.
    pub fn new(words: &str, undo: Option<String>) -> Self {
        let end = (0..=words.len().min(LONGEST)).rev().find(|at| words.is_char_boundary(*at)).unwrap_or(0);
        Self { text: words[..end].to_owned(), undo: undo.filter(|undo| undo.len() <= LONGEST_UNDO) }
    }
}

/// The cookie that carries a toast to this browser's next page, signed so that nobody can put words into ours.
pub(crate) fn cookie(cookies: Cookies, secret: &Secret, browser: &str, toast: &Toast) -> HeaderValue {
    let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(toast).unwrap_or_default());
    let signature = secret.sign("toast", browser, &text);
    cookies.set(cookies.toast(), &format!("{text}.{signature}"), WAITS)
}

/// The toast a browser brought along, if it is ours.
pub(crate) fn read(cookies: Cookies, secret: &Secret, browser: &str, jar: &Jar) -> Option<Toast> {
    let (text, signature) = jar.get(cookies.toast())?.split_once('.')?;
    if !secret.is_signed("toast", browser, text, signature) {
        return None;
    }
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Toast, cookie, read};
    use crate::{
        Secret,
        cookies::{Cookies, Jar},
    };

    #[test]
    fn a_toast_is_read_by_the_browser_it_was_for() {
        let (cookies, secret) = (Cookies::new(true), Secret::of([1; 32]));
        let toast = Toast::new("Rôle changed.", Some("way.back".to_owned()));
        let sent = cookie(cookies, &secret, "ben", &toast);
        let pair = sent.to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::try_from(pair).unwrap());
        let jar = Jar::read(&headers);
        assert_eq!(read(cookies, &secret, "ben", &jar), Some(toast));
        assert_eq!(read(cookies, &secret, "amelia", &jar), None);
        assert_eq!(read(cookies, &Secret::of([2; 32]), "ben", &jar), None);
    }

    #[test]
    fn what_does_not_fit_a_cookie_is_left_out() {
        let toast = Toast::new(&"é".repeat(900), Some("x".repeat(2_000)));
        assert_eq!((toast.text.len(), toast.undo), (1_000, None));
    }
}
