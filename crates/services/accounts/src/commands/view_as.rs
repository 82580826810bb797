use access::Acting;
use directory::{Membership, VIEW_AS, VIEW_AS_LIFETIME, ViewAs};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::{Id, Message, Problem, Ref};
use store::{Object as _, StoreError};

use super::{ViewAsBegun, ViewAsEnded, ViewAsRanOut};

/// Lets somebody of the staff see an account for half an hour as one of its people does, in the session they are in:
/// they read what that person may read, and do nothing.
#[derive(Input)]
pub struct BeginViewAs {
    /// Why. The account's admins read it.
    reason: Line<200>,
}

impl Command for BeginViewAs {
    const NAME: &'static str = VIEW_AS;
    const PATH: Path = post("/people/{membership}/view-as");
    const EFFECT: Effect = Effect::Changes;
    type On = Membership;
    type Writes = (ViewAs,);
    type Output = Id<ViewAs>;
    type Error = ViewAsError;

    async fn run<'t>(self, member: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<ViewAs>, ViewAsError> {
        let principal = tx.principal();
        let (Acting::Desk, Some(person), Some(session)) = (principal.acting, principal.person, principal.session)
        else {
            return Err(ViewAsError::NotHere);
        };
        if member.ended_at.is_some() {
            return Err(ViewAsError::Ended(member.name.clone()));
        }
        if tx.is_of_staff(&member).await? {
            return Err(ViewAsError::OfStaff(member.name.clone()));
        }
        if tx.is_locked_out(&member).await? {
            return Err(ViewAsError::LockedOut(member.name.clone()));
        }
        let id = tx.new_id();
        let ends_at = tx.now().plus(VIEW_AS_LIFETIME);
        tx.insert(ViewAs {
            id,
            account_id: member.account_id,
            membership_id: member.id,
            subject_id: member.person_id,
            subject_name: member.name.clone(),
            person_id: person,
            person_name: tx.own_name().await?.unwrap_or_default(),
            session_id: session,
            reason: self.reason.as_str().to_owned(),
            began_at: tx.now(),
            ends_at,
            ended_at: None,
        })
        .await?;
        let begun = ViewAsBegun { view: id, person: member.person_id, ends_at };
        tx.record_naming(&begun, [Ref::new(ViewAs::KIND, id)]);
        Ok(id)
    }
}

/// Ends a view: before its time, or once that is over and somebody notices. Gives the account and the membership it was
/// of.
#[derive(Input)]
pub struct EndViewAs {}

impl Command for EndViewAs {
    const NAME: &'static str = "view_as.end";
    const PATH: Path = post("/view-as/{view_as}/end");
    const EFFECT: Effect = Effect::Changes;
    type On = ViewAs;
    type Writes = (ViewAs,);
    type Output = (Id<access::Account>, Id<Membership>);
    type Error = StoreError;

    async fn run<'t>(self, view: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Self::Output, StoreError> {
        let of = (view.account_id, view.membership_id);
        if view.ended_at.is_some() {
            tx.nothing_happened();
            return Ok(of);
        }
        let ended_at = tx.now().min(view.ends_at);
        tx.update(&view, |view| view.ended_at = Some(ended_at)).await?;
        if ended_at < view.ends_at {
            tx.record(&ViewAsEnded { view: view.id, person: view.subject_id });
        } else {
            tx.record(&ViewAsRanOut { view: view.id, person: view.subject_id, ended_at });
        }
        Ok(of)
    }
}

/// Why nobody looks with somebody's eyes.
#[derive(Debug, thiserror::Error)]
pub enum ViewAsError {
    /// Only a person in a session at the desk does.
    #[error("not in a session at the desk")]
    NotHere,
    /// They are no member any more.
    #[error("the membership has ended")]
    Ended(String),
    /// They work at the desk, too.
    #[error("they are of the staff")]
    OfStaff(String),
    /// They see nothing either.
    #[error("they are locked out")]
    LockedOut(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ViewAsError> for Problem {
    fn from(error: ViewAsError) -> Self {
        let named = |id, name: String| Self::conflict(Message::new(id).with("name", name));
        match error {
            ViewAsError::NotHere => Self::conflict(Message::new("view-as-error-not-here")),
            ViewAsError::Ended(name) => named("view-as-error-ended", name),
            ViewAsError::OfStaff(name) => named("view-as-error-staff", name),
            ViewAsError::LockedOut(name) => named("view-as-error-locked", name),
            ViewAsError::Store(error) => error.into(),
        }
    }
}
