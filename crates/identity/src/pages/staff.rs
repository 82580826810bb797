use axum::response::Response;
use front::{Failure, Form, Narrowed, Staff};

use super::views::{StaffPage, StaffRow, day, say};
use crate::staff::{ListStaff, StaffLine};

/// What accounts do about how somebody comes in, at addresses of their own below the desk's: the action, and what the
/// address ends in.
const LOCK: (&str, &str) = ("persons.lock", "lock");
const UNLOCK: (&str, &str) = ("persons.unlock", "unlock");
const SIGN_OUT: (&str, &str) = ("persons.sign_out", "sign-out");

/// Who works at the desk, by name.
pub(super) async fn show(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(staff.address("/staff"), &[], &raw);
    let found = staff.ask::<ListStaff>(None, &asked.raw()).await?;
    let view = StaffPage {
        title: say(&staff, "identity-staff"),
        rows: found.rows.iter().map(|line| row(&staff, line)).collect(),
        here: asked.base().to_owned(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    staff.page("identity/staff.html", view)
}

/// Nobody is locked out by themselves here; that somebody may do more than whoever looks, the command says.
fn row(staff: &Staff, line: &StaffLine) -> StaffRow {
    let you = line.person == staff.person();
    let at = |(action, below): (&str, &str)| {
        let may = !you && staff.may(action);
        may.then(|| staff.address(&format!("/people/{}/{below}", line.person)))
    };
    StaffRow {
        name: line.name.clone(),
        you,
        email: line.email.clone(),
        roles: line.roles.iter().map(|role| staff.role(role)).collect(),
        seen: line.seen,
        second: line.second,
        locked: line.locked.map(|since| day(staff, since)),
        lock: at(LOCK).filter(|_| line.locked.is_none()),
        unlock: at(UNLOCK).filter(|_| line.locked.is_some()),
        sign_out: at(SIGN_OUT).filter(|_| line.locked.is_none()),
    }
}
