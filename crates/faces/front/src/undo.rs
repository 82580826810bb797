//! The way back that a toast or a page offers: a named command, signed for the session it was offered to.

use std::time::Duration;

use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use gateway::{Key, Raw, RawField, WayBack};
use kernel::{Message, Problem};

use crate::{Failure, Form, Oneself, Reader, Signed, Visit};

/// How long what was done may be taken back, from a toast or from history.
pub const UNDO: Duration = Duration::from_mins(10);

impl Visit {
    /// What a form sends to `address("/undo")`, in a field `undo`, to take something back; nothing when it is too late.
    pub fn way_back(&self, back: &WayBack) -> Option<String> {
        if self.is_late(back) {
            return None;
        }
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(back).unwrap_or_default());
        let signature = self.site.secret.sign("undo", self.bound(), &text);
        Some(format!("{text}.{signature}"))
    }

    fn is_late(&self, back: &WayBack) -> bool {
        back.deed.at.plus(UNDO) <= self.formats.now()
    }

    fn offered(&self, raw: &Raw) -> Result<WayBack, Problem> {
        let RawField::Text(told) = raw.field("undo") else { return Err(Problem::not_found()) };
        let (text, signature) = told.split_once('.').ok_or_else(Problem::not_found)?;
        if !self.site.secret.is_signed("undo", self.bound(), text, signature) {
            return Err(Problem::not_found());
        }
        let late = || Problem::of(&Problem::GONE, Message::new("front-undo-late"));
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Problem::not_found())?;
        // What we signed and cannot read was offered by an earlier release.
        let back: WayBack = serde_json::from_slice(&bytes).map_err(|_| late())?;
        if self.is_late(&back) { Err(late()) } else { Ok(back) }
    }
}

/// Takes something back behind the customer's or the staff's door.
pub(crate) async fn take_back(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    back(&me, &raw).await
}

/// Takes something of one's own back.
pub(crate) async fn take_back_own(me: Oneself, Form(raw): Form) -> Result<Response, Failure> {
    back(&me, &raw).await
}

/// Runs the named command through the gate, as whoever asks, and shows the page they came from. Pressed twice, it is
/// done once.
async fn back(me: &Signed, raw: &Raw) -> Result<Response, Failure> {
    let back = me.offered(raw)?;
    let key = Key::of_form("undo", &back.undo.targets, raw);
    me.site.gateway.take_back(&me.asked().keyed(key), &back).await?;
    me.toast(&Message::new("front-undone"));
    Ok(me.redirect(me.came_from().unwrap_or("/")))
}
