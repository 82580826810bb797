//! Signing out here and there (SAML Profiles 2.0, 4.4), by a browser on its way between the two. What the portal says
//! goes by redirect; a provider may speak by redirect or by form. Whatever is said is signed.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::Timestamp;
use saml_rs::{
    BrowserInput, EntityId, FormField, LogoutBinding, LogoutRequest, LogoutResponse, MessageId, PendingLogoutRequest,
    RelayStateParam,
    binding::{build_redirect_url, xml_escape},
    constants::{ParserType, namespace, status_code},
};

use crate::{
    Brought, Key, Naming, Portal, Provider, Refusal,
    brought::{ANSWER, REQUEST},
    portal::{context, descriptor, whole_seconds},
    said::{LONGEST, instant},
    shape,
};

/// How old a provider's request may be, and how far ahead its clock.
const FRESH: Duration = Duration::from_mins(5);

/// How long the portal's own request counts.
const COUNTS: Duration = Duration::from_mins(5);

/// How many of somebody's sessions one request may name.
const SESSIONS: usize = 50;

/// Somebody who signs out here, as their provider knows them.
#[derive(Clone, Copy, Debug)]
pub struct Leaving<'a> {
    /// What it calls them.
    pub subject: &'a str,
    /// How it named them; unknown of who came in by an earlier release.
    pub naming: Option<&'a Naming>,
    /// What it calls its own session.
    pub session: Option<&'a str>,
}

/// A provider's wish to have somebody signed out, proven. That it counts once is for whoever keeps [`Asked::id`] to see
/// to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What the request is called.
    pub id: String,
    /// What the provider calls them.
    pub subject: String,
    /// Which of its sessions are over; all of that person's, where none is named.
    pub sessions: Vec<String>,
    /// What goes back with the answer.
    pub state: Option<String>,
}

impl Portal {
    /// The address at which a browser asks the provider to sign somebody out there, too. The request is called `id`, and
    /// the answer brings `state` back.
    ///
    /// # Errors
    /// [`Refusal::Unproven`] where the provider takes no such request.
    pub fn sign_out(
        &self,
        provider: &Provider,
        key: &Key,
        id: &str,
        state: &str,
        leaving: &Leaving<'_>,
        now: Timestamp,
    ) -> Result<String, Refusal> {
        let to = provider.logout.as_deref().ok_or(NOWHERE)?;
        let naming = leaving.naming.cloned().unwrap_or_default();
        let session = leaving.session.map(|session| element("samlp:SessionIndex", "", session)).unwrap_or_default();
        let kind = [
            attribute("Format", naming.format.as_deref()),
            attribute("NameQualifier", naming.qualifier.as_deref()),
            attribute("SPNameQualifier", naming.portal_qualifier.as_deref()),
        ];
        let until = attribute("NotOnOrAfter", Some(&whole_seconds(now.plus(COUNTS))));
        let named = element("saml:NameID", &kind.concat(), leaving.subject);
        let xml = self.message("samlp:LogoutRequest", id, to, &until, &format!("{named}{session}"), now);
        key.signed(&build_redirect_url(to, ParserType::LogoutRequest, &xml, Some(state))?, REQUEST)
    }

