use gateway::{Attention, Change, Input, Line, Path, Query, Slot, TOLD, Viewed, get};
use kernel::{Cursor, Date, Limit, Message, Page, Problem, Ref, Turn};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Condition, Count, Direction, List, Order, Scope, Seen, Total, Totals};

use super::rows::{Job, Note, State};

#[derive(Input)]
pub struct ListJobs {
    pub from: Option<Line<400>>,
    pub words: Option<Line<80>>,
    pub by_due: bool,
    pub latest_first: bool,
    pub noted: Change<Line<80>>,
}

#[derive(Serialize, JsonSchema)]
pub struct JobsPage {
    pub jobs: Page<Job>,
    pub count: Count,
}

impl Query for ListJobs {
    const NAME: &'static str = "jobs.list";
    const PATH: Path = get("/jobs");
    const VIEWED: Viewed = Viewed::Logged;
    type On = Job;
    type Under = Scope<Self, Job>;
    type Output = JobsPage;

    async fn run(self, jobs: Scope<Self, Job>) -> Result<JobsPage, Problem> {
        let direction = if self.latest_first { Direction::Descending } else { Direction::Ascending };
        let order = if self.by_due { Order::by(Job::DUE_ON, direction) } else { Order::by(Job::RAISED_AT, direction) };
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let words = self.words.as_ref().map(|words| Job::TITLE.contains(words.as_str()));
        let noted = match &self.noted {
            Change::Set(words) => Some(Condition::any_child(Note::BODY.contains(words.as_str()))),
            Change::Leave | Change::Clear => None,
        };
        let list = List::by(order).maybe(words.clone()).maybe(noted).from(cursor).rows(Limit::clamp(5));
        let page = jobs.page(list).await?;
        let count = jobs.count(words, 20).await?;
        Ok(JobsPage { jobs: page, count })
    }
}

#[derive(Input)]
pub struct ShowJob {}

#[derive(Serialize, JsonSchema)]
pub struct JobView {
    pub job: Job,
    pub notes: Page<Note>,
    pub may_close: bool,
}

impl Query for ShowJob {
    const NAME: &'static str = "jobs.read";
    const PATH: Path = get("/jobs/{job}");
    const VIEWED: Viewed = Viewed::BeforeAnswer;
    type On = Job;
    type Under = Seen<Self, Job>;
    type Output = JobView;

    async fn run(self, job: Seen<Self, Job>) -> Result<JobView, Problem> {
        let notes = job.parts(List::by(Order::by(Note::WRITTEN_AT, Direction::Ascending))).await?;
        Ok(JobView { job: job.clone(), notes, may_close: job.offers().may("jobs.close") })
    }
}

#[derive(Input)]
pub struct SumJobs {
    pub today: Date,
}

impl Query for SumJobs {
    const NAME: &'static str = "jobs.sum";
    const PATH: Path = get("/jobs/sums");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Job;
    type Under = Scope<Self, Job>;
    type Output = Vec<Total>;

    async fn run(self, jobs: Scope<Self, Job>) -> Result<Vec<Total>, Problem> {
        let edges = vec![self.today.plus_days(-30), self.today];
        Ok(jobs.totals(Totals::of(Job::COST_MINOR, Job::CURRENCY).apart(Job::DUE_ON, edges)).await?)
    }
}

/// Tells of open jobs, which wait, and of closed ones, which have changed.
#[derive(Input)]
pub struct AttendJobs {
    slot: Slot,
}

impl Query for AttendJobs {
    const NAME: &'static str = "jobs.attention";
    const PATH: Path = get("/jobs/attention");
    const VIEWED: Viewed = Viewed::Silent;
    type On = Job;
    type Under = Scope<Self, Job>;
    type Output = Vec<Attention>;

    async fn run(self, jobs: Scope<Self, Job>) -> Result<Vec<Attention>, Problem> {
        let state = match self.slot {
            Slot::Waiting => State::Open,
            Slot::Changed => State::Closed,
            Slot::Moving => return Ok(Vec::new()),
        };
        let by = Order::by(Job::RAISED_AT, Direction::Descending);
        let found = jobs.page(List::by(by).only(Job::STATE.is(&state)).rows(Limit::clamp(TOLD))).await?;
        let told = found.rows.into_iter().map(|job| Attention {
            target: Ref::new("job", job.id),
            path: format!("/jobs/{}", job.id),
            icon: "wrench",
            title: Message::new("jobs-one").with("title", job.title),
            more: None,
            amount: None,
            verb: None,
            due: job.due_on,
            at: job.raised_at,
            turn: Turn::Customer,
            track: None,
        });
        Ok(told.collect())
    }
}
