use directory::{Account, ChangeRequest, ChangeStanding};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};

use super::{ChangeApproved, ChangeDeclined, ChangeError};

/// Approves what an account asks for: it is to be entered in the system of record, whose next import brings it. Never
/// one's own request, and not where the values have changed since.
#[derive(Input)]
pub struct ApproveChange {
    note: Option<Line<400>>,
}

impl Command for ApproveChange {
    const NAME: &'static str = "legal.approve";
    const PATH: Path = post("/legal-changes/{change_request}/accounts/{account}/approval");
    const EFFECT: Effect = Effect::Changes;
    type On = (ChangeRequest, Account);
    type Writes = (ChangeRequest,);
    type Output = ();
    type Error = ChangeError;

    async fn run<'t>(self, on: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), ChangeError> {
        let (request, account) = on.into_held();
        let (now, by, answerer) = (tx.now(), tx.principal().person, tx.own_name().await?);
        if !request.is_open() || request.account_id != account.id {
            return Err(ChangeError::Answered);
        }
        if by.is_none_or(|by| by == request.proposer_id) {
            return Err(ChangeError::Own);
        }
        if request.standing(&account.legal()) == ChangeStanding::Stale {
            return Err(ChangeError::Stale);
        }
        let note = self.note.map(|note| note.as_str().to_owned());
        tx.update(&request, |request| {
            (request.approved_at, request.answered_by) = (Some(now), by);
            (request.answerer, request.note) = (answerer, note);
        })
        .await?;
        tx.record(&ChangeApproved { request: request.id, person: request.proposer_id });
        Ok(())
    }
}

/// Declines what an account asks for, and says why.
#[derive(Input)]
pub struct DeclineChange {
    note: Line<400>,
}

impl Command for DeclineChange {
    const NAME: &'static str = "legal.decline";
    const PATH: Path = post("/legal-changes/{change_request}/decline");
    const EFFECT: Effect = Effect::Changes;
    type On = ChangeRequest;
    type Writes = (ChangeRequest,);
    type Output = ();
    type Error = ChangeError;

    async fn run<'t>(self, request: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), ChangeError> {
        let (now, by, answerer) = (tx.now(), tx.principal().person, tx.own_name().await?);
        if !request.is_open() {
            return Err(ChangeError::Answered);
        }
        let note = self.note.as_str().to_owned();
        tx.update(&request, |request| {
            (request.declined_at, request.answered_by) = (Some(now), by);
            (request.answerer, request.note) = (answerer, Some(note));
        })
        .await?;
        tx.record(&ChangeDeclined { request: request.id, person: request.proposer_id });
        Ok(())
    }
}
