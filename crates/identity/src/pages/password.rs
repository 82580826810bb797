use axum::{http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Oneself};
use gateway::Raw;
use kernel::{Message, Problem};

use super::{
    devices::current,
    form::{text, told, wrong},
    proof,
    views::{PasswordChange, say},
};
use crate::{
    SignInError,
    asker::Asker,
    commands::ChangePassword,
    notices, passwords,
    queries::{Security, ShowSecurity},
    sessions, sign_in as door,
};

/// Changing one's password, or making the first.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    if let Some(first) = app_first(&me, &found) {
        return Ok(first);
    }
    let has_password = found.password.is_some();
    me.page("identity/password_change.html", view(&me, has_password))
}

/// The new one was typed and, if there is one, the old one. Without an old one a sign-in of a moment ago is the proof;
/// who has an authenticator app has shown that a moment ago, too.
pub(super) async fn change(me: Oneself, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    if let Some(first) = app_first(&me, &found) {
        return Ok(first);
    }
    let (asker, has_password) = (Asker::of(&me, &headers), found.password.is_some());
    let session = current(&me)?;
    let again =
        |problem: &Problem| me.form_page("identity/password_change.html", view(&me, has_password), problem, &raw);
    let mut asked = me.asked();
    if has_password {
        match door::is_theirs(&asker, me.person(), &text(&raw, "current")).await {
            Ok(()) => asked.principal.fresh = true,
            Err(SignInError::Wrong) => return again(&wrong("/current", Message::new("identity-error-current"))),
            Err(error) => return Err(Problem::from(error).into()),
        }
    } else if !asked.principal.fresh {
        return again(&wrong("/form", Message::new("identity-error-not-fresh")));
    }
    let fields = told(&[("password", text(&raw, "password")), ("keep", session.to_string())]);
    match me.site().gateway.execute::<ChangePassword>(&asked, &[me.person().uuid()], &fields).await {
        Ok(_) => {}
        Err(problem) if problem.kind() == &Problem::INVALID => return again(&problem),
        Err(problem) => return Err(problem.into()),
    }
    // Whoever else had this session's token is out with the other sessions.
    if let Some(token) = sessions::rotate_own(&asker).await? {
        me.keep_session(token.expose());
    }
    notices::password_changed(&asker, me.person()).await.map_err(Problem::from)?;
    me.toast(&Message::new("identity-password-saved"));
    Ok(me.redirect("/me/sign-in"))
}

/// Leads whoever has an authenticator app to show it first.
fn app_first(me: &Oneself, found: &Security) -> Option<Response> {
    if found.authenticators.is_empty() { None } else { proof::first(me, "/me/password") }
}

fn view(me: &Oneself, has_password: bool) -> PasswordChange {
    let title = say(me, if has_password { "identity-change" } else { "identity-make" });
    PasswordChange { title, has_password, least: passwords::LEAST, form: Blank::default() }
}
