use directory::Account;
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, delete, post};

use super::{SsoError, may_give};
use crate::{
    events::{SignOnRoleMapped, SignOnRoleUnmapped},
    sso::rows::SsoRole,
};

/// How many values one account may give roles by.
const MOST: usize = 100;

/// Lets a value of the claim give a role: none that permits more than whoever says so.
#[derive(Input)]
pub struct MapRole {
    value: Line<200>,
    /// The role it gives.
    gives: Line<60>,
}

impl Command for MapRole {
    const NAME: &'static str = "sso.map_role";
    const PATH: Path = post("/accounts/{account}/sign_on/roles");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (SsoRole,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let (value, role) = (self.value.as_str().to_owned(), self.gives.as_str().to_owned());
        if !may_give(tx.caller(), Self::NAME, account.id, &role) {
            return Err(SsoError::NotTheirsToGive("/gives"));
        }
        let known = tx.parts::<SsoRole, Account>(&account, None).await?;
        if known.iter().any(|known| known.value == value && known.role == role) {
            tx.nothing_happened();
            return Ok(());
        }
        if known.len() >= MOST {
            return Err(SsoError::Enough);
        }
        tx.insert(SsoRole { id: tx.new_id(), account_id: account.id, value, role: role.clone() }).await?;
        tx.record(&SignOnRoleMapped { role });
        Ok(())
    }
}

/// Lets a value of the claim give a role no more. Whoever has it by that loses it when they next come in.
#[derive(Input)]
pub struct UnmapRole {
    value: Line<200>,
    /// The role it gives.
    gives: Line<60>,
}

impl Command for UnmapRole {
    const NAME: &'static str = "sso.unmap_role";
    const PATH: Path = delete("/accounts/{account}/sign_on/roles");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (SsoRole,);
    type Output = ();
    type Error = SsoError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), SsoError> {
        let known = tx.parts::<SsoRole, Account>(&account, None).await?;
        let is_meant = |known: &SsoRole| known.value == self.value.as_str() && known.role == self.gives.as_str();
        let meant = known.into_iter().find(|known| is_meant(known)).ok_or(SsoError::Absent)?;
        let role = meant.role.clone();
        tx.delete_part(meant).await?;
        tx.record(&SignOnRoleUnmapped { role });
        Ok(())
    }
}
