use axum::{http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Visit, Visitor, own_path};
use gateway::Raw;
use kernel::{Message, Problem};

use super::{
    form::{can_keep_passkeys, encoded, is_passkey, second_proof, text, wrong},
    sign_in::let_in,
    views::{SecondProof, gone, say},
};
use crate::{
    SignInError,
    asker::Asker,
    second::{self, Offered},
};

/// The page of the second proof, for a browser that has shown the first.
pub(super) async fn show(visitor: Visitor, headers: HeaderMap, Form(asked): Form) -> Result<Response, Failure> {
    match second::offered(&Asker::of(&visitor, &headers)).await {
        Ok(offered) => visitor.page("identity/second_proof.html", view(&visitor, &offered, &asked)),
        Err(SignInError::Over { .. }) => Ok(visitor.redirect("/sign-in")),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// The second proof was shown: a code of the app, a recovery code or a passkey.
pub(super) async fn prove(visitor: Visitor, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let asker = Asker::of(&visitor, &headers);
    // Whoever has nothing to answer is told that first.
    let Some(proof) = second_proof(&raw) else {
        return again(&asker, &wrong("/code", Message::new(blank(&raw))), &raw).await;
    };
    match second::prove(&asker, &proof, text(&raw, "remember") == "yes").await {
        Ok(entered) => Ok(let_in(&visitor, &entered, own_path(&text(&raw, "next")), can_keep_passkeys(&raw))),
        Err(SignInError::WrongCode { left }) => again(&asker, &does_not_count(&raw, left), &raw).await,
        Err(SignInError::Over { used }) => gone(&visitor, used),
        // The person was shut out, or lost the address, in between.
        Err(SignInError::Wrong) => gone(&visitor, false),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// Where the second proof is asked for, to be brought to `next` afterwards.
pub(super) fn path(next: Option<&str>) -> String {
    match next.and_then(own_path) {
        Some(next) => format!("/sign-in/second?next={}", encoded(next)),
        None => "/sign-in/second".to_owned(),
    }
}

/// The page again, with what is to be put right.
async fn again(asker: &Asker<'_>, problem: &Problem, raw: &Raw) -> Result<Response, Failure> {
    let visit = asker.visit();
    match second::offered(asker).await {
        Ok(offered) => visit.form_page("identity/second_proof.html", view(visit, &offered, raw), problem, raw),
        Err(SignInError::Over { used }) => gone(visit, used),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// What was shown proves nothing.
fn does_not_count(raw: &Raw, left: i64) -> Problem {
    if is_passkey(raw) && left > 0 {
        return wrong("/form", Message::new("identity-error-passkey"));
    }
    let field = if is_passkey(raw) { "/form" } else { "/code" };
    wrong(field, Message::new("identity-error-second").with("left", left))
}

/// What to type, where nothing was typed that could be a proof.
fn blank(raw: &Raw) -> &'static str {
    if text(raw, "way") == "recovery" { "identity-error-recovery-blank" } else { "identity-error-app-blank" }
}

fn view(visit: &Visit, offered: &Offered, asked: &Raw) -> SecondProof {
    let next = text(asked, "next");
    SecondProof {
        title: say(visit, "identity-second"),
        way: if text(asked, "way") == "recovery" { "recovery" } else { "app" },
        passkey: offered.passkey,
        remembering: offered.remembering,
        next: own_path(&next).map(str::to_owned),
        help: None,
        form: Blank::default(),
    }
}
