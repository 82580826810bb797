use axum::{http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Visit, Visitor, own_path};
use gateway::{Email, Raw};
use kernel::{Message, Problem};

use super::{
    company,
    form::{can_keep_passkeys, email, encoded, password, text, wrong},
    second,
    views::{SignIn, say},
};
use crate::{
    SignInError,
    asker::Asker,
    letters_out, remembered,
    rows::ChallengeKind,
    sign_in::{self as door, Entered, Gets},
    sso,
};

/// The front door. Who is in already, goes on.
pub(super) async fn show(visitor: Visitor, Form(asked): Form) -> Result<Response, Failure> {
    let next = text(&asked, "next");
    let next = own_path(&next);
    if visitor.admission.is_some() {
        return Ok(visitor.redirect(next.unwrap_or("/")));
    }
    let way = if text(&asked, "way") == "password" { "password" } else { "link" };
    let notice = match text(&asked, "said").as_str() {
        "out" => Some("identity-signed-out"),
        "out-there" => Some("identity-signed-out-there"),
        "out-here" => Some("identity-signed-out-here"),
        "locked" => Some("identity-lock-done"),
        "stopped" => Some("identity-link-stopped"),
        "refused" => Some("identity-invitation-refused"),
        "company" => Some("identity-company-over"),
        _ => None,
    };
    let instead = !text(&asked, "instead").is_empty();
    visitor.page("identity/sign_in.html", SignIn { instead, ..view(&visitor, way, next, notice) })
}

/// Address and password.
pub(super) async fn by_password(visitor: Visitor, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let told = match (email(&raw), password(&raw)) {
        (Ok(email), Ok(password)) => Ok((email, password)),
        (email, password) => Err(faults(email.err(), password.err())),
    };
    let (email, password) = match told {
        Ok(told) => told,
        Err(problem) => return again(&visitor, &problem, &raw),
    };
    match door::by_password(&Asker::of(&visitor, &headers), &email, &password).await {
        Ok(entered) => Ok(let_in(&visitor, &entered, own_path(&text(&raw, "next")), can_keep_passkeys(&raw))),
        Err(error) => refuse(&visitor, error, &raw),
    }
}

/// An address, to which a link is sent.
pub(super) async fn ask_for_link(visitor: Visitor, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let email: Email = match email(&raw) {
        Ok(email) => email,
        Err(says) => return again(&visitor, &wrong("/email", says), &raw),
    };
    let next = text(&raw, "next");
    // By the domain alone, whoever has the address or not; unless a mail is asked for instead.
    if text(&raw, "instead").is_empty()
        && let Some(slug) = sso::of_address(visitor.site().gateway.db(), &email).await?
    {
        return Ok(visitor.redirect(&company::path(&slug, own_path(&next))));
    }
    match letters_out::ask(&Asker::of(&visitor, &headers), ChallengeKind::SignIn, &email, Some(next.as_str())).await {
        Ok(()) => Ok(visitor.redirect("/sign-in/code")),
        Err(error) => refuse(&visitor, error, &raw),
    }
}

/// Gives the browser its session and sends it to where the person was going; first to the second proof, where one is
/// due, and once, where the device can keep a passkey and they have none, by way of the page that offers one.
pub(super) fn let_in(visit: &Visit, entered: &Entered, next: Option<&str>, can_keep_passkeys: bool) -> Response {
    let next = next.or(entered.next.as_deref());
    let Gets::Session(token) = &entered.gets else { return visit.redirect(&second::path(next)) };
    visit.keep_session(token.expose());
    if let Some(token) = &entered.remembered {
        visit.keep_remembered(token.expose(), remembered::LIFETIME);
    }
    let next = next.unwrap_or("/");
    let offer = format!("/me/passkeys/new/offer?next={}", encoded(next));
    let offers = entered.lacks_passkey && can_keep_passkeys && !visit.offered_passkey && own_path(&offer).is_some();
    if !offers {
        return visit.redirect(next);
    }
    visit.note_passkey_offered();
    visit.redirect(&offer)
}

/// The form again, or the problem's own page.
fn refuse(visit: &Visit, error: SignInError, raw: &Raw) -> Result<Response, Failure> {
    let problem = Problem::from(error);
    if problem.kind() == &Problem::INVALID { again(visit, &problem, raw) } else { Err(problem.into()) }
}

/// The form again, with what is to be put right.
pub(super) fn again(visit: &Visit, problem: &Problem, raw: &Raw) -> Result<Response, Failure> {
    let way = if raw.names().contains("password") { "password" } else { "link" };
    let next = text(raw, "next");
    let instead = !text(raw, "instead").is_empty();
    let view = SignIn { instead, ..view(visit, way, own_path(&next), None) };
    visit.form_page("identity/sign_in.html", view, problem, raw)
}

fn faults(email: Option<Message>, password: Option<Message>) -> Problem {
    let faults = [("/email", email), ("/password", password)].into_iter();
    let faults = faults.filter_map(|(at, says)| says.map(|says| (at, says)));
    faults.fold(Problem::invalid(Vec::new()), |problem, (at, says)| problem.at(at, says))
}

fn view(visit: &Visit, way: &'static str, next: Option<&str>, notice: Option<&'static str>) -> SignIn {
    SignIn {
        title: say(visit, "identity-sign-in"),
        way,
        next: next.map(str::to_owned),
        notice: notice.map(|id| say(visit, id)),
        instead: false,
        help: None,
        form: Blank::default(),
    }
}
