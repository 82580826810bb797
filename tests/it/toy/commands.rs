use directory::{HoldingRow, Membership};
use gateway::{Action, Command, Effect, Granted, Input, Line, Link, Path, Prose, Quote, Tx, Undo, Whole, delete, post};
use journal::Event;
use kernel::{Currency, Date, Id, Message, Problem};
use serde::Serialize;
use store::{Refused, StoreError};

use super::rows::{Job, Note, State, Tool, Voucher};

/// To note that a tool was used.
pub struct UseTool;

impl Action for UseTool {
    const NAME: &'static str = "tools.use";
    type On = Tool;
}

#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("the job is closed")]
    Closed,
    #[error("the voucher is used")]
    Used,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<JobError> for Problem {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Closed => Self::conflict(Message::new("jobs-closed")),
            JobError::Used => Self::conflict(Message::new("jobs-voucher-used")),
            JobError::Store(error) => error.into(),
            JobError::Refused(refused) => refused.into(),
        }
    }
}

#[derive(Serialize)]
pub struct Noted {
    pub note: Id<Note>,
}

impl Event for Noted {
    const NAME: &'static str = "jobs.noted";
}

/// Asks for work to be done.
#[derive(Input)]
pub struct RaiseJob {
    title: Line<80>,
    grade: Option<Whole<1, 5>>,
    due_on: Option<Date>,
    secret: bool,
    tool: Option<Link<Tool, UseTool>>,
}

impl Command for RaiseJob {
    const NAME: &'static str = "jobs.raise";
    const PATH: Path = post("/jobs");
    const EFFECT: Effect = Effect::Changes;
    type On = directory::Account;
    type Writes = (Job, Note);
    type Output = Id<Job>;
    type Error = JobError;

    async fn run<'t>(self, account: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<Job>, JobError> {
        let job = tx
            .insert(Job {
                id: tx.new_id(),
                account_id: account.id,
                requester_id: tx.principal().person,
                title: self.title.as_str().to_owned(),
                state: State::Open,
                secret: self.secret,
                grade: self.grade.map(Whole::value),
                cost_minor: 0,
                currency: Currency::GBP,
                due_on: self.due_on,
                label: None,
                raised_at: tx.now(),
            })
            .await?;
        if let Some(link) = &self.tool {
            let tool = tx.linked(link).await?;
            tx.insert(note(tx, &job, "brought", Some(tool.id))).await?;
        }
        Ok(job.id)
    }
}

/// Adds words to a job.
#[derive(Input)]
pub struct AddNote {
    body: Prose<2000>,
    tools: Vec<Link<Tool, UseTool>>,
}

impl Command for AddNote {
    const NAME: &'static str = "jobs.note";
    const PATH: Path = post("/jobs/{job}/notes");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Job;
    type Writes = (Job, Note);
    type Output = Id<Note>;
    type Error = JobError;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<Note>, JobError> {
        if job.state == State::Closed {
            return Err(JobError::Closed);
        }
        let mut last = None;
        for link in &self.tools {
            last = Some(tx.linked(link).await?.id);
        }
        let note = tx.insert(note(tx, &job, self.body.as_str(), last)).await?;
        tx.record(&Noted { note: note.id });
        Ok(note.id)
    }
}

fn note<W>(tx: &Tx<'_, W>, job: &Job, body: &str, tool: Option<Id<Tool>>) -> Note {
    Note {
        id: tx.new_id(),
        job_id: job.id,
        account_id: job.account_id,
        author_id: tx.principal().person,
        body: body.to_owned(),
        tool_id: tool,
        written_at: tx.now(),
    }
}

/// Ends a job.
#[derive(Input)]
pub struct CloseJob {}

impl Command for CloseJob {
    const NAME: &'static str = "jobs.close";
    const PATH: Path = post("/jobs/{job}/closure");
    const EFFECT: Effect = Effect::Changes;
    type On = Job;
    type Writes = (Job,);
    type Output = ();
    type Error = JobError;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), JobError> {
        if job.state == State::Closed {
            return Err(JobError::Closed);
        }
        tx.update(&job, |job| job.state = State::Closed).await?;
        tx.offer_undo(Undo {
            command: ReopenJob::NAME.into(),
            targets: vec![job.id.uuid()],
            input: serde_json::json!({}),
        });
        Ok(())
    }
}

/// Takes up a job again.
#[derive(Input)]
pub struct ReopenJob {}

impl Command for ReopenJob {
    const NAME: &'static str = "jobs.reopen";
    const PATH: Path = delete("/jobs/{job}/closure");
    const EFFECT: Effect = Effect::Changes;
    type On = Job;
    type Writes = (Job,);
    type Output = ();
    type Error = JobError;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), JobError> {
        tx.update(&job, |job| job.state = State::Open).await?;
        Ok(())
    }
}

/// Moves one job's notes to another, and closes it.
#[derive(Input)]
pub struct MergeJobs {}

