use axum::response::Response;
use front::{Failure, Form, Narrowed, Oneself, Targets};
use gateway::Raw;
use kernel::Message;

use super::{
    consent::say,
    views::{OwnPage, OwnRow},
};
use crate::{EndApp, ListOwnApps, OwnApp};

/// Where they are listed.
const HERE: &str = "/me/apps";

/// The apps that act on one's own rights.
pub(super) async fn show(me: Oneself, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(HERE.to_owned(), &[], &raw);
    let found = me.ask::<ListOwnApps>(None, &asked.raw()).await?;
    let view = OwnPage {
        title: say(&me, "apps-own"),
        rows: found.rows.iter().map(|app| row(&me, app)).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("oauth/own.html", view)
}

/// Ends what one of them was allowed.
pub(super) async fn end(me: Oneself, targets: Targets) -> Result<Response, Failure> {
    me.execute::<EndApp>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("apps-ended"));
    Ok(me.redirect(HERE))
}

fn row(me: &Oneself, app: &OwnApp) -> OwnRow {
    let mut places = me.admission.iter().flat_map(|admission| &admission.places);
    let place = match app.account {
        None => say(me, "apps-at-desk"),
        Some(account) => {
            let found = places.find(|place| place.account == account);
            found.map_or_else(|| say(me, "apps-elsewhere"), |place| place.name.clone())
        }
    };
    OwnRow {
        name: app.name.clone(),
        place,
        since: me.formats.day_of(app.since),
        may: api::in_words(me, &app.actions),
        used: app.used,
        expires: me.formats.day_of(app.expires),
        over: app.expires <= me.formats.now(),
        end: format!("{HERE}/{}/end", app.key),
    }
}
