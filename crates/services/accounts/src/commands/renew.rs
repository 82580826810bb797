use directory::{INVITATION_LIFETIME, Invitation};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, Undo, delete, post};
use serde_json::json;
use store::StoreError;

use super::{
    InvitationWithdrawn, PeopleError, Reinstated, Reinvited,
    may::{may_end, may_offer},
    wave::in_wave,
};

/// Sends an invitation again, with a new link and a new term. The old link ends at once, and a request for a new one is
/// answered.
#[derive(Input)]
pub struct Reinvite {
    /// At the desk, what it has in common with those that go out together with it.
    wave: Option<Line<40>>,
}

impl Command for Reinvite {
    const NAME: &'static str = "people.reinvite";
    const PATH: Path = post("/invitations/{invitation}/renewal");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Invitation;
    type Writes = (Invitation,);
    type Output = ();
    type Error = PeopleError;

    async fn run<'t>(self, invitation: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), PeopleError> {
        let account = invitation.account_id.ok_or(PeopleError::NotTheirsToGive)?;
        if !invitation.is_unanswered() {
            return Err(PeopleError::Answered);
        }
        if !may_offer::<Self>(tx.caller(), account, &invitation.role, None) {
            return Err(PeopleError::HoldsMore(invitation.email.clone()));
        }
        let (now, by) = (tx.now(), tx.principal().person);
        let wave = in_wave(self.wave, tx).await?;
        tx.update(&invitation, |invitation| {
            invitation.token_hash = None;
            invitation.sent_at = None;
            invitation.invited_by = by;
            invitation.expires_at = now.plus(INVITATION_LIFETIME);
            invitation.asked_again_at = None;
            if wave.is_some() {
                (invitation.wave, invitation.wave_at, invitation.wave_by) = (wave, Some(now), by);
            }
        })
        .await?;
        tx.record(&Reinvited { invitation: invitation.id });
        Ok(())
    }
}

/// Takes an invitation back.
#[derive(Input)]
pub struct WithdrawInvitation {}

impl Command for WithdrawInvitation {
    const NAME: &'static str = "people.withdraw_invitation";
    const PATH: Path = delete("/invitations/{invitation}");
    const EFFECT: Effect = Effect::Changes;
    type On = Invitation;
    type Writes = (Invitation,);
    type Output = ();
    type Error = PeopleError;

    async fn run<'t>(self, invitation: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), PeopleError> {
        let account = invitation.account_id.ok_or(PeopleError::NotTheirsToGive)?;
        if !invitation.is_unanswered() {
            return Err(PeopleError::Answered);
        }
        if !may_end::<Self>(tx.caller(), account, &invitation.role, None) {
            return Err(PeopleError::HoldsMore(invitation.email.clone()));
        }
        let now = tx.now();
        tx.update(&invitation, |invitation| invitation.revoked_at = Some(now)).await?;
        tx.record(&InvitationWithdrawn { invitation: invitation.id });
        tx.offer_undo(Undo {
            command: ReinstateInvitation::NAME.into(),
            targets: vec![invitation.id.uuid()],
            input: json!({}),
        });
        Ok(())
    }
}

/// Puts an invitation back as it was before it was taken back: its link, if it had one, and its term.
#[derive(Input)]
pub struct ReinstateInvitation {}

impl Command for ReinstateInvitation {
    const NAME: &'static str = "people.reinstate_invitation";
    const PATH: Path = post("/invitations/{invitation}/reinstatement");
    const EFFECT: Effect = Effect::Changes;
    type On = Invitation;
    type Writes = (Invitation,);
    type Output = ();
    type Error = PeopleError;

    async fn run<'t>(self, invitation: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), PeopleError> {
        let account = invitation.account_id.ok_or(PeopleError::NotTheirsToGive)?;
        if invitation.accepted_at.is_some() || invitation.refused_at.is_some() || invitation.revoked_at.is_none() {
            return Err(PeopleError::Answered);
        }
        if !may_offer::<Self>(tx.caller(), account, &invitation.role, None) {
            return Err(PeopleError::HoldsMore(invitation.email.clone()));
        }
        let updated = tx.update(&invitation, |invitation| invitation.revoked_at = None).await;
        updated.map_err(|error| match error {
            StoreError::Taken(_) => PeopleError::Invited(invitation.email.clone()),
            other => other.into(),
        })?;
        tx.record(&Reinstated { invitation: invitation.id });
        Ok(())
    }
}
