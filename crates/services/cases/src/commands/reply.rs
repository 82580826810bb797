use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use kernel::Id;

use super::Body;
use crate::{Case, CaseError, CaseMessage, Replied, Side, speaker::Speaker};

/// Writes to the other side. Then it is their turn, unless staff say that they go on working on it.
#[derive(Input)]
pub struct ReplyToCase {
    body: Body,
    ours: bool,
}

impl Command for ReplyToCase {
    const NAME: &'static str = "cases.reply";
    const PATH: Path = post("/cases/{case}/messages");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Case;
    type Writes = (Case, CaseMessage);
    type Output = Id<CaseMessage>;
    type Error = CaseError;

    async fn run<'t>(self, case: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<CaseMessage>, CaseError> {
        let Some(turn) = case.turn else { return Err(CaseError::Closed { reference: case.reference() }) };
        let speaker = Speaker::of(tx).await?;
        let message = speaker.say(tx, &case, self.body.as_str()).await?;
        let keeps = self.ours && speaker.side == Side::Staff;
        let next = if keeps { Side::Staff } else { speaker.side.other() };
        tx.update(&case, |case| {
            case.turn = Some(next);
            case.turn_at = if next == turn { case.turn_at } else { tx.now() };
            case.messages += 1;
            case.last_by.clone_from(&speaker.name);
            case.touched_at = tx.now();
        })
        .await?;
        let to = case.requester_id.filter(|_| speaker.side == Side::Staff);
        tx.record(&Replied { message: message.id, side: speaker.side, to: to.into_iter().collect() });
        Ok(message.id)
    }
}
