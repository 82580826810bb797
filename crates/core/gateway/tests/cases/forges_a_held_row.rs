use kernel::Id;
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

fn forge(job: Job) -> store::Held<'static, Job> {
    store::Held::new(job)
}

fn main() {}
