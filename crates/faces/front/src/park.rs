use gateway::Raw;
use store::StoreError;

use crate::{Visit, drafts, own};

/// Keeps what was sent under a session that has ended, as a draft of whoever the session was, so that the form is
/// filled in again once they have signed in. A token nobody ever had keeps nothing.
pub(crate) async fn keep(visit: &Visit, raw: &Raw) -> Result<(), StoreError> {
    let Some(token) = &visit.session else { return Ok(()) };
    let db = visit.site.gateway.db();
    let Some(person) = drafts::whose(db, &directory::token_hash(token)).await? else { return Ok(()) };
    drafts::keep(db, person, &visit.form, raw, visit.formats.now()).await.map(|_| ())
}

/// Keeps the files that came with a form until it is done: where something is to be put right, a browser asks for them
/// once more. What comes to be kept as a draft is kept where that is done.
pub(crate) async fn keep_files(visit: &Visit, raw: &Raw) -> Result<(), StoreError> {
    let is_to_keep = visit.path != own::DRAFTS && drafts::brings_files(raw);
    let Some(admission) = visit.admission.as_ref().filter(|_| is_to_keep) else { return Ok(()) };
    let (db, now) = (visit.site.gateway.db(), visit.formats.now());
    let kept = drafts::keep(db, admission.person, &visit.form, raw, now).await?;
    // A form is let through once.
    let _ = visit.brought.set(kept);
    Ok(())
}
