use axum::response::Response;
use front::{Blank, Failure, Form, Signed, Staff, Targets};
use gateway::{Raw, RawField};
use kernel::Message;
use uuid::Uuid;

use super::queries::{AccountView, ReadAccount};
use super::{
    foreseen::customer_roles,
    views::{InvitePage, Link, RoleChoice, address},
};
use crate::{InvitePerson, letter};

/// The form that invites one person to a customer; beside it the mail.
pub(super) async fn show(staff: Staff, targets: Targets) -> Result<Response, Failure> {
    let view = page(&staff, targets.one()?, &letter::kept(&staff)).await?;
    staff.page("customers/invite.html", view)
}

/// Invites them, or shows the mail that would be sent.
pub(super) async fn send(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let id = targets.one()?;
    if letter::is_asked_for(&raw) {
        let view = page(&staff, id, &raw).await?;
        return staff.page("customers/invite.html", view);
    }
    match staff.execute::<InvitePerson>(&[id], &raw).await {
        Ok(done) => {
            staff.toast_with_undo(&Message::new("desk-invited"), done.undo.as_ref());
            Ok(staff.redirect(&staff.address(&format!("/customers/{}", id.simple()))))
        }
        Err(failure) if failure.is_mendable() => {
            let view = page(&staff, id, &raw).await?;
            staff.form_page("customers/invite.html", view, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

async fn page(staff: &Signed, id: Uuid, raw: &Raw) -> Result<InvitePage, Failure> {
    let AccountView { account, .. } = staff.ask::<ReadAccount>(Some(id), &Raw::empty()).await?;
    let roles = choices(staff).await?;
    let (wanted, note) = (text(raw, "role"), text(raw, "note"));
    let chosen = roles.iter().find(|role| role.value == wanted).or_else(|| roles.first());
    let role = chosen.map(|role| role.value.clone()).unwrap_or_default();
    Ok(InvitePage {
        title: staff.say(&Message::new("desk-invite-title").with("name", account.name.as_str())),
        trail: vec![
            Link { label: staff.say(&Message::new("desk-customers-title")), href: staff.address("/customers") },
            Link::to(staff, &account),
        ],
        action: format!("{}/invite?draft=no", address(staff, &account)),
        roles,
        mail: letter::preview(staff, &account.name, &role, &note)?,
        form: Blank::of([("email", text(raw, "email")), ("role", role), ("note", note)]),
    })
}

/// What a field says; nothing when it says nothing.
pub(super) fn text(raw: &Raw, name: &str) -> String {
    match raw.field(name) {
        RawField::Text(text) => text,
        RawField::Absent | RawField::Null | RawField::Json(_) | RawField::Many(_) => String::new(),
    }
}

/// The roles to choose from, the one that permits least first.
pub(super) async fn choices(staff: &Signed) -> Result<Vec<RoleChoice>, Failure> {
    let roles = customer_roles(staff).await?;
    let choice = |name: &str| RoleChoice {
        value: name.to_owned(),
        label: staff.role(name),
        hint: staff.role_line(name).unwrap_or_default(),
    };
    Ok(roles.iter().map(|role| choice(&role.name)).collect())
}
