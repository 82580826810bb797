use axum::response::Response;
use directory::Invitation;
use front::{Failure, Form, Narrowed, Signed, Staff};
use gateway::{Command as _, Raw, Step};
use kernel::{Id, Message};
use store::Count;

use super::{
    invite::text,
    invite_list::together,
    queries::{CountWaves, FindInvitations, InvitationState, ListWaves, WaveCount, WaveView},
    views::{Link, WaveList, WaveRow},
};
use crate::Reinvite;

/// The waves that went out, and what has become of each.
pub(super) async fn show(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(staff.address("/invitations/waves"), &[], &raw);
    let found = staff.ask::<ListWaves>(None, &asked.raw()).await?;
    let named = found.rows.iter().map(|wave| ("waves".to_owned(), wave.wave.clone()));
    let counts = staff.ask::<CountWaves>(None, &Raw::Form(named.collect())).await?;
    let may_renew = staff.may(Reinvite::NAME);
    let view = WaveList {
        title: staff.say(&Message::new("desk-waves-title")),
        trail: vec![Link {
            label: staff.say(&Message::new("desk-invitations-title")),
            href: staff.address("/invitations"),
        }],
        renewal: may_renew.then(|| staff.address("/invitations/waves/renewal")),
        rows: found.rows.iter().map(|wave| row(&staff, wave, &counts)).collect(),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    staff.page("customers/waves.html", view)
}

/// The invitations of a wave that nobody has answered go out again.
pub(super) async fn renew(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let named = Raw::Form(vec![("wave".to_owned(), text(&raw, "wave"))]);
    let waiting = staff.ask::<FindInvitations>(None, &named).await?;
    let again =
        |id: Id<Invitation>| Step { operation: Reinvite::NAME.into(), targets: vec![id.uuid()], told: Raw::empty() };
    let steps = waiting.iter().map(|found| again(found.id)).collect();
    let came = together(&staff, steps).await?;
    let sent = came.iter().filter(|one| one.is_ok()).count();
    staff.toast(&Message::new("desk-wave-renewed").with("count", i64::try_from(sent).unwrap_or(i64::MAX)));
    Ok(staff.redirect(&staff.address("/invitations/waves")))
}

fn row(staff: &Signed, wave: &WaveView, counts: &[WaveCount]) -> WaveRow {
    let of = |state: InvitationState| {
        let found = counts.iter().find(|count| count.wave == wave.wave && count.state == state);
        found.map_or(Count { rows: 0, more: false }, |found| found.count)
    };
    let (open, ran_out) = (of(InvitationState::Open), of(InvitationState::RanOut));
    WaveRow {
        href: Narrowed::of(staff.address("/invitations"), Vec::new()).with(&[("wave", Some(&wave.wave))]),
        sent: wave.sent_at,
        by: wave.sent_by.clone(),
        invited: staff.formats.number(i64::try_from(wave.invited).unwrap_or(i64::MAX)),
        taken_up: staff.counted(of(InvitationState::TakenUp)),
        open: staff.counted(open),
        ran_out: staff.counted(ran_out),
        refused: staff.counted(of(InvitationState::Refused)),
        waits: open.rows + ran_out.rows > 0,
        wave: wave.wave.clone(),
    }
}
