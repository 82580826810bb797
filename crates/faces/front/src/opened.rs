use std::time::Duration;

use access::RecordLink;
use kernel::{Id, Timestamp};

use crate::{
    Secret,
    cookies::{Cookies, Jar},
};

/// What the addresses of links to one record begin with.
pub(crate) const LINKS: &str = "/l/";

/// How long a browser may go on with a link it opened, before it has to be opened from the mail once more.
pub(crate) const OPEN: Duration = Duration::from_hours(12);

/// A link that this browser opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    /// The link.
    pub link: Id<RecordLink>,
    /// Whether the address it was sent to was confirmed here, by a code.
    pub confirmed: bool,
}

/// What the browser keeps, signed for it alone: whoever copies the cookie cannot use it.
pub(crate) fn written(secret: &Secret, browser: &str, opened: Opened, now: Timestamp) -> String {
    let told = format!("{}.{}", now.plus(OPEN).micros(), u8::from(opened.confirmed));
    let signature = secret.sign("record-link", browser, &format!("{}.{told}", opened.link));
    format!("{told}.{signature}")
}

/// The link below whose address a request is made, if this browser opened it not long ago.
pub(crate) fn read(
    cookies: Cookies,
    secret: &Secret,
    browser: &str,
    jar: &Jar,
    path: &str,
    now: Timestamp,
) -> Option<Opened> {
    let link: Id<RecordLink> = path.strip_prefix(LINKS)?.split('/').next()?.parse().ok()?;
    let (told, signature) = jar.get(cookies.link())?.rsplit_once('.')?;
    if !secret.is_signed("record-link", browser, &format!("{link}.{told}"), signature) {
        return None;
    }
    let (until, confirmed) = told.split_once('.')?;
    let until = Timestamp::from_micros(until.parse().ok()?);
    (now < until).then_some(Opened { link, confirmed: confirmed == "1" })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use kernel::{Id, Timestamp};

    use super::{OPEN, Opened, read, written};
    use crate::{
        Secret,
        cookies::{Cookies, Jar},
    };

    const NOON: Timestamp = Timestamp::from_micros(1_773_316_800_000_000);

    fn jar(value: &str) -> Jar {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::try_from(format!("portico-link={value}")).unwrap());
        Jar::read(&headers)
    }

    #[test]
    fn a_link_goes_on_in_the_browser_that_opened_it_for_a_while_and_below_its_own_address() {
        let (cookies, secret) = (Cookies::new(false), Secret::of([1; 32]));
        let opened = Opened { link: Id::from_uuid(uuid::Uuid::from_u128(7)), confirmed: true };
        let value = written(&secret, "ben", opened, NOON);
        let path = format!("/l/{}/invoice", opened.link);
        let asks =
            |browser: &str, value: &str, path: &str, now| read(cookies, &secret, browser, &jar(value), path, now);
        assert_eq!(asks("ben", &value, &path, NOON), Some(opened));
        assert_eq!(asks("eve", &value, &path, NOON), None);
        assert_eq!(asks("ben", &value, &path, NOON.plus(OPEN)), None);
        let other = format!("/l/{}/invoice", Id::<access::RecordLink>::from_uuid(uuid::Uuid::from_u128(8)));
        assert_eq!(asks("ben", &value, &other, NOON), None);
        assert_eq!(asks("ben", &value, "/cases", NOON), None);
        let unconfirmed = written(&secret, "ben", Opened { confirmed: false, ..opened }, NOON);
        assert_eq!(asks("ben", &unconfirmed.replace(".0.", ".1."), &path, NOON), None);
    }
}
