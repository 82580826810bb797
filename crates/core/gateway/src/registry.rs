use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use access::{ActionSpec, Caller, Mandate, ObjectType};
use futures::future::BoxFuture;
use kernel::Problem;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use store::{Lock, Object, Target, Work};
use uuid::Uuid;

use crate::{
    Announcement, Asked, Attention, Balance, Command, Figure, Gateway, Linkable, Numbering, Query, Quoting, Raw,
    Service, Spec, Typed, Verb,
    bundle::Noted,
    execute::{Done, Stopped, locks},
    explain::Weighing,
    query::Proven,
    teller::Teller,
};

/// An operation as a value: what it is, and how it runs.
#[derive(Clone)]
pub struct Operation {
    spec: Arc<Spec>,
    shape: Shape,
    run: Run,
    item: Option<Item>,
    locks: fn(&[Uuid]) -> Vec<Lock>,
    answers: fn(&mut SchemaGenerator) -> Schema,
    reads: Vec<&'static str>,
}

/// What kind of operation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// It does something to its targets.
    Command,
    /// It lists what may be seen.
    List,
    /// It shows one object.
    Show,
}

type Run = Arc<
    dyn for<'a> Fn(&'a Gateway, &'a Asked, &'a [Uuid], &'a Raw) -> BoxFuture<'a, Result<Done<Value>, Problem>>
        + Send
        + Sync,
>;

/// A command inside a transaction that somebody else began.
type Item = Arc<
    dyn for<'a> Fn(
            &'a Gateway,
            &'a Asked,
            &'a [Uuid],
            &'a Work,
            &'a Raw,
        ) -> BoxFuture<'a, Result<Noted<Done<Value>>, Stopped>>
        + Send
        + Sync,
>;

impl Operation {
    /// A command, typed or configured.
    pub fn verb<V: Verb>(verb: V) -> Self {
        let spec = Arc::new(verb.spec().clone());
        let verb = Arc::new(verb);
        let one = Arc::clone(&verb);
        let run: Run = Arc::new(move |gateway, asked, targets, raw| {
            let verb = Arc::clone(&one);
            Box::pin(async move { gateway.perform(&*verb, asked, targets, raw).await?.into_value() })
        });
        let item: Item = Arc::new(move |gateway, asked, targets, work, raw| {
            let verb = Arc::clone(&verb);
            Box::pin(async move { gateway.item(&*verb, asked, targets, work, raw).await })
        });
        let locks = locks_of::<V::On>;
        let reads = <V::On as Target>::READS.to_vec();
        let answers = SchemaGenerator::subschema_for::<V::Output>;
        Self { spec, shape: Shape::Command, run, item: Some(item), locks, answers, reads }
    }

    /// A typed command.
    pub fn command<C: Command>() -> Self {
        Self::verb(Typed::<C>::new())
    }

    /// A query.
    pub fn query<Q: Query>() -> Self {
        let spec = Arc::new(crate::ask::spec::<Q>());
        let run: Run = Arc::new(|gateway, asked, targets, raw| {
            Box::pin(
                async move { Done::plain(gateway.ask::<Q>(asked, targets.first().copied(), raw).await?).into_value() },
            )
        });
        let shape = if Q::Under::ONE { Shape::Show } else { Shape::List };
        let own = <Q::On as Object>::READ;
        let reads = std::iter::once(own).chain(<Q::Under as Proven<Q>>::ALSO.iter().copied()).collect();
        let answers = SchemaGenerator::subschema_for::<Q::Output>;
        Self { spec, shape, run, item: None, locks: |_| Vec::new(), answers, reads }
    }

    /// What it is.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// What kind it is.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// What it answers, as JSON Schema; what that refers to is kept by whoever gathers.
    pub fn answers(&self, schemas: &mut SchemaGenerator) -> Schema {
        (self.answers)(schemas)
    }

