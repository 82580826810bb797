use axum::response::Response;
use front::{Blank, Failure, Form, Reader, Signed};
use gateway::Raw;
use kernel::{Id, Problem};

use super::{
    LIST,
    list::making,
    offered, say, sealed, ticked,
    views::{NewPage, SecretPage},
};
use crate::{CreateDeskWebhook, CreateWebhook, Secret, Webhook};

/// Below the door.
const HERE: &str = "/webhooks/new";

/// Where it goes, and what it is told of. Who showed no proof a moment ago is asked for one first, so that nothing typed is
/// lost on the way.
pub(super) async fn show(me: Reader) -> Result<Response, Failure> {
    if !me.may(making(&me)) {
        return Err(Problem::not_found().into());
    }
    if !me.principal().fresh {
        let next: String = form_urlencoded::byte_serialize(me.address(HERE).as_bytes()).collect();
        return Ok(me.redirect(&format!("/me/proof?next={next}")));
    }
    me.page("webhooks/new.html", view(&me, &Raw::empty()))
}

/// Makes the webhook and shows its secret, once.
pub(super) async fn make(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let secret = Secret::random();
    match made(&me, &raw, &secret).await {
        Ok(webhook) => shown(&me, webhook, &secret, false),
        Err(failure) if failure.is_mendable() => me.form_page("webhooks/new.html", view(&me, &raw), &failure.0, &raw),
        Err(failure) => Err(failure),
    }
}

/// The page with a secret. Nobody is shown it again.
pub(super) fn shown(me: &Signed, webhook: Id<Webhook>, secret: &Secret, changed: bool) -> Result<Response, Failure> {
    let list = me.address(LIST);
    let view = SecretPage {
        title: if changed { say(me, "webhooks-rotated") } else { say(me, "webhooks-made") },
        webhook: format!("{list}/{webhook}"),
        webhooks: list,
        secret: secret.shown(),
        changed,
    };
    Ok(front::done(me.page("webhooks/secret.html", view)?))
}

/// Makes it past `Signed::execute`: under a name its words would be kept, and there is a secret among them.
async fn made(me: &Signed, raw: &Raw, secret: &Secret) -> Result<Id<Webhook>, Failure> {
    let (gateway, asked) = (&me.site().gateway, me.asked());
    let mut told = vec![sealed(me, secret)];
    told.extend(raw.text("url").map(|url| ("url".to_owned(), url)));
    told.extend(ticked(raw).into_iter().map(|event| ("events".to_owned(), event)));
    let told = Raw::Form(told);
    if me.account().is_some() {
        return Ok(gateway.execute::<CreateWebhook>(&asked, &[], &told).await?.output);
    }
    let brand = me.brand.id.ok_or_else(Problem::not_found)?;
    Ok(gateway.execute::<CreateDeskWebhook>(&asked, &[brand.uuid()], &told).await?.output)
}

fn view(me: &Signed, raw: &Raw) -> NewPage {
    NewPage {
        title: say(me, "webhooks-new"),
        webhooks: me.address(LIST),
        action: me.address(HERE),
        events: offered(me, me.site().gateway.registry(), &ticked(raw)),
        form: Blank::of([("url", String::new())]),
    }
}
