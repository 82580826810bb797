use directory::{Account, INVITATION_LIFETIME, Invitation, fold};
use gateway::{Command, Effect, Email, Granted, Input, Line, Path, Tx, Undo, post};
use kernel::{Id, Ref};
use serde_json::json;
use store::{Object, StoreError};

use super::{
    Invited, PeopleError, WithdrawInvitation,
    may::{holds, may_offer},
    wave::in_wave,
};

/// Offers a role in an account to whoever reads the mail of an address. The letter leaves a little later, so that it can
/// be stopped.
#[derive(Input)]
pub struct InvitePerson {
    email: Email,
    role: Line<60>,
    note: Option<Line<200>>,
    /// At the desk, what it has in common with those that go out together with it.
    wave: Option<Line<40>>,
}

impl Command for InvitePerson {
    const NAME: &'static str = "people.invite";
    const PATH: Path = post("/invitations");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Account;
    type Writes = (Invitation,);
    type Output = Id<Invitation>;
    type Error = PeopleError;

    async fn run<'t>(
        self,
        account: Granted<'t, Self>,
        tx: &Tx<'t, Self::Writes>,
    ) -> Result<Id<Invitation>, PeopleError> {
        let (email, role) = (self.email.as_str().to_owned(), self.role.as_str().to_owned());
        if !holds::<Self>(tx.caller(), account.id, &role) {
            return Err(PeopleError::NotTheirsToGive);
        }
        if !may_offer::<Self>(tx.caller(), account.id, &role, None) {
            return Err(PeopleError::ForAWhile);
        }
        if tx.is_member(&account, &self.email).await? {
            return Err(PeopleError::Member(email));
        }
        let (id, wave) = (tx.new_id(), in_wave(self.wave, tx).await?);
        let invitation = Invitation {
            id,
            account_id: Some(account.id),
            email_fold: fold(&email),
            email: email.clone(),
            role: role.clone(),
            note: self.note.map(|note| note.as_str().to_owned()),
            invited_by: tx.principal().person,
            token_hash: None,
            created_at: tx.now(),
            sent_at: None,
            expires_at: tx.now().plus(INVITATION_LIFETIME),
            accepted_at: None,
            accepted_by: None,
            revoked_at: None,
            refused_at: None,
            asked_again_at: None,
            wave_at: wave.is_some().then(|| tx.now()),
            wave_by: tx.principal().person.filter(|_| wave.is_some()),
            wave,
        };
        tx.insert(invitation).await.map_err(|error| match error {
            StoreError::Taken(_) => PeopleError::Invited(email),
            other => other.into(),
        })?;
        tx.record_naming(&Invited { invitation: id, role }, [Ref::new(Invitation::KIND, id)]);
        tx.offer_undo(Undo { command: WithdrawInvitation::NAME.into(), targets: vec![id.uuid()], input: json!({}) });
        Ok(id)
    }
}
