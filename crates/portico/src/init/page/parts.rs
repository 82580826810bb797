//! Addresses with a login in them, in their parts: the password never stands on a page.

use std::fmt::Write as _;

/// An address without its password, and that, as it stood there; one in its query is left out and counts for nothing.
pub(super) fn apart(address: &str) -> (String, Option<String>) {
    let (address, _) = without_query_password(address);
    let found = || {
        let (scheme, rest) = address.split_once("://")?;
        let (login, place) = rest.rsplit_once('@')?;
        let (user, password) = login.split_once(':')?;
        Some((format!("{scheme}://{user}@{place}"), Some(password.to_owned())))
    };
    found().unwrap_or_else(|| (address.clone(), None))
}

/// An address without the passwords in its query, and whether there was one: `?password=` is understood where a database
/// is asked, and would be shown.
pub(super) fn without_query_password(address: &str) -> (String, bool) {
    let Some((place, query)) = address.split_once('?') else { return (address.to_owned(), false) };
    let is_secret = |pair: &&str| {
        form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name.to_ascii_lowercase().contains("password"))
    };
    let (secret, plain): (Vec<&str>, Vec<&str>) = query.split('&').partition(is_secret);
    let rest = if plain.is_empty() { place.to_owned() } else { format!("{place}?{}", plain.join("&")) };
    (rest, !secret.is_empty())
}

/// An address with this password behind its user; as it is where it names none.
pub(super) fn together(address: &str, password: Option<&str>) -> String {
    let found = || {
        let (scheme, rest) = address.split_once("://")?;
        let (user, place) = rest.rsplit_once('@')?;
        Some(format!("{scheme}://{user}:{}@{place}", password?))
    };
    found().unwrap_or_else(|| address.to_owned())
}

/// A password as it stands in an address (RFC 3986, section 2.1).
pub(super) fn encoded(password: &str) -> String {
    let mut text = String::new();
    for byte in password.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // To a text nothing fails to be written.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{apart, encoded, together};

    #[test]
    fn a_password_is_taken_out_of_an_address_and_put_back() {
        let whole = "postgres://portal:p%40ss@db.example/portal";
        let (address, password) = apart(whole);
        assert_eq!((address.as_str(), password.as_deref()), ("postgres://portal@db.example/portal", Some("p%40ss")));
        assert_eq!(together(&address, password.as_deref()), whole);
        assert_eq!(apart("/var/lib/portico"), ("/var/lib/portico".to_owned(), None));
        let within = "postgres://db/portal?sslmode=require&Pass%77ord=secret&sslpassword=p@ss";
        assert_eq!(apart(within), ("postgres://db/portal?sslmode=require".to_owned(), None));
        assert_eq!(apart("postgres://a:b@db/p?password=c@d"), ("postgres://a@db/p".to_owned(), Some("b".to_owned())));
        assert_eq!(together("postgres://db/portal", Some("secret")), "postgres://db/portal");
        assert_eq!(encoded("p@ss wörd"), "p%40ss%20w%C3%B6rd");
    }
}
