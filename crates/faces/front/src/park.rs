use gateway::Raw;
use store::StoreError;

use crate::{Visit, drafts};

/// Keeps what was sent under a session that has ended, as a draft of whoever the session was, so that the form is
/// filled in again once they have signed in. A token nobody ever had keeps nothing.
pub(crate) async fn keep(visit: &Visit, raw: &Raw) -> Result<(), StoreError> {
    let Some(token) = &visit.session else { return Ok(()) };
    let db = visit.site.gateway.db();
    let Some(person) = drafts::whose(db, &directory::token_hash(token)).await? else { return Ok(()) };
    drafts::keep(db, person, &visit.form, raw, visit.formats.now()).await
}
