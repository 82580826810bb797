use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use kernel::Id;

use super::Body;
use crate::{Case, CaseError, CaseMessage, CaseMove, MoveKind, Reopened, Replied, Side, speaker::Speaker};

/// Takes a closed case up again, with words or without; then it is the company's turn. As a way back from closing it,
/// it is whose turn it was.
#[derive(Input)]
pub struct ReopenCase {
    body: Option<Body>,
    as_before: bool,
}

impl Command for ReopenCase {
    const NAME: &'static str = "cases.reopen";
    const PATH: Path = post("/cases/{case}/reopening");
    const EFFECT: Effect = Effect::Changes;
    type On = Case;
    type Writes = (Case, CaseMessage, CaseMove);
    type Output = Option<Id<CaseMessage>>;
    type Error = CaseError;

    async fn run<'t>(self, case: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Self::Output, CaseError> {
        if case.turn.is_some() {
            if self.body.is_some() {
                return Err(CaseError::Open { reference: case.reference() });
            }
            tx.nothing_happened();
            return Ok(None);
        }
        let speaker = Speaker::of(tx).await?;
        speaker.moves(tx, &case, MoveKind::Reopened).await?;
        let message = match &self.body {
            Some(body) => Some(speaker.say(tx, &case, body.as_str()).await?.id),
            None => None,
        };
        tx.update(&case, |case| {
            let before = case.turn_before.take().filter(|_| self.as_before);
            case.turn = Some(before.unwrap_or(Side::Staff));
            case.turn_at = tx.now();
            case.messages += i64::from(message.is_some());
            case.last_by.clone_from(&speaker.name);
            case.touched_at = tx.now();
        })
        .await?;
        tx.record(&Reopened { side: speaker.side });
        if let Some(message) = message {
            let to = case.requester_id.filter(|_| speaker.side == Side::Staff);
            tx.record(&Replied { message, side: speaker.side, to: to.into_iter().collect() });
        }
        Ok(message)
    }
}
