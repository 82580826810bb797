use axum::response::Response;
use front::{Failure, Form, Narrowed, Oneself, Visit};
use kernel::Message;

use super::{
    security::said_by,
    views::{SignInRow, SignIns, say},
};
use crate::{
    queries::{ListSignIns, OwnTry},
    rows::Failed,
};

/// One's own sign-ins and what was refused, the newest first.
pub(super) async fn show(me: Oneself, Form(asked): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read("/me/sign-ins".to_owned(), &[], &asked);
    let found = me.ask::<ListSignIns>(None, &asked.raw()).await?;
    let view = SignIns {
        title: say(&me, "identity-sign-ins"),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
        rows: found.rows.into_iter().map(|tried| row(&me, tried)).collect(),
    };
    me.page("identity/sign_ins.html", view)
}

fn row(visit: &Visit, tried: OwnTry) -> SignInRow {
    let refused = tried.failed.map(|failed| match failed {
        Failed::First => "identity-sign-ins-refused",
        Failed::Second => "identity-sign-ins-refused-second",
        Failed::Again => "identity-sign-ins-refused-again",
    });
    SignInRow {
        at: tried.at,
        by: match tried.way {
            Some(_) => said_by(visit, tried.way, tried.second),
            None => say(visit, "identity-sign-ins-second"),
        },
        address: tried.address,
        refused: refused.map(|id| visit.say(&Message::new(id))),
    }
}