    /// Whether an answer to the portal's request called `id` says that they are signed out there.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn confirmed(
        &self,
        provider: &Provider,
        id: &str,
        brought: Brought<'_>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let xml = brought.unpacked(ANSWER)?;
        shape::check_message(&xml, "LogoutResponse", "Status", brought.is_signed_itself())?;
        let state = brought.given_state()?;
        let (binding, input) = match brought {
            Brought::Address(query) => (LogoutBinding::Redirect, BrowserInput::<LogoutResponse>::redirect(query)),
            Brought::Form(_) => {
                let fields = fields(ANSWER, &xml, state.as_deref());
                (LogoutBinding::Post, BrowserInput::<LogoutResponse>::post(fields))
            }
        };
        let state = RelayStateParam::try_from_option(state)?;
        let issuer = EntityId::try_new(provider.entity_id.as_str())?;
        let pending = PendingLogoutRequest::try_new(MessageId::try_new(id)?, state, binding, issuer)?;
        self.service()?.finish_slo(&descriptor(provider)?, &pending, input, context(now))?;
        Ok(())
    }

    /// What a provider's request proves.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn asked(&self, provider: &Provider, brought: Brought<'_>, now: Timestamp) -> Result<Asked, Refusal> {
        let xml = brought.unpacked(REQUEST)?;
        shape::check_message(&xml, "LogoutRequest", "NameID", brought.is_signed_itself())?;
        let state = brought.given_state()?;
        let input = match brought {
            Brought::Address(query) => BrowserInput::<LogoutRequest>::redirect(query),
            // The very text that was looked at, and no other reading of what came.
            Brought::Form(_) => BrowserInput::<LogoutRequest>::post(fields(REQUEST, &xml, state.as_deref())),
        };
        let received = self.service()?.receive_slo(&descriptor(provider)?, input, context(now))?;
        let request = received.message();
        let issued = instant(request.issue_instant().as_str()).ok_or(Refusal::Shape)?;
        if u128::from(now.micros().abs_diff(issued.micros())) > FRESH.as_micros() {
            return Err(Refusal::Unproven("its time is not now"));
        }
        let subject = request.name_id().map(|named| named.value().trim().to_owned()).unwrap_or_default();
        if subject.is_empty() || subject.len() > LONGEST {
            return Err(Refusal::Nameless);
        }
        let sessions: Vec<String> = request.session_indexes().iter().map(|index| index.as_str().to_owned()).collect();
        if sessions.len() > SESSIONS {
            return Err(Refusal::Shape);
        }
        Ok(Asked { id: request.id().as_str().to_owned(), subject, sessions, state })
    }

    /// The address at which a browser tells the provider that what it asked was done. The answer is called `id`.
    ///
    /// # Errors
    /// [`Refusal::Unproven`] where the provider takes no answer.
    pub fn answer(
        &self,
        provider: &Provider,
        key: &Key,
        asked: &Asked,
        id: &str,
        now: Timestamp,
    ) -> Result<String, Refusal> {
        let to = provider.answers_at().ok_or(NOWHERE)?;
        let status = format!("<samlp:Status><samlp:StatusCode Value=\"{}\"/></samlp:Status>", status_code::SUCCESS);
        let answers = attribute("InResponseTo", Some(&asked.id));
        let xml = self.message("samlp:LogoutResponse", id, to, &answers, &status, now);
        let state = asked.state.as_deref();
        key.signed(&build_redirect_url(to, ParserType::LogoutResponse, &xml, state)?, ANSWER)
    }

    /// A message of the portal's.
    fn message(&self, name: &str, id: &str, to: &str, attributes: &str, inner: &str, now: Timestamp) -> String {
        let (id, to) = (attribute("ID", Some(id)), attribute("Destination", Some(to)));
        let issued = attribute("IssueInstant", Some(&whole_seconds(now)));
        let issuer = element("saml:Issuer", "", &self.entity_id);
        format!(
            "<{name} xmlns:samlp=\"{}\" xmlns:saml=\"{}\"{id} Version=\"2.0\"{issued}{to}{attributes}>{issuer}{inner}\
             </{name}>",
            namespace::PROTOCOL,
            namespace::ASSERTION
        )
    }
}

const NOWHERE: Refusal = Refusal::Unproven("the provider names no address for it");

fn fields(name: &str, xml: &str, state: Option<&str>) -> Vec<FormField> {
    let message = FormField::new(name, STANDARD.encode(xml));
    std::iter::once(message).chain(state.map(|state| FormField::new("RelayState", state))).collect()
}

fn attribute(name: &str, value: Option<&str>) -> String {
    value.map(|value| format!(" {name}=\"{}\"", xml_escape(value))).unwrap_or_default()
}

fn element(name: &str, attributes: &str, text: &str) -> String {
    format!("<{name}{attributes}>{}</{name}>", xml_escape(text))
}

#[cfg(test)]
mod tests;
