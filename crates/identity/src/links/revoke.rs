use directory::RecordLink;
use gateway::{Command, Effect, Granted, Input, Path, Tx, delete};

use super::{LinkError, LinkRevoked};

/// Revokes a link to a record. The next request that comes by it is refused.
#[derive(Input)]
pub struct RevokeLink {}

impl Command for RevokeLink {
    const NAME: &'static str = "links.revoke";
    const PATH: Path = delete("/links/{link}");
    const EFFECT: Effect = Effect::Destroys;
    type On = RecordLink;
    type Writes = (RecordLink,);
    type Output = ();
    type Error = LinkError;

    async fn run<'t>(self, link: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), LinkError> {
        if link.revoked_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        let now = tx.now();
        tx.update(&link, |link| link.revoked_at = Some(now)).await?;
        tx.record_naming(&LinkRevoked { link: link.id }, [link.target.clone()]);
        Ok(())
    }
}
