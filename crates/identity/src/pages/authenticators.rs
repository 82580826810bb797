use axum::{http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Oneself, Targets};
use gateway::{Line, Raw};
use kernel::{Message, Problem};
use uuid::Uuid;

use super::{
    form::{text, told},
    proof, second_due, security,
    views::{NewAuthenticator, say},
};
use crate::{
    Code,
    asker::Asker,
    commands::{AddAuthenticator, RemoveAuthenticator, RenameAuthenticator},
    factors, notices,
    qr::picture,
    queries::{OwnAuthenticator, ShowSecurity},
    second,
    totp::Secret,
};

/// Setting an app up: a secret nobody has seen. It is kept nowhere but on this page until a code proves that the app
/// has it.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    if let Some(first) = second_due::first(&me, "/me/authenticators/new").await? {
        return Ok(first);
    }
    if let Some(first) = proof::first(&me, "/me/authenticators/new") {
        return Ok(first);
    }
    let secret = Secret::random();
    me.page("identity/authenticator.html", view(&me, &secret))
}

/// The app was named, and shows this code.
pub(super) async fn add(me: Oneself, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    if let Some(first) = second_due::first(&me, "/me/authenticators/new").await? {
        return Ok(first);
    }
    if let Some(first) = proof::first(&me, "/me/authenticators/new") {
        return Ok(first);
    }
    let sealed = text(&raw, "secret");
    // Not one that was shown to this person: begun anew.
    let Some(secret) = factors::opened(&me.site().settings.seal, me.person(), &sealed) else {
        return Ok(me.redirect("/me/authenticators/new"));
    };
    let again = |problem: &Problem| me.form_page("identity/authenticator.html", view(&me, &secret), problem, &raw);
    let (name, code) = (text(&raw, "name"), Code::parse(&text(&raw, "code")));
    let step = code.and_then(|code| secret.step_of(&code, me.formats.now(), -1));
    let faults = [
        Line::<60>::parse(&name).err().map(|says| ("/name", says)),
        step.is_none().then(|| ("/code", Message::new("identity-error-app-code"))),
    ];
    let faults = faults.into_iter().flatten();
    let problem = faults.fold(Problem::invalid(Vec::new()), |problem, (at, says)| problem.at(at, says));
    let Some(step) = step.filter(|_| problem.fields().is_empty()) else { return again(&problem) };
    let fields = told(&[("name", name.clone()), ("secret", sealed), ("step", step.to_string())]);
    match me.execute::<AddAuthenticator>(&[], &fields).await {
        Ok(_) => {}
        Err(failure) if failure.is_mendable() => return again(&failure.0),
        Err(failure) => return Err(failure),
    }
    let says = Message::new("identity-letter-factor-added").with("app", name.trim());
    let asker = Asker::of(&me, &headers);
    if let Some(token) = second::set_up(&asker).await? {
        me.keep_session(token.expose());
    }
    notices::factor_changed(&asker, me.person(), &says).await.map_err(Problem::from)?;
    me.toast(&Message::new("identity-authenticator-added"));
    Ok(me.redirect("/me/recovery-codes"))
}

/// Calls it something else.
pub(super) async fn rename(me: Oneself, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    security::rename::<RenameAuthenticator>(&me, "authenticator", targets.one()?, &raw).await
}

/// Removes it.
pub(super) async fn remove(me: Oneself, headers: HeaderMap, targets: Targets) -> Result<Response, Failure> {
    let app = own(&me, targets.one()?).await?;
    if let Some(first) = proof::first(&me, "/me/sign-in") {
        return Ok(first);
    }
    me.execute::<RemoveAuthenticator>(&[], &told(&[("authenticator", app.id.to_string())])).await?;
    let says = Message::new("identity-letter-factor-removed").with("app", app.name);
    notices::factor_changed(&Asker::of(&me, &headers), me.person(), &says).await.map_err(Problem::from)?;
    me.toast(&Message::new("identity-authenticator-removed"));
    Ok(me.redirect("/me/sign-in"))
}

/// One of the person's own apps; any other is not there.
async fn own(me: &Oneself, app: Uuid) -> Result<OwnAuthenticator, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    let own = found.authenticators.into_iter().find(|own| own.id.uuid() == app);
    own.ok_or_else(|| Problem::not_found().into())
}

fn view(me: &Oneself, secret: &Secret) -> NewAuthenticator {
    let admission = me.admission.as_ref();
    let owner = admission.map_or("", |known| known.email.as_deref().unwrap_or(&known.name));
    NewAuthenticator {
        title: say(me, "identity-authenticator-add"),
        picture: secret.uri(&me.brand.name, owner).as_deref().and_then(picture),
        typed: secret.typed(),
        secret: me.site().settings.seal.close(secret.bytes(), &factors::owner(me.person())),
        form: Blank::default(),
    }
}
