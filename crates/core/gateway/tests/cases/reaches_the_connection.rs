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

fn reach(db: store::Db) {
    let _ = db.read;
}

fn main() {}
