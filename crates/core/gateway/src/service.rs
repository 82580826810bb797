use std::borrow::Cow;

use access::{ActionSpec, ObjectType};
use journal::{
    Event,
    follow::{Follower, Projector, Reactor},
};
use store::{Migrations, Object};

use crate::{
    Action, Announcement, Attention, Balance, Command, Figure, Linkable, Numbered, Numbering, Operation, Query,
    Quotable, Quoting, explain::Weighing, teller::Teller,
};

/// A vertical slice, as its manifest: everything it adds to the portal, readable in one screen.
#[derive(Default)]
pub struct Service {
    /// Its name.
    pub name: &'static str,
    pub(crate) migrations: Vec<Migrations>,
    pub(crate) policies: Vec<(&'static str, &'static str)>,
    pub(crate) objects: Vec<ObjectType>,
    pub(crate) weighings: Vec<Weighing>,
    pub(crate) actions: Vec<ActionSpec>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) attendants: Vec<Teller<Attention>>,
    pub(crate) openings: Vec<Teller<Attention>>,
    pub(crate) figures: Vec<Teller<Figure, &'static str>>,
    pub(crate) balances: Vec<Teller<Balance, (&'static str, &'static str)>>,
    pub(crate) quotings: Vec<Quoting>,
    pub(crate) numberings: Vec<Numbering>,
    pub(crate) linkables: Vec<Linkable>,
    pub(crate) announcements: Vec<Announcement>,
    pub(crate) secluded: Vec<&'static str>,
    pub(crate) followers: Vec<Follower>,
    pub(crate) giving: Option<&'static str>,
}

impl Service {
    /// A service that adds nothing yet.
    pub fn named(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// Its tables.
    #[must_use]
    pub fn migrations(mut self, migrations: Migrations) -> Self {
        self.migrations.push(migrations);
        self
    }

    /// Its policies: the file's name and text.
    #[must_use]
    pub fn policy(mut self, origin: &'static str, text: &'static str) -> Self {
        self.policies.push((origin, text));
        self
    }

    /// A kind of object.
    #[must_use]
    pub fn object<R: Object>(mut self) -> Self {
        self.objects.push(R::object_type());
        self.weighings.push(Weighing::of::<R>());
        self.actions.push(ActionSpec { name: Cow::Borrowed(R::READ), on: vec![R::KIND] });
        self
    }

    /// A kind of object that staff never see with the eyes of somebody else: by it programs get in, or are told of what
    /// happens.
    #[must_use]
    pub fn secluded<R: Object>(mut self) -> Self {
        self.secluded.push(R::KIND);
        self
    }

    /// An action that links ask for.
    #[must_use]
    pub fn action<A: Action>(mut self) -> Self {
        self.actions.push(ActionSpec { name: Cow::Borrowed(A::NAME), on: vec![<A::On as Object>::KIND] });
        self
    }

    /// A command.
    #[must_use]
    pub fn command<C: Command>(mut self) -> Self {
        self.operations.push(Operation::command::<C>());
        self
    }

    /// The command that hands out roles; whoever may do it can grant what others are refused.
    #[must_use]
    pub fn giving<C: Command>(mut self) -> Self {
        self.giving = Some(C::NAME);
        self.command::<C>()
    }

    /// A query.
    #[must_use]
    pub fn query<Q: Query>(mut self) -> Self {
        self.operations.push(Operation::query::<Q>());
        self
    }

    /// A query that tells what deserves attention, in one statement at the most: its input has a field `slot`. A service
    /// has one of them.
    #[must_use]
    pub fn attention<Q: Query<Output = Vec<Attention>>>(mut self) -> Self {
        self.attendants.push(Teller::of::<Q>(()));
        self.query::<Q>()
    }

    /// A query that tells what is open with one account, in one statement at the most: its input has a field `account`,
    /// which names it. A service has one of them.
    #[must_use]
    pub fn open_with<Q: Query<Output = Vec<Attention>>>(mut self) -> Self {
        self.openings.push(Teller::of::<Q>(()));
        self.query::<Q>()
    }

    /// A query that tells a figure of many accounts, under its own scope, in one statement at the most: its input has a
    /// field `accounts`, which names them. `label` is the message that heads it; a service tells one figure.
    #[must_use]
    pub fn figure<Q: Query<Output = Vec<Figure>>>(mut self, label: &'static str) -> Self {
        self.figures.push(Teller::of::<Q>(label));
        self.query::<Q>()
    }

    /// A query that tells how whoever asks stands, one for each currency, in one statement at the most. `label` is the
    /// message that heads it, `path` the page with all of it, below the door; a service tells one balance.
    #[must_use]
    pub fn balance<Q: Query<Output = Vec<Balance>>>(mut self, label: &'static str, path: &'static str) -> Self {
        self.balances.push(Teller::of::<Q>((label, path)));
        self.query::<Q>()
    }

    /// A kind of record that others may quote.
    #[must_use]
    pub fn quotable<R: Quotable>(mut self) -> Self {
        self.quotings.push(Quoting::of::<R>());
        self
    }

    /// A kind of record that is found by its number.
    #[must_use]
    pub fn numbered<R: Numbered>(mut self) -> Self {
        self.numberings.push(Numbering::of::<R>());
        self
    }

    /// A kind of record that a link alone can open.
    #[must_use]
    pub fn linkable(mut self, linkable: Linkable) -> Self {
        self.linkables.push(linkable);
        self
    }

    /// An event about records of a kind of which programs outside may be told, by the name that they know it by.
    #[must_use]
    pub fn announces<E: Event, R: Numbered>(mut self, name: &'static str) -> Self {
        self.announcements.push(Announcement::of::<E, R>(name));
        self
    }

    /// A projector.
    #[must_use]
    pub fn projector<P: Projector>(mut self, projector: P) -> Self {
        self.followers.push(Follower::projector(projector));
        self
    }

    /// A reactor.
    #[must_use]
    pub fn reactor<R: Reactor>(mut self, reactor: R) -> Self {
        self.followers.push(Follower::reactor(reactor));
        self
    }

    /// Its tables, for the program to migrate.
    pub fn tables(&self) -> &[Migrations] {
        &self.migrations
    }

    /// Its followers, for the program to run.
    pub fn take_followers(&mut self) -> Vec<Follower> {
        std::mem::take(&mut self.followers)
    }
}
