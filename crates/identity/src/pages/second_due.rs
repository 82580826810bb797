//! Where the layer around pages leads whoever owes a second proof; nothing opens before it but what leads to it.

use axum::{http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Oneself, own_path};
use gateway::Raw;
use kernel::{Id, Message, Problem};

use super::{
    devices::current,
    form::{encoded, is_passkey, second_proof, text, wrong},
    views::{SecondDue, say},
};
use crate::{
    SignInError,
    asker::Asker,
    queries::{Security, ShowSecurity},
    second,
};

/// Leads whoever owes a second proof and has one to where it is shown: only who has none may set one up instead.
pub(super) async fn first(me: &Oneself, next: &str) -> Result<Option<Response>, Failure> {
    if !owes(me) || way(&me.ask::<ShowSecurity>(None, &Raw::empty()).await?) == "none" {
        return Ok(None);
    }
    Ok(Some(me.redirect(&format!("/me/second-proof?next={}", encoded(next)))))
}

/// What they can show, or set up. Who owes nothing goes on.
pub(super) async fn show(me: Oneself, Form(asked): Form) -> Result<Response, Failure> {
    if !owes(&me) {
        return Ok(me.redirect(own_path(&text(&asked, "next")).unwrap_or("/me/sign-in")));
    }
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    me.page("identity/second_due.html", view(&me, &found, &asked))
}

/// A code of the app, a recovery code or a passkey.
pub(super) async fn prove(me: Oneself, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    let again = |field: &'static str, says: &'static str| {
        let problem = wrong(field, Message::new(says));
        me.form_page("identity/second_due.html", view(&me, &found, &raw), &problem, &raw)
    };
    let Some(proof) = second_proof(&raw) else { return again("/code", "identity-error-app-blank") };
    let (asker, session) = (Asker::of(&me, &headers), Id::from_uuid(current(&me)?));
    match second::prove_again(&asker, me.person(), session, &proof).await {
        Ok(token) => {
            me.keep_session(token.expose());
            Ok(me.redirect(own_path(&text(&raw, "next")).unwrap_or("/")))
        }
        Err(SignInError::Wrong) if is_passkey(&raw) => again("/form", "identity-error-passkey"),
        Err(SignInError::Wrong) => again("/code", "identity-error-proof-code"),
        Err(error) => Err(Problem::from(error).into()),
    }
}

fn owes(me: &Oneself) -> bool {
    me.admission.as_ref().is_some_and(|admission| admission.owes_second)
}

fn way(found: &Security) -> &'static str {
    match (found.authenticators.is_empty(), found.passkeys.is_empty()) {
        (false, _) => "app",
        (true, false) => "passkey",
        (true, true) => "none",
    }
}

fn view(me: &Oneself, found: &Security, asked: &Raw) -> SecondDue {
    SecondDue {
        title: say(me, "identity-second"),
        way: way(found),
        passkey: !found.passkeys.is_empty(),
        next: own_path(&text(asked, "next")).map(str::to_owned),
        help: None,
        form: Blank::default(),
    }
}
