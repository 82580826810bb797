use gateway::{Command, Effect, Granted, Input, Path, Tx, post};
use kernel::{Id, Problem};
use macros::Row;

#[derive(Clone, Row)]
#[row(table = "jobs", kind = "job", read = "jobs.read", account = "account_id")]
pub struct Job {
    pub id: Id<Job>,
    pub account_id: Id<access::Account>,
}

#[derive(Clone, Row)]
#[row(table = "others", kind = "other", read = "others.read", account = "account_id")]
pub struct Other {
    pub id: Id<Other>,
    pub account_id: Id<access::Account>,
}

#[derive(Input)]
pub struct Close {}

impl Command for Close {
    const NAME: &'static str = "jobs.close";
    const PATH: Path = post("/jobs/{job}/closure");
    const EFFECT: Effect = Effect::Changes;
    type On = Job;
    type Writes = (Job,);
    type Output = ();
    type Error = Problem;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), Problem> {
        tx.insert(Other { id: tx.new_id(), account_id: job.account_id }).await?;
        Ok(())
    }
}

fn main() {}
