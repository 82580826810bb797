use axum::response::Response;
use front::{Failure, Form, Staff, Targets, own_path};
use gateway::{Command, Raw};
use kernel::Message;

use crate::{LockPerson, SignPersonOut, UnlockPerson};

/// Locks somebody out, by the desk's page about them; back to that page.
pub(super) async fn lock(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    act::<LockPerson>(&staff, &targets, &raw, "people-locked").await
}

/// Lets them in again.
pub(super) async fn unlock(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    act::<UnlockPerson>(&staff, &targets, &raw, "people-unlocked").await
}

/// Signs them out everywhere.
pub(super) async fn sign_out(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    act::<SignPersonOut>(&staff, &targets, &raw, "people-signed-out").await
}

async fn act<C: Command>(staff: &Staff, targets: &Targets, raw: &Raw, says: &'static str) -> Result<Response, Failure> {
    staff.execute::<C>(&[targets.one()?], &Raw::empty()).await?;
    staff.toast(&Message::new(says));
    let next = raw.text("next").unwrap_or_default();
    Ok(staff.redirect(own_path(&next).unwrap_or("/desk")))
}
