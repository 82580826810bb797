#![expect(clippy::disallowed_methods, reason = "whose time is over is asked in nobody's name")]

use directory::ViewAs;
use gateway::{Asked, Gateway, Raw};
use journal::Face;
use kernel::Problem;

use crate::{EndViewAs, grants::VIEWS};

/// Ends the views whose time is over, and so has the journal say it. Nobody sees anything by one of them as it is; may
/// run at any time, and twice.
///
/// # Errors
/// The database's; then it is tried again.
pub async fn end_views_over(gateway: &Gateway) -> Result<(), Problem> {
    let now = gateway.clock().now();
    let over = ViewAs::ENDED_AT.is_unknown().and(ViewAs::ENDS_AT.up_to(&now));
    for view in gateway.db().unguarded().find(over).await? {
        let asked = Asked::system(VIEWS, Face::Inside, now);
        gateway.execute::<EndViewAs>(&asked, &[view.id.uuid()], &Raw::empty()).await?;
    }
    Ok(())
}
