use axum::response::Response;
use directory::AccountName;
use front::{Failure, Form, Reader, Signed};
use gateway::Raw;
use kernel::Message;

use super::{
    address::{ALL, Asked},
    filters, may_raise, progress,
    quoted::name,
    views::{CaseList, Row},
};
use crate::{Case, ListCases, ListPlaces, Listed, Side, View};

/// The accounts that the list's rows and filters name.
struct Places {
    /// Those to choose from.
    choices: Vec<AccountName>,
    /// Those of the rows and of the filter, where there are several to tell apart.
    known: Vec<AccountName>,
}

/// The cases one may see, page by page.
pub(super) async fn show(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let side = progress::side(&me);
    let usual = if side == Side::Staff { View::Yours } else { View::Open };
    let asked = Asked::read(&me, &raw, usual);
    let found = me.ask::<ListCases>(None, &asked.told()).await?;
    let places = Places::of(&me, side, &asked, &found.cases.rows).await?;
    let raise = may_raise(&me).then(|| me.address("/cases/new"));
    me.page("cases/list.html", view(&me, side, &asked, &found, &places, raise))
}

impl Places {
    async fn of(me: &Signed, side: Side, asked: &Asked, rows: &[Case]) -> Result<Self, Failure> {
        let choices = match side {
            Side::Customer => me.ask::<ListPlaces>(None, &Raw::empty()).await?,
            // Nobody picks from a list of all customers.
            Side::Staff => Vec::new(),
        };
        if side == Side::Customer && choices.len() < 2 {
            return Ok(Self { choices: Vec::new(), known: Vec::new() });
        }
        let mut among: Vec<String> = rows.iter().map(|case| case.account_id.to_string()).collect();
        among.extend(asked.get("account").map(str::to_owned));
        among.sort_unstable();
        among.dedup();
        if among.is_empty() {
            return Ok(Self { known: choices.clone(), choices });
        }
        let among = Raw::Form(among.into_iter().map(|id| ("among".to_owned(), id)).collect());
        Ok(Self { known: me.ask::<ListPlaces>(None, &among).await?, choices })
    }

    fn name(&self, case: &Case) -> Option<String> {
        self.known.iter().find(|place| place.account == case.account_id).map(|place| place.name.clone())
    }
}

fn view(me: &Signed, side: Side, asked: &Asked, found: &Listed, places: &Places, raise: Option<String>) -> CaseList {
    let rows: Vec<Row> = found.cases.rows.iter().map(|case| row(me, side, places, case)).collect();
    CaseList {
        title: me.say(&Message::new("cases-title")),
        path: asked.base().to_owned(),
        brand: progress::brand(me).to_owned(),
        desk: side == Side::Staff,
        raise,
        all: found.all,
        tabs: filters::tabs(me, asked, side, found),
        view: asked.view().map_or(ALL, |view| view.word()),
        everything: asked.with(&[("view", Some(ALL))]),
        words: asked.get("words").unwrap_or_default().to_owned(),
        kept: asked.kept(&["words"]),
        chips: filters::chips(me, asked, side, &places.choices, &places.known),
        clear: asked.is_narrowed_beside(&["view"]).then(|| asked.with(&[("words", None), ("account", None)])),
        found: found.found,
        has_place: rows.iter().any(|row| row.place.is_some()),
        previous: asked.at(found.cases.previous.as_ref()),
        next: asked.at(found.cases.next.as_ref()),
        rows,
    }
}

fn row(me: &Signed, side: Side, places: &Places, case: &Case) -> Row {
    let place = places.name(case);
    let across = progress::across(me, side, place.as_deref());
    Row {
        reference: case.reference(),
        href: me.address(&format!("/cases/{}", case.id)),
        subject: case.subject.clone(),
        about: case.card.as_ref().map(|card| name(me, &card.0)),
        replies: case.messages - 1,
        standing: progress::word(case.standing(side)),
        steps: progress::steps(me, case, side, &across),
        across,
        place,
        asked_by: case.requester.clone(),
        touched: case.touched_at,
        last_by: case.last_by.clone(),
    }
}
