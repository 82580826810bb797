use axum::response::Response;
use front::{Failure, Oneself, Signed, Targets};
use kernel::{Id, Message, Problem};
use uuid::Uuid;

use super::{company, form::told};
use crate::{
    commands::{EndOtherSessions, EndSession, ForgetDevice},
    sso,
};

/// Signs out here; who came from their company goes on to sign out there.
pub(super) async fn leave(me: Oneself) -> Result<Response, Failure> {
    let leaves = sso::leaves_by(me.site(), Id::from_uuid(current(&me)?)).await?;
    let out = out(&me).await?;
    match leaves {
        Some(leaves) => company::out(&me, leaves),
        None => Ok(out),
    }
}

async fn out(me: &Oneself) -> Result<Response, Failure> {
    let session = current(me)?;
    me.execute::<EndSession>(&[], &told(&[("device", session.to_string())])).await?;
    me.drop_session();
    Ok(me.redirect("/sign-in?said=out"))
}

/// Signs a device out; this one, too.
pub(super) async fn end(me: Oneself, targets: Targets) -> Result<Response, Failure> {
    let device = targets.one()?;
    if device == current(&me)? {
        return out(&me).await;
    }
    me.execute::<EndSession>(&[], &told(&[("device", device.to_string())])).await?;
    me.toast(&Message::new("identity-device-signed-out"));
    Ok(me.redirect("/me/sign-in"))
}

/// Signs every other device out.
pub(super) async fn end_others(me: Oneself) -> Result<Response, Failure> {
    let session = current(&me)?;
    let done = me.execute::<EndOtherSessions>(&[], &told(&[("keep", session.to_string())])).await?;
    me.toast(&Message::new("identity-devices-signed-out").with("count", done.output));
    Ok(me.redirect("/me/sign-in"))
}

/// Asks for the second proof again on a device that was remembered.
pub(super) async fn forget(me: Oneself, targets: Targets) -> Result<Response, Failure> {
    me.execute::<ForgetDevice>(&[], &told(&[("device", targets.one()?.to_string())])).await?;
    me.toast(&Message::new("identity-remembered-forgotten"));
    Ok(me.redirect("/me/sign-in"))
}

/// The session this request came with.
pub(super) fn current(me: &Signed) -> Result<Uuid, Failure> {
    let session = me.admission.as_ref().map(|admission| admission.session.uuid());
    session.ok_or_else(|| Problem::not_found().into())
}
