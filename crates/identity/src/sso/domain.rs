use gateway::{Field, FieldKind, RawField};
use kernel::Message;
use words::Formats;

/// A domain of mail addresses that could be one company's: written as DNS has it, in lower case, and none that gives
/// everybody an address, or under which everybody has a domain (<https://publicsuffix.org>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainName(String);

/// Where anybody has an address: no company's own.
const FREEMAIL: [&str; 44] = [
    "126.com",
    "163.com",
    "aol.com",
    "bigpond.com",
    "bt.com",
    "btinternet.com",
    "comcast.net",
    "duck.com",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.co.uk",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "sky.com",
    "t-online.de",
    "virginmedia.com",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yandex.ru",
    "zoho.com",
];

impl DomainName {
    /// Reads a domain; an `@` before it and a dot behind it do not count.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(raw: &str) -> Result<Self, Message> {
        let text = raw.trim().trim_start_matches('@').trim_end_matches('.').to_ascii_lowercase();
        let labels: Vec<&str> = text.split('.').collect();
        let is_number = labels.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
        if labels.len() < 2 || text.len() > 253 || is_number || !labels.iter().all(|label| is_label(label)) {
            return Err(Message::new("identity-error-domain"));
        }
        if FREEMAIL.contains(&text.as_str()) {
            return Err(Message::new("identity-error-domain-freemail"));
        }
        if is_public_suffix(&text) {
            return Err(Message::new("identity-error-domain-suffix"));
        }
        Ok(Self(text))
    }

    /// The domain of a mail address.
    pub fn of_address(email: &str) -> Option<Self> {
        Self::parse(email.rsplit_once('@')?.1).ok()
    }

    /// As it is kept and asked for.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether whoever likes registers names right below this one, as below `co.uk` and `github.io`. The list is the one
/// that came with the program.
fn is_public_suffix(domain: &str) -> bool {
    psl::suffix(domain.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix == domain)
}

fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(plain)
}

/// Under which name the proof stands in a domain's DNS.
pub fn proof_name(domain: &str) -> String {
    format!("_portico.{domain}")
}

/// What stands there.
pub fn proof_value(token: &str) -> String {
    format!("portico-domain={token}")
}

impl Field for DomainName {
    fn kind() -> FieldKind {
        FieldKind::Text { max: 253, lines: false }
    }

    fn read(raw: &RawField, _: &Formats) -> Result<Self, Message> {
        match raw {
            RawField::Text(text) if !text.trim().is_empty() => Self::parse(text),
            RawField::Absent | RawField::Null | RawField::Text(_) => Err(Message::new("input-blank")),
            RawField::Json(_) | RawField::Many(_) => Err(Message::new("input-not-text")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_read_however_it_is_written() {
        for raw in ["northgate.example", " @Northgate.Example. "] {
            assert_eq!(DomainName::parse(raw).expect("a domain").as_str(), "northgate.example");
        }
        let of = |email| DomainName::of_address(email).map(|domain| domain.as_str().to_owned());
        assert_eq!(of("priya@Northgate.example").as_deref(), Some("northgate.example"));
        assert_eq!(of("priya"), None);
    }

    #[test]
    fn what_could_be_no_company_s_is_refused() {
        let wrong =
            ["", "example", "10.0.0.1", "a..b", "-a.example", "a_b.example", "näh.example", "*.example", "a b.example"];
        for raw in wrong {
            assert_eq!(DomainName::parse(raw).expect_err(raw).id, "identity-error-domain", "{raw}");
        }
        for raw in ["gmail.com", "GMX.de"] {
            assert_eq!(DomainName::parse(raw).expect_err(raw).id, "identity-error-domain-freemail", "{raw}");
        }
        for raw in ["co.uk", "@CO.UK.", "com.au", "github.io", "anything.ck", "xn--55qx5d.cn"] {
            assert_eq!(DomainName::parse(raw).expect_err(raw).id, "identity-error-domain-suffix", "{raw}");
        }
    }

    #[test]
    fn what_somebody_registered_below_a_public_suffix_is_theirs() {
        for raw in ["northgate.co.uk", "mail.northgate.co.uk", "northgate.github.io", "www.ck"] {
            assert_eq!(DomainName::parse(raw).expect("a domain").as_str(), raw);
        }
    }
}
