use axum::{http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Visit, Visitor, own_path};
use gateway::Raw;
use kernel::{Message, Problem};

use super::{
    form::{encoded, text, wrong},
    sign_in::let_in,
    views::{SecondProof, gone, say},
};
use crate::{SignInError, asker::Asker, factors::Proof, rows::ChallengeKind, second, sign_in as door};

/// The page of the second proof, for a browser that has shown the first.
pub(super) async fn show(visitor: Visitor, headers: HeaderMap, Form(asked): Form) -> Result<Response, Failure> {
    match door::newest(&Asker::of(&visitor, &headers), ChallengeKind::Second).await {
        Ok(_) => visitor.page("identity/second_proof.html", view(&visitor, &asked)),
        Err(SignInError::Over { .. }) => Ok(visitor.redirect("/sign-in")),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// The second proof was typed: a code of the app, or a recovery code.
pub(super) async fn prove(visitor: Visitor, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let again = |says: Message| {
        visitor.form_page("identity/second_proof.html", view(&visitor, &raw), &wrong("/code", says), &raw)
    };
    let asker = Asker::of(&visitor, &headers);
    let Some(proof) = Proof::parse(&text(&raw, "code")) else {
        // Whoever has nothing to answer is told that first.
        return match door::newest(&asker, ChallengeKind::Second).await {
            Ok(_) => again(Message::new(blank(&raw))),
            Err(SignInError::Over { used }) => gone(&visitor, used),
            Err(error) => Err(Problem::from(error).into()),
        };
    };
    match second::prove(&asker, &proof).await {
        Ok(entered) => Ok(let_in(&visitor, &entered, own_path(&text(&raw, "next")))),
        Err(SignInError::WrongCode { left }) => again(Message::new("identity-error-second").with("left", left)),
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

/// What to type, where nothing was typed that could be a proof.
fn blank(raw: &Raw) -> &'static str {
    if text(raw, "way") == "recovery" { "identity-error-recovery-blank" } else { "identity-error-app-blank" }
}

fn view(visit: &Visit, asked: &Raw) -> SecondProof {
    let next = text(asked, "next");
    SecondProof {
        title: say(visit, "identity-second"),
        way: if text(asked, "way") == "recovery" { "recovery" } else { "app" },
        next: own_path(&next).map(str::to_owned),
        help: None,
        form: Blank::default(),
    }
}