    /// Runs it, whatever its types.
    ///
    /// # Errors
    /// The operation's own problems, or the gate's.
    pub async fn run(
        &self,
        gateway: &Gateway,
        asked: &Asked,
        targets: &[Uuid],
        raw: &Raw,
    ) -> Result<Done<Value>, Problem> {
        (self.run)(gateway, asked, targets, raw).await
    }
}

impl Operation {
    /// Runs a command inside a transaction that somebody else began; see [`Gateway::bundles`].
    pub(crate) async fn run_item(
        &self,
        gateway: &Gateway,
        asked: &Asked,
        targets: &[Uuid],
        work: &Work,
        raw: &Raw,
    ) -> Result<Noted<Done<Value>>, Stopped> {
        match &self.item {
            Some(item) => item(gateway, asked, targets, work, raw).await,
            None => Err(Problem::unexpected("only commands can be bundled").into()),
        }
    }

    /// The rows that are locked before it is done to these targets.
    pub(crate) fn locks(&self, targets: &[Uuid]) -> impl Iterator<Item = Lock> {
        (self.locks)(targets).into_iter()
    }
}

fn locks_of<On: Target>(targets: &[Uuid]) -> Vec<Lock> {
    locks::<On>(targets).collect()
}

/// Every operation and object of the portal, by name.
#[derive(Clone, Default)]
pub struct Registry {
    operations: BTreeMap<Cow<'static, str>, Operation>,
    objects: Vec<ObjectType>,
    weighings: BTreeMap<&'static str, Weighing>,
    actions: BTreeMap<Cow<'static, str>, ActionSpec>,
    policies: Vec<(String, String)>,
    attendants: Vec<Teller<Attention>>,
    openings: Vec<Teller<Attention>>,
    figures: Vec<Teller<Figure, &'static str>>,
    balances: Vec<Teller<Balance, (&'static str, &'static str)>>,
    quotings: BTreeMap<&'static str, Quoting>,
    numberings: Vec<Numbering>,
    linkables: BTreeMap<&'static str, Linkable>,
    announcements: BTreeMap<&'static str, Announcement>,
    secluded: Vec<&'static str>,
    giving: Option<&'static str>,
}

/// Why a set of services does not fit together.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// Two operations have one name.
    #[error("two operations are called `{0}`")]
    Twice(String),
    /// An operation's path names another number of targets than it has.
    #[error("the path of `{0}` does not name its targets")]
    Path(String),
    /// A query points at an object, which nobody would ask for.
    #[error("the query `{0}` takes a link; only commands can, since links are permitted in their transaction")]
    Link(String),
    /// A command takes a bare id, of which nobody would ask whether it may be used.
    #[error("the command `{0}` takes a bare id; only queries can, since theirs narrow what may be read anyway")]
    BareId(String),
    /// A service tells something by two queries, so that whoever gathers it would ask twice.
    #[error("`{service}` tells {what} by `{second}` too; one query tells it")]
    Tellers {
        /// The service.
        service: &'static str,
        /// What it tells.
        what: &'static str,
        /// Its second query.
        second: &'static str,
    },
    /// An event is announced that is staff's alone, or under a name that another event has.
    #[error("`{0}` cannot be announced: it is staff's alone, or another event is announced by this name")]
    Announced(&'static str),
    /// An operation is done to a kind that no service brings.
    #[error("`{operation}` is done to `{kind}`, which no service brings")]
    Kind {
        /// The operation.
        operation: String,
        /// The kind.
        kind: String,
    },
}

