use axum::{extract::Path, response::Response};
use directory::RecordLink;
use front::{Failure, Visit, Visitor, link_gone};
use kernel::Message;

use super::views::{Press, day, say};
use crate::Token;

/// The page a link to one record leads to, with one button. Reading it opens nothing: mail scanners read it too.
pub(super) async fn show(visitor: Visitor, Path(token): Path<String>) -> Result<Response, Failure> {
    let link = found(&visitor, &token).await?;
    let lede = Message::new("links-open-lede").with("email", front::masked(&link.email));
    let view = Press {
        title: visitor.say(&Message::new("links-open").with("record", link.name.as_str())),
        lede: visitor.say(&lede.with("day", day(&visitor, link.expires_at))),
        action: format!("/l/{token}"),
        label: say(&visitor, "links-open-now"),
        busy: say(&visitor, "links-opening"),
        refusal: None,
        help: None,
    };
    visitor.page("identity/press.html", view)
}

/// The button was pressed: from now on this browser goes on without the link, for some hours.
pub(super) async fn open(visitor: Visitor, Path(token): Path<String>) -> Result<Response, Failure> {
    let link = found(&visitor, &token).await?;
    let record = visitor.open_link(&link, false).await?;
    Ok(visitor.redirect(&record))
}

/// The link, if it counts; what has run out, was revoked or never was answers alike.
async fn found(visit: &Visit, token: &str) -> Result<RecordLink, Failure> {
    let token = Token::parse(token).ok_or_else(link_gone)?;
    let (db, now) = (visit.site().gateway.db(), visit.formats.now());
    let found = directory::link_by_token(db, &token.hash(), now).await?;
    Ok(found.ok_or_else(link_gone)?)
}
