use axum::http::HeaderValue;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    Secret,
    cookies::{Cookies, Jar, Keep},
};

/// How long a toast waits for the next page.
const WAITS: Keep = Keep::Seconds(60);

/// The longest text a cookie takes.
const LONGEST: usize = 1_000;

/// The cookie that carries a toast's words to this browser's next page, signed so that nobody can put words into ours.
pub(crate) fn cookie(cookies: Cookies, secret: &Secret, browser: &str, words: &str) -> HeaderValue {
    let end = (0..=words.len().min(LONGEST)).rev().find(|at| words.is_char_boundary(*at)).unwrap_or(0);
    let text = URL_SAFE_NO_PAD.encode(&words[..end]);
    let signature = secret.sign("toast", browser, &text);
    cookies.set(cookies.toast(), &format!("{text}.{signature}"), WAITS)
}

/// The words a browser brought along, if they are ours.
pub(crate) fn read(cookies: Cookies, secret: &Secret, browser: &str, jar: &Jar) -> Option<String> {
    let (text, signature) = jar.get(cookies.toast())?.split_once('.')?;
    if !secret.is_signed("toast", browser, text, signature) {
        return None;
    }
    String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{cookie, read};
    use crate::{
        Secret,
        cookies::{Cookies, Jar},
    };

    #[test]
    fn a_toast_is_read_by_the_browser_it_was_for() {
        let (cookies, secret) = (Cookies::new(true), Secret::of([1; 32]));
        let sent = cookie(cookies, &secret, "ben", "Rôle changed.");
        let pair = sent.to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::try_from(pair).unwrap());
        let jar = Jar::read(&headers);
        assert_eq!(read(cookies, &secret, "ben", &jar).as_deref(), Some("Rôle changed."));
        assert_eq!(read(cookies, &secret, "amelia", &jar), None);
        assert_eq!(read(cookies, &Secret::of([2; 32]), "ben", &jar), None);
    }
}
