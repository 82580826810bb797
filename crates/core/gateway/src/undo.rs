use std::{borrow::Cow, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

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

/// How long followers that reach outside wait for an entry that can be undone: as long as the toast that offers it.
pub const GRACE: Duration = Duration::from_secs(10);
