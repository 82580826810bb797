use axum::{extract::Path, http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Visit, Visitor};
use kernel::{Message, Problem};

use super::{
    form::{can_keep_passkeys, sure},
    sign_in::let_in,
    views::{AskedFrom, OtherDevice, Press, Refusing, gone, say},
};
use crate::{Device, SignInError, Token, asker::Asker, rows::Challenge, sign_in as door};

/// The page a link from a mail leads to. In the browser that asked it has one button; in any other it shows the code
/// to be typed there. Reading it uses nothing up.
pub(super) async fn show(visitor: Visitor, headers: HeaderMap, Path(token): Path<String>) -> Result<Response, Failure> {
    let Some(token) = Token::parse(&token) else { return gone(&visitor, false) };
    match door::linked(&Asker::of(&visitor, &headers), &token).await {
        Ok(challenge) if challenge.is_from(&visitor.browser) => {
            visitor.page("identity/press.html", here(&visitor, &challenge, &token))
        }
        Ok(challenge) => visitor.page("identity/other_device.html", elsewhere(&visitor, &challenge, &token)),
        Err(SignInError::Over { used }) => gone(&visitor, used),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// What its letter offers whoever did not ask for it: a box to tick. Reading it stops nothing.
pub(super) async fn show_refusal(
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let Some(token) = Token::parse(&token) else { return gone(&visitor, false) };
    match door::linked(&Asker::of(&visitor, &headers), &token).await {
        Ok(_) => visitor.page("identity/refusal.html", stopping(&visitor, &token)),
        Err(SignInError::Over { used }) => gone(&visitor, used),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// The button was pressed.
pub(super) async fn follow(
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(raw): Form,
) -> Result<Response, Failure> {
    let Some(token) = Token::parse(&token) else { return gone(&visitor, false) };
    match door::by_link(&Asker::of(&visitor, &headers), &token).await {
        Ok(entered) => Ok(let_in(&visitor, &entered, None, can_keep_passkeys(&raw))),
        Err(SignInError::Elsewhere) => Ok(visitor.redirect(&path(&token))),
        Err(SignInError::Over { used }) => gone(&visitor, used),
        Err(SignInError::Wrong) => gone(&visitor, false),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// Whoever got the mail did not ask for it.
pub(super) async fn refuse(
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(raw): Form,
) -> Result<Response, Failure> {
    let Some(token) = Token::parse(&token) else { return gone(&visitor, false) };
    if let Err(problem) = sure(&raw) {
        return visitor.form_page("identity/refusal.html", stopping(&visitor, &token), &problem, &raw);
    }
    door::stop(&Asker::of(&visitor, &headers), &token).await?;
    Ok(visitor.redirect("/sign-in?said=stopped"))
}

fn here(visit: &Visit, challenge: &Challenge, token: &Token) -> Press {
    let minutes = challenge.minutes(visit.formats.now());
    Press {
        title: say(visit, "identity-press"),
        lede: visit.say(&Message::new("identity-press-lede").with("minutes", minutes)),
        action: path(token),
        label: say(visit, "identity-sign-in"),
        busy: say(visit, "identity-signing-in"),
        refusal: Some(format!("{}/refusal", path(token))),
        help: None,
    }
}

fn stopping(visit: &Visit, token: &Token) -> Refusing {
    Refusing {
        title: say(visit, "identity-not-me"),
        lede: say(visit, "identity-not-me-lede"),
        sure: say(visit, "identity-not-me-sure"),
        action: format!("{}/refusal", path(token)),
        label: say(visit, "identity-not-me-stop"),
        busy: say(visit, "identity-saving"),
        help: None,
        form: Blank::default(),
    }
}

fn elsewhere(visit: &Visit, challenge: &Challenge, token: &Token) -> OtherDevice {
    OtherDevice {
        title: say(visit, "identity-other"),
        asked: AskedFrom {
            at: challenge.created_at,
            browser: visit.say(&Device::from_kept(&challenge.device).named()),
            place: None,
        },
        code: Some(token.code().shown()),
        minutes: challenge.minutes(visit.formats.now()),
        // Not here: a button that signs in any browser would let in whatever opens links from mails.
        here: None,
        refusal: format!("{}/refusal", path(token)),
        help: None,
        form: Blank::default(),
    }
}

fn path(token: &Token) -> String {
    format!("/sign-in/link/{}", token.expose())
}
