use axum::response::Response;
use front::{Customer, Failure, Form, Targets};
use gateway::{Command, Done, Raw};
use kernel::Message;

use super::{
    tell::{self, caller, may},
    views::{Blank, Held, MemberPage},
};
use crate::{GiveRole, Member, RemoveMember, ShowMember, TakeRole};

/// One person's access to the account.
pub(super) async fn show(me: Customer, targets: Targets) -> Result<Response, Failure> {
    let view = view(&me, &targets).await?;
    me.page("accounts/member.html", view)
}

/// Gives a role.
pub(super) async fn give(me: Customer, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    change::<GiveRole>(&me, &targets, &raw, "people-role-given").await
}

/// Takes a role.
pub(super) async fn take(me: Customer, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    change::<TakeRole>(&me, &targets, &raw, "people-role-taken").await
}

/// Ends access.
pub(super) async fn remove(me: Customer, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let (_, member) = me.ask::<ShowMember>(Some(targets.one()?), &Raw::empty()).await?;
    match me.execute::<RemoveMember>(&targets.0, &Raw::empty()).await {
        Ok(done) => {
            me.toast_with_undo(&Message::new("people-removed").with("name", member.name), done.undo.as_ref());
            // Who removed themselves has no way back here.
            let home = if member.person == me.person() { "/".to_owned() } else { me.address("/people") };
            Ok(me.redirect(&home))
        }
        Err(failure) => again(&me, &targets, &raw, failure).await,
    }
}

async fn change<C: Command<Output = ()>>(
    me: &Customer,
    targets: &Targets,
    raw: &Raw,
    says: &'static str,
) -> Result<Response, Failure> {
    let done: Done<()> = match me.execute::<C>(&targets.0, raw).await {
        Ok(done) => done,
        Err(failure) => return again(me, targets, raw, failure).await,
    };
    let role = tell::text(raw, "role").unwrap_or_default();
    me.toast_with_undo(&Message::new(says).with("role", me.role(&role)), done.undo.as_ref());
    Ok(me.redirect(&me.address(&format!("/people/{}", targets.one()?.simple()))))
}

/// The page again, with what stood in the way.
async fn again(me: &Customer, targets: &Targets, raw: &Raw, failure: Failure) -> Result<Response, Failure> {
    if !failure.is_mendable() {
        return Err(failure);
    }
    let view = view(me, targets).await?;
    me.form_page("accounts/member.html", view, &failure.0, raw)
}

async fn view(me: &Customer, targets: &Targets) -> Result<MemberPage, Failure> {
    let (_, member) = me.ask::<ShowMember>(Some(targets.one()?), &Raw::empty()).await?;
    let caller = caller(me).await?;
    let Member { membership, person, name, roles: held, since } = member;
    let path = me.address(&format!("/people/{membership}"));
    let choices = tell::choices(me, &caller, GiveRole::NAME);
    let takes = may(&caller, TakeRole::NAME) && held.len() > 1;
    let role = |name: &String| Held {
        label: me.role(name),
        line: me.role_line(name),
        may_take: takes && choices.iter().any(|choice| choice.value == *name),
        name: name.clone(),
    };
    Ok(MemberPage {
        title: name.clone(),
        people: me.address("/people"),
        name,
        you: person == me.person(),
        since: tell::day(me, since),
        roles: held.iter().map(role).collect(),
        others: choices.into_iter().filter(|choice| !held.contains(&choice.value)).collect(),
        giving: format!("{path}/roles"),
        taking: format!("{path}/roles/removal"),
        removal: may(&caller, RemoveMember::NAME).then(|| format!("{path}/removal")),
        form: Blank::default(),
    })
}
