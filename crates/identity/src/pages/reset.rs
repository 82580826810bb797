use axum::{extract::Path, http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Visit, Visitor};
use gateway::Raw;
use kernel::Problem;

use super::{
    code::resend,
    form::{email, text, wrong},
    sign_in::let_in,
    views::{PasswordReset, PasswordSet, check_mail, gone, say},
};
use crate::{SignInError, Token, asker::Asker, letters_out, passwords, resets, rows::ChallengeKind, sign_in as door};

/// Asking for a link to make a new password.
pub(super) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    visitor.page("identity/password_reset.html", asking(&visitor))
}

/// The address was typed.
pub(super) async fn ask(visitor: Visitor, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let again = |problem: &Problem| visitor.form_page("identity/password_reset.html", asking(&visitor), problem, &raw);
    let email = match email(&raw) {
        Ok(email) => email,
        Err(says) => return again(&wrong("/email", says)),
    };
    match letters_out::ask(&Asker::of(&visitor, &headers), ChallengeKind::Reset, &email, None).await {
        Ok(()) => Ok(visitor.redirect("/password/sent")),
        Err(error) => {
            let problem = Problem::from(error);
            if problem.kind() == &Problem::INVALID { again(&problem) } else { Err(problem.into()) }
        }
    }
}

/// Check your mail.
pub(super) async fn sent(visitor: Visitor, headers: HeaderMap) -> Result<Response, Failure> {
    match door::newest(&Asker::of(&visitor, &headers), ChallengeKind::Reset).await {
        Ok(challenge) => visitor.page("identity/check_mail.html", check_mail(&visitor, &challenge, "password", false)),
        Err(SignInError::Over { .. }) => Ok(visitor.redirect("/password")),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// Sends it again.
pub(super) async fn again(visitor: Visitor, headers: HeaderMap) -> Result<Response, Failure> {
    match resend(&Asker::of(&visitor, &headers), ChallengeKind::Reset).await {
        Ok(()) => Ok(visitor.redirect("/password/sent")),
        Err(SignInError::Over { .. }) => Ok(visitor.redirect("/password")),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// The page the link leads to.
pub(super) async fn choose(
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let Some(token) = Token::parse(&token) else { return gone(&visitor, false) };
    match resets::open(&Asker::of(&visitor, &headers), &token).await {
        Ok(challenge) => visitor.page("identity/password_set.html", choosing(&visitor, challenge.email, &token)),
        Err(SignInError::Over { used }) => gone(&visitor, used),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// The new password.
pub(super) async fn complete(
    visitor: Visitor,
    headers: HeaderMap,
    Path(token): Path<String>,
    Form(raw): Form,
) -> Result<Response, Failure> {
    let Some(token) = Token::parse(&token) else { return gone(&visitor, false) };
    let asker = Asker::of(&visitor, &headers);
    let password = text(&raw, "password");
    let outcome = match passwords::acceptable(&password) {
        Ok(()) => resets::complete(&asker, &token, &password).await,
        Err(says) => return rechoose(&asker, &token, &wrong("/password", says), &raw).await,
    };
    match outcome {
        Ok(entered) => Ok(let_in(&visitor, &entered, None, false)),
        Err(SignInError::Over { used }) => gone(&visitor, used),
        Err(SignInError::Wrong) => gone(&visitor, false),
        Err(error) => Err(Problem::from(error).into()),
    }
}

async fn rechoose(asker: &Asker<'_>, token: &Token, problem: &Problem, raw: &Raw) -> Result<Response, Failure> {
    let visit = asker.visit();
    match resets::open(asker, token).await {
        Ok(challenge) => {
            visit.form_page("identity/password_set.html", choosing(visit, challenge.email, token), problem, raw)
        }
        Err(SignInError::Over { used }) => gone(visit, used),
        Err(error) => Err(Problem::from(error).into()),
    }
}

fn asking(visit: &Visit) -> PasswordReset {
    PasswordReset { title: say(visit, "identity-reset"), help: None, form: Blank::default() }
}

fn choosing(visit: &Visit, email: String, token: &Token) -> PasswordSet {
    PasswordSet {
        title: say(visit, "identity-new-password"),
        email,
        action: format!("/password/{}", token.expose()),
        least: passwords::LEAST,
        help: None,
        form: Blank::default(),
    }
}
