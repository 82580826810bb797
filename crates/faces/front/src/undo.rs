//! The way back that a toast or a page offers: a named command, signed for the session it was offered to.

use std::time::Duration;

use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use gateway::{Raw, RawField, Undo};
use kernel::{Message, Problem, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Failure, Form, Oneself, Reader, Signed, Visit};

/// How long what was done may be taken back, from a toast or from history.
pub const UNDO: Duration = Duration::from_mins(10);

/// The way back as it stands in a form.
#[derive(Serialize, Deserialize)]
struct Offer {
    undo: Undo,
    until: Timestamp,
}

impl Visit {
    /// What a form sends to `address("/undo")`, in a field `undo`, to take something back that was done at `done_at`;
    /// nothing when it is too late.
    pub fn way_back(&self, undo: &Undo, done_at: Timestamp) -> Option<String> {
        let until = done_at.plus(UNDO);
        if until <= self.formats.now() {
            return None;
        }
        let offer = Offer { undo: undo.clone(), until };
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&offer).unwrap_or_default());
        let signature = self.site.secret.sign("undo", self.bound(), &text);
        Some(format!("{text}.{signature}"))
    }

    fn offered(&self, raw: &Raw) -> Result<Undo, Problem> {
        let RawField::Text(told) = raw.field("undo") else { return Err(Problem::not_found()) };
        let (text, signature) = told.split_once('.').ok_or_else(Problem::not_found)?;
        if !self.site.secret.is_signed("undo", self.bound(), text, signature) {
            return Err(Problem::not_found());
        }
        let offer: Option<Offer> =
            URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let offer = offer.ok_or_else(Problem::not_found)?;
        if offer.until <= self.formats.now() {
            return Err(Problem::of(&Problem::GONE, Message::new("front-undo-late")));
        }
        Ok(offer.undo)
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

/// Runs the named command through the gate, as whoever asks, and shows the page they came from.
async fn back(me: &Signed, raw: &Raw) -> Result<Response, Failure> {
    let undo = me.offered(raw)?;
    let gateway = &me.site.gateway;
    let operation = gateway.registry().operation(&undo.command).ok_or_else(Problem::not_found)?;
    operation.run(gateway, &me.asked(), &undo.targets, &Raw::Json(undo.input)).await?;
    me.toast(&Message::new("front-undone"));
    Ok(me.redirect(me.came_from().unwrap_or("/")))
}
