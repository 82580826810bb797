use std::marker::PhantomData;

use access::Account;
use gateway::{ById, FieldSpec, Input, Line, LinkTo, Reader};
use journal::Outcome;
use kernel::{Cursor, Ref};
use store::Condition;

use super::{
    Told,
    fields::{Since, Until, Who},
};

/// What is asked of `R` and answered with `A`: a page of the list, or a piece of its file. Both read the same.
pub struct Narrowed<R, A> {
    pub(super) told: Narrowing,
    of: PhantomData<fn() -> (R, A)>,
}

impl<R: Told, A: 'static> Input for Narrowed<R, A> {
    const ABOUT: &'static str = "Lists what is written down, the newest first: a page of it, or a piece of its file.";

    fn fields() -> Vec<FieldSpec> {
        Narrowing::fields()
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        Narrowing::read(from).map(|told| Self { told, of: PhantomData })
    }

    fn links(&self) -> Vec<(&'static str, LinkTo)> {
        self.told.links()
    }
}

/// What a list is narrowed to, and where a page of it begins.
#[derive(Clone, Debug, Input)]
pub(super) struct Narrowing {
    account: Option<ById<Account>>,
    who: Option<Who>,
    what: Option<Line<80>>,
    kind: Option<Line<60>>,
    object: Option<Line<120>>,
    outcome: Option<Line<20>>,
    since: Option<Since>,
    until: Option<Until>,
    from: Option<Line<400>>,
}

impl Narrowing {
    /// Everything it says, at once. What names nothing there could be, finds nothing.
    pub fn condition<R: Told>(&self) -> Option<Condition<R>> {
        let parts = [
            self.account.map(|account| R::WHOSE.is(&Some(account.id()))),
            self.who.as_ref().map(R::by),
            self.what.as_ref().map(|what| R::called(&what.as_str().to_lowercase())),
            self.kind.as_ref().map(|kind| R::of_kind(&kind.as_str().to_lowercase())),
            self.object.as_ref().map(|object| or_nothing(object.as_str().parse().ok(), |object: Ref| R::on(&object))),
            self.outcome.as_ref().map(|outcome| or_nothing(Outcome::from_word(outcome.as_str()), R::ended)),
            self.since.map(|since| R::TIME.from(&since.0)),
            self.until.map(|until| R::TIME.below(&until.0)),
        ];
        parts.into_iter().flatten().reduce(Condition::and)
    }

    /// Where the page begins; at the head when nobody says, or what they say is no place in a list by time.
    pub fn place(&self) -> Option<Cursor> {
        let place: Cursor = self.from.as_ref()?.as_str().parse().ok()?;
        place.key.parse::<i64>().is_ok().then_some(place)
    }
}

fn or_nothing<T, R: Told>(told: Option<T>, condition: impl FnOnce(T) -> Condition<R>) -> Condition<R> {
    told.map_or_else(Condition::nothing, condition)
}
