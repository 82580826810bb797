//! What a link points at may be read, not changed.
use gateway::{Action, Command, Effect, Granted, Input, Link, Path, Tx, post};
use kernel::{Id, Problem};
use macros::Row;

#[derive(Clone, Row)]
#[row(table = "jobs", kind = "job", read = "jobs.read", account = "account_id")]
pub struct Job {
    pub id: Id<Job>,
    pub account_id: Id<access::Account>,
}

pub struct Attach;

impl Action for Attach {
    const NAME: &'static str = "jobs.attach";
    type On = Job;
}

#[derive(Input)]
pub struct Close {
    other: Link<Job, Attach>,
}

impl Command for Close {
    const NAME: &'static str = "jobs.close";
    const PATH: Path = post("/jobs/{job}/closure");
    const EFFECT: Effect = Effect::Changes;
    type On = Job;
    type Writes = (Job,);
    type Output = ();
    type Error = Problem;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), Problem> {
        let other = tx.linked(&self.other).await?;
        tx.update(&other, |_| {}).await?;
        Ok(())
    }
}

fn main() {}
