use kernel::Message;

/// A browser and the system it runs on, as far as it says so itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    browser: String,
    system: String,
}

/// Names that tell browsers apart, the more special ones first: each one claims to be those below it.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];

/// Names that tell systems apart, in the same way.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

impl Device {
    /// Reads a `User-Agent`. Only names from our own lists are taken, so that nobody's words reach a page or a mail.
    pub fn from_user_agent(text: &str) -> Self {
        Self { browser: first(&BROWSERS, text), system: first(&SYSTEMS, text) }
    }

    /// The device as it is kept: browser, a slash, system.
    pub fn kept(&self) -> String {
        format!("{}/{}", self.browser, self.system)
    }

    /// A device as it was kept.
    pub fn from_kept(text: &str) -> Self {
        let (browser, system) = text.split_once('/').unwrap_or((text, ""));
        Self { browser: browser.to_owned(), system: system.to_owned() }
    }

    /// What to call it.
    pub fn named(&self) -> Message {
        match (self.browser.as_str(), self.system.as_str()) {
            ("", "") => Message::new("identity-device-unknown"),
            ("", only) | (only, "") => Message::new("identity-device-only").with("name", only),
            (browser, system) => Message::new("identity-device-on").with("browser", browser).with("system", system),
        }
    }
}

fn first(names: &[(&str, &str)], text: &str) -> String {
    names.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| (*name).to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_although_each_claims_to_be_the_others() {
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge/Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
                "Safari/iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox/Linux"),
            (
                "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome/Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "Chrome/Mac",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
                "Chrome/iPhone",
            ),
            ("", "/"),
            ("<script>alert(1)</script>", "/"),
        ];
        for (agent, kept) in cases {
            let device = Device::from_user_agent(agent);
            assert_eq!(device.kept(), kept);
            assert_eq!(Device::from_kept(kept), device);
        }
    }

    #[test]
    fn what_is_not_known_has_a_name_too() {
        let id = |agent: &str| Device::from_user_agent(agent).named().id;
        assert_eq!(id(""), "identity-device-unknown");
        assert_eq!(id("curl/8"), "identity-device-only");
        assert_eq!(id("Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"), "identity-device-on");
    }
}