impl Registry {
    /// Puts services together.
    ///
    /// # Errors
    /// What does not fit.
    pub fn of(services: impl IntoIterator<Item = Service>) -> Result<Self, RegistryError> {
        let mut registry = Self::default();
        for service in services {
            registry
                .policies
                .extend(service.policies.iter().map(|(origin, text)| ((*origin).to_owned(), (*text).to_owned())));
            at_most_one(service.name, "what deserves attention", &service.attendants)?;
            at_most_one(service.name, "what is open with an account", &service.openings)?;
            at_most_one(service.name, "a figure", &service.figures)?;
            at_most_one(service.name, "a balance", &service.balances)?;
            registry.giving = registry.giving.or(service.giving);
            registry.objects.extend(service.objects);
            registry.secluded.extend(service.secluded);
            registry.weighings.extend(service.weighings.iter().map(|weighing| (weighing.kind, *weighing)));
            registry.attendants.extend(service.attendants);
            registry.openings.extend(service.openings);
            registry.figures.extend(service.figures);
            registry.balances.extend(service.balances);
            registry.numberings.extend(service.numberings);
            registry.quotings.extend(service.quotings.iter().map(|quoting| (quoting.kind, *quoting)));
            registry.linkables.extend(service.linkables.iter().map(|linkable| (linkable.kind, *linkable)));
            for announcement in service.announcements {
                let taken = registry.announcements.insert(announcement.name, announcement).is_some();
                if taken || !announcement.is_customers {
                    return Err(RegistryError::Announced(announcement.name));
                }
            }
            for action in service.actions {
                registry.actions.insert(action.name.clone(), action);
            }
            for operation in service.operations {
                registry.add(operation)?;
            }
        }
        registry.check()?;
        Ok(registry)
    }

    /// Adds an operation that came from configuration.
    ///
    /// # Errors
    /// [`RegistryError::Twice`] when the name is in use; a path or a field that does not fit.
    pub fn add(&mut self, operation: Operation) -> Result<(), RegistryError> {
        let name = operation.spec().name.clone();
        let named = operation.spec().placeholders().count();
        let wanted = operation.spec().on.len();
        let from_account = named == 0 && wanted == 1;
        if operation.shape() != Shape::List && named != wanted && !from_account {
            return Err(RegistryError::Path(name.into_owned()));
        }
        let links = operation.spec().fields.iter().any(|field| field.kind.link().is_some());
        if operation.shape() != Shape::Command && links {
            return Err(RegistryError::Link(name.into_owned()));
        }
        let bare = operation.spec().fields.iter().any(|field| field.kind.noun().is_some());
        if operation.shape() == Shape::Command && bare {
            return Err(RegistryError::BareId(name.into_owned()));
        }
        self.actions.insert(name.clone(), ActionSpec { name: name.clone(), on: operation.spec().on.clone() });
        if self.operations.insert(name.clone(), operation).is_some() {
            return Err(RegistryError::Twice(name.into_owned()));
        }
        Ok(())
    }

