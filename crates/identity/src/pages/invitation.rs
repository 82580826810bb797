use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use front::{Blank, Fact, Failure, Form, Visit, Visitor, sign_in_path};
use gateway::{Line, Raw};
use kernel::{Message, Problem};

use super::{
    form::{answer, sure, text, wrong},
    sign_in::let_in,
    views::{Invitation, InvitationRanOut, JoinPasskey, Refusing, day, say},
};
use crate::{
    Token,
    asker::Asker,
    ceremony::Ceremony,
    error::Refusal,
    invitations::InvitationError,
    passkeys::NewPasskey,
    passwords,
    welcome::{self, RanOut, Shown, Welcome},
};

/// Who invites to what. Reading it takes nothing up.
pub(super) async fn show(visitor: Visitor, headers: HeaderMap, Path(token): Path<String>) -> Result<Response, Failure> {
    let (token, asker) = (parse(&token)?, Asker::of(&visitor, &headers));
    match welcome::show(&asker, &token).await {
        Ok(shown) => visitor.page("identity/invitation.html", view(&asker, &shown, &token)),
        Err(refusal) => refused(&asker, refusal, &token).await,
    }
}

/// What its letter offers whoever it is not for: a box to tick, whoever is signed in. Reading it refuses nothing.
pub(super) async fn show_refusal(
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let (token, asker) = (parse(&token)?, Asker::of(&visitor, &headers));
    match welcome::show(&asker, &token).await {
        Ok(_) | Err(Refusal::Invitation(InvitationError::SignInFirst | InvitationError::SomebodyElse)) => {
            visitor.page("identity/refusal.html", not_for_me(&visitor, &token))
        }
        Err(refusal) => refused(&asker, refusal, &token).await,
    }
}

/// The name was typed, and a passkey made where that was chosen.
pub(super) async fn accept(
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(raw): Form,
) -> Result<Response, Failure> {
    let (token, asker) = (parse(&token)?, Asker::of(&visitor, &headers));
    // A passkey that was made lies on the device already: no password left over in the field may stop it.
    let by_passkey = !answer(&raw).answer.is_empty();
    let password = if by_passkey { String::new() } else { text(&raw, "password") };
    let name = text(&raw, "name");
    let faults = faults(&name, &password);
    if !faults.fields().is_empty() {
        return retype(&asker, &token, &faults, &raw).await;
    }
    let passkey = match made(&asker, &token, &raw) {
        Ok(passkey) => passkey,
        Err(problem) => return retype(&asker, &token, &problem, &raw).await,
    };
    let password = Some(password.as_str()).filter(|password| !password.is_empty());
    match welcome::accept(&asker, &token, name.trim(), password, passkey).await {
        Ok(Welcome::New(entered, home)) => Ok(let_in(&visitor, &entered, Some(&home), false)),
        Ok(Welcome::Known(home)) => Ok(visitor.redirect(&home)),
        Err(Refusal::Invitation(InvitationError::KnownPasskey)) => {
            retype(&asker, &token, &InvitationError::KnownPasskey.into(), &raw).await
        }
        Err(refusal) => refused(&asker, refusal, &token).await,
    }
}

/// It is not for whoever got it.
pub(super) async fn refuse(
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(raw): Form,
) -> Result<Response, Failure> {
    let token = parse(&token)?;
    if let Err(problem) = sure(&raw) {
        return visitor.form_page("identity/refusal.html", not_for_me(&visitor, &token), &problem, &raw);
    }
    welcome::refuse(&Asker::of(&visitor, &headers), &token).await.map_err(Problem::from)?;
    Ok(visitor.redirect("/sign-in?said=refused"))
}

/// It has run out, and whoever holds its link asks for a new one. What there is to say about that, its own page says.
pub(super) async fn ask(visitor: Visitor, headers: HeaderMap, Path(token): Path<String>) -> Result<Response, Failure> {
    let token = parse(&token)?;
    let asked = welcome::ask_again(&Asker::of(&visitor, &headers), &token).await;
    asked.map_err(Problem::from)?;
    Ok(visitor.redirect(&path(&token)))
}

/// The passkey that was made for this invitation, if one was.
fn made(asker: &Asker<'_>, token: &Token, raw: &Raw) -> Result<Option<NewPasskey>, Problem> {
    let answer = answer(raw);
    if answer.answer.is_empty() {
        return Ok(None);
    }
    let joining = Ceremony::of(asker.site())
        .and_then(|ceremony| ceremony.finish_joining(&token.hash(), &answer.answer, &answer.state, asker.now()));
    match joining {
        Some(joining) => Ok(Some(NewPasskey { joining, name: asker.say(&asker.device.named()) })),
        None => Err(wrong("/form", Message::new("identity-error-passkey-made"))),
    }
}

