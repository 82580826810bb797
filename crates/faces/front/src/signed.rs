use std::ops::Deref;

use access::{Account, Acting, Person, Principal};
use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use directory::{Place, VIEW_AS};
use gateway::{Asked, Command, Done, Key, Proven, Query, Raw};
use journal::Face;
use kernel::{Id, Message, Problem};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{Failure, Visit, Visitor, drafts, form::Showing};

/// Somebody signed in, acting in the capacity the address says. Leads to the [`Visit`].
#[derive(Clone)]
pub struct Signed {
    visitor: Visitor,
    principal: Principal,
    person: Id<Person>,
    showing: Option<Showing>,
    face: Face,
}

impl Signed {
    /// Who, in which capacity.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The person; where staff view an account as one of its people, that one.
    pub fn person(&self) -> Id<Person> {
        self.person
    }

    /// The account they act for, if they act for one.
    pub fn account(&self) -> Option<Id<Account>> {
        self.principal.account()
    }

    /// The account they act for by its name, if they act for one.
    pub fn here(&self) -> Option<&Place> {
        self.admission.as_ref()?.here.as_ref().filter(|here| self.account() == Some(here.account))
    }

    /// Whether a list of `action` holds rows of no account but the one they act for.
    pub fn stays_here(&self, action: &str) -> bool {
        let facts = self.caller.as_ref().map(|caller| caller.facts(action));
        facts.is_some_and(|facts| !facts.all && facts.linked.is_empty() && facts.account.is_some())
    }

    /// The request as the gate wants it.
    pub fn asked(&self) -> Asked {
        let mut asked = Asked::by(self.principal.clone(), self.face, self.formats.clone());
        asked.trace.clone_from(&self.request_id);
        asked.tree = self.tree.clone();
        asked
    }

    /// Asks `Q`, of one object or of a list. Where one is wanted and none is named, a page of one's
    /// own asks about oneself.
    ///
    /// # Errors
    /// The gate's, and the query's own.
    pub async fn ask<Q: Query>(&self, id: Option<Uuid>, raw: &Raw) -> Result<Q::Output, Failure> {
        let id = id.or_else(|| if <Q::Under as Proven<Q>>::ONE { self.oneself() } else { None });
        Ok(self.site.gateway.ask::<Q>(&self.asked(), id, raw).await?)
    }

    /// Asks `Q` of a list for more of what is on its way to somebody already, such as the next piece of a file, which may
    /// take long: they have the roles they hold by now, none once their session is over, so has staff whose eyes
    /// they lend, and the tree is read anew, also for what is asked after this.
    ///
    /// # Errors
    /// Not found, when they have no reach for it any more; the gate's, and the query's own.
    pub async fn ask_on<Q: Query>(&self, raw: &Raw) -> Result<Q::Output, Failure> {
        let gateway = &self.site.gateway;
        let (db, now) = (gateway.db(), gateway.clock().now());
        let mut principal = directory::refreshed(db, &self.principal, now).await?;
        let viewing = self.admission.as_ref().and_then(|admission| admission.viewing.as_ref());
        if let Some(viewing) = viewing.filter(|_| principal.views_as()) {
            let staff = gateway.caller(&directory::refreshed(db, &viewing.staff, now).await?, None).await?;
            if staff.facts(VIEW_AS).is_nothing() {
                return Err(Problem::not_found().into());
            }
            principal.mandate = gateway.registry().looking(&staff);
        }
        if gateway.caller(&principal, None).await?.facts(Q::NAME).is_nothing() {
            return Err(Problem::not_found().into());
        }
        self.tree.forget();
        let asked = Asked { principal, ..self.asked() };
        Ok(gateway.ask::<Q>(&asked, None, raw).await?)
    }

    /// Asks a query of another service by its name, of one object or of a list; nothing where no service has such a
    /// query, or whoever asks has no reach for it. Of its answer, what `T` knows by name is read.
    ///
    /// # Errors
    /// The gate's, the query's own, and that its answer is another than `T`.
    pub async fn ask_named<T: DeserializeOwned>(
        &self,
        query: &str,
        id: Option<Uuid>,
        raw: &Raw,
    ) -> Result<Option<T>, Failure> {
        let gateway = &self.site.gateway;
        let Some(operation) = gateway.registry().operation(query).filter(|_| self.may(query)) else { return Ok(None) };
        let done = operation.run(gateway, &self.asked(), id.as_slice(), raw).await?;
        Ok(Some(serde_json::from_value(done.output).map_err(Problem::unexpected)?))
    }

