//! How often what may be tried. See `throttles` for how it is counted.
//!
//! A browser the person has signed in with before is counted by itself, so nobody else can use up its tries. A stranger's
//! browser is counted three times: by its network, by address and network together, and by address. When the last one
//! is used up, passwords are not taken from strange browsers any more, but a link by mail still lets the person in; and
//! for that, networks the person has signed in from before are counted apart from the rest of the world.

use std::time::Duration;

use crate::{
    asker::Asker,
    people::Known,
    throttles::{Bucket, Rule},
};

const fn rule(name: &'static str, burst: u32, refill: Duration) -> Rule {
    Rule { name, burst, refill }
}

const PASSWORD_BROWSER: Rule = rule("password.browser", 10, Duration::from_mins(3));
const PASSWORD_NETWORK: Rule = rule("password.network", 60, Duration::from_secs(30));
const PASSWORD_PAIR: Rule = rule("password.pair", 6, Duration::from_mins(6));
/// Passwords for one address from everywhere that is strange: about fifty a day.
pub(crate) const PASSWORD_ADDRESS: Rule = rule("password.address", 20, Duration::from_mins(30));

const MAIL_BROWSER: Rule = rule("mail.browser", 6, Duration::from_mins(5));
const MAIL_NETWORK: Rule = rule("mail.network", 40, Duration::from_mins(1));
const MAIL_PAIR: Rule = rule("mail.pair", 4, Duration::from_mins(6));
/// Mails to one address from everywhere that is strange: enough to be a nuisance for an hour, not to bury a mailbox.
const MAIL_ADDRESS: Rule = rule("mail.address", 30, Duration::from_mins(3));
const MAIL_NEAR: Rule = rule("mail.near", 30, Duration::from_mins(3));

const CODE_NETWORK: Rule = rule("code.network", 60, Duration::from_mins(1));
/// Codes for one address from strange browsers: twenty a day at six digits is one chance in fifty thousand.
pub(crate) const CODE_ADDRESS: Rule = rule("code.address", 10, Duration::from_hours(2));
const CODE_BROWSER: Rule = rule("code.browser", 20, Duration::from_mins(10));

/// Second proofs for one address from strange browsers, as codes by mail.
const SECOND_ADDRESS: Rule = rule("second.address", 10, Duration::from_hours(2));
const SECOND_NEAR: Rule = rule("second.near", 10, Duration::from_hours(2));
const SECOND_BROWSER: Rule = rule("second.browser", 20, Duration::from_mins(10));

const PASSKEY_NETWORK: Rule = rule("passkey.network", 60, Duration::from_secs(30));

const COMPANY_NETWORK: Rule = rule("company.network", 60, Duration::from_secs(30));
/// Answers by SAML: as many as may come back, and kept for a moment before it is known whose they are.
const COMPANY_ANSWERS: Rule = rule("company.answers", 60, Duration::from_secs(30));
const BACK_CHANNEL: Rule = rule("back.channel", 120, Duration::from_secs(2));

/// Apps that say who they are at an address of their own: how often this program asks for people of one network, and
/// how often at one host. A host has several times what a network has, so that no single network uses it up for all.
const STRANGER_NETWORK: Rule = rule("stranger.network", 20, Duration::from_mins(1));
const STRANGER_HOST: Rule = rule("stranger.host", 60, Duration::from_secs(10));

const PROOF: Rule = rule("proof.person", 6, Duration::from_mins(5));
const VERIFY_PERSON: Rule = rule("verify.person", 6, Duration::from_hours(1));
const VERIFY_ADDRESS: Rule = rule("verify.address", 3, Duration::from_hours(4));

const ASKING_NETWORK: Rule = rule("asking.network", 20, Duration::from_mins(3));

/// Links that one of the company's own sends, in all and to one address.
const LINK_PERSON: Rule = rule("link.person", 60, Duration::from_mins(2));
const LINK_ADDRESS: Rule = rule("link.address", 10, Duration::from_mins(30));

/// What a password for this address costs.
pub(crate) fn password(asker: &Asker<'_>, email_fold: &str, known: Option<&Known>) -> Vec<Bucket> {
    if let Some(own) = own_browser(PASSWORD_BROWSER, asker, known) {
        return vec![own];
    }
    vec![
        PASSWORD_NETWORK.on(&[&asker.network]),
        PASSWORD_PAIR.on(&[email_fold, &asker.network]),
        PASSWORD_ADDRESS.on(&[email_fold]),
    ]
}

