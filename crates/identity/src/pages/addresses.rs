use axum::{extract::Path, http::HeaderMap, response::Response};
use front::{Blank, Failure, Form, Oneself, Targets};
use gateway::Raw;
use kernel::{Message, Problem};
use uuid::Uuid;

use super::{
    form::{email, told, wrong},
    views::{self, Press, gone, say},
};
use crate::{
    Token,
    asker::Asker,
    commands::{AddAddress, MakePrimary, RemoveAddress, VerifyAddress},
    letters_out, notices,
    queries::{OwnAddress, ShowSecurity},
};

/// Adding an address.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    me.page("identity/add_address.html", adding(&me))
}

/// The address was typed; a link goes there.
pub(super) async fn add(me: Oneself, headers: HeaderMap, Form(raw): Form) -> Result<Response, Failure> {
    let again = |problem: &Problem| me.form_page("identity/add_address.html", adding(&me), problem, &raw);
    let email = match email(&raw) {
        Ok(email) => email,
        Err(says) => return again(&wrong("/email", says)),
    };
    match me.execute::<AddAddress>(&[], &told(&[("email", email.as_str().to_owned())])).await {
        Ok(done) if done.repeated => Ok(me.redirect("/me/sign-in")),
        Ok(_) => send(&me, &headers, email.as_str()).await,
        Err(failure) if failure.is_mendable() => again(&failure.0),
        Err(failure) => Err(failure),
    }
}

/// Sends the link again.
pub(super) async fn send_again(me: Oneself, headers: HeaderMap, targets: Targets) -> Result<Response, Failure> {
    let address = own(&me, targets.one()?).await?;
    if address.verified {
        return Ok(me.redirect("/me/sign-in"));
    }
    send(&me, &headers, &address.email).await
}

/// Makes it the main one.
pub(super) async fn promote(me: Oneself, headers: HeaderMap, targets: Targets) -> Result<Response, Failure> {
    let address = own(&me, targets.one()?).await?;
    let asker = Asker::of(&me, &headers);
    let before = notices::main_address(&asker, me.person()).await.map_err(Problem::from)?;
    let done = me.execute::<MakePrimary>(&[], &told(&[("address", address.id.to_string())])).await?;
    if let Some(before) = before.filter(|before| *before != address.email && !done.repeated) {
        let says = Message::new("identity-letter-address-promoted").with("email", address.email);
        notices::main_moved(&asker, me.person(), &before, &says).await.map_err(Problem::from)?;
    }
    me.toast(&Message::new("identity-address-promoted"));
    Ok(me.redirect("/me/sign-in"))
}

/// Removes it.
pub(super) async fn remove(me: Oneself, headers: HeaderMap, targets: Targets) -> Result<Response, Failure> {
    let address = own(&me, targets.one()?).await?;
    me.execute::<RemoveAddress>(&[], &told(&[("address", address.id.to_string())])).await?;
    if address.verified {
        tell(&me, &headers, Message::new("identity-letter-address-removed").with("email", address.email)).await?;
    }
    me.toast(&Message::new("identity-address-removed"));
    Ok(me.redirect("/me/sign-in"))
}

/// The page the link leads to; reading it confirms nothing.
pub(super) async fn confirm(me: Oneself, Path(token): Path<String>) -> Result<Response, Failure> {
    let Some(token) = Token::parse(&token) else { return gone(&me, false) };
    let view = Press {
        title: say(&me, "identity-confirm"),
        lede: say(&me, "identity-confirm-lede"),
        action: format!("/me/addresses/confirm/{}", token.expose()),
        label: say(&me, "identity-letter-address-confirm"),
        busy: say(&me, "identity-saving"),
        refusal: None,
        help: None,
    };
    me.page("identity/press.html", view)
}

/// The button was pressed.
pub(super) async fn confirmed(me: Oneself, headers: HeaderMap, Path(token): Path<String>) -> Result<Response, Failure> {
    let Some(token) = Token::parse(&token) else { return gone(&me, false) };
    match me.execute::<VerifyAddress>(&[], &told(&[("token", token.expose().to_owned())])).await {
        Ok(_) => {
            tell(&me, &headers, Message::new("identity-letter-address-added")).await?;
            me.toast(&Message::new("identity-address-done"));
            Ok(me.redirect("/me/sign-in"))
        }
        Err(failure) if failure.0.kind() == &Problem::GONE => gone(&me, false),
        Err(failure) => Err(failure),
    }
}

async fn send(me: &Oneself, headers: &HeaderMap, email: &str) -> Result<Response, Failure> {
    let name = me.admission.as_ref().map(|admission| admission.name.as_str()).unwrap_or_default();
    let sent = letters_out::ask_for_address(&Asker::of(me, headers), me.person(), name, email).await;
    sent.map_err(Problem::from)?;
    me.toast(&Message::new("identity-address-added").with("email", email));
    Ok(me.redirect("/me/sign-in"))
}

/// Tells the main address what became of the others.
async fn tell(me: &Oneself, headers: &HeaderMap, says: Message) -> Result<(), Failure> {
    let told = notices::factor_changed(&Asker::of(me, headers), me.person(), &says).await;
    Ok(told.map_err(Problem::from)?)
}

/// One of the person's own addresses; any other is not there.
async fn own(me: &Oneself, address: Uuid) -> Result<OwnAddress, Failure> {
    let found = me.ask::<ShowSecurity>(None, &Raw::empty()).await?;
    let own = found.addresses.into_iter().find(|own| own.id.uuid() == address);
    own.ok_or_else(|| Problem::not_found().into())
}

fn adding(me: &Oneself) -> views::AddAddress {
    views::AddAddress { title: say(me, "identity-add"), form: Blank::default() }
}
