//! Whether letters would land in junk: what the domain they come from says in DNS of who may send for it (SPF, RFC
//! 7208), of the keys they are signed with (DKIM, RFC 6376), and of what becomes of forgeries (DMARC, RFC 7489).

use std::time::Duration;

use identity::{TextRecords, Unanswered};
use kernel::Message;
use tokio::time::timeout;

use super::{Finding, amber, green, is_public, number, red};
use crate::settings::{Settings, Transport};

/// How long DNS may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a domain may want done with forgeries; whatever else it says counts for the first (RFC 7489, section 6.6.3).
const POLICIES: [&str; 3] = ["none", "quarantine", "reject"];

/// What was found; nothing where no letter leaves, or the portal is there for this machine only.
pub(super) async fn look(settings: &Settings, dns: &dyn TextRecords) -> Vec<Finding> {
    let Some((domain, server)) = sends(settings) else { return Vec::new() };
    let keys = format!("_domainkey.{domain}");
    let asked = async { tokio::join!(records(dns, domain, "v=spf1"), dns.is_there(&keys), policy(dns, domain)) };
    let unanswered = (Err(Unanswered), Err(Unanswered), Err(Unanswered));
    let (spf, keys, policy) = timeout(PATIENCE, asked).await.unwrap_or(unanswered);
    // Large mail services take letters that one of the two speaks for.
    let is_junk = spf.as_ref().is_ok_and(Vec::is_empty) && keys == Ok(false);
    let of = |id: &'static str| Message::new(id).with("domain", domain).with("server", server);
    let amiss = |check: &'static str, says: &Message, fix: &Message| {
        if is_junk { red(check, says, fix) } else { amber(check, says, fix) }
    };
    let unasked = |check: &'static str| amber(check, &of("doctor-dns-away"), &Message::new("doctor-dns-away-fix"));
    let spf = match spf.as_deref() {
        Err(_) => unasked("spf"),
        Ok([]) => amiss("spf", &of("doctor-spf-none"), &of("doctor-spf-none-fix")),
        Ok([_]) => green("spf", &of("doctor-spf")),
        Ok(several) => {
            let says = of("doctor-spf-several").with("count", number(several.len()));
            red("spf", &says, &of("doctor-spf-several-fix"))
        }
    };
    let dkim = match keys {
        Err(_) => unasked("dkim"),
        Ok(false) => amiss("dkim", &of("doctor-dkim-none"), &of("doctor-dkim-none-fix")),
        Ok(true) => green("dkim", &of("doctor-dkim")),
    };
    let dmarc = match policy {
        Err(_) => unasked("dmarc"),
        Ok(None) => amber("dmarc", &of("doctor-dmarc-none"), &of("doctor-dmarc-none-fix")),
        Ok(Some(policy)) => green("dmarc", &of("doctor-dmarc").with("policy", policy)),
    };
    vec![spf, dkim, dmarc]
}

/// The domain that letters come from, and the server they are handed to.
fn sends(settings: &Settings) -> Option<(&str, &str)> {
    let smtp = settings.mail.smtp.as_ref().filter(|_| settings.mail.transport == Transport::Smtp)?;
    let (_, domain) = settings.mail.from.rsplit_once('@')?;
    (is_public(settings) && domain.contains('.')).then_some((domain, smtp.host.as_str()))
}

/// The records under a name that are of this kind, as their first word says.
async fn records(dns: &dyn TextRecords, name: &str, kind: &str) -> Result<Vec<String>, Unanswered> {
    let mut found = dns.of(name).await?;
    found.retain(|record| record.split([' ', ';']).next().is_some_and(|first| first.eq_ignore_ascii_case(kind)));
    Ok(found)
}

/// What the domain, or the nearest one above it that says so, wants done with forgeries.
async fn policy(dns: &dyn TextRecords, domain: &str) -> Result<Option<&'static str>, Unanswered> {
    let mut above = Some(domain);
    while let Some(name) = above.filter(|name| name.contains('.')) {
        let found = records(dns, &format!("_dmarc.{name}"), "v=DMARC1").await?;
        // Where there are several, none counts.
        if let [record] = found.as_slice() {
            return Ok(Some(wanted(record)));
        }
        above = name.split_once('.').map(|(_, above)| above);
    }
    Ok(None)
}

/// What a record wants done: one of three words. Another is shown nowhere, as a terminal would obey what is in it.
fn wanted(record: &str) -> &'static str {
    let said = record.split(';').find_map(|tag| tag.trim().strip_prefix("p=")).unwrap_or_default().trim();
    POLICIES.into_iter().find(|policy| policy.eq_ignore_ascii_case(said)).unwrap_or("none")
}

#[cfg(test)]
mod tests {
    use futures::future::BoxFuture;
    use identity::{TextRecords, Unanswered};
    use mail::SmtpSettings;

    use super::look;
    use crate::{
        settings::{Settings, Transport},
        terminal::say,
    };

