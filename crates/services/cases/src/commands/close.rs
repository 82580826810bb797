use gateway::{Command, Effect, Granted, Input, Path, Tx, Undo, WayBack, post};
use journal::Deed;
use kernel::{Ref, Timestamp};
use serde_json::json;
use store::Object as _;

use crate::{Case, CaseError, CaseMove, Closed, MoveKind, ReopenCase, speaker::Speaker};

/// Says that nothing is left to do. Either side may; it can be taken back, and taken up again at any time.
#[derive(Input)]
pub struct CloseCase {}

impl Command for CloseCase {
    const NAME: &'static str = "cases.close";
    const PATH: Path = post("/cases/{case}/closure");
    const EFFECT: Effect = Effect::Changes;
    type On = Case;
    type Writes = (Case, CaseMove);
    type Output = ();
    type Error = CaseError;

    async fn run<'t>(self, case: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), CaseError> {
        if case.turn.is_none() {
            tx.nothing_happened();
            return Ok(());
        }
        let speaker = Speaker::of(tx).await?;
        speaker.moves(tx, &case, MoveKind::Closed).await?;
        tx.update(&case, |case| {
            case.turn_before = case.turn.take();
            case.turn_at = tx.now();
            case.last_by.clone_from(&speaker.name);
            case.touched_at = tx.now();
        })
        .await?;
        tx.record(&Closed { side: speaker.side });
        tx.offer_undo(undo(&case));
        Ok(())
    }
}

fn undo(case: &Case) -> Undo {
    let input = json!({ "as_before": true });
    Undo { command: <ReopenCase as Command>::NAME.into(), targets: vec![case.id.uuid()], input }
}

/// The way back from the closure of a case that was closed at this instant.
pub(crate) fn way_back(case: &Case, closed_at: Timestamp) -> WayBack {
    let target = Ref::new(Case::KIND, case.id);
    let deed = Deed { command: <CloseCase as Command>::NAME.into(), target, at: closed_at };
    WayBack { undo: undo(case), deed }
}
