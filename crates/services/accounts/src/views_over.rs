#![expect(clippy::disallowed_methods, reason = "whose time is over is asked in nobody's name")]

use directory::ViewAs;
use gateway::{Asked, Gateway, Raw};
use journal::Face;
use kernel::Problem;

use crate::{EndViewAs, grants::VIEWS};

/// How many views are ended in one turn: others wait for it.
const AT_ONCE: usize = 50;

/// Ends the views whose time is over, and so has the journal say it. Nobody sees anything by one of them as it is; may
/// run at any time, and twice.
///
/// # Errors
/// The database's; then it is tried again.
pub async fn end_views_over(gateway: &Gateway) -> Result<(), Problem> {
    let now = gateway.clock().now();
    let over = ViewAs::ENDED_AT.is_unknown().and(ViewAs::ENDS_AT.up_to(&now));
    let mut failed = None;
    for view in gateway.db().unguarded().find(over).await?.into_iter().take(AT_ONCE) {
        let asked = Asked::system(VIEWS, Face::Inside, now);
        // One that cannot be ended keeps no other from it.
        if let Err(problem) = gateway.execute::<EndViewAs>(&asked, &[view.id.uuid()], &Raw::empty()).await {
            failed = Some(problem);
        }
    }
    failed.map_or(Ok(()), Err)
}
