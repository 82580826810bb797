use axum::{http::HeaderMap, response::Response};
use front::{Failure, Form, Visit, Visitor};
use gateway::{Email, Raw};
use kernel::{Message, Problem};

use super::{
    form::{can_keep_passkeys, text, wrong},
    sign_in::let_in,
    views::{check_mail, gone},
};
use crate::{
    Code, SignInError,
    asker::Asker,
    letters_out,
    rows::{Challenge, ChallengeKind},
    sign_in as door,
};

/// Check your mail: the page of the newest link this browser asked for.
pub(super) async fn show(visitor: Visitor, headers: HeaderMap, Form(asked): Form) -> Result<Response, Failure> {
    let asker = Asker::of(&visitor, &headers);
    match door::newest(&asker, ChallengeKind::SignIn).await {
        Ok(challenge) => {
            let again = text(&asked, "said") == "again";
            visitor.page("identity/check_mail.html", check_mail(&visitor, &challenge, "sign-in", again))
        }
        Err(SignInError::Over { .. }) => Ok(visitor.redirect("/sign-in")),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// The code from the mail.
pub(super) async fn enter(visitor: Visitor, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let asker = Asker::of(&visitor, &headers);
    let challenge = match door::newest(&asker, ChallengeKind::SignIn).await {
        Ok(challenge) => challenge,
        Err(SignInError::Over { used }) => return gone(&visitor, used),
        Err(error) => return Err(Problem::from(error).into()),
    };
    let Some(code) = Code::parse(&text(&raw, "code")) else {
        let problem = wrong("/code", Message::new("identity-error-code-blank"));
        return retype(&visitor, &challenge, &problem, &raw);
    };
    match door::by_code(&asker, &code).await {
        Ok(entered) => Ok(let_in(&visitor, &entered, None, can_keep_passkeys(&raw))),
        Err(SignInError::Over { used }) => gone(&visitor, used),
        // The person was shut out, or lost the address, while the mail was on its way.
        Err(SignInError::Wrong) => gone(&visitor, false),
        Err(SignInError::UseLink) => {
            let problem = wrong("/code", Message::new("identity-error-code-tired"));
            retype(&visitor, &challenge, &problem, &raw)
        }
        Err(error) => {
            let problem = Problem::from(error);
            if problem.kind() != &Problem::INVALID {
                return Err(problem.into());
            }
            retype(&visitor, &challenge, &problem, &raw)
        }
    }
}

/// Sends it again, to the address it was asked for.
pub(super) async fn again(visitor: Visitor, headers: HeaderMap) -> Result<Response, Failure> {
    let asker = Asker::of(&visitor, &headers);
    match resend(&asker, ChallengeKind::SignIn).await {
        Ok(()) => Ok(visitor.redirect("/sign-in/code?said=again")),
        Err(SignInError::Over { .. }) => Ok(visitor.redirect("/sign-in")),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// Asks once more for what this browser asked for last, however long ago.
pub(super) async fn resend(asker: &Asker<'_>, kind: ChallengeKind) -> Result<(), SignInError> {
    let last = door::last(asker, kind).await?.ok_or(SignInError::Over { used: false })?;
    let email = Email::parse(&last.email).map_err(|_| SignInError::Over { used: false })?;
    letters_out::ask(asker, kind, &email, last.next.as_deref()).await
}

fn retype(visit: &Visit, challenge: &Challenge, problem: &Problem, raw: &Raw) -> Result<Response, Failure> {
    visit.form_page("identity/check_mail.html", check_mail(visit, challenge, "sign-in", false), problem, raw)
}
