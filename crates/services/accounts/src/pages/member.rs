use access::Person;
use axum::response::Response;
use front::{Blank, Failure, Form, Reader, Signed, Step, Targets};
use gateway::{Action as _, Command, Done, Explain, Query as _, Raw};
use kernel::{Id, Message, Problem};

use super::{
    tell::{self, caller, say},
    views::{Door, Held, MemberPage},
    whose::Whose,
};
use crate::{
    BeginViewAs, GiveRole, LockPerson, Member, RemoveMember, ShowMember, ShowStanding, SignPersonOut, TakeRole,
    UnlockPerson,
};

/// Taking away somebody's second proofs. Signing in does that, at an address of its own below the desk's.
const RESET: &str = "proofs.reset";

/// One person's access to the account.
pub(super) async fn show(me: Reader, targets: Targets) -> Result<Response, Failure> {
    let view = view(&me, &Whose::read(&me, &targets)?).await?;
    me.page("accounts/member.html", view)
}

/// Gives a role.
pub(super) async fn give(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    change::<GiveRole>(&me, &targets, &raw, "people-role-given").await
}

/// Takes a role.
pub(super) async fn take(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    change::<TakeRole>(&me, &targets, &raw, "people-role-taken").await
}

/// Ends access.
pub(super) async fn remove(me: Reader, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    let whose = Whose::read(&me, &targets)?;
    let member = find(&me, &whose).await?;
    match me.execute::<RemoveMember>(&whose.targets, &Raw::empty()).await {
        Ok(done) => {
            me.toast_with_undo(&Message::new("people-removed").with("name", member.name), done.undo.as_ref());
            // Who removed themselves has no way back here.
            let gone = member.person == me.person() && !whose.at_desk;
            Ok(me.redirect(if gone { "/" } else { &whose.people }))
        }
        Err(failure) => again(&me, &whose, &raw, failure).await,
    }
}

async fn change<C: Command<Output = ()>>(
    me: &Signed,
    targets: &Targets,
    raw: &Raw,
    says: &'static str,
) -> Result<Response, Failure> {
    let whose = Whose::read(me, targets)?;
    if whose.at_desk {
        find(me, &whose).await?;
    }
    let done: Done<()> = match me.execute::<C>(&whose.targets, raw).await {
        Ok(done) => done,
        Err(failure) => return again(me, &whose, raw, failure).await,
    };
    let role = raw.text("role").unwrap_or_default();
    me.toast_with_undo(&Message::new(says).with("role", me.role(&role)), done.undo.as_ref());
    Ok(me.redirect(&whose.person()?))
}

/// The page again, with what stood in the way.
async fn again(me: &Signed, whose: &Whose, raw: &Raw, failure: Failure) -> Result<Response, Failure> {
    if !failure.is_mendable() {
        return Err(failure);
    }
    let view = view(me, whose).await?;
    me.form_page("accounts/member.html", view, &failure.0, raw)
}

/// Somebody of the account. At the desk a person is found below their own customer only.
pub(super) async fn find(me: &Signed, whose: &Whose) -> Result<Member, Failure> {
    let (account, member) = me.ask::<ShowMember>(Some(whose.one()?), &Raw::empty()).await?;
    if whose.at_desk && account != whose.account {
        return Err(Problem::not_found().into());
    }
    Ok(member)
}

/// How somebody stands at the door, as staff are shown it.
async fn door(me: &Signed, whose: &Whose, person: Id<Person>) -> Result<Option<Door>, Failure> {
    if !whose.at_desk || !me.may(ShowStanding::NAME) {
        return Ok(None);
    }
    let standing = me.ask::<ShowStanding>(Some(person.uuid()), &Raw::empty()).await?;
    let now = me.formats.now();
    let sessions = standing.sessions.iter().filter(|until| now < **until).count();
    let at = |action: &str, below: &str| {
        let may = person != me.person() && me.may(action);
        may.then(|| me.address(&format!("/people/{person}/{below}")))
    };
    Ok(Some(Door {
        locked: standing.locked,
        sessions,
        lock: at(LockPerson::NAME, "lock").filter(|_| standing.locked.is_none()),
        unlock: at(UnlockPerson::NAME, "unlock").filter(|_| standing.locked.is_some()),
        sign_out: at(SignPersonOut::NAME, "sign-out").filter(|_| sessions > 0),
    }))
}

async fn view(me: &Signed, whose: &Whose) -> Result<MemberPage, Failure> {
    let mut around = whose.around(me).await?;
    let member = find(me, whose).await?;
    let caller = caller(me).await?;
    let reached = tell::addresses(me, vec![member.membership]).await?;
    around.trail.push(Step { label: say(me, "people-title"), href: whose.people.clone() });
    let Member { membership, person, name, roles: held, since } = member;
    let path = whose.person()?;
    let choices = tell::choices(me, &caller, GiveRole::NAME, Some(whose.account));
    let takes = me.may(TakeRole::NAME) && held.len() > 1;
    let resets = whose.at_desk && me.may(RESET) && person != me.person();
    let door = door(me, whose, person).await?;
    // Nobody comes in as somebody who is locked out, and so nobody sees anything as them.
    let is_locked = door.as_ref().is_some_and(|door| door.locked.is_some());
    let role = |name: &String| Held {
        label: me.role(name),
        line: me.role_line(name),
        may_take: takes && choices.iter().any(|choice| choice.value == *name),
        name: name.clone(),
    };
    Ok(MemberPage {
        title: name.clone(),
        around,
        name,
        email: tell::address_of(membership, &reached),
        you: person == me.person(),
        since: tell::day(me, since),
        roles: held.iter().map(role).collect(),
        others: choices.into_iter().filter(|choice| !held.contains(&choice.value)).collect(),
        giving: format!("{path}/roles"),
        taking: format!("{path}/roles/removal"),
        removal: me.may(RemoveMember::NAME).then(|| format!("{path}/removal")),
        view_as: (whose.at_desk && !is_locked && me.may(BeginViewAs::NAME)).then(|| format!("{path}/view-as")),
        explain: (whose.at_desk && me.may(Explain::NAME)).then(|| format!("{path}/access")),
        reset: resets.then(|| me.address(&format!("/people/{person}/proofs/removal"))),
        door,
        here: path,
        form: Blank::default(),
    })
}