/// What a mail to this address costs.
pub(crate) fn mail(asker: &Asker<'_>, email_fold: &str, known: Option<&Known>) -> Vec<Bucket> {
    if let Some(own) = own_browser(MAIL_BROWSER, asker, known) {
        return vec![own];
    }
    let is_near = known.is_some_and(|known| known.from_known_network);
    let all = if is_near { MAIL_NEAR.on(&[email_fold, &asker.network]) } else { MAIL_ADDRESS.on(&[email_fold]) };
    vec![MAIL_NETWORK.on(&[&asker.network]), MAIL_PAIR.on(&[email_fold, &asker.network]), all]
}

/// What a typed code for this address costs.
pub(crate) fn code(asker: &Asker<'_>, email_fold: &str, known: Option<&Known>) -> Vec<Bucket> {
    if let Some(own) = own_browser(CODE_BROWSER, asker, known) {
        return vec![own];
    }
    vec![CODE_NETWORK.on(&[&asker.network]), CODE_ADDRESS.on(&[email_fold])]
}

/// What a second proof for this address costs. Whoever tries has shown the first, and may have stolen it: networks the
/// person has signed in from are counted apart.
pub(crate) fn second(asker: &Asker<'_>, email_fold: &str, known: Option<&Known>) -> Vec<Bucket> {
    if let Some(own) = own_browser(SECOND_BROWSER, asker, known) {
        return vec![own];
    }
    let is_near = known.is_some_and(|known| known.from_known_network);
    vec![if is_near { SECOND_NEAR.on(&[email_fold, &asker.network]) } else { SECOND_ADDRESS.on(&[email_fold]) }]
}

/// What a passkey costs that lets nobody in. None can be guessed, so only the work is limited.
pub(crate) fn passkey(asker: &Asker<'_>) -> Vec<Bucket> {
    vec![PASSKEY_NETWORK.on(&[&asker.network])]
}

/// What it costs to come back from one's company. Nothing can be guessed there; what is limited is how often this
/// program asks the provider.
pub(crate) fn company(asker: &Asker<'_>) -> Vec<Bucket> {
    vec![COMPANY_NETWORK.on(&[&asker.network])]
}

/// What it costs to bring an answer, from this network.
pub(crate) fn answers(network: &str) -> Vec<Bucket> {
    vec![COMPANY_ANSWERS.on(&[network])]
}

/// What it costs a company to sign somebody out, in the same way.
pub(crate) fn back_channel(slug: &str) -> Vec<Bucket> {
    vec![BACK_CHANNEL.on(&[slug])]
}

/// What it costs a company to do so by a browser in this network: whole offices go home at the same time.
pub(crate) fn sign_outs(slug: &str, network: &str) -> Vec<Bucket> {
    vec![BACK_CHANNEL.on(&[slug, network])]
}

/// What it costs to have an app asked who it is; to be taken in this order, one after the other.
pub(crate) fn stranger(network: &str, host: &str) -> Vec<Bucket> {
    vec![STRANGER_NETWORK.on(&[network]), STRANGER_HOST.on(&[host])]
}

/// What it costs to prove once more who one is.
pub(crate) fn proof(person: &str) -> Vec<Bucket> {
    vec![PROOF.on(&[person])]
}

/// What a mail to an address that somebody adds costs: it may be anybody's.
pub(crate) fn verification(person: &str, email_fold: &str) -> Vec<Bucket> {
    vec![VERIFY_PERSON.on(&[person]), VERIFY_ADDRESS.on(&[email_fold])]
}

/// What asking for a new link to an invitation costs. What it tells others is limited by the invitation: once a day.
pub(crate) fn asking(asker: &Asker<'_>) -> Vec<Bucket> {
    vec![ASKING_NETWORK.on(&[&asker.network])]
}

/// What sending a link to a record costs: it is mail to anybody's address.
pub(crate) fn record_link(person: &str, email_fold: &str) -> Vec<Bucket> {
    vec![LINK_PERSON.on(&[person]), LINK_ADDRESS.on(&[email_fold])]
}

fn own_browser(rule: Rule, asker: &Asker<'_>, known: Option<&Known>) -> Option<Bucket> {
    let known = known.filter(|known| known.from_known_browser)?;
    Some(rule.on(&[&known.person.to_string(), &asker.browser_hash]))
}