    /// What DNS says; nothing where it does not answer.
    struct Says(Option<&'static [(&'static str, &'static str)]>);

    impl TextRecords for Says {
        fn of<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, Unanswered>> {
            Box::pin(async move {
                let known = self.0.ok_or(Unanswered)?.iter().filter(|(known, _)| *known == name);
                Ok(known.map(|(_, text)| (*text).to_owned()).collect())
            })
        }

        fn is_there<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool, Unanswered>> {
            Box::pin(async move { Ok(self.0.ok_or(Unanswered)?.iter().any(|(known, _)| known.ends_with(name))) })
        }
    }

    fn settings(from: &str) -> Settings {
        let mut settings = Settings { hosts: vec!["portal.harrow.example".to_owned()], ..Settings::default() };
        settings.mail.transport = Transport::Smtp;
        settings.mail.from = from.to_owned();
        let smtp = "host = \"smtp.harrow.example\"";
        settings.mail.smtp = Some(toml::from_str::<SmtpSettings>(smtp).expect("a mail server"));
        settings
    }

    /// What was found, such as `spf green`, and what is to be done.
    async fn found(says: Says) -> (Vec<String>, String) {
        let found = look(&settings("portal@mail.harrow.example"), &says).await;
        let lights = found.iter().map(|finding| format!("{} {}", finding.check, finding.light.word())).collect();
        (lights, found.into_iter().filter_map(|finding| Some(say(&finding.fix?))).collect::<Vec<_>>().join("\n"))
    }

    #[tokio::test]
    async fn a_domain_that_says_nothing_sends_into_junk_and_is_told_which_records_to_add() {
        let (lights, fixes) = found(Says(Some(&[("mail.harrow.example", "google-site-verification=x")]))).await;
        assert_eq!(lights, ["spf red", "dkim red", "dmarc amber"]);
        for told in ["v=spf1", "smtp.harrow.example", "_domainkey.mail.harrow.example", "v=DMARC1; p=none"] {
            assert!(fixes.contains(told), "{told} is not in {fixes}");
        }
    }

    #[tokio::test]
    async fn who_sends_which_keys_there_are_and_the_policy_of_the_domain_above_are_found() {
        const ALL: &[(&str, &str)] = &[
            ("mail.harrow.example", "v=spf1 include:smtp.harrow.example -all"),
            ("portico._domainkey.mail.harrow.example", "v=DKIM1; k=rsa; p=MIIB"),
            ("_dmarc.harrow.example", "v=DMARC1; p=reject; rua=mailto:it@harrow.example"),
        ];
        let (lights, fixes) = found(Says(Some(ALL))).await;
        assert_eq!((lights.join(", "), fixes), ("spf green, dkim green, dmarc green".to_owned(), String::new()));
    }

    #[tokio::test]
    async fn one_of_the_two_is_enough_to_arrive_and_two_of_one_are_none() {
        const ONE: &[(&str, &str)] = &[("mail.harrow.example", "V=SPF1 -all")];
        const TWO: &[(&str, &str)] =
            &[("mail.harrow.example", "v=spf1 -all"), ("mail.harrow.example", "v=spf1 mx -all")];
        assert_eq!(found(Says(Some(ONE))).await.0, ["spf green", "dkim amber", "dmarc amber"]);
        assert_eq!(found(Says(Some(TWO))).await.0, ["spf red", "dkim amber", "dmarc amber"]);
    }

    #[tokio::test]
    async fn of_what_dns_says_only_words_that_are_known_are_shown() {
        const ODD: &[(&str, &str)] = &[("_dmarc.mail.harrow.example", "v=DMARC1; p=\u{1b}]0;reject\u{7}")];
        const LOUD: &[(&str, &str)] = &[("_dmarc.mail.harrow.example", "v=DMARC1; p=Quarantine ; pct=50")];
        for (says, policy) in [(ODD, "none"), (LOUD, "quarantine")] {
            let found = look(&settings("portal@mail.harrow.example"), &Says(Some(says))).await;
            let shown = say(&found.last().expect("what becomes of forgeries").says);
            assert!(shown.ends_with(policy) && !shown.contains(char::is_control), "{shown:?}");
        }
    }

    #[tokio::test]
    async fn what_dns_does_not_answer_is_not_taken_for_a_no() {
        assert_eq!(found(Says(None)).await.0, ["spf amber", "dkim amber", "dmarc amber"]);
    }

    #[tokio::test]
    async fn nobody_is_asked_about_a_portal_that_sends_nothing_or_for_this_machine_only() {
        let ours = settings("portal@harrow.example");
        let here = Settings { hosts: Vec::new(), ..ours.clone() };
        let mut kept = ours;
        kept.mail.transport = Transport::Outbox;
        for settings in [here, kept, settings("portal@localhost")] {
            assert!(look(&settings, &Says(None)).await.is_empty());
        }
    }
}