    /// Does `C` to its targets. Without any it is done to the account one acts for or, on a page of one's own, to
    /// oneself. The same form sent again from the same showing of its page does nothing again.
    ///
    /// # Errors
    /// The gate's, and the command's own.
    pub async fn execute<C: Command>(&self, targets: &[Uuid], raw: &Raw) -> Result<Done<C::Output>, Failure> {
        let oneself = if targets.is_empty() { self.oneself() } else { None };
        let targets = oneself.as_ref().map_or(targets, std::slice::from_ref);
        let mut asked = self.asked();
        asked.key = self.key(targets, raw);
        Ok(self.site.gateway.execute::<C>(&asked, targets, raw).await?)
    }

    /// What the form is called, so that it is done once. What holds a secret has no name: of it not even a hash is kept.
    fn key(&self, targets: &[Uuid], raw: &Raw) -> Option<Key> {
        let Showing(showing) = self.showing.as_ref()?;
        let is_plain = raw.names().into_iter().all(drafts::may_keep);
        is_plain.then(|| Key::of_form(showing, targets, raw))
    }

    fn oneself(&self) -> Option<Uuid> {
        (self.principal.acting == Acting::Oneself).then(|| self.person.uuid())
    }

    /// Signed in and of use here: who is not signed in is asked to, who has no role here finds nothing.
    async fn of<S: Send + Sync>(parts: &mut Parts, state: &S, fits: fn(Acting) -> bool) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let admission = visitor.admission.as_ref().ok_or_else(signed_out)?;
        let principal = admission.principal.clone().filter(|principal| fits(principal.acting));
        let principal = principal.ok_or_else(Problem::not_found)?;
        // With the eyes of somebody else one is not oneself.
        let person = principal.person.unwrap_or(admission.person);
        let showing = parts.extensions.get::<Showing>().cloned();
        Ok(Self { visitor, principal, person, showing, face: Face::Page })
    }
}

impl Deref for Signed {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visitor
    }
}

fn signed_out() -> Problem {
    Problem::of(&Problem::SIGNED_OUT, Message::new("problem-signed-out"))
}

/// An extractor for one capacity.
macro_rules! capacity {
    ($(#[$doc:meta])* $name:ident, $fits:pat) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Signed);

        impl Deref for $name {
            type Target = Signed;

            fn deref(&self) -> &Signed {
                &self.0
            }
        }

        impl<S: Send + Sync> FromRequestParts<S> for $name {
            type Rejection = Failure;

            async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
                Signed::of(parts, state, |acting| matches!(acting, $fits)).await.map(Self)
            }
        }
    };
}

capacity! {
    /// A customer's person, on a page of the account in the address. Leads to [`Signed`].
    Customer, Acting::Account(_)
}
capacity! {
    /// One of the company's own, at the desk. Leads to [`Signed`].
    Staff, Acting::Desk
}
capacity! {
    /// A customer's person or one of the company's own, on a page that both have, each behind their own door. Leads to
    /// [`Signed`].
    Reader, Acting::Account(_) | Acting::Desk
}
capacity! {
    /// A person on a page of their own. Leads to [`Signed`].
    Oneself, Acting::Oneself
}

impl Reader {
    /// A program that acts on the rights of a person.
    pub(crate) fn of_program(visitor: Visitor, principal: &Principal) -> Result<Self, Failure> {
        let person = principal.person.ok_or_else(signed_out)?;
        Ok(Self(Signed { visitor, principal: principal.clone(), person, showing: None, face: Face::Api }))
    }
}

/// The objects named in the address, in their order, without the account it begins with. What is no id names nothing
/// there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets(pub Vec<Uuid>);

impl Targets {
    /// The only object, or the first.
    ///
    /// # Errors
    /// Not found, when the address names none.
    pub fn one(&self) -> Result<Uuid, Failure> {
        self.0.first().copied().ok_or_else(|| Problem::not_found().into())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Targets {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let named = params.iter().filter(|(name, _)| *name != "account");
        let ids = named.map(|(_, text)| Uuid::try_parse(text).map_err(|_| Problem::not_found()));
        Ok(Self(ids.collect::<Result<_, _>>()?))
    }
}
