use access::Acting;
use directory::{ACCESS_REQUEST_LIFETIME, ACCESS_REQUEST_REST, AccessRequest, Account, HoldingRow, Membership};
use gateway::{Command, Effect, Field, FieldKind, Granted, Input, Line, Path, RawField, Tx, post};
use kernel::{Date, Id, Message, Problem, Ref, Timestamp};
use store::{Object as _, StoreError};
use words::Formats;

use super::{
    AccessDeclined, AccessGranted, AccessRequested, GiveRole,
    may::{holds, may_offer},
};

/// Asks whoever looks after access for a role that permits what was refused. The least of those that do is meant; what
/// nobody answers ends by itself.
#[derive(Input)]
pub struct RequestAccess {
    /// What was refused, by its name.
    action: Line<80>,
    note: Option<Line<200>>,
}

impl Command for RequestAccess {
    const NAME: &'static str = "access.request";
    const PATH: Path = post("/access-requests");
    const EFFECT: Effect = Effect::LeavesUs;
    type On = Account;
    type Writes = (AccessRequest,);
    type Output = Id<AccessRequest>;
    type Error = AccessError;

    async fn run<'t>(
        self,
        account: Granted<'t, Self>,
        tx: &Tx<'t, Self::Writes>,
    ) -> Result<Id<AccessRequest>, AccessError> {
        if tx.principal().acting != Acting::Account(account.id) {
            return Err(AccessError::NotHere);
        }
        let Some(member) = tx.own_membership(&account).await? else { return Err(AccessError::NotHere) };
        let action = self.action.as_str();
        if tx.caller().facts(action).whole {
            return Err(AccessError::Has);
        }
        let role = tx.caller().rights.book.asked_for(action, GiveRole::NAME).map(|role| role.name.to_string());
        let Some(role) = role else { return Err(AccessError::Nobody) };
        if let Some(last) = tx.last_asked(&member, &role).await? {
            if last.is_open(tx.now()) {
                return Err(AccessError::Asked);
            }
            if last.declined_at.is_some_and(|declined| tx.now() < declined.plus(ACCESS_REQUEST_REST)) {
                return Err(AccessError::Declined);
            }
        }
        let id = tx.new_id();
        tx.insert(AccessRequest {
            id,
            account_id: account.id,
            membership_id: member.id,
            person_id: member.person_id,
            person_name: member.name.clone(),
            action: action.to_owned(),
            role: role.clone(),
            note: self.note.map(|note| note.as_str().to_owned()),
            asked_at: tx.now(),
            expires_at: tx.now().plus(ACCESS_REQUEST_LIFETIME),
            granted_at: None,
            declined_at: None,
            answered_by: None,
        })
        .await?;
        let requested = AccessRequested { request: id, person: member.person_id, role };
        tx.record_naming(&requested, [Ref::new(AccessRequest::KIND, id)]);
        Ok(id)
    }
}

/// The last day on which something counts, where whoever grants it is: below the first instant after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastDay(Timestamp);

impl Field for LastDay {
    fn kind() -> FieldKind {
        FieldKind::Day
    }

    fn read(raw: &RawField, formats: &Formats) -> Result<Self, Message> {
        let after = Date::read(raw, formats)?.plus_days(1).to_jiff().to_zoned(formats.zone().clone());
        let after = after.map(|start| start.timestamp().as_microsecond());
        Ok(Self(Timestamp::from_micros(after.unwrap_or(i64::MAX))))
    }
}

/// Gives a member the role they ask for; for a while, if a last day is told.
#[derive(Input)]
pub struct GrantAccess {
    until: Option<LastDay>,
}

impl Command for GrantAccess {
    const NAME: &'static str = "access.grant";
    const PATH: Path = post("/access-requests/{access_request}/people/{membership}/grant");
    const EFFECT: Effect = Effect::Changes;
    type On = (AccessRequest, Membership);
    type Writes = (AccessRequest, HoldingRow);
    type Output = ();
    type Error = AccessError;

