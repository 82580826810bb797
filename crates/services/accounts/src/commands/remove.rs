use directory::{HoldingRow, Membership};
use gateway::{Command, Effect, Granted, Input, Path, Tx, Undo, delete};
use serde_json::json;

use super::{PeopleError, Removed, RestoreMember, keepers, may::may_end};

/// Ends somebody's membership. From their next request on they have no way into the account. What they held stays
/// beside the ended membership and counts for nothing; so it can be put back as it was.
#[derive(Input)]
pub struct RemoveMember {}

impl Command for RemoveMember {
    const NAME: &'static str = "people.remove";
    const PATH: Path = delete("/people/{membership}");
    const EFFECT: Effect = Effect::Changes;
    type On = Membership;
    type Writes = (Membership, HoldingRow);
    type Output = ();
    type Error = PeopleError;

    async fn run<'t>(self, member: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), PeopleError> {
        if member.ended_at.is_some() {
            tx.nothing_happened();
            return Ok(());
        }
        let held = tx.parts::<HoldingRow, Membership>(&member, None).await?;
        let may_end = |role: &str, until| may_end::<Self>(tx.caller(), member.account_id, role, until);
        if held.iter().any(|held| !may_end(&held.role, held.valid_until)) {
            return Err(PeopleError::HoldsMore(member.name.clone()));
        }
        let keepers = keepers(&tx.caller().rights.book);
        // What is held for a while ends by itself, and keeps nobody.
        let keeps = held.iter().any(|held| held.valid_until.is_none() && keepers.contains(&held.role.as_str()));
        if keeps && tx.is_last_with(&member, &keepers).await? {
            return Err(PeopleError::Last(member.name.clone()));
        }
        let now = tx.now();
        tx.update(&member, |member| member.ended_at = Some(now)).await?;
        tx.record(&Removed { membership: member.id, person: member.person_id });
        tx.offer_undo(Undo { command: RestoreMember::NAME.into(), targets: vec![member.id.uuid()], input: json!({}) });
        Ok(())
    }
}
