use axum::response::Response;
use front::{Blank, Failure, Form, Narrowed, Staff, Targets};
use gateway::{Command as _, Raw};
use kernel::{Message, Problem};

use super::{
    consent::say,
    views::{AppRow, AppsPage, MadePage, NewPage},
};
use crate::{AppLine, ListApps, NewApp, ReadmitApp, RegisterApp, RemoveApp};

/// The apps that are registered, and those that said themselves who they are.
pub(super) async fn show(me: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let path = me.address("/apps");
    let asked = Narrowed::read(path.clone(), &[], &raw);
    let found = me.ask::<ListApps>(None, &asked.raw()).await?;
    let (removes, readmits) = (me.may(RemoveApp::NAME), me.may(ReadmitApp::NAME));
    let action = |app: &AppLine| match app.removed {
        Some(_) => readmits.then(|| format!("{path}/{}/readmission", app.app)),
        None => removes.then(|| format!("{path}/{}/removal", app.app)),
    };
    let row = |app: &AppLine| AppRow {
        name: app.name.clone(),
        client_id: app.client_id.clone(),
        redirects: app.redirects.clone(),
        confidential: app.confidential,
        by_itself: app.key.is_some(),
        since: me.formats.day_of(app.since),
        says_so_at: app.says_so_at.clone(),
        removed: app.removed.is_some(),
        action: action(app),
    };
    let view = AppsPage {
        title: say(&me, "apps-title"),
        new: me.may(RegisterApp::NAME).then(|| me.address("/apps/new")),
        rows: found.rows.iter().map(row).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("oauth/apps.html", view)
}

/// What the app is called, where people come back to, and what it may do by itself.
pub(super) async fn begin(me: Staff) -> Result<Response, Failure> {
    if !me.may(RegisterApp::NAME) {
        return Err(Problem::not_found().into());
    }
    me.page("oauth/app_new.html", view(&me, &Raw::empty()))
}

/// Registers it, and shows its secret, once.
pub(super) async fn make(me: Staff, Form(raw): Form) -> Result<Response, Failure> {
    match made(&me, &api::spelled_out(&me, &raw)).await {
        Ok(made) => {
            let view = MadePage {
                title: say(&me, "apps-made"),
                apps: me.address("/apps"),
                name: raw.text("name").unwrap_or_default(),
                client_id: made.client_id,
                secret: made.secret,
            };
            Ok(front::done(me.page("oauth/app_made.html", view)?))
        }
        Err(failure) if failure.is_mendable() => me.form_page("oauth/app_new.html", view(&me, &raw), &failure.0, &raw),
        Err(failure) => Err(failure),
    }
}

/// Takes an app off.
pub(super) async fn remove(me: Staff, targets: Targets) -> Result<Response, Failure> {
    me.execute::<RemoveApp>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("apps-removed"));
    Ok(me.redirect(&me.address("/apps")))
}

/// Lets an app that was taken off come in again.
pub(super) async fn readmit(me: Staff, targets: Targets) -> Result<Response, Failure> {
    me.execute::<ReadmitApp>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("apps-readmitted"));
    Ok(me.redirect(&me.address("/apps")))
}

/// Registers it past `Signed::execute`: under a name the answer would be kept, and it holds the secret.
async fn made(me: &Staff, raw: &Raw) -> Result<NewApp, Failure> {
    let brand = me.brand.id.ok_or_else(Problem::not_found)?;
    let done = me.site().gateway.execute::<RegisterApp>(&me.asked(), &[brand.uuid()], raw).await?;
    Ok(done.output)
}

fn view(me: &Staff, raw: &Raw) -> NewPage {
    NewPage {
        title: say(me, "apps-new"),
        apps: me.address("/apps"),
        action: me.address("/apps/new"),
        parts: api::choices(me, raw),
        form: Blank::of([("name", String::new()), ("redirects", String::new()), ("confidential", String::new())]),
    }
}
