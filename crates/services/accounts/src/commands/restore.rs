use directory::{HoldingRow, Membership};
use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use store::StoreError;

use super::{PeopleError, Restored, may::may_end};

/// Puts a member back who was removed, with exactly the roles they held. Whoever does it must be able to give each of
/// them.
#[derive(Input)]
pub struct RestoreMember {}

impl Command for RestoreMember {
    const NAME: &'static str = "people.restore";
    const PATH: Path = post("/people/{membership}/restoration");
    const EFFECT: Effect = Effect::Changes;
    type On = Membership;
    type Writes = (Membership, HoldingRow);
    type Output = ();
    type Error = PeopleError;

    async fn run<'t>(self, member: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), PeopleError> {
        if member.ended_at.is_none() {
            tx.nothing_happened();
            return Ok(());
        }
        let held = tx.parts::<HoldingRow, Membership>(&member, None).await?;
        let may_give = |role: &str, until| may_end::<Self>(tx.caller(), member.account_id, role, until);
        if held.iter().any(|held| !may_give(&held.role, held.valid_until)) {
            return Err(PeopleError::HoldsMore(member.name.clone()));
        }
        let updated = tx.update(&member, |member| member.ended_at = None).await;
        updated.map_err(|error| match error {
            StoreError::Taken(_) => PeopleError::Again(member.name.clone()),
            other => other.into(),
        })?;
        tx.record(&Restored { membership: member.id, person: member.person_id });
        Ok(())
    }
}
