use access::{Caller, TREE};
use axum::response::Response;
use directory::Account;
use front::{Customer, Failure, Form, Narrowed};
use gateway::{Command as _, Query as _, Raw};
use kernel::{Id, Message, Page};
use store::{Count, Object as _};

use super::{
    tell::{self, caller},
    views::{CompanyPage, Place},
};
use crate::{
    Company, InvitePerson, ListAccounts, ListMembers, OwnCompany, ShowCompany,
    desk::{CountMembers, MembersOf},
    legal::{ListChanges, ShowLegal},
};

/// The account acted for: what it is, what lies above and below it, who looks after it.
pub(super) async fn show(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let OwnCompany { company: own, sources } = me.ask::<ShowCompany>(me.account().map(Id::uuid), &Raw::empty()).await?;
    let legal = match me.may(ShowLegal::NAME) {
        true => Some(me.ask::<ShowLegal>(me.account().map(Id::uuid), &Raw::empty()).await?),
        false => None,
    };
    let caller = caller(&me).await?;
    let asked = Narrowed::read(me.address("/company"), &["words"], &raw);
    let below = if me.may(ListAccounts::NAME) {
        me.ask::<ListAccounts>(None, &asked.raw()).await?
    } else {
        Page { rows: Vec::new(), previous: None, next: None }
    };
    let counts = people_of(&me, &caller, &below.rows).await?;
    let mut keepers = tell::of(me.account(), &Raw::empty(), &[]);
    if let Raw::Form(told) = &mut keepers {
        told.push(("keepers".to_owned(), "on".to_owned()));
    }
    let people = me.ask::<ListMembers>(None, &keepers).await?;
    // A list that fits one page is faster read than searched.
    let is_long = below.next.is_some() || below.previous.is_some() || asked.get("words").is_some();
    let view = CompanyPage {
        title: own.name.clone(),
        kind: kind(&me, own.kind),
        reference: own.reference.clone(),
        vat_number: legal.as_ref().and_then(|legal| legal.vat_number.clone()),
        registered_address: legal.and_then(|legal| legal.registered_address),
        changes: me.may(ListChanges::NAME).then(|| me.address("/company/changes")),
        since: tell::day(&me, own.since),
        sources,
        brand: me.brand.name.clone(),
        above: above(&me, &own),
        below: below
            .rows
            .iter()
            .filter(|place| place.account != own.account)
            .map(|at| place(&me, &caller, at, counts.as_deref()))
            .collect(),
        counts_people: counts.is_some(),
        next: asked.at(below.next.as_ref()),
        find: is_long.then(|| asked.base().to_owned()),
        words: asked.get("words").unwrap_or_default().to_owned(),
        people: people.all,
        path: me.address("/people"),
        invite: me.may(InvitePerson::NAME).then(|| me.address("/people/invite")),
        admins: people.members.rows.into_iter().map(|member| member.name).collect(),
    };
    me.page("accounts/company.html", view)
}

/// The account above, if one may act for it.
fn above(me: &Customer, own: &Company) -> Option<Place> {
    let places = &me.admission.as_ref()?.places;
    let parent = places.iter().find(|place| Some(place.account) == own.parent)?;
    Some(Place {
        name: parent.name.clone(),
        kind: kind(me, parent.kind.word()),
        reference: None,
        people: None,
        href: Some(format!("/a/{}/company", parent.account)),
    })
}

/// How many people each of these has, for those who may list people wherever below.
async fn people_of(me: &Customer, caller: &Caller, places: &[Company]) -> Result<Option<Vec<MembersOf>>, Failure> {
    if !caller.facts(CountMembers::NAME).linked.contains(TREE) {
        return Ok(None);
    }
    let named = places.iter().map(|place| ("accounts".to_owned(), place.account.to_string()));
    Ok(Some(me.ask::<CountMembers>(None, &Raw::Form(named.collect())).await?))
}

/// An account below. One acts for it as a member of it, or because one's rights reach down the tree.
fn place(me: &Customer, caller: &Caller, at: &Company, counts: Option<&[MembersOf]>) -> Place {
    let reaches = caller.facts(Account::READ).linked.contains(TREE);
    let member = me.admission.as_ref().is_some_and(|me| me.places.iter().any(|place| place.account == at.account));
    let counted = |counts: &[MembersOf]| {
        let of = counts.iter().find(|of| of.account == at.account);
        me.counted(of.map_or(Count { rows: 0, more: false }, |of| of.people))
    };
    Place {
        name: at.name.clone(),
        kind: kind(me, at.kind),
        reference: at.reference.clone(),
        people: counts.map(counted),
        href: (reaches || member).then(|| format!("/a/{}/company", at.account)),
    }
}

fn kind(me: &Customer, kind: &str) -> String {
    me.say(&Message { id: format!("front-kind-{kind}").into(), args: Vec::new() })
}
