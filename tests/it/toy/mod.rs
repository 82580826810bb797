//! A service for tests: a workshop's jobs. It uses everything the frame offers, before any real service does.

pub mod commands;
pub mod configured;
pub mod follow;
pub mod queries;
pub mod rows;

use access::{Grant, Reach, Role};
use gateway::Service;
use store::{Migration, Migrations};

pub fn service() -> Service {
    Service::named("jobs")
        .migrations(Migrations {
            part: "jobs",
            steps: &[Migration { name: "001_jobs", sql: include_str!("migrations/001_jobs.sql") }],
        })
        .policy("jobs/policy.cedar", include_str!("policy.cedar"))
        .object::<rows::Job>()
        .object::<rows::Tool>()
        .object::<rows::Voucher>()
        .object::<directory::Account>()
        .object::<directory::Membership>()
        .action::<commands::UseTool>()
        .command::<commands::RaiseJob>()
        .command::<commands::AddNote>()
        .command::<commands::CloseJob>()
        .command::<commands::ReopenJob>()
        .command::<commands::MergeJobs>()
        .command::<commands::MisplaceNote>()
        .command::<commands::MoveJob>()
        .command::<commands::SlipNote>()
        .command::<commands::CiteRecord>()
        .command::<commands::RedeemVoucher>()
        .command::<commands::RemoveMember>()
        .query::<queries::ListJobs>()
        .query::<queries::ShowJob>()
        .query::<queries::SumJobs>()
        .attention::<queries::AttendJobs>()
        .quotable::<rows::Job>()
        .projector(follow::CountNotes)
}

/// What PostgreSQL has to be told of relations: that whoever is bound to a job may see it, whosever it is, and that its
/// notes are seen with it.
pub const LINKED: &str = "\
CREATE POLICY linked ON jobs USING (
    id IN (SELECT w.job_id FROM job_watchers AS w) OR id IN (SELECT s.job_id FROM job_shares AS s));
CREATE POLICY linked ON job_notes USING (job_id IN (SELECT j.id FROM jobs AS j));";

/// The roles of the cast.
pub fn roles() -> Vec<Role> {
    let role = |name: &'static str, staff, grants: &[(&'static str, Reach)]| Role {
        name: name.into(),
        staff,
        grants: grants.iter().map(|(action, reach)| Grant::new(*action, reach.clone())).collect(),
    };
    let watcher = || Reach::Linked("watcher".into());
    let share = || Reach::Linked("share".into());
    vec![
        role(
            "admin",
            false,
            &[
                ("jobs.*", Reach::Account),
                ("tools.*", Reach::Account),
                ("vouchers.*", Reach::Account),
                ("people.*", Reach::Account),
                ("accounts.read", Reach::Account),
            ],
        ),
        role(
            "member",
            false,
            &[
                ("jobs.read", Reach::Account),
                ("jobs.list", Reach::Account),
                ("jobs.sum", Reach::Account),
                ("jobs.raise", Reach::Account),
                ("jobs.note", Reach::Own),
                ("jobs.note", watcher()),
                ("jobs.close", Reach::Own),
                ("tools.read", Reach::Account),
                ("tools.use", Reach::Account),
                ("vouchers.*", Reach::Account),
                ("accounts.read", Reach::Account),
            ],
        ),
        role(
            "engineer",
            false,
            &[
                ("jobs.read", Reach::Own),
                ("jobs.list", Reach::Own),
                ("jobs.sum", Reach::Own),
                ("jobs.read", watcher()),
                ("jobs.list", watcher()),
                ("jobs.sum", watcher()),
                ("jobs.note", Reach::Own),
                ("accounts.read", Reach::Account),
            ],
        ),
        role(
            "group",
            false,
            &[
                ("jobs.*", Reach::Tree),
                ("tools.*", Reach::Tree),
                ("people.*", Reach::Tree),
                ("accounts.read", Reach::Tree),
            ],
        ),
        role(
            "partner",
            false,
            &[("jobs.read", share()), ("jobs.list", share()), ("jobs.sum", share()), ("jobs.note", share())],
        ),
        role(
            "agent",
            true,
            &[("jobs.*", Reach::All), ("tools.*", Reach::All), ("accounts.read", Reach::All), ("people.*", Reach::All)],
        ),
        role("clerk", true, &[("jobs.read", Reach::All), ("jobs.list", Reach::All)]),
    ]
}
