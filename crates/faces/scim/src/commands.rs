//! What a company's directory does to its account's people and groups. All of it is done to the account, which is locked:
//! so two requests of one directory never meet half-way, and whatever is named is found among the account's own.

mod add_group;
mod add_person;
mod change_group;
mod change_person;
mod events;
mod leaving;
mod people;
mod remove_group;
mod remove_person;
mod roles;

use access::{Actor, Principal, ScimToken};
use kernel::Id;

use crate::ScimError;

pub use add_group::AddGroup;
pub use add_person::AddPerson;
pub use change_group::ChangeGroup;
pub use change_person::ChangePerson;
pub use events::{GroupAdded, GroupChanged, GroupRemoved, PersonAdded, PersonChanged, PersonRemoved};
pub use remove_group::RemoveGroup;
pub use remove_person::RemovePerson;

/// What the directory showed; whoever is no directory does none of this.
fn shown(principal: &Principal) -> Result<Id<ScimToken>, ScimError> {
    match &principal.actor {
        Actor::Connection { token, .. } => Ok(*token),
        Actor::Person(_) | Actor::Key(_) | Actor::Link(_) | Actor::System(_) | Actor::Stranger => {
            Err(ScimError::NoDirectory)
        }
    }
}
