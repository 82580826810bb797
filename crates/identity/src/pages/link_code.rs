use axum::{http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Linked};
use gateway::Raw;
use kernel::{Message, Problem};

use super::{
    form::{text, wrong},
    views::{LinkCode, say},
};
use crate::{
    Code, SignInError,
    asker::Asker,
    links,
    rows::{Challenge, ChallengeKind},
    sign_in as door,
};

/// Sends a code to the link's address.
pub(super) async fn send(me: Linked, headers: HeaderMap) -> Result<Response, Failure> {
    links::ask(&Asker::of(&me, &headers), me.link(), &me.address("")).await.map_err(Problem::from)?;
    Ok(me.redirect(&me.address("/code")))
}

/// Where the code is typed.
pub(super) async fn show(me: Linked, headers: HeaderMap) -> Result<Response, Failure> {
    match asked(&me, &headers).await? {
        Some(challenge) => me.page("identity/link_code.html", view(&me, &challenge)),
        None => Ok(me.redirect(&me.record())),
    }
}

/// The code from the mail. Then the address counts as confirmed, in this browser.
pub(super) async fn enter(me: Linked, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let Some(challenge) = asked(&me, &headers).await? else { return Ok(me.redirect(&me.record())) };
    let Some(code) = Code::parse(&text(&raw, "code")) else {
        return retype(&me, &challenge, &wrong("/code", Message::new("identity-error-code-blank")), &raw);
    };
    match links::confirm(&Asker::of(&me, &headers), &challenge, &code).await {
        Ok(()) => {
            let record = me.open_link(me.link(), true).await?;
            me.toast(&Message::new("links-confirmed"));
            Ok(me.redirect(&record))
        }
        Err(SignInError::Over { .. }) => Ok(me.redirect(&me.record())),
        Err(error) => {
            let problem = Problem::from(error);
            if problem.kind() != &Problem::INVALID {
                return Err(problem.into());
            }
            retype(&me, &challenge, &problem, &raw)
        }
    }
}

/// The newest code this browser asked for by this link, if it can still be typed.
async fn asked(me: &Linked, headers: &HeaderMap) -> Result<Option<Challenge>, Failure> {
    match door::newest(&Asker::of(me, headers), ChallengeKind::Link).await {
        Ok(challenge) => Ok(Some(challenge).filter(|challenge| challenge.next == Some(me.address("")))),
        Err(SignInError::Over { .. }) => Ok(None),
        Err(error) => Err(Problem::from(error).into()),
    }
}

fn retype(me: &Linked, challenge: &Challenge, problem: &Problem, raw: &Raw) -> Result<Response, Failure> {
    me.form_page("identity/link_code.html", view(me, challenge), problem, raw)
}

fn view(me: &Linked, challenge: &Challenge) -> LinkCode {
    LinkCode {
        title: say(me, "identity-mail"),
        record: me.link().name.clone(),
        back: me.record(),
        email: me.masked_email(),
        minutes: challenge.minutes(me.formats.now()),
        action: me.address("/code"),
        again: me.address("/code/sending"),
        form: Blank::default(),
    }
}
