use axum::response::Response;
use front::{Blank, Failure, Form, Oneself};
use kernel::Message;

use super::views::{Rename, say};
use crate::commands::RenameOneself;

/// What one is called, to be changed.
pub(super) async fn show(me: Oneself) -> Result<Response, Failure> {
    me.page("identity/name.html", view(&me))
}

/// The new name was typed.
pub(super) async fn change(me: Oneself, Form(raw): Form) -> Result<Response, Failure> {
    match me.execute::<RenameOneself>(&[], &raw).await {
        Ok(_) => {
            me.toast(&Message::new("identity-renamed"));
            Ok(me.redirect("/me/sign-in"))
        }
        Err(failure) if failure.is_mendable() => me.form_page("identity/name.html", view(&me), &failure.0, &raw),
        Err(failure) => Err(failure),
    }
}

fn view(me: &Oneself) -> Rename {
    let name = me.admission.as_ref().map(|admission| admission.name.clone()).unwrap_or_default();
    Rename { title: say(me, "identity-rename"), form: Blank::of([("name", name)]) }
}
