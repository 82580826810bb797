use directory::{HoldingRow, Membership};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, Undo, delete, post};
use serde_json::json;

use super::{
    PeopleError, RoleGiven, RoleTaken, keepers,
    may::{holds, may_end, may_offer},
};

/// Gives a member a role.
#[derive(Input)]
pub struct GiveRole {
    role: Line<60>,
}

impl Command for GiveRole {
    const NAME: &'static str = "people.give_role";
    const PATH: Path = post("/people/{membership}/roles");
    const EFFECT: Effect = Effect::Changes;
    type On = Membership;
    type Writes = (HoldingRow,);
    type Output = ();
    type Error = PeopleError;

    async fn run<'t>(self, member: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), PeopleError> {
        if member.ended_at.is_some() {
            return Err(PeopleError::Ended);
        }
        let role = self.role.as_str().to_owned();
        if !holds::<Self>(tx.caller(), member.account_id, &role) {
            return Err(PeopleError::NotTheirsToGive);
        }
        if !may_offer::<Self>(tx.caller(), member.account_id, &role, None) {
            return Err(PeopleError::ForAWhile);
        }
        let held = tx.parts::<HoldingRow, Membership>(&member, Some(HoldingRow::ROLE.is(&role))).await?;
        match held.first() {
            Some(held) if held.valid_from.is_none() && held.valid_until.is_none() => {
                tx.nothing_happened();
                return Ok(());
            }
            // What was held for a while only, is held from now on.
            Some(held) => {
                tx.update_part(held, |held| (held.valid_from, held.valid_until) = (None, None)).await?;
            }
            None => {
                tx.insert(HoldingRow {
                    id: tx.new_id(),
                    person_id: member.person_id,
                    membership_id: Some(member.id),
                    account_id: Some(member.account_id),
                    role: role.clone(),
                    valid_from: None,
                    valid_until: None,
                })
                .await?;
                tx.offer_undo(Undo {
                    command: TakeRole::NAME.into(),
                    targets: vec![member.id.uuid()],
                    input: json!({ "role": role }),
                });
            }
        }
        tx.record(&RoleGiven { membership: member.id, person: member.person_id, role });
        Ok(())
    }
}

/// Takes a role from a member.
#[derive(Input)]
pub struct TakeRole {
    role: Line<60>,
}

impl Command for TakeRole {
    const NAME: &'static str = "people.take_role";
    const PATH: Path = delete("/people/{membership}/roles");
    const EFFECT: Effect = Effect::Changes;
    type On = Membership;
    type Writes = (HoldingRow,);
    type Output = ();
    type Error = PeopleError;

    async fn run<'t>(self, member: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), PeopleError> {
        if member.ended_at.is_some() {
            return Err(PeopleError::Ended);
        }
        let role = self.role.as_str().to_owned();
        let held = tx.parts::<HoldingRow, Membership>(&member, None).await?.into_iter();
        let (mut meant, others): (Vec<_>, Vec<_>) = held.partition(|held| held.role == role);
        let Some(held) = meant.pop() else {
            if !holds::<Self>(tx.caller(), member.account_id, &role) {
                return Err(PeopleError::NotTheirsToGive);
            }
            tx.nothing_happened();
            return Ok(());
        };
        if !may_end::<Self>(tx.caller(), member.account_id, &role, held.valid_until) {
            return Err(PeopleError::HoldsMore(member.name.clone()));
        }
        if others.is_empty() {
            return Err(PeopleError::OnlyRole(member.name.clone()));
        }
        let book = &tx.caller().rights.book;
        let keepers = keepers(book);
        // What is held for a while ends by itself, and leaves nobody.
        let remains = others.iter().any(|held| held.valid_until.is_none() && keepers.contains(&held.role.as_str()));
        if keepers.contains(&role.as_str()) && !remains && tx.is_last_with(&member, &keepers).await? {
            return Err(PeopleError::Last(member.name.clone()));
        }
        // One that was given for a while could not be put back as it was.
        if held.valid_from.is_none() && held.valid_until.is_none() {
            tx.offer_undo(Undo {
                command: GiveRole::NAME.into(),
                targets: vec![member.id.uuid()],
                input: json!({ "role": role }),
            });
        }
        tx.delete_part(held).await?;
        tx.record(&RoleTaken { membership: member.id, person: member.person_id, role });
        Ok(())
    }
}