    /// Every operation, by name.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.values()
    }

    /// One operation.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.get(name)
    }

    /// What a mandate must cover so that these operations can be done: themselves; what their fields' links ask for;
    /// reading what they are done to or show, without which a refusal could not say more than that nothing is there;
    /// and what a query reads beside its own, without which its answer would be silently less.
    pub fn mandate<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Mandate {
        let mut actions = BTreeSet::new();
        for operation in names.into_iter().filter_map(|name| self.operation(name)) {
            actions.insert(operation.spec.name.clone());
            actions.extend(operation.reads.iter().copied().map(Cow::Borrowed));
            let links = operation.spec.fields.iter().filter_map(|field| field.kind.link());
            actions.extend(links.map(|(_, action)| Cow::Borrowed(action)));
        }
        Mandate::Only(actions)
    }

    /// What whoever of the staff views an account as one of its people may use of that person's rights: what reads and
    /// the staff person may do everywhere themselves, but for what is about kinds that nobody sees so; see
    /// [`Service::secluded`]. What deserves attention, and how they stand, is told to customers alone: of that, what is
    /// about kinds that the staff person reads everywhere.
    pub fn looking(&self, staff: &Caller) -> Mandate {
        let everywhere = |action: &str| staff.facts(action).all;
        let is_told = |name: &str| {
            self.attendants.iter().any(|attendant| attendant.name == name)
                || self.balances.iter().any(|balance| balance.name == name)
        };
        let reads = |action: &ActionSpec| match self.operation(&action.name) {
            Some(operation) if operation.shape == Shape::Command => false,
            Some(operation) if is_told(&action.name) => operation.reads.iter().all(|read| everywhere(read)),
            Some(_) | None => everywhere(&action.name),
        };
        let is_secluded = |action: &ActionSpec| action.on.iter().any(|kind| self.secluded.contains(kind));
        let may = |action: &&ActionSpec| !is_secluded(action) && reads(action);
        Mandate::Only(self.actions.values().filter(may).map(|action| action.name.clone()).collect())
    }

    /// Every kind of object, as policies see it.
    pub fn objects(&self) -> &[ObjectType] {
        &self.objects
    }

    /// Every action a role can permit.
    pub fn actions(&self) -> impl Iterator<Item = &ActionSpec> {
        self.actions.values()
    }

    /// One action.
    pub fn action(&self, name: &str) -> Option<&ActionSpec> {
        self.actions.get(name)
    }

    /// How it is explained what may be done to a kind of object; nothing for a kind that no service brings.
    pub(crate) fn weighing(&self, kind: &str) -> Option<Weighing> {
        self.weighings.get(kind).copied()
    }

    /// Who tells what deserves attention.
    pub(crate) fn attendants(&self) -> &[Teller<Attention>] {
        &self.attendants
    }

    /// Who tells what is open with an account.
    pub(crate) fn openings(&self) -> &[Teller<Attention>] {
        &self.openings
    }

    /// Who tells a figure of many accounts, and the message that heads it.
    pub(crate) fn figures(&self) -> &[Teller<Figure, &'static str>] {
        &self.figures
    }

    /// Who tells how whoever asks stands, the message that heads it, and the page with all of it.
    pub(crate) fn balances(&self) -> &[Teller<Balance, (&'static str, &'static str)>] {
        &self.balances
    }

    /// How records of a kind are quoted; nothing when they are not.
    pub fn quoting(&self, kind: &str) -> Option<Quoting> {
        self.quotings.get(kind).copied()
    }

    /// The kinds of records that can be quoted.
    pub fn quotable_kinds(&self) -> impl Iterator<Item = &'static str> {
        self.quotings.keys().copied()
    }

    /// What a link to a record of this kind opens; nothing when there are none to such records.
    pub fn linkable(&self, kind: &str) -> Option<Linkable> {
        self.linkables.get(kind).copied()
    }

    /// The kinds of records that are found by their numbers.
    pub(crate) fn numberings(&self) -> &[Numbering] {
        &self.numberings
    }

    /// The events of which programs outside may be told, by name.
    pub fn announcements(&self) -> impl Iterator<Item = &Announcement> {
        self.announcements.values()
    }

    /// The event that programs outside know by this name.
    pub fn announcement(&self, name: &str) -> Option<&Announcement> {
        self.announcements.get(name)
    }

    /// What programs outside may be told when the journal has this event.
    pub fn announced_by(&self, event: &str) -> Option<&Announcement> {
        self.announcements.values().find(|announcement| announcement.event == event)
    }

    /// The command that hands out roles, where a service brings one.
    pub fn giving(&self) -> Option<&'static str> {
        self.giving
    }

    /// The policies that services bring: origin and text.
    pub fn policies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.policies.iter().map(|(origin, text)| (origin.as_str(), text.as_str()))
    }

    fn check(&self) -> Result<(), RegistryError> {
        let known: Vec<&str> = self.objects.iter().map(|object| object.kind).collect();
        for action in self.actions.values() {
            if let Some(kind) = action.on.iter().find(|kind| !known.contains(kind)) {
                return Err(RegistryError::Kind { operation: action.name.to_string(), kind: (*kind).to_owned() });
            }
        }
        Ok(())
    }
}

fn at_most_one<T, H>(service: &'static str, what: &'static str, tellers: &[Teller<T, H>]) -> Result<(), RegistryError> {
    match tellers {
        [_, second, ..] => Err(RegistryError::Tellers { service, what, second: second.name }),
        _ => Ok(()),
    }
}