impl Command for MergeJobs {
    const NAME: &'static str = "jobs.merge";
    const PATH: Path = post("/jobs/{job}/merger/{into}");
    const EFFECT: Effect = Effect::Changes;
    type On = (Job, Job);
    type Writes = (Job, Note);
    type Output = u32;
    type Error = JobError;

    async fn run<'t>(self, jobs: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<u32, JobError> {
        let (from, into) = jobs.into_held();
        let mut moved = 0;
        for part in tx.parts::<Note, Job>(&from, None).await? {
            tx.update_part(&part, |note| note.job_id = into.id).await?;
            moved += 1;
        }
        tx.update(&from, |job| job.state = State::Closed).await?;
        Ok(moved)
    }
}

/// Uses a voucher; it can be used once.
#[derive(Input)]
pub struct RedeemVoucher {}

impl Command for RedeemVoucher {
    const NAME: &'static str = "vouchers.redeem";
    const PATH: Path = post("/vouchers/{voucher}/redemption");
    const EFFECT: Effect = Effect::Changes;
    type On = Voucher;
    type Writes = (Voucher,);
    type Output = i64;
    type Error = JobError;

    async fn run<'t>(self, voucher: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<i64, JobError> {
        if voucher.used_by.is_some() {
            return Err(JobError::Used);
        }
        let person = tx.principal().person;
        let voucher = tx
            .update(&voucher, |voucher| {
                voucher.used_by = person;
                voucher.uses += 1;
            })
            .await?;
        Ok(voucher.uses)
    }
}

/// Ends somebody's membership.
#[derive(Input)]
pub struct RemoveMember {}

impl Command for RemoveMember {
    const NAME: &'static str = "people.remove";
    const PATH: Path = delete("/people/{membership}");
    const EFFECT: Effect = Effect::Changes;
    type On = Membership;
    type Writes = (Membership, HoldingRow);
    type Output = ();
    type Error = JobError;

    async fn run<'t>(self, membership: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), JobError> {
        for holding in tx.parts::<HoldingRow, Membership>(&membership, None).await? {
            tx.delete_part(holding).await?;
        }
        let now = tx.now();
        tx.update(&membership, |membership| membership.ended_at = Some(now)).await?;
        Ok(())
    }
}

/// Tries to put a note into an account that is not the job's; a mistake a service could make.
#[derive(Input)]
pub struct MisplaceNote {
    account: Line<40>,
}

impl Command for MisplaceNote {
    const NAME: &'static str = "jobs.misplace";
    const PATH: Path = post("/jobs/{job}/mistakes");
    const EFFECT: Effect = Effect::Changes;
    type On = Job;
    type Writes = (Job, Note);
    type Output = ();
    type Error = JobError;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), JobError> {
        let account_id = self.account.as_str().parse().unwrap_or(job.account_id);
        tx.insert(Note { account_id, ..note(tx, &job, "misplaced", None) }).await?;
        Ok(())
    }
}

/// Tries to move a job to another account by changing its columns.
#[derive(Input)]
pub struct MoveJob {
    account: Line<40>,
}

impl Command for MoveJob {
    const NAME: &'static str = "jobs.move";
    const PATH: Path = post("/jobs/{job}/move");
    const EFFECT: Effect = Effect::Changes;
    type On = Job;
    type Writes = (Job,);
    type Output = ();
    type Error = JobError;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), JobError> {
        let account_id = self.account.as_str().parse().unwrap_or(job.account_id);
        tx.update(&job, |job| job.account_id = account_id).await?;
        Ok(())
    }
}

/// Tries to put a note into a job that the command does not hold.
#[derive(Input)]
pub struct SlipNote {
    job: Line<40>,
}

impl Command for SlipNote {
    const NAME: &'static str = "jobs.slip";
    const PATH: Path = post("/jobs/{job}/slips");
    const EFFECT: Effect = Effect::Changes;
    type On = Job;
    type Writes = (Job, Note);
    type Output = ();
    type Error = JobError;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), JobError> {
        let job_id = self.job.as_str().parse().unwrap_or(job.id);
        tx.insert(Note { job_id, ..note(tx, &job, "slipped", None) }).await?;
        Ok(())
    }
}

/// Quotes a record of any service in a note.
#[derive(Input)]
pub struct CiteRecord {
    about: Quote,
}

impl Command for CiteRecord {
    const NAME: &'static str = "jobs.cite";
    const PATH: Path = post("/jobs/{job}/citations");
    const EFFECT: Effect = Effect::Changes;
    type On = Job;
    type Writes = (Job, Note);
    type Output = String;
    type Error = JobError;

    async fn run<'t>(self, job: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<String, JobError> {
        let card = tx.card(&self.about).await?;
        let number = tx.next_number("citation").await?;
        let words = format!("{number} {} {}", card.name, card.facts.len());
        tx.insert(note(tx, &job, &words, None)).await?;
        Ok(words)
    }
}
