#![expect(clippy::disallowed_methods, reason = "the gate itself")]

use access::{Account, Caller};
use kernel::{Id, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Db, Object, Refused, Row as _, Scope, Seen};
use uuid::Uuid;

use crate::{Input, Path, Viewed};

/// One thing that can be asked, defined once for every face.
pub trait Query: Input {
    /// The policy action, operation id and tool name.
    const NAME: &'static str;
    /// Where pages and REST find it.
    const PATH: Path;
    /// Whether looking is written down.
    const VIEWED: Viewed;
    /// The kind it reads.
    type On: Object;
    /// Under which proof: a `Scope<Self, Self::On>` for lists, a `Seen<Self, Self::On>` for one object.
    type Under: Proven<Self>;
    /// What it answers.
    type Output: Serialize + JsonSchema + Send + Sync + 'static;

    /// Reads what may be seen.
    fn run(self, under: Self::Under) -> impl Future<Output = Result<Self::Output, Problem>> + Send;
}

/// A proof under which a query may read.
pub trait Proven<Q>: Sized + Send {
    /// Whether it is for one object, named in the path.
    const ONE: bool;
    /// The actions, beside the query's own, under which it reads what belongs to its answer.
    const ALSO: &'static [&'static str] = &[];

    /// Asks for it.
    fn obtain(
        db: &Db,
        caller: &Caller,
        action: &str,
        id: Option<Uuid>,
    ) -> impl Future<Output = Result<Self, Refused>> + Send;

    /// The account whose record is seen, for the log of views; nobody's in particular for a list.
    fn whose(&self) -> Option<Id<Account>> {
        None
    }
}

impl<Q: Query> Proven<Q> for Scope<Q, Q::On> {
    const ONE: bool = false;

    async fn obtain(db: &Db, caller: &Caller, action: &str, _id: Option<Uuid>) -> Result<Self, Refused> {
        db.scope(caller, action).await
    }
}

impl<Q: Query> Proven<Q> for Seen<Q, Q::On> {
    const ONE: bool = true;

    async fn obtain(db: &Db, caller: &Caller, action: &str, id: Option<Uuid>) -> Result<Self, Refused> {
        let id = id.ok_or(Refused::Hidden)?;
        db.show(caller, action, Id::from_uuid(id)).await
    }

    fn whose(&self) -> Option<Id<Account>> {
        self.account()
    }
}
