use std::collections::BTreeMap;

use axum::response::Response;
use front::{Failure, Form, Signed, Staff, Targets};
use gateway::Raw;
use kernel::Message;
use uuid::Uuid;

use super::queries::{AccountView, ReadAccount};
use super::{
    foreseen::customer_roles,
    views::{FormState, InvitePage, Link, RoleChoice, address},
};
use crate::InvitePerson;

/// The form that invites one person to a customer.
pub(super) async fn show(staff: Staff, targets: Targets) -> Result<Response, Failure> {
    let view = page(&staff, targets.one()?).await?;
    staff.page("customers/invite.html", view)
}

/// Invites them.
pub(super) async fn send(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let id = targets.one()?;
    match staff.execute::<InvitePerson>(&[id], &raw).await {
        Ok(done) => {
            staff.toast_with_undo(&Message::new("desk-invited"), done.undo.as_ref());
            Ok(staff.redirect(&staff.address(&format!("/customers/{}", id.simple()))))
        }
        Err(failure) if failure.is_mendable() => {
            let view = page(&staff, id).await?;
            staff.form_page("customers/invite.html", view, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

async fn page(staff: &Signed, id: Uuid) -> Result<InvitePage, Failure> {
    let AccountView { account, .. } = staff.ask::<ReadAccount>(Some(id), &Raw::empty()).await?;
    let roles = choices(staff).await?;
    let usual = roles.first().map(|role| role.value.clone()).unwrap_or_default();
    Ok(InvitePage {
        title: staff.say(&Message::new("desk-invite-title").with("name", account.name.as_str())),
        trail: vec![
            Link { label: staff.say(&Message::new("desk-customers-title")), href: staff.address("/customers") },
            Link::to(staff, &account),
        ],
        action: format!("{}/invite", address(staff, &account)),
        roles,
        form: FormState { values: [("role", usual)].into(), errors: BTreeMap::new() },
    })
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
