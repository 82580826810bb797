use std::{borrow::Cow, time::Duration};

use access::Caller;
use journal::Deed;
use kernel::{Message, Problem, Ref, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use store::{Outline, Work};
use uuid::Uuid;

use crate::{Asked, Done, Gateway, Raw};

/// A named command that takes another one back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undo {
    /// The command's name.
    pub command: Cow<'static, str>,
    /// Its targets.
    pub targets: Vec<Uuid>,
    /// What it is told.
    pub input: Value,
}

/// The way back from what a command did. It is open while nothing else was done to the undo's targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WayBack {
    /// What takes it back.
    pub undo: Undo,
    /// What is taken back.
    pub deed: Deed,
}

/// How long followers that reach outside wait for an entry that can be undone: as long as the toast that offers it.
pub const GRACE: Duration = Duration::from_secs(10);

impl Gateway {
    /// Takes back what a command did.
    ///
    /// # Errors
    /// A conflict when something else was done since; else as for the command that takes it back.
    pub async fn take_back(&self, asked: &Asked, back: &WayBack) -> Result<Done<Value>, Problem> {
        let WayBack { undo, deed } = back;
        let operation = self.registry.operation(&undo.command).ok_or_else(Problem::not_found)?;
        let asked = Asked { undoes: Some(deed.clone()), ..asked.clone() };
        operation.run(self, &asked, &undo.targets, &Raw::Json(undo.input.clone())).await
    }
}

impl Undo {
    /// As the way back from what `command` did now.
    pub(crate) fn way_back(self, command: Cow<'static, str>, outline: &Outline, now: Timestamp) -> WayBack {
        let target = Ref { kind: outline.kind.into(), id: outline.id };
        WayBack { undo: self, deed: Deed { command, target, at: now } }
    }
}

/// Reads the way back of an answer that was kept for whoever sends their request again. One that an earlier release
/// kept in another shape does not say what it takes back, so it is none; what was done is answered all the same.
pub(crate) fn kept<'de, D: Deserializer<'de>>(from: D) -> Result<Option<WayBack>, D::Error> {
    let kept = Value::deserialize(from)?;
    Ok(serde_json::from_value::<Option<WayBack>>(kept).unwrap_or_default())
}

/// Refuses to take back what somebody has changed since. Asked behind the locks, so that it stays true.
pub(crate) async fn still_stands(work: &Work, caller: &Caller, deed: &Deed, outline: &Outline) -> Result<(), Problem> {
    let targets = outline.targets.iter().map(|(kind, _, id)| Ref { kind: (*kind).into(), id: *id });
    let targets: Vec<Ref> = targets.collect();
    let Some(later) = deed.changed_since(work, &targets).await? else { return Ok(()) };
    let own = later.on_behalf_of.is_some() && later.on_behalf_of == caller.principal.person;
    let says = Message::new("problem-changed-since").with("by", if own { "you" } else { "other" });
    Err(Problem::conflict(says.with("at", later.at)))
}
