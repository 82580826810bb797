use std::time::Duration;

use directory::Brand;
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use kernel::Timestamp;
use store::{Json, StoreError};

use crate::{Look, LookAsked};

/// How long a look may take. Until then whoever asks once more waits for the same one: it calls servers outside, which
/// should not be called as often as somebody can press a button.
const PATIENCE: Duration = Duration::from_mins(2);

/// Has the doctor look anew; what it finds is there to be read a moment later.
#[derive(Input)]
pub struct LookAgain {}

impl Command for LookAgain {
    const NAME: &'static str = "readiness.look";
    const PATH: Path = post("/brands/{brand}/readiness");
    const EFFECT: Effect = Effect::Changes;
    type On = Brand;
    type Writes = (Look,);
    type Output = ();
    type Error = StoreError;

    async fn run<'t>(self, brand: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), StoreError> {
        let found = tx.parts::<Look, Brand>(&brand, None).await?;
        let look = match found.first() {
            Some(look) if is_under_way(look, tx.now()) => {
                tx.nothing_happened();
                return Ok(());
            }
            Some(look) => {
                let now = tx.now();
                tx.update_part(look, |look| look.asked_at = now).await?;
                look.id
            }
            None => {
                let (id, findings) = (tx.new_id(), Json(Vec::new()));
                let (asked_at, brand_id) = (tx.now(), brand.id);
                tx.insert(Look { id, brand_id, asked_at, looked_at: None, findings, found: None, looking_until: None })
                    .await?;
                id
            }
        };
        tx.record(&LookAsked { look });
        Ok(())
    }
}

fn is_under_way(look: &Look, now: Timestamp) -> bool {
    look.is_due() && now.since(look.asked_at) < PATIENCE
}