fn parse(token: &str) -> Result<Token, Failure> {
    Token::parse(token).ok_or_else(|| Problem::from(InvitationError::Over).into())
}

/// Whoever has the address signs in and comes back, and whose link has run out may ask for a new one; everybody else is
/// told why not.
async fn refused(asker: &Asker<'_>, refusal: Refusal, token: &Token) -> Result<Response, Failure> {
    let visit = asker.visit();
    match refusal {
        Refusal::Invitation(InvitationError::SignInFirst) => Ok(visit.redirect(&sign_in_path(&path(token)))),
        Refusal::Invitation(InvitationError::Over) => match welcome::ran_out(asker, token).await? {
            Some(found) => ran_out(visit, &found, token),
            None => Err(Problem::from(InvitationError::Over).into()),
        },
        other => Err(Problem::from(other).into()),
    }
}

/// The page of an invitation that has run out (410).
fn ran_out(visit: &Visit, found: &RanOut, token: &Token) -> Result<Response, Failure> {
    let view = InvitationRanOut {
        title: say(visit, "identity-invitation-ran-out"),
        company: found.account.clone().unwrap_or_else(|| visit.brand.name.clone()),
        ended: day(visit, found.invitation.expires_at),
        asked: found.invitation.asked_again_at.map(|asked| day(visit, asked)),
        action: found.may_ask.then(|| format!("{}/request", path(token))),
        help: None,
    };
    let mut response = visit.page("identity/invitation_ran_out.html", view)?;
    *response.status_mut() = StatusCode::GONE;
    Ok(response)
}

fn faults(name: &str, password: &str) -> Problem {
    let mut problem = Problem::invalid(Vec::new());
    if name.trim().is_empty() {
        problem = problem.at("/name", Message::new("identity-error-name-blank"));
    } else if let Err(says) = Line::<120>::parse(name) {
        problem = problem.at("/name", says);
    }
    match passwords::acceptable(password) {
        Err(says) if !password.is_empty() => problem.at("/password", says),
        _ => problem,
    }
}

async fn retype(asker: &Asker<'_>, token: &Token, problem: &Problem, raw: &Raw) -> Result<Response, Failure> {
    let visit = asker.visit();
    match welcome::show(asker, token).await {
        Ok(shown) => visit.form_page("identity/invitation.html", view(asker, &shown, token), problem, raw),
        Err(refusal) => refused(asker, refusal, token).await,
    }
}

fn not_for_me(visit: &Visit, token: &Token) -> Refusing {
    Refusing {
        title: say(visit, "identity-invitation-not-me"),
        lede: say(visit, "identity-invitation-refuse-lede"),
        sure: say(visit, "identity-invitation-refuse-sure"),
        action: format!("{}/refusal", path(token)),
        label: say(visit, "identity-invitation-refuse-now"),
        busy: say(visit, "identity-sending"),
        help: None,
        form: Blank::default(),
    }
}

fn view(asker: &Asker<'_>, shown: &Shown, token: &Token) -> Invitation {
    let visit = asker.visit();
    let company = shown.account.clone().unwrap_or_else(|| visit.brand.name.clone());
    let role = Fact { term: say(visit, "identity-invitation-role"), detail: visit.role(&shown.invitation.role) };
    Invitation {
        title: visit.say(&Message::new("identity-invitation").with("company", company.clone())),
        company,
        inviter: shown.inviter.clone(),
        email: shown.invitation.email.clone(),
        facts: vec![role],
        takes_password: shown.is_new,
        passkey: passkey(asker, shown, token),
        terms: None,
        expires: day(visit, shown.invitation.expires_at),
        action: format!("{}/acceptance", path(token)),
        refusal: format!("{}/refusal", path(token)),
        help: None,
        form: Blank::default(),
    }
}

/// What the browser is asked of somebody new; nothing where the portal is reached by a number. Reading it writes
/// nothing: who they would be travels with the page.
fn passkey(asker: &Asker<'_>, shown: &Shown, token: &Token) -> Option<JoinPasskey> {
    let ceremony = Ceremony::of(asker.site()).filter(|_| shown.is_new)?;
    let begun = ceremony.begin_joining(&token.hash(), crate::fresh(), &shown.invitation.email, asker.now())?;
    Some(JoinPasskey { options: begun.options.to_string(), state: begun.state })
}

fn path(token: &Token) -> String {
    format!("/invitations/{}", token.expose())
}
