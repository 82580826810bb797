use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use front::{Blank, Failure, Form, Oneself, Targets, Visitor, own_path};
use gateway::{Line, Raw};
use kernel::{Message, Problem};
use uuid::Uuid;

use super::{
    form::{answer, text, told, wrong},
    proof, second_due, security,
    sign_in::{again, let_in},
    views::{NewPasskey, PasskeyOffer, say},
};
use crate::{
    SignInError,
    asker::Asker,
    ceremony::{Begun, Ceremony},
    commands::{AddPasskey, RemovePasskey, RenamePasskey},
    notices, passkeys,
    queries::{OwnPasskey, ShowSecurity},
    second,
};

/// What this browser is asked, to sign in with a passkey. Writes nothing.
pub(super) async fn options(visitor: Visitor, headers: HeaderMap) -> Result<Response, Failure> {
    let asker = Asker::of(&visitor, &headers);
    let ceremony = Ceremony::of(asker.site()).ok_or_else(Problem::not_found)?;
    let begun = ceremony.begin_sign_in(&asker.browser_hash, asker.now()).ok_or_else(Problem::not_found)?;
    let body = serde_json::to_string(&begun).map_err(Problem::unexpected)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
}

/// What the browser answered.
pub(super) async fn enter(visitor: Visitor, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let asker = Asker::of(&visitor, &headers);
    match passkeys::enter(&asker, &answer(&raw)).await {
        Ok(entered) => Ok(let_in(&visitor, &entered, own_path(&text(&raw, "next")), false)),
        Err(SignInError::Wrong) => again(&visitor, &wrong("/form", Message::new("identity-error-passkey")), &raw),
        Err(error) => Err(Problem::from(error).into()),
    }
}

/// Adding a passkey.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    if let Some(first) = second_due::first(&me, "/me/passkeys/new").await? {
        return Ok(first);
    }
    if let Some(first) = proof::first(&me, "/me/passkeys/new") {
        return Ok(first);
    }
    let known = known(&me).await?;
    me.page("identity/passkey.html", view(&me, &known, None))
}

/// Offers a passkey to whoever has just signed in and has none; either way they go on to where they were going.
pub(super) async fn offer(me: Oneself, headers: HeaderMap, Form(asked): Form) -> Result<Response, Failure> {
    let next = text(&asked, "next");
    let next = own_path(&next).unwrap_or("/");
    let known = known(&me).await?;
    let Some(begun) = begun(&me, &known).filter(|_| known.is_empty()) else { return Ok(me.redirect(next)) };
    let view = PasskeyOffer {
        title: say(&me, "identity-offer"),
        options: begun.options.to_string(),
        state: begun.state,
        name: me.say(&Asker::of(&me, &headers).device.named()),
        next: next.to_owned(),
    };
    me.page("identity/passkey_offer.html", view)
}

/// It was named, and the browser made it.
pub(super) async fn add(me: Oneself, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    if let Some(first) = second_due::first(&me, "/me/passkeys/new").await? {
        return Ok(first);
    }
    if let Some(first) = proof::first(&me, "/me/passkeys/new") {
        return Ok(first);
    }
    let known = known(&me).await?;
    let (name, next) = (text(&raw, "name"), text(&raw, "next"));
    let next = own_path(&next);
    let again = |problem: &Problem| me.form_page("identity/passkey.html", view(&me, &known, next), problem, &raw);
    if let Err(says) = Line::<60>::parse(&name) {
        return again(&wrong("/name", says));
    }
    let answer = answer(&raw);
    let made = Ceremony::of(me.site()).and_then(|ceremony| {
        ceremony.finish_registration(me.person(), &answer.answer, &answer.state, me.formats.now())
    });
    let Some(made) = made else {
        return again(&wrong("/form", Message::new("identity-error-passkey-made")));
    };
    let fields = told(&[("name", name.clone()), ("credential_id", made.credential_id), ("secret", made.key)]);
    match me.execute::<AddPasskey>(&[], &fields).await {
        Ok(_) => {}
        Err(failure) if failure.is_mendable() => return again(&failure.0),
        Err(failure) => return Err(failure),
    }
    let says = Message::new("identity-letter-factor-passkey-added").with("name", name.trim());
    let asker = Asker::of(&me, &headers);
    if let Some(token) = second::set_up(&asker).await? {
        me.keep_session(token.expose());
    }
    notices::factor_changed(&asker, me.person(), &says).await.map_err(Problem::from)?;
    me.toast(&Message::new("identity-passkey-added"));
    Ok(me.redirect(next.unwrap_or("/me/sign-in")))
}

/// Calls it something else.
pub(super) async fn rename(me: Oneself, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    security::rename::<RenamePasskey>(&me, "passkey", targets.one()?, &raw).await
}

/// Removes it.
pub(super) async fn remove(me: Oneself, headers: HeaderMap, targets: Targets) -> Result<Response, Failure> {
    let passkey = own(&me, targets.one()?).await?;
    if let Some(first) = proof::first(&me, "/me/sign-in") {
        return Ok(first);
    }
    me.execute::<RemovePasskey>(&[], &told(&[("passkey", passkey.id.to_string())])).await?;
    let says = Message::new("identity-letter-factor-passkey-removed").with("name", passkey.name);
    notices::factor_changed(&Asker::of(&me, &headers), me.person(), &says).await.map_err(Problem::from)?;
    me.toast(&Message::new("identity-passkey-removed"));
    Ok(me.redirect("/me/sign-in"))
}

/// One of the person's own passkeys; any other is not there.
async fn own(me: &Oneself, passkey: Uuid) -> Result<OwnPasskey, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    let own = found.passkeys.into_iter().find(|own| own.id.uuid() == passkey);
    own.ok_or_else(|| Problem::not_found().into())
}

/// What the person's keys call themselves: no device makes a second one.
async fn known(me: &Oneself) -> Result<Vec<String>, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    Ok(found.passkeys.into_iter().map(|own| own.credential_id).collect())
}

/// The first half of making one; nothing where the portal is reached by a number.
fn begun(me: &Oneself, known: &[String]) -> Option<Begun> {
    let admission = me.admission.as_ref();
    let name = admission.map_or("", |admission| admission.email.as_deref().unwrap_or(&admission.name));
    Ceremony::of(me.site())?.begin_registration(me.person(), name, known, me.formats.now())
}

fn view(me: &Oneself, known: &[String], next: Option<&str>) -> NewPasskey {
    let begun = begun(me, known);
    NewPasskey {
        title: say(me, "identity-passkey-add"),
        options: begun.as_ref().map(|begun| begun.options.to_string()),
        state: begun.map(|begun| begun.state).unwrap_or_default(),
        next: next.map(str::to_owned),
        form: Blank::default(),
    }
}
