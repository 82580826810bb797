use gateway::{Command as _, Input, Path, Query, Viewed, get};
use kernel::{Id, Message, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::Seen;

use crate::{
    Content, DismissQuarantined, MendQuarantined, QuarantineState, Quarantined, ReplayQuarantined, Run,
    quarantine::{LONGEST, may_be_settled},
};

/// Shows one document that was held back, whole.
#[derive(Input)]
pub struct ShowQuarantined {}

/// A document that was held back.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuarantinedView {
    /// Its id.
    pub id: Id<Quarantined>,
    /// The run that found it, or found it changed.
    pub run: Id<Run>,
    /// The mapping's name.
    pub mapping: String,
    /// What the source calls it.
    pub document: String,
    /// The file of its first line.
    pub file: String,
    /// Its first line there.
    pub first_line: i64,
    /// Its last line.
    pub last_line: i64,
    /// How many lines it has.
    pub lines: i64,
    /// What became of it.
    pub state: QuarantineState,
    /// Why it is here.
    pub reason: Message,
    /// The line at fault, by its place among all lines, if one is.
    pub hit: Option<usize>,
    /// Its lines as they came.
    pub content: Content,
    /// Its lines as they stand, as text for mending; nothing when there is too much of it.
    pub text: Option<String>,
    /// Whether staff have put it right.
    pub is_mended: bool,
    /// When it was found.
    pub found_at: Timestamp,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// Whether whoever asks may put it right.
    pub may_mend: bool,
    /// Whether they may try it again.
    pub may_replay: bool,
    /// Whether they may leave it out.
    pub may_dismiss: bool,
}

impl Query for ShowQuarantined {
    const NAME: &'static str = "imports.read";
    const PATH: Path = get("/imports/quarantine/{quarantined}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Quarantined;
    type Under = Seen<Self, Quarantined>;
    type Output = QuarantinedView;

    async fn run(self, held: Seen<Self, Quarantined>) -> Result<QuarantinedView, Problem> {
        let waits = may_be_settled(held.state);
        let may = |action: &str| waits && held.offers().may(action);
        let stands = held.mended.as_ref().unwrap_or(&held.content);
        let text = Some(stands.0.to_text()).filter(|text| !stands.0.cut && text.chars().count() <= LONGEST);
        Ok(QuarantinedView {
            id: held.id,
            run: held.run_id,
            mapping: held.mapping.clone(),
            document: held.document.clone(),
            file: held.file.clone(),
            first_line: held.first_line,
            last_line: held.last_line,
            lines: held.lines,
            state: held.state,
            reason: held.reason.0.clone(),
            hit: held.hit.and_then(|hit| usize::try_from(hit).ok()),
            may_mend: text.is_some() && may(MendQuarantined::NAME),
            may_replay: may(ReplayQuarantined::NAME),
            may_dismiss: held.state == QuarantineState::Open && may(DismissQuarantined::NAME),
            content: held.content.0.clone(),
            text,
            is_mended: held.mended.is_some(),
            found_at: held.found_at,
            settled_at: held.settled_at,
        })
    }
}