    async fn run<'t>(self, on: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), AccessError> {
        let (request, member) = on.into_held();
        let (now, by) = (tx.now(), tx.principal().person);
        if !request.is_open(now) || request.membership_id != member.id || member.ended_at.is_some() {
            return Err(AccessError::Answered);
        }
        if !holds::<Self>(tx.caller(), request.account_id, &request.role) {
            return Err(AccessError::NotTheirsToGive);
        }
        let until = self.until.map(|until| until.0);
        if until.is_some_and(|until| until <= now) {
            return Err(AccessError::Past);
        }
        if !may_offer::<Self>(tx.caller(), request.account_id, &request.role, until) {
            return Err(AccessError::ForAWhile);
        }
        let held = tx.parts::<HoldingRow, Membership>(&member, Some(HoldingRow::ROLE.is(&request.role))).await?;
        match held.first() {
            // What they hold as long or longer stays so.
            Some(held)
                if held.valid_from.is_none_or(|from| from <= now)
                    && held.valid_until.is_none_or(|end| until.is_some_and(|until| until <= end)) => {}
            Some(held) => {
                tx.update_part(held, |held| (held.valid_from, held.valid_until) = (None, until)).await?;
            }
            None => {
                tx.insert(HoldingRow {
                    id: tx.new_id(),
                    person_id: member.person_id,
                    membership_id: Some(member.id),
                    account_id: Some(member.account_id),
                    role: request.role.clone(),
                    valid_from: None,
                    valid_until: until,
                })
                .await?;
            }
        }
        tx.update(&request, |request| (request.granted_at, request.answered_by) = (Some(now), by)).await?;
        let (person, role) = (request.person_id, request.role.clone());
        tx.record(&AccessGranted { request: request.id, person, role, until });
        Ok(())
    }
}

/// Says no to somebody who asks for a role.
#[derive(Input)]
pub struct DeclineAccess {}

impl Command for DeclineAccess {
    const NAME: &'static str = "access.decline";
    const PATH: Path = post("/access-requests/{access_request}/decline");
    const EFFECT: Effect = Effect::Changes;
    type On = AccessRequest;
    type Writes = (AccessRequest,);
    type Output = ();
    type Error = AccessError;

    async fn run<'t>(self, request: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<(), AccessError> {
        let (now, by) = (tx.now(), tx.principal().person);
        if !request.is_open(now) {
            return Err(AccessError::Answered);
        }
        tx.update(&request, |request| (request.declined_at, request.answered_by) = (Some(now), by)).await?;
        tx.record(&AccessDeclined { request: request.id, person: request.person_id });
        Ok(())
    }
}

/// Why access was not asked for, or not answered.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Only a member of the account itself asks there.
    #[error("no member of the account")]
    NotHere,
    /// They may do it already.
    #[error("they may do it already")]
    Has,
    /// No role of the account permits it, or nobody there can hand one out.
    #[error("nobody can grant it")]
    Nobody,
    /// They have asked, and wait.
    #[error("asked already")]
    Asked,
    /// Somebody has said no within the last day.
    #[error("declined within the last day")]
    Declined,
    /// It was answered, has run out, or they are no member any more.
    #[error("answered already")]
    Answered,
    /// The role is more than one holds oneself.
    #[error("the role is not theirs to give")]
    NotTheirsToGive,
    /// Whoever gives the role holds it for a while only, and what they give would outlast it.
    #[error("they hold the role for a while only")]
    ForAWhile,
    /// The last day is over.
    #[error("the last day is over")]
    Past,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        let says = |id| Self::conflict(Message::new(id));
        match error {
            AccessError::NotHere => says("access-error-not-here"),
            AccessError::Has => says("access-error-has"),
            AccessError::Nobody => says("access-error-nobody"),
            AccessError::Asked => says("access-error-asked"),
            AccessError::Declined => says("access-error-declined"),
            AccessError::Answered => says("access-error-answered"),
            AccessError::NotTheirsToGive => says("access-error-not-theirs"),
            AccessError::ForAWhile => Self::invalid(Vec::new()).at("/until", Message::new("access-error-for-a-while")),
            AccessError::Past => Self::invalid(Vec::new()).at("/until", Message::new("access-error-past")),
            AccessError::Store(error) => error.into(),
        }
    }
}
