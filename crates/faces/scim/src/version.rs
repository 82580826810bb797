//! Which edition of a person or group a directory has seen: drawn from what it is shown of them and when it last changed
//! that, so that it changes whoever changed them.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{ScimGroup, ScimPerson};

/// How many of the hash's digits are told.
const DIGITS: usize = 24;

/// A person's.
pub(crate) fn of_person(person: &ScimPerson) -> String {
    drawn(&(
        &person.id,
        &person.email,
        &person.name,
        &person.title,
        &person.external_id,
        person.changed_at,
        person.ended_at,
    ))
}

/// A group's. Each change of who belongs to it is one of the group.
pub(crate) fn of_group(group: &ScimGroup) -> String {
    drawn(&(&group.id, &group.name, &group.external_id, group.changed_at))
}

fn drawn(of: &impl Serialize) -> String {
    let hash = hex::encode(Sha256::digest(serde_json::to_vec(of).unwrap_or_default()));
    hash.chars().take(DIGITS).collect()
}
