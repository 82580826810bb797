use access::Person;
use directory::ChangeRequest;
use journal::Event;
use kernel::Id;
use serde::Serialize;

/// Somebody asks for other legal data. The values stand in the request alone.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeProposed {
    /// What they ask for.
    pub request: Id<ChangeRequest>,
}

impl Event for ChangeProposed {
    const NAME: &'static str = "legal.proposed";
}

/// What was asked for is to be entered in the system of record.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeApproved {
    /// What was asked for.
    pub request: Id<ChangeRequest>,
    /// By whom.
    pub person: Id<Person>,
}

impl Event for ChangeApproved {
    const NAME: &'static str = "legal.approved";
}

/// What was asked for is not to be.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeDeclined {
    /// What was asked for.
    pub request: Id<ChangeRequest>,
    /// By whom.
    pub person: Id<Person>,
}

impl Event for ChangeDeclined {
    const NAME: &'static str = "legal.declined";
}
